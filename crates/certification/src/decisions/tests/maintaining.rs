//! Maintained by review after a surveillance, and everything for which that needs a panel.

use super::{count, refused_by};
use crate::actor::{Actor, Function};
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::{Error, Result};
use crate::testing::{PASSWORD, World};
use uuid::Uuid;

fn looking() -> Looking {
    Looking {
        id: Uuid::now_v7().to_string(),
        reasons: "The report is positive, and every answer was accepted.".into(),
        statement: MAINTENANCE_STATEMENTS.iter().map(|(key, _)| (*key).to_owned()).collect(),
    }
}

pub(super) async fn looks(world: &World, who: &Actor, audited: &Audited) -> Result<Maintained> {
    let (by, form) = (who.scheme_manager()?, looking());
    let proven = prove_look(&world.db, who, &form, PASSWORD).await?;
    let engagement = audited.file.engagement_id;
    world.db.write(who, async |tx| maintain(tx, &by, engagement, &proven, form).await).await
}

pub(super) async fn declares(world: &World, audited: &Audited, who: &Actor) {
    sqlx::query("insert into declarations (body_id, client_id, engagement_id, id, person_id, capacity, employed, consulted, ai_advice,
         tool_recommendation, data_protection_officer, internal_audits, conflict, declared_at)
         values ($1, $2, $3, $4, $5, 'reviewer', false, false, false, false, false, false, false, $6)")
        .bind(world.body).bind(audited.file.client_id).bind(audited.file.engagement_id).bind(Uuid::now_v7())
        .bind(who.person().expect("a person")).bind(world.now())
        .execute(&world.owner).await.expect("a declaration");
}

#[tokio::test]
async fn dec_7_a_positive_surveillance_is_maintained_by_a_review_once() {
    let world = World::new().await;
    let (Seated { audited, .. }, number) = certified(&world, "Steady Ltd").await;
    let manager = audited.manager.clone();
    assert_eq!(refused_by(looks(&world, &manager, &audited).await), "DEC-7", "no report yet");
    reported(&world, &audited, ("surveillance_1", 1), "after_corrective_action").await;
    assert_eq!(refused_by(looks(&world, &manager, &audited).await), "IMP-5", "not declared");
    declares(&world, &audited, &manager).await;
    looks(&world, &manager, &audited).await.expect("maintained");
    assert!(register(&world, &number).await.standing.is_valid());
    assert_eq!(count(&world, "maintenance_reviews").await, 1);
    let outcomes: Vec<String> =
        sqlx::query_scalar("select outcome from decisions where body_id = $1 order by id")
            .bind(world.body)
            .fetch_all(&world.owner)
            .await
            .expect("decisions");
    assert_eq!(outcomes, ["grant", "maintain"]);
    assert_eq!(refused_by(looks(&world, &manager, &audited).await), "DEC-7", "decided already");
    assert_eq!(refused_by(opens(&world, &audited, CaseKind::Surveillance).await), "DEC-2");
}

#[tokio::test]
async fn dec_7_a_major_a_bad_report_a_late_audit_or_an_open_case_needs_a_panel() {
    let world = World::new().await;
    for trouble in ["major", "not_recommend", "overdue", "case"] {
        let (Seated { audited, .. }, _) = certified(&world, trouble).await;
        let manager = audited.manager.clone();
        let said = if trouble == "not_recommend" { "not_recommend" } else { "recommend" };
        let audit = reported(&world, &audited, ("surveillance_1", 1), said).await;
        declares(&world, &audited, &manager).await;
        match trouble {
            "major" => {
                major(&world, &audited, audit, 9).await;
            }
            "overdue" => {
                sqlx::query(
                    "update deadlines set opens_on = $3 - 30, due_on = $3 - 1, done_on = null
                     where body_id = $1 and engagement_id = $2 and kind = 'surveillance_2'",
                )
                .bind(world.body)
                .bind(audited.file.engagement_id)
                .bind(world.clock.today())
                .execute(&world.owner)
                .await
                .expect("overdue");
            }
            "case" => {
                opens(&world, &audited, CaseKind::Withdrawal).await.expect("a case");
            }
            _ => {}
        }
        let refused = looks(&world, &manager, &audited).await;
        assert_eq!(refused_by(refused), "DEC-7", "{trouble}");
    }
    assert_eq!(count(&world, "maintenance_reviews").await, 0);
}

#[tokio::test]
async fn dec_7_a_suspended_certificate_is_maintained_by_nobody() {
    let world = World::new().await;
    let (Seated { audited, .. }, _) = certified(&world, "Paused Ltd").await;
    reported(&world, &audited, ("surveillance_1", 1), "recommend").await;
    declares(&world, &audited, &audited.manager).await;
    decides(&world, &audited, CaseKind::Suspension, Vote::Suspend).await.expect("suspended");
    assert_eq!(refused_by(looks(&world, &audited.manager.clone(), &audited).await), "DEC-7");
}

#[tokio::test]
async fn imp_1_nobody_reviews_a_surveillance_of_the_own_team() {
    let world = World::new().await;
    let (Seated { audited, .. }, _) = certified(&world, "Own Ltd").await;
    reported(&world, &audited, ("surveillance_1", 1), "recommend").await;
    let lead = audited.lead.person().expect("a person");
    world.give(lead, Function::SchemeManager).await;
    let both = world.as_in(lead, crate::actor::Room::Office, vec![Function::SchemeManager]).await;
    declares(&world, &audited, &both).await;
    assert_eq!(refused_by(looks(&world, &both, &audited).await), "IMP-1");
}

#[tokio::test]
async fn dec_7_without_the_password_and_each_statement_nothing_is_signed() {
    let world = World::new().await;
    let manager = world.staff("Meg Manager", &[Function::SchemeManager]).await;
    let half = Looking { statement: vec!["read".into()], ..looking() };
    let wrong = prove_look(&world.db, &manager, &half, "guess").await;
    let Err(Error::Invalid(errors)) = wrong else { panic!("proven") };
    assert_eq!(
        errors.0.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(),
        ["statement", "password"]
    );
}
