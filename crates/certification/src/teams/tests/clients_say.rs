//! The client is told, agrees or objects; a valid objection means a new team (PLN-2).

use super::*;

#[test]
fn a_team_moves_only_as_the_table_says() {
    let allowed = [
        (State::Forming, Step::Change, State::Forming),
        (State::Told, Step::Change, State::Forming),
        (State::Agreed, Step::Change, State::Forming),
        (State::Forming, Step::TellClient, State::Told),
        (State::Told, Step::Agree, State::Agreed),
        (State::Told, Step::Object, State::Told),
    ];
    for state in State::ALL {
        for step in [Step::Change, Step::TellClient, Step::Agree, Step::Object] {
            let expected = allowed.iter().find(|(s, t, _)| (*s, *t) == (state, step));
            assert_eq!(
                state.after(step).ok(),
                expected.map(|(_, _, next)| *next),
                "{state:?} {step:?}"
            );
        }
        assert_eq!(State::from_key(state.key()), Some(state));
    }
}

impl Case {
    async fn agrees(&self, by: &Actor) -> Result<()> {
        let version = self.brief().await.version;
        self.world.db.write(by, async |tx| agree(tx, self.stage_1, version).await).await
    }

    async fn objects(&self, by: &Actor, to: &Actor) -> Result<Uuid> {
        let id = Uuid::now_v7();
        let form = Objected {
            id: id.to_string(),
            person: to.person()?.to_string(),
            reason: "Worked for a competitor.".into(),
        };
        self.world.db.write(by, async |tx| object(tx, self.stage_1, form).await).await?;
        Ok(id)
    }

    async fn answers(&self, objection: Uuid, outcome: &str) -> Result<()> {
        let form = Answered { outcome: outcome.into(), answer: "We looked at it.".into() };
        let act = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            answer_objection(tx, &by, self.stage_1, objection, form).await
        });
        act.await
    }
}

#[tokio::test]
async fn pln_2_a_client_agrees_only_to_a_team_that_it_was_told() {
    let case = Case::declared().await;
    assert_eq!(rule(case.agrees(&case.client).await), "PLN-2");
    assert_eq!(rule(case.objects(&case.client, &case.lead).await), "PLN-2");
    assert_eq!(rule(case.settled().await), "PLN-2");
    case.tell().await.expect("told");
    assert!(
        matches!(case.agrees(&case.manager).await, Err(Error::NotFound)),
        "the office does not"
    );
    assert!(matches!(case.agrees(&case.lead).await, Err(Error::NotFound)), "nor does the team");
    let other = case.world.client("Next Door Ltd").await;
    assert!(matches!(case.agrees(&other).await, Err(Error::NotFound)), "nor another client");
    case.agrees(&case.client).await.expect("agreed");
    case.settled().await.expect("it stands");
}

#[tokio::test]
async fn pln_2_silence_lets_a_team_stand_after_the_days_to_object_and_not_before() {
    let case = Case::told().await;
    let days: i32 = sqlx::query_scalar("select objection_days from bodies where id = $1")
        .bind(case.world.body)
        .fetch_one(&case.world.owner)
        .await
        .expect("the policy");
    assert_eq!(rule(case.settled().await), "PLN-2");
    case.world.clock.advance(time::Duration::days(days.into()));
    assert_eq!(rule(case.settled().await), "PLN-2", "the last day is the client's");
    case.world.clock.advance(time::Duration::DAY);
    case.settled().await.expect("it stands");
}

#[tokio::test]
async fn pln_2_an_open_objection_stands_in_the_way_of_everything() {
    let case = Case::told().await;
    let objection = case.objects(&case.client, &case.auditor).await.expect("objected");
    assert_eq!(rule(case.agrees(&case.client).await), "PLN-2");
    case.world.clock.advance(time::Duration::days(90));
    assert_eq!(rule(case.settled().await), "PLN-2", "silence is no agreement here");
    case.answers(objection, "not_upheld").await.expect("answered");
    case.settled().await.expect("it stands now");
    assert!(
        matches!(case.answers(objection, "upheld").await, Err(Error::Stale(_))),
        "answered once"
    );
}

#[tokio::test]
async fn pln_2_a_valid_objection_means_a_new_team() {
    let case = Case::told().await;
    let objection = case.objects(&case.client, &case.auditor).await.expect("objected");
    case.answers(objection, "upheld").await.expect("answered");
    let team = case.world.db.read(&case.manager, async |tx| members(tx, case.stage_1).await);
    let names: Vec<_> = team.await.expect("the team").into_iter().map(|m| m.name).collect();
    assert_eq!(names, ["Lena Lead"]);
    assert_eq!(rule(case.settled().await), "PLN-2", "the client is told anew first");
    assert_eq!(rule(case.agrees(&case.client).await), "PLN-2");
    case.tell().await.expect("told anew");
    case.agrees(&case.client).await.expect("agreed");
}

#[tokio::test]
async fn pln_2_whoever_joins_or_leaves_later_the_client_is_told_anew() {
    let case = Case::told().await;
    case.agrees(&case.client).await.expect("agreed");
    case.release(&case.auditor).await.expect("released");
    assert_eq!(rule(case.settled().await), "PLN-2");
    case.tell().await.expect("told anew");
    let stale = case.world.db.write(&case.client, async |tx| agree(tx, case.stage_1, 1).await);
    assert!(matches!(stale.await, Err(Error::Stale(_))), "an old page agrees to nothing");
    case.agrees(&case.client).await.expect("agreed");
    case.appoint(&case.auditor, "auditor").await.expect("appointed again");
    assert_eq!(rule(case.settled().await), "PLN-2");
}
