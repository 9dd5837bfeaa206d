//! A plan that lacks something is not sent; dates are agreed with a team that stands.

mod counted;

use super::*;
use crate::actor::{Actor, Function};
use crate::audits::{self, Kind};
use crate::error::{Error, Result};
use crate::programmes::testing::programme_in_force;
use crate::teams::testing::{complete_plan, qualified_auditor, team_agreed, team_declared};
use crate::testing::World;
use uuid::Uuid;

#[test]
fn a_plan_moves_only_as_the_table_says() {
    let allowed = [
        (State::Draft, Step::Save, State::Draft),
        (State::Draft, Step::Send, State::Sent),
        (State::Sent, Step::TakeBack, State::Draft),
        (State::Sent, Step::AskForOtherDates, State::Draft),
        (State::Sent, Step::Agree, State::Agreed),
    ];
    let steps = [Step::Save, Step::Send, Step::TakeBack, Step::Agree, Step::AskForOtherDates];
    for state in State::ALL {
        for step in steps {
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

/// An audit with its team, and the people of it.
struct Case {
    world: World,
    manager: Actor,
    client: Actor,
    lead: Actor,
    auditor: Actor,
    stage_1: Uuid,
}

impl Case {
    async fn new() -> Case {
        let world = World::new().await;
        let manager = world.staff("Mia Manager", &[Function::SchemeManager]).await;
        let client = world.client("Fintech").await;
        let (_, audits) = programme_in_force(&world, &manager, &client, 3).await;
        let stage_1 = audits.iter().find(|(kind, _)| *kind == Kind::Stage1).expect("Stage 1").1;
        let lead = qualified_auditor(&world, "Lena Lead", true).await;
        let auditor = qualified_auditor(&world, "Aron Auditor", false).await;
        Case { world, manager, client, lead, auditor, stage_1 }
    }

    /// With a team that the client has agreed to.
    async fn agreed() -> Case {
        let case = Case::new().await;
        let team = [&case.lead, &case.auditor];
        team_agreed(&case.world, &case.manager, &case.client, case.stage_1, &team).await;
        case
    }

    /// The whole form, as `edit` leaves it, kept over what stands.
    async fn save(&self, by: &Actor, edit: impl Fn(&mut Form)) -> Result<()> {
        let person = self.lead.person()?;
        let act = self.world.db.write(by, async |tx| {
            let brief = audits::brief(tx, self.stage_1).await?;
            let mut form = complete_plan(&brief, person, 2);
            form.version = of(tx, &brief).await?.version.to_string();
            edit(&mut form);
            save(tx, self.stage_1, form).await
        });
        act.await
    }

    async fn plan(&self) -> Plan {
        let read = self.world.db.read(&self.lead, async |tx| {
            let brief = audits::brief(tx, self.stage_1).await?;
            of(tx, &brief).await
        });
        read.await.expect("the plan")
    }

    async fn send(&self, by: &Actor) -> Result<()> {
        self.send_because(by, "").await
    }

    async fn send_because(&self, by: &Actor, because: &str) -> Result<()> {
        let version = self.plan().await.version;
        self.world.db.write(by, async |tx| send(tx, self.stage_1, version, because).await).await
    }

    async fn overridden(&self) -> Vec<(String, String)> {
        sqlx::query_as(
            "select rule, reason from overrides where body_id = $1 and rule = 'TIM-5' order by id",
        )
        .bind(self.world.body)
        .fetch_all(&self.world.owner)
        .await
        .expect("overrides")
    }

    async fn agree(&self, by: &Actor) -> Result<()> {
        let version = self.plan().await.version;
        self.world.db.write(by, async |tx| agree(tx, self.stage_1, version).await).await
    }

    /// What keeps the plan from being sent, once it is kept like this.
    async fn lacks(&self, edit: impl Fn(&mut Form)) -> Vec<String> {
        self.save(&self.lead, edit).await.expect("a draft may be incomplete");
        match self.send(&self.lead).await {
            Err(Error::Refused(refusal)) if refusal.rule.id == "PLN-1" => refusal.missing,
            other => panic!("not refused by PLN-1: {other:?}"),
        }
    }
}

fn rule<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.rule.id,
        other => panic!("not refused by a rule: {other:?}"),
    }
}

/// Takes one part out of a whole plan.
type Clear = fn(&mut Form);

#[tokio::test]
async fn pln_3_a_remote_part_goes_out_only_with_its_means_and_risks() {
    let case = Case::agreed().await;
    let remote = |f: &mut Form| {
        f.remotely = "yes".into();
        f.remote = "Interviews with the second site".into();
    };
    for (means, risks, refused) in [("", "", 2), ("By video", "", 1), (" ", "Bad line", 1)] {
        let edit = |f: &mut Form| {
            remote(f);
            (f.remote_means, f.remote_risks) = (means.into(), risks.into());
        };
        case.save(&case.lead, edit).await.expect("a draft may be incomplete");
        match case.send(&case.lead).await {
            Err(Error::Refused(refusal)) => {
                assert_eq!((refusal.rule.id, refusal.missing.len()), ("PLN-3", refused));
            }
            other => panic!("not refused: {other:?}"),
        }
    }
    case.save(&case.lead, |f| f.remotely.clear()).await.expect("a draft may be incomplete");
    assert_eq!(rule(case.send(&case.lead).await), "PLN-3");
    let whole = |f: &mut Form| {
        remote(f);
        (f.remote_means, f.remote_risks) = ("By video".into(), "Bad line: by telephone".into());
    };
    case.save(&case.lead, whole).await.expect("kept");
    case.send(&case.lead).await.expect("sent");
}

#[tokio::test]
async fn pln_1_each_part_that_a_plan_lacks_is_named() {
    let case = Case::agreed().await;
    let parts: [(Clear, &str); 8] = [
        (|f| f.objectives.clear(), "objectives"),
        (|f| f.criteria.clear(), "criteria"),
        (|f| f.scope.clear(), "scope with units and processes"),
        (|f| f.sites.clear(), "sites, temporary and remote ones too"),
        (|f| f.duration.clear(), "expected duration"),
        (|f| f.communication.clear(), "how to communicate during the audit"),
        (|f| f.accompanying.clear(), "accompanying persons, or that there are none"),
        (|f| f.starts_on.clear(), "first and last day"),
    ];
    for (clear, named) in parts {
        assert_eq!(case.lacks(clear).await, [named]);
    }
    let no_interviews = case.lacks(|f| {
        for column in [
            &mut f.interview_day,
            &mut f.interview_from,
            &mut f.interview_to,
            &mut f.interview_topic,
            &mut f.interview_with,
            &mut f.interview_auditor,
            &mut f.interview_place,
        ] {
            column.clear();
        }
    });
    assert_eq!(no_interviews.await, ["interviews with times"]);
    let no_documents = case.lacks(|f| {
        for column in [&mut f.request_id, &mut f.request_title, &mut f.request_why] {
            column.clear();
        }
    });
    assert_eq!(no_documents.await, ["documents asked for"]);
    case.save(&case.lead, |_| ()).await.expect("whole");
    case.send(&case.lead).await.expect("sent");
}

#[tokio::test]
async fn interviews_lie_within_the_audit_and_nobody_is_in_two_at_once() {
    let case = Case::agreed().await;
    let late = case.lacks(|f| f.interview_day[0] = "2199-01-01".into()).await;
    assert!(late[0].starts_with("a day within the audit"), "{late:?}");
    let clash = case.lacks(|f| f.interview_from[1] = "10:00".into()).await;
    assert!(clash[0].starts_with("a time for"), "{clash:?}");
    let stranger = case.manager.person().expect("a person").to_string();
    let by_stranger = case.save(&case.lead, |f| f.interview_auditor[0] = stranger.clone()).await;
    assert!(
        matches!(by_stranger, Err(Error::Invalid(_))),
        "only who audits in the team interviews"
    );
}

#[tokio::test]
async fn pln_2_a_plan_goes_only_to_a_client_that_knows_the_team() {
    let case = Case::new().await;
    team_declared(&case.world, &case.manager, case.stage_1, &[&case.lead, &case.auditor]).await;
    case.save(&case.lead, |_| ()).await.expect("kept");
    assert_eq!(rule(case.send(&case.lead).await), "PLN-2");
    let seen = case.world.db.read(&case.client, async |tx| {
        let brief = audits::brief(tx, case.stage_1).await?;
        of(tx, &brief).await
    });
    assert!(matches!(seen.await, Err(Error::NotFound)), "a draft is the team's");
}

#[tokio::test]
async fn cmp_3_the_lead_auditor_alone_plans_and_the_client_alone_agrees() {
    let case = Case::agreed().await;
    assert_eq!(rule(case.save(&case.auditor, |_| ()).await), "CMP-3");
    case.save(&case.lead, |_| ()).await.expect("kept");
    assert_eq!(rule(case.send(&case.auditor).await), "CMP-3");
    case.send(&case.lead).await.expect("sent");
    for nobody in [&case.lead, &case.manager] {
        assert!(matches!(case.agree(nobody).await, Err(Error::NotFound)), "{}", nobody.name());
    }
    let other = case.world.client("Next Door Ltd").await;
    assert!(matches!(case.agree(&other).await, Err(Error::NotFound)), "another client");
    case.agree(&case.client).await.expect("agreed");
    assert_eq!(rule(case.save(&case.lead, |_| ()).await), "ORDER", "what is agreed stays");
}

#[tokio::test]
async fn pln_2_dates_are_not_agreed_with_a_team_that_has_changed_nor_from_an_old_page() {
    let case = Case::agreed().await;
    case.save(&case.lead, |_| ()).await.expect("kept");
    case.send(&case.lead).await.expect("sent");
    let stale = case.world.db.write(&case.client, async |tx| agree(tx, case.stage_1, 0).await);
    assert!(matches!(stale.await, Err(Error::Stale(_))));
    sqlx::query("update audits set team_state = 'forming', version = version + 1 where body_id = $1 and id = $2")
        .bind(case.world.body)
        .bind(case.stage_1)
        .execute(&case.world.owner)
        .await
        .expect("the team has changed");
    assert_eq!(rule(case.agree(&case.client).await), "PLN-2");
}

/// One day with two auditors is sixteen hours; the audit is made longer than that.
async fn longer(case: &Case) {
    sqlx::query("update audits set half_days = 6 where body_id = $1 and id = $2")
        .bind(case.world.body)
        .bind(case.stage_1)
        .execute(&case.world.owner)
        .await
        .expect("three days");
}

#[tokio::test]
async fn tim_5_days_too_few_are_planned_with_a_reason_and_the_meeting_does_not_ask_again() {
    let case = Case::agreed().await;
    longer(&case).await;
    let one_day = |f: &mut Form| f.ends_on = f.starts_on.clone();
    case.save(&case.lead, one_day).await.expect("kept");
    match case.send(&case.lead).await {
        Err(Error::Refused(refusal)) => {
            assert_eq!(refusal.rule.id, "TIM-5");
            let words = "comes to 16 hours at most with 2 auditors; four fifths of its audit time of 3 days are 19.2 hours";
            assert!(refusal.because.contains(words), "{}", refusal.because);
        }
        other => panic!("sent without a reason: {other:?}"),
    }
    assert!(case.overridden().await.is_empty());
    case.send_because(&case.lead, "The rest was read before.").await.expect("sent");
    case.agree(&case.client).await.expect("agreed");
    let kept = [("TIM-5".to_owned(), "The rest was read before.".to_owned())];
    assert_eq!(case.overridden().await, kept);
    // Held on the planned day, from nine to six: the same facts.
    let day = case.plan().await.starts_on.expect("a day");
    let held = |time: &str| audits::meetings::Typed {
        held_on: day.to_string(),
        held_at: time.into(),
        attended: "Everybody".into(),
        ..audits::meetings::Typed::default()
    };
    let evening = day.midnight().assume_utc() + time::Duration::hours(20);
    case.world.clock.advance(evening - case.world.now());
    let meets = async |opening: bool, time: &str| {
        let typed = held(time);
        let met = case.world.db.write(&case.lead, async |tx| match opening {
            true => audits::meetings::open(tx, case.stage_1, typed).await,
            false => audits::meetings::close(tx, case.stage_1, typed).await,
        });
        met.await
    };
    meets(true, "09:00").await.expect("opened");
    assert_eq!(rule(meets(false, "11:00").await), "TIM-5", "two hours were not what was planned");
    meets(false, "18:00").await.expect("closed as planned, without a second reason");
    assert_eq!(case.overridden().await, kept);
}
