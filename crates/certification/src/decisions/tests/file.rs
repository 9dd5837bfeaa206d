//! What opens a case and what locks a grant: a complete file, in time.

use super::refused_by;
use crate::actor::Function;
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::Error;
use crate::testing::World;
use time::macros::{date, datetime};

#[test]
fn nothing_happens_in_a_decided_case() {
    for step in
        [Step::Appoint, Step::Release, Step::Ask, Step::Deliberate, Step::Sign, Step::Decide]
    {
        assert!(State::Open.after(step).is_ok());
        assert_eq!(State::Decided.after(step).map_err(|r| r.rule.id), Err("DEC-6"));
    }
}

fn complete() -> Facts {
    Facts {
        application_accepted: true,
        agreement_in_force: true,
        stage_1_reported: true,
        stage_1_ready: true,
        stage_2_reported: true,
        stage_2_closed: Some(datetime!(2026-03-31 16:00 UTC)),
        report: serde_json::json!({"objectives_met": "Yes.", "recommendation": "recommend"}),
        soa_version: "1".into(),
        findings: vec![
            finding("major", "closed", true),
            finding("minor", "accepted", false),
            finding("observation", "noted", false),
        ],
        minors_closed_first: false,
        ..Facts::default()
    }
}

fn finding(grade: &str, state: &str, verified: bool) -> missing::FindingFact {
    let verified_at = verified.then_some(datetime!(2026-09-30 10:00 UTC));
    missing::FindingFact {
        number: 1,
        grade: grade.into(),
        state: state.into(),
        verified_at,
        of_stage_2: true,
    }
}

fn rules(items: &[Item]) -> Vec<&'static str> {
    items.iter().map(|item| item.rule.id).collect()
}

#[test]
fn a_complete_file_lacks_nothing_and_each_missing_thing_is_named() {
    let today = date!(2026 - 10 - 01);
    assert!(complete().missing(CaseKind::Initial, today).against().next().is_none());
    assert_eq!(
        Facts { has_statement: true, ..Facts::default() }
            .missing(CaseKind::Initial, today)
            .to_open
            .len(),
        6,
        "an empty file lacks all that can be named yet"
    );
    type Break<'a> = (&'a dyn Fn(&mut Facts), &'a str);
    let breaking: [Break<'_>; 8] = [
        (&|f| f.application_accepted = false, "DEC-2"),
        (&|f| f.agreement_in_force = false, "DEC-2"),
        (&|f| f.stage_1_ready = false, "DEC-2"),
        (&|f| f.report["recommendation"] = "  ".into(), "DEC-2"),
        (&|f| f.report["objectives_met"] = serde_json::Value::Null, "DEC-2"),
        (&|f| f.findings = vec![finding("major", "verified", true)], "FND-3"),
        (&|f| f.findings = vec![finding("minor", "returned", false)], "FND-4"),
        (&|f| f.minors_closed_first = true, "FND-4"),
    ];
    for (break_it, rule) in breaking {
        let mut facts = complete();
        break_it(&mut facts);
        assert_eq!(rules(&facts.missing(CaseKind::Initial, today).to_open), [rule]);
    }
}

#[test]
fn fnd_5_a_major_verified_after_six_months_locks_a_grant_and_only_that() {
    let mut late = complete();
    late.stage_2_closed = Some(datetime!(2026-03-29 16:00 UTC));
    let missing = late.missing(CaseKind::Initial, date!(2026 - 10 - 01));
    assert!(missing.is_complete());
    assert_eq!(rules(&missing.locked), ["FND-5"]);
    let mut open = complete();
    open.findings = vec![finding("major", "accepted", false)];
    assert!(
        open.missing(CaseKind::Initial, date!(2026 - 09 - 30)).locked.is_empty(),
        "the last day is still in time"
    );
    assert_eq!(rules(&open.missing(CaseKind::Initial, date!(2026 - 10 - 01)).locked), ["FND-5"]);
}

#[tokio::test]
async fn dec_2_a_case_opens_only_with_a_complete_file_and_once() {
    let world = World::new().await;
    let audited = audited(&world, "Lacking Ltd").await;
    sqlx::query("update findings set state = 'answered' where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("reopened");
    let Err(Error::Refused(refusal)) = open(&world, &audited).await else { panic!("opened") };
    assert_eq!((refusal.rule.id, refusal.missing.len()), ("DEC-2", 2), "{refusal}");
    sqlx::query("update findings set state = 'closed' where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("closed");
    open(&world, &audited).await.expect("a case");
    assert_eq!(refused_by(open(&world, &audited).await), "ORDER");
    let quality = world.staff("Quinn Quality", &[Function::QualityManager]).await;
    assert_eq!(
        quality.scheme_manager().map_err(|e| refused_by::<()>(Err(e))).err().as_deref(),
        Some("CMP-2")
    );
}
