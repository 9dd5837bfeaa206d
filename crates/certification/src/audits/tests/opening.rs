//! Who opens an audit, and what must be behind it (AUD-2, APP-3, CMP, PLN-2, IMP-5).

use super::{open, rule, state};
use crate::audits::testing::{Planned, declared, planned};
use crate::audits::*;
use crate::error::Error;
use crate::reports::testing::{readiness_reviewed, stage_1_reported};
use crate::testing::World;
use uuid::Uuid;

#[tokio::test]
async fn only_the_lead_auditor_opens_and_nobody_outside_the_team_finds_the_audit() {
    let world = World::new().await;
    let case = planned(&world).await;
    assert_eq!(rule(open(&world, &case.auditor, case.stage_1, 5).await), "CMP-3");
    let stranger = world.staff("Sten Stranger", &[crate::actor::Function::Auditor]).await;
    assert!(matches!(open(&world, &stranger, case.stage_1, 5).await, Err(Error::NotFound)));
    assert_eq!(state(&world, case.stage_1).await, "planned");
}

#[tokio::test]
async fn aud_2_stage_2_waits_for_stage_1_its_report_and_a_review_that_says_ready() {
    let world = World::new().await;
    let case = planned(&world).await;
    let refused = open(&world, &case.lead, case.stage_2, 5).await;
    assert!(
        refused.as_ref().is_err_and(|e| e.to_string().contains("The issued report of Stage 1"))
    );
    assert_eq!(rule(refused), "AUD-2");
    stage_1_reported(&world, &case.lead, case.stage_1).await.expect("Stage 1");
    assert_eq!(rule(open(&world, &case.lead, case.stage_2, 5).await), "AUD-2");
    review(&world, &case, false, true).await;
    assert_eq!(rule(open(&world, &case.lead, case.stage_2, 5).await), "AUD-2");
    review(&world, &case, true, false).await;
    assert!(
        open(&world, &case.lead, case.stage_2, 5)
            .await
            .is_err_and(|e| e.to_string().contains("competent"))
    );
    review(&world, &case, true, true).await;
    // The newest review counts, not the best.
    review(&world, &case, false, false).await;
    assert_eq!(rule(open(&world, &case.lead, case.stage_2, 5).await), "AUD-2");
    review(&world, &case, true, true).await;
    open(&world, &case.lead, case.stage_2, 5).await.expect("opened");
}

async fn review(world: &World, case: &Planned, ready: bool, competent: bool) {
    let by = case.manager.scheme_manager().expect("a scheme manager");
    let yes = |yes| if yes { "yes" } else { "no" }.to_owned();
    let typed = crate::reports::Reviewing {
        ready: yes(ready),
        team_competent: yes(competent),
        reasons: "Read.".into(),
    };
    let made = world.db.write(&case.manager, async |tx| {
        crate::reports::testing::reviewer_declared(tx, case.stage_1).await?;
        crate::reports::review_readiness(tx, &by, case.stage_1, Uuid::now_v7(), typed).await
    });
    made.await.expect("a review");
}

#[tokio::test]
async fn aud_2_an_opening_meeting_cannot_be_dated_before_the_review() {
    let world = World::new().await;
    let case = planned(&world).await;
    stage_1_reported(&world, &case.lead, case.stage_1).await.expect("Stage 1");
    readiness_reviewed(&world, &case.manager, case.stage_1).await.expect("a review");
    assert_eq!(rule(open(&world, &case.lead, case.stage_2, 2 * 24 * 60).await), "AUD-2");
}

#[tokio::test]
async fn aud_2_a_review_of_an_earlier_version_does_not_count_for_the_corrected_report() {
    let world = World::new().await;
    let case = planned(&world).await;
    stage_1_reported(&world, &case.lead, case.stage_1).await.expect("Stage 1");
    readiness_reviewed(&world, &case.manager, case.stage_1).await.expect("a review");
    let text = crate::reports::testing::text(Kind::Stage1, |key| {
        (key == "readiness").then_some("not_ready")
    });
    let corrected = world.db.write(&case.lead, async |tx| {
        crate::reports::correct(tx, case.stage_1, 1, "Looked again.", text).await
    });
    corrected.await.expect("a correction");
    assert_eq!(rule(open(&world, &case.lead, case.stage_2, 5).await), "AUD-2");
    let refused = readiness_reviewed(&world, &case.manager, case.stage_1).await;
    assert_eq!(rule(refused), "AUD-2");
}

#[tokio::test]
async fn app_3_and_imp_5_hold_at_the_opening_meeting() {
    let world = World::new().await;
    let case = planned(&world).await;
    declared(&world, &case, &case.expert, true).await;
    let refused = open(&world, &case.lead, case.stage_1, 5).await;
    assert!(refused.as_ref().is_err_and(|e| e.to_string().contains("Ella Expert")));
    assert_eq!(rule(refused), "IMP-5");
    sqlx::query("delete from declarations where engagement_id = $1 and person_id = $2")
        .bind(case.engagement)
        .bind(case.expert.person)
        .execute(&world.owner)
        .await
        .expect("gone");
    assert_eq!(rule(open(&world, &case.lead, case.stage_1, 5).await), "IMP-5");
    declared(&world, &case, &case.expert, false).await;
    sqlx::query("update proposals set state = 'declined' where engagement_id = $1")
        .bind(case.engagement)
        .execute(&world.owner)
        .await
        .expect("declined");
    assert_eq!(rule(open(&world, &case.lead, case.stage_1, 5).await), "APP-3");
    assert_eq!(state(&world, case.stage_1).await, "planned");
}

#[tokio::test]
async fn cmp_and_pln_2_the_team_still_stands_on_the_day_of_the_opening() {
    let world = World::new().await;
    let case = planned(&world).await;
    let tried = async |sql: &'static str, person: Option<uuid::Uuid>| {
        sqlx::query(sql)
            .bind(world.body)
            .bind(person)
            .execute(&world.owner)
            .await
            .expect("arranged");
        rule(open(&world, &case.lead, case.stage_1, 5).await)
    };
    let objected = tried(
        "update audits set team_state = 'forming' where body_id = $1 and $2::uuid is null",
        None,
    )
    .await;
    assert_eq!(objected, "PLN-2");
    sqlx::query("update audits set team_state = 'agreed' where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("arranged");
    let lapsed = tried("update qualifications set ended_on = current_date - 1 where body_id = $1 and person_id = $2 and kind = 'function'", case.lead.person).await;
    assert_eq!(lapsed, "CMP-2");
    assert_eq!(state(&world, case.stage_1).await, "planned");
}
