//! FND-1 and what is around it: raising, regrading, taking back, numbering.

use super::*;
use crate::Actor;
use crate::audits::conclusions::{self, Typed};
use crate::audits::meetings;
use crate::audits::testing::{Planned, planned};
use crate::error::{Error, Result};
use crate::reports::testing::{
    concluded, finding, meeting, readiness_reviewed, stage_1_reported, stage_2_reported,
};
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

fn rule<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
    match result {
        Err(Error::Refused(refusal)) => refusal.rule.id,
        other => panic!("no rule refused: {other:?}"),
    }
}

async fn at_work(world: &World) -> Planned {
    let case = ready(world).await;
    let typed = meeting(world, 30);
    world
        .db
        .write(&case.lead, async |tx| meetings::open(tx, case.stage_2, typed).await)
        .await
        .expect("opened");
    case
}

async fn ready(world: &World) -> Planned {
    let case = planned(world).await;
    stage_1_reported(world, &case.lead, case.stage_1).await.expect("Stage 1");
    readiness_reviewed(world, &case.manager, case.stage_1).await.expect("a review");
    case
}

async fn raised(world: &World, by: &Actor, audit: Uuid, id: Uuid, typed: Raising) -> Result<i32> {
    world.db.write(by, async |tx| raise(tx, audit, id, typed).await).await
}

#[tokio::test]
async fn fnd_1_objectives_headings_and_strangers_are_no_requirement() {
    let world = World::new().await;
    let case = at_work(&world).await;
    for (id, because) in [
        ("A.2.1", "objective"),
        ("A.6.2.1", "objective"),
        ("6.1", "heading"),
        ("A.6", "heading"),
        ("11", "no clause"),
    ] {
        let refused =
            raised(&world, &case.lead, case.stage_2, Uuid::now_v7(), finding(id, Grade::Minor))
                .await;
        assert!(
            refused.as_ref().is_err_and(|e| e.to_string().contains(because)),
            "{id}: {refused:?}"
        );
        assert_eq!(rule(refused), "FND-1");
    }
    let bare = Raising {
        statement: " ".into(),
        evidence: String::new(),
        ..finding("6.1.2", Grade::Minor)
    };
    let Err(Error::Invalid(errors)) =
        raised(&world, &case.lead, case.stage_2, Uuid::now_v7(), bare).await
    else {
        panic!("kept")
    };
    assert_eq!(
        errors.0.iter().map(|(f, _)| f.as_str()).collect::<Vec<_>>(),
        ["statement", "evidence"]
    );
    assert_eq!(
        rule(
            raised(
                &world,
                &case.expert,
                case.stage_2,
                Uuid::now_v7(),
                finding("6.1.2", Grade::Minor)
            )
            .await
        ),
        "CMP-3"
    );
    assert_eq!(
        rule(
            raised(
                &world,
                &case.lead,
                case.stage_1,
                Uuid::now_v7(),
                finding("6.1.2", Grade::Minor)
            )
            .await
        ),
        "AUD-6"
    );
}

#[tokio::test]
async fn fnd_1_a_nonconformity_is_not_filed_as_an_observation() {
    let world = World::new().await;
    let case = at_work(&world).await;
    let minor = concluded("6", &[("6.1.2", Grade::Minor)]);
    world
        .db
        .write(&case.lead, async |tx| conclusions::save(tx, case.stage_2, "6", minor).await)
        .await
        .expect("concluded");
    let id = Uuid::now_v7();
    assert_eq!(
        rule(
            raised(&world, &case.lead, case.stage_2, id, finding("6.1.2", Grade::Observation))
                .await
        ),
        "FND-1"
    );
    raised(&world, &case.lead, case.stage_2, id, finding("6.1.2", Grade::Minor))
        .await
        .expect("raised");
    let softer = Changing {
        version: "1".into(),
        grade: "observation".into(),
        statement: "Could be better.".into(),
        evidence: "Log".into(),
        reason: "Kindness".into(),
    };
    assert_eq!(
        rule(
            world.db.write(&case.lead, async |tx| change(tx, case.stage_2, id, softer).await).await
        ),
        "FND-1"
    );
}

#[tokio::test]
async fn a_new_grade_has_its_reason_on_the_record_and_a_stale_page_changes_nothing() {
    let world = World::new().await;
    let case = at_work(&world).await;
    let id = Uuid::now_v7();
    raised(&world, &case.lead, case.stage_2, id, finding("8.2", Grade::Minor))
        .await
        .expect("raised");
    let changed = async |version: &str, reason: &str| {
        let Raising { statement, evidence, .. } = finding("8.2", Grade::Major);
        let typed = Changing {
            version: version.into(),
            grade: "major".into(),
            statement,
            evidence,
            reason: reason.into(),
        };
        world.db.write(&case.auditor, async |tx| change(tx, case.stage_2, id, typed).await).await
    };
    assert!(
        matches!(changed("1", "").await, Err(Error::Invalid(errors)) if errors.0[0].0 == "reason")
    );
    changed("1", "It is systemic.").await.expect("regraded");
    assert!(matches!(changed("1", "Again.").await, Err(Error::Stale(_))));
    let lines = world
        .db
        .read(&case.lead, async |tx| crate::record::lines(tx, case.engagement, i64::MAX, 1).await)
        .await
        .expect("read");
    assert_eq!(
        (lines[0].act.as_str(), lines[0].sentence.contains("It is systemic.")),
        ("finding_regraded", true)
    );
    let drop = async |reason: &str| {
        let typed = TakingBack { version: "2".into(), reason: reason.into() };
        world.db.write(&case.lead, async |tx| take_back(tx, case.stage_2, id, typed).await).await
    };
    assert!(matches!(drop("").await, Err(Error::Invalid(_))));
    drop("Evidence was of another system.").await.expect("taken back");
    assert_eq!(rule(drop("Twice.").await), "ORDER");
}

#[tokio::test]
async fn numbers_follow_one_another_however_many_raise_at_once_and_sent_twice_is_raised_once() {
    let world = World::new().await;
    let case = at_work(&world).await;
    let ids: Vec<_> = (0..8).map(|_| Uuid::now_v7()).collect();
    let each = ids
        .iter()
        .chain(&ids)
        .map(|id| raised(&world, &case.lead, case.stage_2, *id, finding("8.2", Grade::Minor)));
    for done in futures::future::join_all(each).await {
        done.expect("raised");
    }
    let found =
        world.db.read(&case.lead, async |tx| of_audit(tx, case.stage_2).await).await.expect("read");
    assert_eq!(found.iter().map(|f| f.number).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
}

#[tokio::test]
async fn with_the_report_findings_reach_the_client_and_can_no_longer_be_changed() {
    let world = World::new().await;
    let case = ready(&world).await;
    let raised = [("6.1.2", Grade::Minor), ("A.6.2.4", Grade::Major), ("7.2", Grade::Observation)];
    let ids = stage_2_reported(&world, &case.lead, case.stage_2, &raised).await.expect("reported");
    let found =
        world.db.read(&case.lead, async |tx| of_audit(tx, case.stage_2).await).await.expect("read");
    let today = world.clock.today();
    let due: Vec<_> = found
        .iter()
        .map(|f| (f.state, f.answer_due_on.map(|d| (d - today).whole_days())))
        .collect();
    assert_eq!(due, [(State::Issued, Some(30)), (State::Issued, Some(14)), (State::Noted, None)]);
    assert_eq!(answer_due(Grade::Major, today), Some(today + Duration::days(14)));
    let typed = TakingBack { version: "2".into(), reason: "Regret.".into() };
    assert_eq!(
        rule(
            world
                .db
                .write(&case.lead, async |tx| take_back(tx, case.stage_2, ids[0], typed).await)
                .await
        ),
        "AUD-6"
    );
    let late = world
        .db
        .write(&case.lead, async |tx| {
            conclusions::save(tx, case.stage_2, "6", Typed::default()).await
        })
        .await;
    assert_eq!(rule(late), "AUD-6");
}
