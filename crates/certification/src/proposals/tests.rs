use super::testing::{acceptance, agreement_in_force, determination};
use super::*;
use crate::actor::{Actor, Function};
use crate::applications::testing::accepted_application as accepted;
use crate::audit_time::{self, INDICATIVE, Inputs, Typed, calculate};
use crate::testing::World;
use crate::{files, programmes};

#[test]
fn every_step_from_every_state() {
    let steps = [Step::Accept, Step::Decline, Step::Supersede];
    let table = State::ALL.map(|state| steps.map(|step| state.after(step).ok()));
    let (accepted, declined, superseded) =
        (Some(State::Accepted), Some(State::Declined), Some(State::Superseded));
    assert_eq!(
        table,
        [[accepted, declined, superseded], [None, None, superseded], [None; 3], [None; 3]]
    );
}

#[test]
fn a_fee_is_days_times_rate_and_named_items_to_the_penny() {
    let time = calculate(
        &INDICATIVE,
        &Inputs { ai_systems: 3, structure: "one_entity".into(), jurisdictions: 1 },
        &[],
    )
    .unwrap();
    let rates = RateCard {
        id: Uuid::nil(),
        currency: "GBP".into(),
        day_rate_minor: 120_001,
        application_minor: 50_000,
        certificate_minor: 0,
    };
    let lines = quote(&time, &rates);
    let amounts: Vec<_> = lines.iter().map(|line| (line.half_days, line.amount_minor)).collect();
    assert_eq!(
        amounts,
        [
            (None, 50_000),
            (Some(2), 120_001),
            (Some(4), 240_002),
            (Some(2), 120_001),
            (Some(2), 120_001)
        ]
    );
    assert_eq!(total(&lines), 650_005);
    // Half a day of an odd rate: to the penny above, never a lost one.
    let one = audit_time::Calculation { stage_1_half_days: 1, ..time };
    assert_eq!(quote(&one, &rates)[1].amount_minor, 60_001);
}

struct Case {
    world: World,
    manager: Actor,
    client: Actor,
    file: files::Brief,
}

impl Case {
    async fn new() -> Case {
        let world = World::new().await;
        let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
        let client = world.client("Fintech").await;
        let file = accepted(&world, &manager, &client, 3).await;
        Case { world, manager, client, file }
    }

    async fn determine(&self, form: Typed) {
        let done = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            audit_time::determine(tx, &by, self.file.engagement_id, form).await
        });
        done.await.expect("audit time is determined");
    }

    async fn offer(&self) -> Result<Uuid> {
        let done = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            offer(tx, &by, self.file.engagement_id, Offer::default()).await
        });
        done.await
    }

    async fn accept(&self, id: Uuid, form: Acceptance) -> Result<()> {
        let done = self.world.db.write(&self.client, async |tx| {
            let by = tx.actor().signatory()?;
            accept(tx, &by, id, form).await
        });
        done.await
    }

    async fn decline(&self, id: Uuid, reason: &str) -> Result<()> {
        let done = self.world.db.write(&self.client, async |tx| {
            let by = tx.actor().signatory()?;
            decline(tx, &by, id, Answer { reason: reason.into() }).await
        });
        done.await
    }

    async fn proposals(&self) -> Vec<Proposal> {
        self.world
            .db
            .read(&self.manager, async |tx| of_file(tx, self.file.engagement_id).await)
            .await
            .expect("the proposals")
    }

    async fn open_case(&self) {
        sqlx::query("insert into cases (body_id, client_id, engagement_id, id, kind, cycle, state, opened_by, opened_at) values ($1, $2, $3, $4, 'initial', 1, 'open', $5, $6)")
            .bind(self.world.body)
            .bind(self.file.client_id)
            .bind(self.file.engagement_id)
            .bind(Uuid::now_v7())
            .bind(self.manager.person().expect("a person"))
            .bind(self.world.now())
            .execute(&self.world.owner)
            .await
            .expect("a case is open");
    }

    /// Audits of this kind are opened, behind the verbs that have gates of their own.
    async fn open_audit(&self, kind: &str) {
        let made = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            programmes::make(tx, &by, self.file.engagement_id, programmes::Made::default()).await
        });
        made.await.expect("a programme");
        sqlx::query("update audits set opened_at = $3 where body_id = $1 and kind = $2")
            .bind(self.world.body)
            .bind(kind)
            .bind(self.world.now())
            .execute(&self.world.owner)
            .await
            .expect("an audit is open");
    }
}

fn rule<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.rule.id,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn no_offer_without_an_accepted_application() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    sqlx::query("update applications set state = 'returned' where body_id = $1")
        .bind(case.world.body)
        .execute(&case.world.owner)
        .await
        .unwrap();
    assert_eq!(rule(case.offer().await), "APP-2");
}

#[tokio::test]
async fn no_offer_without_audit_time() {
    let case = Case::new().await;
    assert_eq!(rule(case.offer().await), "TIM-1");
    assert!(case.proposals().await.is_empty());
}

#[tokio::test]
async fn no_offer_on_an_unchecked_table_without_a_written_reason() {
    let case = Case::new().await;
    case.determine(Typed { unchecked_reason: "  ".into(), ..determination(3) }).await;
    assert_eq!(rule(case.offer().await), "TIM-2");
    case.determine(determination(3)).await;
    case.offer().await.unwrap();
}

#[tokio::test]
async fn an_offer_carries_fee_agreement_and_last_day_and_a_newer_one_takes_its_place() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let first = case.offer().await.unwrap();
    let second = case.offer().await.unwrap();
    let all = case.proposals().await;
    assert_eq!(
        all.iter().map(|p| (p.id, p.state)).collect::<Vec<_>>(),
        [(second, State::Offered), (first, State::Superseded)]
    );
    let proposal = &all[0];
    assert_eq!(proposal.number, format!("{}-P2", case.file.reference));
    assert_eq!(proposal.total_minor, 50_000 + 5 * 120_000 + 30_000);
    assert_eq!(
        (proposal.agreement.as_str(), proposal.agreement_version.as_str()),
        ("The certification agreement.", "1")
    );
    assert_eq!(proposal.valid_until, case.world.clock.today() + VALID_FOR);
    assert_eq!(rule(case.accept(first, acceptance("A. Okafor")).await), "ORDER");
}

#[tokio::test]
async fn a_body_without_an_agreement_of_its_own_offers_the_general_one() {
    let case = Case::new().await;
    sqlx::query("update bodies set agreement = ' ' where id = $1")
        .bind(case.world.body)
        .execute(&case.world.owner)
        .await
        .unwrap();
    case.determine(determination(3)).await;
    case.offer().await.unwrap();
    let proposal = case.proposals().await.remove(0);
    assert_eq!(proposal.agreement_version, AGREEMENT_VERSION);
    assert_eq!(proposal.clauses().len(), 12);
}

#[tokio::test]
async fn acceptance_needs_both_ticks_and_a_name_and_all_is_said_at_once() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let id = case.offer().await.unwrap();
    let Err(Error::Invalid(errors)) = case.accept(id, Acceptance::default()).await else {
        panic!("accepted")
    };
    assert_eq!(
        errors.0.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(),
        ["proposal", "agreement", "name"]
    );
    let half = Acceptance { agreement: String::new(), ..acceptance("A. Okafor") };
    assert!(matches!(case.accept(id, half).await, Err(Error::Invalid(_))));
    assert!(case.proposals().await[0].state.is_offered());
    case.accept(id, acceptance("Amara Okafor")).await.unwrap();
    let proposal = case.proposals().await.remove(0);
    assert_eq!((proposal.state, proposal.signed_name.as_str()), (State::Accepted, "Amara Okafor"));
    // Sent twice by the same person: one effect.
    case.accept(id, acceptance("Amara Okafor")).await.unwrap();
    assert_eq!(case.proposals().await[0].version, 2);
}

#[tokio::test]
async fn only_a_signatory_binds_the_client() {
    let case = Case::new().await;
    let colleague = Actor { signatory: false, ..case.client.clone() };
    assert_eq!(rule(colleague.signatory().map(|_| ())), "APP-3");
}

#[tokio::test]
async fn an_offer_is_accepted_until_its_last_day_and_not_after() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let id = case.offer().await.unwrap();
    case.world.clock.advance(VALID_FOR + Duration::days(1));
    assert_eq!(rule(case.accept(id, acceptance("A. Okafor")).await), "TIM-7");
    case.world.clock.advance(Duration::days(-1));
    case.accept(id, acceptance("A. Okafor")).await.unwrap();
}

#[tokio::test]
async fn an_accepted_fee_stays_in_force_until_the_client_accepts_another() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let first = case.offer().await.unwrap();
    case.accept(first, acceptance("A. Okafor")).await.unwrap();
    let second = case.offer().await.unwrap();
    let states = |all: Vec<Proposal>| all.into_iter().map(|p| (p.id, p.state)).collect::<Vec<_>>();
    assert_eq!(
        states(case.proposals().await),
        [(second, State::Offered), (first, State::Accepted)]
    );
    case.decline(second, "Too high").await.unwrap();
    assert_eq!(
        states(case.proposals().await),
        [(second, State::Declined), (first, State::Accepted)]
    );
    let third = case.offer().await.unwrap();
    case.accept(third, acceptance("A. Okafor")).await.unwrap();
    assert_eq!(
        states(case.proposals().await),
        [(third, State::Accepted), (second, State::Declined), (first, State::Superseded)]
    );
}

#[tokio::test]
async fn no_fee_changes_once_the_decision_is_in_sight() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let first = case.offer().await.unwrap();
    case.accept(first, acceptance("A. Okafor")).await.unwrap();
    let second = case.offer().await.unwrap();
    case.open_case().await;
    assert_eq!(rule(case.offer().await), "IMP-7");
    assert_eq!(rule(case.accept(second, acceptance("A. Okafor")).await), "IMP-7");
    assert!(case.proposals().await[1].state.is_in_force());
}

#[tokio::test]
async fn no_fee_changes_from_the_opening_of_stage_2() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let first = case.offer().await.unwrap();
    case.accept(first, acceptance("A. Okafor")).await.unwrap();
    case.open_audit("stage_1").await;
    let second = case.offer().await.expect("Stage 1 may show that the time was not right");
    case.open_audit("stage_2").await;
    assert_eq!(rule(case.offer().await), "IMP-7");
    assert_eq!(rule(case.accept(second, acceptance("A. Okafor")).await), "IMP-7");
    assert!(case.proposals().await[1].state.is_in_force());
}

#[tokio::test]
async fn nobody_rewrites_a_fee_from_the_clients_room() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let id = case.offer().await.unwrap();
    let tried = case.world.db.write(&case.client, async |tx| {
        sqlx::query("update proposals set total_minor = 1 where id = $1")
            .bind(id)
            .execute(tx.sql())
            .await?;
        Ok(())
    });
    assert!(matches!(tried.await, Err(Error::Fault(cause)) if cause.contains("permission denied")));
}

#[tokio::test]
async fn a_no_needs_its_reason_and_another_client_finds_nothing() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let id = case.offer().await.unwrap();
    assert!(matches!(case.decline(id, " ").await, Err(Error::Invalid(_))));
    let other = case.world.client("Another").await;
    accepted(&case.world, &case.manager, &other, 1).await;
    let tried = case.world.db.write(&other, async |tx| {
        let by = tx.actor().signatory()?;
        accept(tx, &by, id, acceptance("Somebody else")).await
    });
    assert!(matches!(tried.await, Err(Error::NotFound)));
}

#[tokio::test]
async fn two_offers_at_once_leave_one_standing_and_two_numbers() {
    let case = Case::new().await;
    case.determine(determination(3)).await;
    let (one, two) = tokio::join!(case.offer(), case.offer());
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    let all = case.proposals().await;
    assert_eq!(all.iter().filter(|p| p.state.is_offered()).count(), 1);
    assert_ne!(all[0].number, all[1].number);
}

#[tokio::test]
async fn offer_and_answer_are_on_the_record_and_in_the_outbox() {
    let world = World::new().await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let client = world.client("Fintech").await;
    let file = agreement_in_force(&world, &manager, &client, 3).await;
    let acts: Vec<String> = sqlx::query_scalar(
        "select act from record_entries where body_id = $1 and act like 'proposal_%' order by seq",
    )
    .bind(world.body)
    .fetch_all(&world.owner)
    .await
    .unwrap();
    assert_eq!(acts, ["proposal_offered", "proposal_accepted"]);
    let mails: i64 = sqlx::query_scalar(
        "select count(*) from mails where body_id = $1 and subject like '%' || $2 || '-P1%'",
    )
    .bind(world.body)
    .bind(&file.reference)
    .fetch_one(&world.owner)
    .await
    .unwrap();
    assert_eq!(mails, 2);
}
