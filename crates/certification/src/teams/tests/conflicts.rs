//! Conflicts: asked one by one, counted for two years, and in the way of an assignment (IMP-1, IMP-2, IMP-5).

use super::*;
use crate::decisions::testing::{audited, case_before_panel};
use crate::rulebook;
use crate::teams::testing::no_conflict;
use time::macros::date;

fn nothing() -> Declaration {
    Declaration {
        employed: false,
        employed_until: None,
        consulted: false,
        consulted_until: None,
        ai_advice: false,
        tool_recommendation: false,
        data_protection_officer: false,
        internal_audits: false,
        other: String::new(),
    }
}

#[test]
fn imp_2_employment_and_consultancy_count_for_two_years_to_the_day() {
    assert!(!conflict(&nothing(), date!(2026 - 11 - 24)));
    let until = Some(date!(2024 - 11 - 24));
    for declared in [
        Declaration { employed: true, employed_until: until, ..nothing() },
        Declaration { consulted: true, consulted_until: until, ..nothing() },
    ] {
        assert!(conflict(&declared, date!(2026 - 11 - 23)));
        assert!(!conflict(&declared, date!(2026 - 11 - 24)));
    }
    let leap =
        Declaration { employed: true, employed_until: Some(date!(2024 - 02 - 29)), ..nothing() };
    assert!(conflict(&leap, date!(2026 - 02 - 28)) && !conflict(&leap, date!(2026 - 03 - 01)));
    let lasting = Declaration { consulted: true, ..nothing() };
    assert!(conflict(&lasting, date!(2099 - 01 - 01)), "while it lasts, it counts");
}

#[test]
fn imp_5_anything_else_that_ties_to_the_client_is_a_conflict() {
    for declared in [
        Declaration { ai_advice: true, ..nothing() },
        Declaration { tool_recommendation: true, ..nothing() },
        Declaration { data_protection_officer: true, ..nothing() },
        Declaration { internal_audits: true, ..nothing() },
        Declaration { other: "My brother works there.".into(), ..nothing() },
    ] {
        assert!(conflict(&declared, date!(2026 - 11 - 24)), "{declared:?}");
    }
}

#[tokio::test]
async fn imp_5_each_question_is_answered_and_nobody_declares_from_another_room() {
    let case = Case::new().await;
    case.appoint(&case.lead, "lead_auditor").await.expect("appointed");
    let Err(Error::Invalid(errors)) = case.declare(&case.lead, Declared::default()).await else {
        panic!("nothing was answered")
    };
    assert_eq!(errors.0.len(), 6, "{errors:?}");
    let ended = (case.world.clock.today() + time::Duration::DAY).to_string();
    let tomorrow = Declared { employed: "yes".into(), employed_until: ended, ..no_conflict() };
    assert!(matches!(case.declare(&case.lead, tomorrow).await, Err(Error::Invalid(_))));
    assert!(matches!(case.declare(&case.manager, no_conflict()).await, Err(Error::NotFound)));
    assert!(matches!(case.declare(&case.auditor, no_conflict()).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn imp_5_a_team_is_not_told_before_all_have_declared_nor_with_a_conflict_in_it() {
    let case = Case::new().await;
    case.appoint(&case.lead, "lead_auditor").await.expect("appointed");
    case.appoint(&case.auditor, "auditor").await.expect("appointed");
    case.declare(&case.lead, no_conflict()).await.expect("declared");
    let silent = vec!["declaration of Aron Auditor".to_owned()];
    assert_eq!(refused(case.tell().await), ("IMP-5", silent));
    let advised = Declared { ai_advice: "yes".into(), ..no_conflict() };
    assert!(case.declare(&case.auditor, advised).await.expect("declared"));
    assert_eq!(refused(case.tell().await), ("IMP-5", vec!["Aron Auditor".to_owned()]));
}

#[tokio::test]
async fn imp_5_who_declared_a_conflict_is_not_appointed_again() {
    let case = Case::new().await;
    case.appoint(&case.lead, "lead_auditor").await.expect("appointed");
    case.appoint(&case.auditor, "auditor").await.expect("appointed");
    let left = (case.world.clock.today() - time::Duration::days(400)).to_string();
    let consulted = Declared { consulted: "yes".into(), consulted_until: left, ..no_conflict() };
    assert!(case.declare(&case.auditor, consulted).await.expect("declared"));
    case.release(&case.auditor).await.expect("released");
    assert_eq!(rule(case.appoint(&case.auditor, "auditor").await), "IMP-2");
    assert_eq!(rule(case.appoint(&case.auditor, "observer").await), "IMP-2", "in no role");
    let advised = Declared { ai_advice: "yes".into(), ..no_conflict() };
    case.declare(&case.lead, advised).await.expect("declared");
    case.release(&case.lead).await.expect("released");
    assert_eq!(rule(case.appoint(&case.lead, "lead_auditor").await), "IMP-5");
}

#[tokio::test]
async fn imp_1_nobody_joins_a_team_while_sitting_on_the_panel() {
    let world = World::new().await;
    let audited = audited(&world, "Seated Ltd").await;
    let seated = case_before_panel(&world, audited).await;
    let member = &seated.members[0];
    world.give(member.person().expect("a person"), Function::Auditor).await;
    let form = Appointment {
        id: Uuid::now_v7().to_string(),
        person: member.person().expect("a person").to_string(),
        role: "observer".into(),
        ..Appointment::default()
    };
    let joins = world.db.write(&seated.audited.manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        appoint(tx, &by, seated.audited.stage_2, form).await
    });
    assert_eq!(rule(joins.await), rulebook::IMP_1.id);
}
