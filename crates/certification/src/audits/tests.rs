//! Opening, closing, checking and concluding: each gate with somebody who tries to get round it.

use super::testing::{Planned, declared, planned};
use super::*;
use crate::Actor;
use crate::error::{Error, Result};
use crate::reports::testing::{
    complete_checks, concluded, meeting, readiness_reviewed, stage_1_reported,
};
use crate::testing::World;
use concerns::Concerning;
use conclusions::{Row, Typed};
use time::Duration;
use uuid::Uuid;

async fn open(world: &World, by: &Actor, audit: Uuid, minutes_ago: i64) -> Result<()> {
    let typed = meeting(world, minutes_ago);
    world.db.write(by, async |tx| meetings::open(tx, audit, typed).await).await
}

fn rule(result: Result<()>) -> &'static str {
    match result {
        Err(Error::Refused(refusal)) => refusal.rule.id,
        other => panic!("no rule refused: {other:?}"),
    }
}

fn fields(result: Result<()>) -> Vec<String> {
    match result {
        Err(Error::Invalid(errors)) => errors.0.into_iter().map(|(field, _)| field).collect(),
        other => panic!("nothing was said at a field: {other:?}"),
    }
}

async fn state(world: &World, audit: Uuid) -> String {
    sqlx::query_scalar("select state from audits where id = $1")
        .bind(audit)
        .fetch_one(&world.owner)
        .await
        .expect("an audit")
}

/// Stage 2 open and at work, its Stage 1 behind it.
async fn stage_2_open(world: &World) -> Planned {
    let case = planned(world).await;
    stage_1_reported(world, &case.lead, case.stage_1).await.expect("Stage 1");
    readiness_reviewed(world, &case.manager, case.stage_1).await.expect("a review");
    open(world, &case.lead, case.stage_2, 30).await.expect("opened");
    case
}

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

#[tokio::test]
async fn aud_5_a_meeting_is_not_in_the_future_and_closing_comes_after_opening() {
    let world = World::new().await;
    let case = planned(&world).await;
    assert_eq!(fields(open(&world, &case.lead, case.stage_1, -120).await), ["held_on"]);
    let nobody = meetings::Typed { attended: "  ".into(), ..meeting(&world, 5) };
    assert_eq!(
        fields(
            world
                .db
                .write(&case.lead, async |tx| meetings::open(tx, case.stage_1, nobody).await)
                .await
        ),
        ["attended"]
    );
    open(&world, &case.lead, case.stage_1, 60).await.expect("opened");
    open(&world, &case.lead, case.stage_1, 60)
        .await
        .expect("the same meeting sent twice is held once");
    assert_eq!(rule(open(&world, &case.lead, case.stage_1, 59).await), "ORDER");
    let close = async |ago| {
        let typed = meeting(&world, ago);
        world.db.write(&case.lead, async |tx| meetings::close(tx, case.stage_1, typed).await).await
    };
    assert_eq!(fields(close(61).await), ["held_on"]);
    close(10).await.expect("closed");
    assert_eq!(state(&world, case.stage_1).await, "held");
}

#[test]
fn tim_5_a_day_counts_eight_hours_at_most() {
    let at = |day: i64, hour| {
        time::OffsetDateTime::UNIX_EPOCH + Duration::days(day) + Duration::hours(hour)
    };
    let meeting = |opening, held_at| meetings::Meeting {
        opening,
        held_at,
        attended: String::new(),
        differences: String::new(),
        who: String::new(),
    };
    let short = |close, half_days| {
        meetings::is_short(&[meeting(true, at(0, 9)), meeting(false, close)], half_days)
    };
    assert!(
        !short(at(0, 17), 2) && short(at(0, 12), 2) && short(at(0, 21), 4) && !short(at(1, 17), 4)
    );
}

#[tokio::test]
async fn aud_1_what_is_incomplete_is_said_and_the_statement_of_applicability_has_its_version() {
    let world = World::new().await;
    let case = planned(&world).await;
    let save = async |by: &Actor, typed| {
        world.db.write(by, async |tx| checks::save(tx, case.stage_1, typed).await).await
    };
    assert_eq!(rule(save(&case.lead, complete_checks()).await), "AUD-5");
    open(&world, &case.lead, case.stage_1, 60).await.expect("opened");
    assert_eq!(rule(save(&case.expert, complete_checks()).await), "CMP-3");
    let mut typed = complete_checks();
    typed.result[1] = "incomplete".into();
    typed.document_version[4] = String::new();
    assert_eq!(
        fields(save(&case.lead, typed).await),
        ["note-ai_policy", "document_version-statement_of_applicability"]
    );
    save(&case.lead, complete_checks()).await.expect("kept");
    save(&case.lead, complete_checks()).await.expect("kept once");
    let mut other = complete_checks();
    (other.result[0], other.note[0]) = ("missing".into(), "No scope.".into());
    assert!(matches!(save(&case.auditor, other.clone()).await, Err(Error::Stale(_))));
    other.version[0] = "1".into();
    save(&case.auditor, other).await.expect("kept");
}

#[tokio::test]
async fn a_concern_names_a_requirement_and_is_named_once() {
    let world = World::new().await;
    let case = planned(&world).await;
    open(&world, &case.lead, case.stage_1, 60).await.expect("opened");
    let id = Uuid::now_v7();
    let add = async |requirement: &str| {
        let typed = Concerning { requirement: requirement.into(), statement: "Thin.".into() };
        world
            .db
            .write(&case.auditor, async |tx| concerns::add(tx, case.stage_1, id, typed).await)
            .await
    };
    assert_eq!(fields(add("A.2.1").await), ["requirement"]);
    add("6.1.2").await.expect("named");
    add("6.1.2").await.expect("named once");
    let count = async || {
        world
            .db
            .read(&case.lead, async |tx| concerns::of(tx, case.stage_1).await)
            .await
            .expect("read")
            .len()
    };
    assert_eq!(count().await, 1);
    world
        .db
        .write(&case.lead, async |tx| concerns::remove(tx, case.stage_1, id).await)
        .await
        .expect("taken back");
    assert_eq!(count().await, 0);
}

fn one(requirement: &str, seen: &str, conclusion: &str, evidence: &str) -> Typed {
    Typed {
        requirement: vec![requirement.into()],
        seen: vec![seen.into()],
        conclusion: vec![conclusion.into()],
        evidence: vec![evidence.into()],
        method: vec![format!("{requirement} interview")],
    }
}

#[tokio::test]
async fn a_clause_always_applies_and_a_control_falls_away_only_with_its_reason() {
    let world = World::new().await;
    let case = stage_2_open(&world).await;
    let fresh = Row::default().seen();
    let save = async |group: &str, typed| {
        world
            .db
            .write(&case.auditor, async |tx| {
                conclusions::save(tx, case.stage_2, group, typed).await
            })
            .await
    };
    assert_eq!(
        fields(save("6", one("6.1.2", &fresh, "not_applicable", "No AI.")).await),
        ["conclusion-6.1.2"]
    );
    assert_eq!(
        fields(save("A.2", one("A.2.2", &fresh, "not_applicable", "")).await),
        ["evidence-A.2.2"]
    );
    save("A.2", one("A.2.2", &fresh, "not_applicable", "Nothing is procured."))
        .await
        .expect("kept");
    assert!(matches!(
        save("A.2", one("6.1.2", &fresh, "conforms", "x")).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        save("A.2", one("A.2.1", &fresh, "conforms", "x")).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn two_auditors_on_one_heading_disturb_each_other_only_on_the_same_row() {
    let world = World::new().await;
    let case = stage_2_open(&world).await;
    let save = async |by: &Actor, typed| {
        world.db.write(by, async |tx| conclusions::save(tx, case.stage_2, "6", typed).await).await
    };
    let fresh = Row::default().seen();
    let both = |mine: Typed, untouched: &str| {
        let mut typed = mine;
        typed.requirement.push(untouched.into());
        typed.seen.push(fresh.clone());
        typed.conclusion.push(String::new());
        typed.evidence.push(String::new());
        typed
    };
    save(&case.lead, both(one("6.1.2", &fresh, "conforms", "Register"), "6.1.3"))
        .await
        .expect("kept");
    save(&case.auditor, both(one("6.1.3", &fresh, "conforms", "Plan"), "6.1.2"))
        .await
        .expect("the other's row is left alone");
    let stale = save(&case.auditor, one("6.1.2", &fresh, "minor", "No owner")).await;
    assert!(
        matches!(&stale, Err(Error::Stale(said)) if said.contains("Lena Lead") && said.contains("6.1.2")),
        "{stale:?}"
    );
    let rows = world
        .db
        .read(&case.lead, async |tx| conclusions::of_group(tx, case.stage_2, "6").await)
        .await
        .expect("read");
    let row = rows.iter().find(|row| row.requirement == "6.1.2").expect("the row");
    assert_eq!((row.conclusion.as_str(), row.version), ("conforms", 1));
    save(&case.auditor, one("6.1.2", &row.seen(), "minor", "No owner"))
        .await
        .expect("kept with the row in sight");
}

#[tokio::test]
async fn nothing_is_concluded_in_stage_1_before_the_opening_or_by_a_technical_expert() {
    let world = World::new().await;
    let case = planned(&world).await;
    let save = async |by: &Actor, audit| {
        world
            .db
            .write(by, async |tx| conclusions::save(tx, audit, "4", concluded("4", &[])).await)
            .await
    };
    assert_eq!(rule(save(&case.lead, case.stage_2).await), "AUD-5");
    open(&world, &case.lead, case.stage_1, 60).await.expect("opened");
    assert_eq!(rule(save(&case.lead, case.stage_1).await), "AUD-1");
    assert_eq!(rule(save(&case.expert, case.stage_1).await), "CMP-3");
}
