//! No grant over what is open in the findings, one decision however often it is signed, and what is kept of it.

use super::{count, refused_by};
use crate::decisions::testing::*;
use crate::testing::World;
use uuid::Uuid;

async fn reopen(world: &World, finding: Uuid, state: &str) {
    let reopened = "update findings set state = $3 where body_id = $1 and id = $2";
    sqlx::query(reopened)
        .bind(world.body)
        .bind(finding)
        .bind(state)
        .execute(&world.owner)
        .await
        .expect("reopened");
}

/// Everybody is for a grant over a finding that is open again; answers the rule that refuses.
async fn granted_over(name: &str, finding: impl Fn(&Seated) -> Uuid, state: &str) -> String {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, name).await).await;
    reopen(&world, finding(&seated), state).await;
    let rule = refused_by(granted(&world, &seated).await);
    assert_eq!(count(&world, "decisions").await + count(&world, "certificates").await, 0);
    rule
}

#[tokio::test]
async fn fnd_3_no_grant_over_a_major_that_is_not_closed() {
    assert_eq!(granted_over("Major Ltd", |seated| seated.audited.major, "verified").await, "FND-3");
}

#[tokio::test]
async fn fnd_4_no_grant_over_a_minor_without_an_accepted_plan() {
    assert_eq!(granted_over("Minor Ltd", |seated| seated.audited.minor, "returned").await, "FND-4");
}

#[tokio::test]
async fn dec_5_and_dec_6_a_decision_is_kept_with_its_reasons_and_made_once() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Kept Ltd").await).await;
    granted(&world, &seated).await.expect("a grant");
    for vote in ["grant", "refuse"] {
        assert_eq!(refused_by(signs(&world, seated.case, &seated.chair, vote).await), "DEC-6");
    }
    let (outcome, reasons, by): (String, String, Uuid) =
        sqlx::query_as("select outcome, reasons, decided_by from decisions where body_id = $1")
            .bind(world.body)
            .fetch_one(&world.owner)
            .await
            .expect("one decision");
    assert_eq!((outcome.as_str(), reasons.as_str()), ("grant", "I have read everything."));
    assert_eq!(by, seated.chair.person().expect("a chair"));
    let rewritten = world
        .db
        .write(&seated.chair, async |tx| {
            let rewrite = "update decisions set outcome = 'refuse'";
            Ok(sqlx::query(rewrite).execute(tx.sql()).await?)
        })
        .await;
    assert!(rewritten.is_err(), "nobody rewrites a decision");
}

#[tokio::test]
async fn dec_6_two_who_sign_as_chair_at_once_make_one_decision_and_one_attestation() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Once Ltd").await).await;
    for member in &seated.members {
        signs(&world, seated.case, member, "grant").await.expect("a vote");
    }
    let (one, other) = tokio::join!(
        signs(&world, seated.case, &seated.chair, "grant"),
        signs(&world, seated.case, &seated.chair, "grant")
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!((count(&world, "decisions").await, count(&world, "certificates").await), (1, 1));
}
