//! A programme that covers its cycle, and what keeps one that does not from coming in force.

use super::*;
use crate::actor::{Actor, Function};
use crate::applications::testing::accepted_application as accepted;
use crate::audit_time;
use crate::cycle::months_after;
use crate::error::{Error, Result};
use crate::files;
use crate::proposals::testing::agreement_in_force;
use crate::testing::World;
use time::Duration;

#[test]
fn every_step_from_every_state() {
    assert_eq!(State::Draft.after(Step::ChangeAudit).ok(), Some(State::Draft));
    assert_eq!(State::Draft.after(Step::PutInForce).ok(), Some(State::InForce));
    assert!(
        State::InForce.after(Step::ChangeAudit).is_err()
            && State::InForce.after(Step::PutInForce).is_err()
    );
}

struct Case {
    world: World,
    manager: Actor,
    client: Actor,
    file: files::Brief,
}

impl Case {
    /// A draft on an agreement in force.
    async fn draft() -> Case {
        let world = World::new().await;
        let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
        let client = world.client("Fintech").await;
        let file = agreement_in_force(&world, &manager, &client, 3).await;
        crate::sampling::testing::initial_planned(&world, &manager, &file).await;
        let case = Case { world, manager, client, file };
        case.make().await.expect("a draft");
        case
    }

    async fn make(&self) -> Result<Uuid> {
        let done = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            make(tx, &by, self.file.engagement_id, Made::default()).await
        });
        done.await
    }

    async fn programme(&self) -> Programme {
        self.world
            .db
            .read(&self.manager, async |tx| of_file(tx, self.file.engagement_id).await)
            .await
            .expect("a read")
            .expect("a programme")
    }

    async fn change(&self, kind: Kind, edit: impl Fn(&mut Change)) -> Result<()> {
        let programme = self.programme().await;
        let audit = programme.audit(kind).expect("the audit");
        let mut form = as_it_is(audit);
        edit(&mut form);
        let done = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            change_audit(tx, &by, self.file.engagement_id, audit.id, form).await
        });
        done.await
    }

    async fn put_in_force(&self) -> Result<()> {
        let done = self.world.db.write(&self.manager, async |tx| {
            let by = tx.actor().scheme_manager()?;
            put_in_force(tx, &by, self.file.engagement_id, PutInForce::default()).await
        });
        done.await
    }

    /// What PRG-1 names as missing.
    async fn lacks(&self) -> Vec<String> {
        match self.put_in_force().await {
            Err(Error::Refused(refusal)) => {
                assert_eq!(refusal.rule.id, "PRG-1");
                refusal.missing
            }
            other => panic!("not refused: {other:?}"),
        }
    }
}

fn as_it_is(audit: &Planned) -> Change {
    Change {
        version: audit.version.to_string(),
        objectives: audit.objectives.clone(),
        criteria: audit.criteria.clone(),
        methods: audit.methods.clone(),
        days: (f64::from(audit.half_days) / 2.0).to_string(),
        window_from: audit.window_from.to_string(),
        window_to: audit.window_to.to_string(),
    }
}

#[tokio::test]
async fn app_3_no_programme_without_an_agreement_in_force() {
    let world = World::new().await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let client = world.client("Fintech").await;
    let file = accepted(&world, &manager, &client, 3).await;
    let case = Case { world, manager, client, file };
    match case.make().await {
        Err(Error::Refused(refusal)) => assert_eq!(refusal.rule.id, "APP-3"),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn prg_1_a_draft_holds_the_cycle_with_the_days_determined_and_is_made_once() {
    let case = Case::draft().await;
    let programme = case.programme().await;
    assert_eq!(case.make().await.unwrap(), programme.id);
    assert_eq!(
        programme.audits.iter().map(|a| (a.kind, a.half_days)).collect::<Vec<_>>(),
        [
            (Kind::Stage1, 2),
            (Kind::Stage2, 4),
            (Kind::Surveillance1, 2),
            (Kind::Surveillance2, 2),
            (Kind::Recertification, 4)
        ]
    );
    let today = case.world.clock.today();
    assert_eq!(programme.audits[0].window_from, today + Duration::weeks(2));
    assert_eq!(programme.audits[1].window_to, today + Duration::weeks(20));
    assert_eq!(
        programme.audits[2].window_to,
        months_after(planned_decision(today + Duration::weeks(20)), 12)
    );
}

#[tokio::test]
async fn the_client_sees_a_programme_only_when_it_is_in_force() {
    let case = Case::draft().await;
    let seen = async || case.world.db.read(&case.client, async |tx| own(tx).await).await.unwrap().1;
    assert!(seen().await.is_none());
    case.put_in_force().await.unwrap();
    assert_eq!(seen().await.map(|programme| programme.audits.len()), Some(5));
}

#[tokio::test]
async fn prg_1_each_audit_needs_objectives_criteria_and_methods() {
    let case = Case::draft().await;
    case.change(Kind::Stage2, |form| form.objectives = " ".into()).await.unwrap();
    case.change(Kind::Surveillance1, |form| {
        (form.criteria, form.methods) = (String::new(), String::new())
    })
    .await
    .unwrap();
    assert_eq!(
        case.lacks().await,
        ["Stage 2: objectives", "Surveillance 1: criteria", "Surveillance 1: methods"]
    );
}

#[tokio::test]
async fn tim_6_no_programme_comes_in_force_while_nobody_has_planned_which_of_several_sites_it_goes_to()
 {
    let world = World::new().await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let client = world.client("Fintech").await;
    let file = agreement_in_force(&world, &manager, &client, 3).await;
    let case = Case { world, manager, client, file };
    case.make().await.unwrap();
    match case.put_in_force().await {
        Err(Error::Refused(refusal)) => {
            assert_eq!(refusal.rule.id, "TIM-6");
            assert!(refusal.because.contains("2 sites"), "{}", refusal.because);
        }
        other => panic!("not refused: {other:?}"),
    }
    assert!(case.programme().await.state.is_draft());
    crate::sampling::testing::initial_planned(&case.world, &case.manager, &case.file).await;
    case.put_in_force().await.unwrap();
}

#[tokio::test]
async fn prg_1_each_audit_of_the_cycle_must_be_there() {
    let case = Case::draft().await;
    sqlx::query("delete from audits where body_id = $1 and kind = 'surveillance_2'")
        .bind(case.world.body)
        .execute(&case.world.owner)
        .await
        .unwrap();
    assert_eq!(case.lacks().await, ["Surveillance 2: the audit itself"]);
}

#[tokio::test]
async fn prg_1_no_audit_gets_less_time_than_was_determined_and_more_is_the_bodys_own_matter() {
    let case = Case::draft().await;
    case.change(Kind::Stage2, |form| form.days = "1.5".into()).await.unwrap();
    assert_eq!(case.lacks().await, ["Stage 2: 1.5 days instead of the 2 days determined"]);
    case.change(Kind::Stage2, |form| form.days = "3".into()).await.unwrap();
    case.put_in_force().await.unwrap();
}

#[tokio::test]
async fn prg_1_days_of_nothing_and_windows_that_run_backwards_never_reach_the_draft() {
    let case = Case::draft().await;
    for days in ["0", "-1", "0.3", "", "many"] {
        assert!(
            matches!(
                case.change(Kind::Stage1, |form| form.days = days.into()).await,
                Err(Error::Invalid(_))
            ),
            "{days}"
        );
    }
    let backwards = case
        .change(Kind::Stage1, |form| std::mem::swap(&mut form.window_from, &mut form.window_to))
        .await;
    assert!(matches!(backwards, Err(Error::Invalid(errors)) if errors.0[0].0 == "window_to"));
}

#[tokio::test]
async fn srv_1_and_srv_2_no_surveillance_is_planned_beyond_its_last_date() {
    let case = Case::draft().await;
    let decision = planned_decision(case.programme().await.audit(Kind::Stage2).unwrap().window_to);
    for (kind, months, rule) in
        [(Kind::Surveillance1, 12, "SRV-1"), (Kind::Surveillance2, 24, "SRV-2")]
    {
        let last = months_after(decision, months);
        case.change(kind, |form| form.window_to = last.next_day().unwrap().to_string())
            .await
            .unwrap();
        match case.put_in_force().await {
            Err(Error::Refused(refusal)) => {
                assert_eq!((refusal.rule.id, refusal.missing.len()), (rule, 1));
            }
            other => panic!("not refused: {other:?}"),
        }
        case.change(kind, |form| form.window_to = last.to_string()).await.unwrap();
    }
    case.put_in_force().await.unwrap();
}

#[tokio::test]
async fn prg_1_recertification_ends_before_expiry_and_stage_1_before_stage_2() {
    let case = Case::draft().await;
    let programme = case.programme().await;
    let decision = planned_decision(programme.audit(Kind::Stage2).unwrap().window_to);
    case.change(Kind::Recertification, |form| {
        form.window_to = months_after(decision, 37).to_string()
    })
    .await
    .unwrap();
    case.change(Kind::Stage1, |form| form.window_to = (decision - Duration::days(1)).to_string())
        .await
        .unwrap();
    let lacks = case.lacks().await;
    assert!(
        lacks.iter().any(|item| item.starts_with("Recertification"))
            && lacks.iter().any(|item| item.starts_with("Stage 2")),
        "{lacks:?}"
    );
}

#[tokio::test]
async fn a_programme_in_force_is_not_changed_and_a_stale_page_changes_nothing() {
    let case = Case::draft().await;
    case.change(Kind::Stage1, |form| form.objectives = "Readiness.".into()).await.unwrap();
    assert!(matches!(
        case.change(Kind::Stage1, |form| form.version = "1".into()).await,
        Err(Error::Stale(_))
    ));
    case.put_in_force().await.unwrap();
    for again in [
        case.change(Kind::Stage1, |form| form.objectives = "Less.".into()).await,
        case.put_in_force().await,
    ] {
        assert!(matches!(again, Err(Error::Refused(refusal)) if refusal.rule.id == "ORDER"));
    }
    assert_eq!(case.programme().await.audit(Kind::Stage1).unwrap().objectives, "Readiness.");
}

#[tokio::test]
async fn no_programme_comes_in_force_after_its_agreement_has_gone() {
    let case = Case::draft().await;
    sqlx::query("update proposals set state = 'superseded' where body_id = $1")
        .bind(case.world.body)
        .execute(&case.world.owner)
        .await
        .unwrap();
    assert!(
        matches!(case.put_in_force().await, Err(Error::Refused(refusal)) if refusal.rule.id == "APP-3")
    );
    assert!(case.programme().await.state.is_draft());
}

#[tokio::test]
async fn the_days_come_from_the_determination_behind_the_agreement_not_from_a_later_one() {
    let case = Case::draft().await;
    let later = case.world.db.write(&case.manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let form = audit_time::Typed {
            ai_systems: "9".into(),
            inputs_reason: "Six more systems are announced.".into(),
            ..crate::proposals::testing::determination(3)
        };
        audit_time::determine(tx, &by, case.file.engagement_id, form).await
    });
    later.await.unwrap();
    case.put_in_force().await.unwrap();
}

#[tokio::test]
async fn the_last_dates_of_a_decision_take_the_place_of_the_windows_planned_before_it() {
    let case = Case::draft().await;
    let member = case.world.staff("Priya Raman", &[Function::PanelMember]).await;
    let begun = case
        .world
        .db
        .write(&member, async |tx| crate::cycle::begin(tx, case.file.file(), 1, tx.today()).await);
    begun.await.unwrap();
    let deadlines = case
        .world
        .db
        .read(&case.manager, async |tx| crate::cycle::of_file(tx, case.file.engagement_id).await);
    let mut programme = case.programme().await;
    let planned = programme.clone();
    programme.bind(&deadlines.await.unwrap());
    let today = case.world.clock.today();
    assert_eq!(programme.audit(Kind::Surveillance1).unwrap().window_to, months_after(today, 12));
    assert_eq!(
        programme.audits.iter().map(|a| a.bound).collect::<Vec<_>>(),
        [false, false, true, true, true]
    );
    assert_eq!(programme.audits[1].window_to, planned.audits[1].window_to);
}
