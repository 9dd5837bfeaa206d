//! Signatures in their order, with their credentials, and once.

use super::{count, refused_by};
use crate::actor::Function;
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::{Error, Result};
use crate::rulebook;
use crate::testing::{PASSWORD, World};
use std::sync::Arc;

#[tokio::test]
async fn dec_4_the_chair_signs_last_and_a_grant_is_unanimous() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Order Ltd").await).await;
    assert_eq!(refused_by(signs(&world, seated.case, &seated.chair, "grant").await), "DEC-4");
    assert_eq!(
        signs(&world, seated.case, &seated.members[0], "grant").await.expect("a vote"),
        Signed::Voted
    );
    assert_eq!(
        refused_by(signs(&world, seated.case, &seated.members[0], "refuse").await),
        "DEC-6",
        "one standing signature each"
    );
    assert_eq!(refused_by(signs(&world, seated.case, &seated.chair, "grant").await), "DEC-4");
    signs(&world, seated.case, &seated.members[1], "refuse").await.expect("a vote");
    assert_eq!(
        refused_by(signs(&world, seated.case, &seated.chair, "grant").await),
        "DEC-4",
        "not unanimous"
    );
    assert_eq!(
        signs(&world, seated.case, &seated.chair, "refuse").await.expect("a decision"),
        Signed::Refused
    );
    assert_eq!(count(&world, "certificates").await, 0, "a refusal issues nothing");
    assert_eq!(refused_by(signs(&world, seated.case, &seated.chair, "grant").await), "DEC-6");
}

fn fields<T: std::fmt::Debug>(answer: Result<T>) -> Vec<String> {
    let Err(Error::Invalid(errors)) = answer else { panic!("not a form's fault: {answer:?}") };
    errors.0.into_iter().map(|(field, _)| field).collect()
}

fn filled_in() -> Signature {
    Signature {
        vote: "grant".into(),
        reason: "x".into(),
        statement: STATEMENTS.iter().map(|(key, _)| (*key).into()).collect(),
        ..Signature::default()
    }
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_signature_is_said_at_once() {
    let world = World::new().await;
    let member = world.staff("Mo Member", &[Function::PanelMember]).await;
    let proves = async |form: &Signature, password: &str| {
        fields(prove(&world.db, &member, form, password).await)
    };
    let empty = Signature::default();
    assert_eq!(proves(&empty, "guess").await, ["statement", "vote", "reason", "password"]);
    assert_eq!(proves(&empty, PASSWORD).await, ["statement", "vote", "reason"]);
    assert_eq!(proves(&filled_in(), "guess").await, ["password"]);
    assert!(prove(&world.db, &member, &filled_in(), PASSWORD).await.is_ok());
}

#[tokio::test]
async fn wrong_passwords_are_counted_whatever_else_is_wrong() {
    let world = World::new().await;
    let member = world.staff("Greta Guesser", &[Function::PanelMember]).await;
    for _ in 0..10 {
        assert!(prove(&world.db, &member, &Signature::default(), "guess").await.is_err());
    }
    assert_eq!(fields(prove(&world.db, &member, &filled_in(), PASSWORD).await), ["password"]);
}

#[tokio::test]
async fn an_unticked_statement_or_somebody_elses_password_signs_nothing() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Careless Ltd").await).await;
    let (member, other) = (&seated.members[0], &seated.members[1]);
    let signs = async |proven, form| {
        world
            .db
            .write(member, async |tx| {
                let decider = Decider::for_case(tx, seated.case).await?;
                sign(tx, &decider, &proven, form, &issuing()).await
            })
            .await
    };
    let own = prove(&world.db, member, &filled_in(), PASSWORD).await.expect("proven");
    let half = Signature { statement: vec!["read".into(), "no_part".into()], ..filled_in() };
    assert_eq!(fields(signs(own, half).await), ["statement"]);
    let others = prove(&world.db, other, &filled_in(), PASSWORD).await.expect("proven");
    assert!(matches!(signs(others, filled_in()).await, Err(Error::NotFound)));
    assert_eq!(count(&world, "votes").await, 0);
}

#[tokio::test]
async fn two_members_at_once_both_count() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Both Ltd").await).await;
    let (one, two) = tokio::join!(
        signs(&world, seated.case, &seated.members[0], "grant"),
        signs(&world, seated.case, &seated.members[1], "grant")
    );
    assert_eq!((one.expect("a vote"), two.expect("a vote")), (Signed::Voted, Signed::Voted));
    assert!(matches!(
        signs(&world, seated.case, &seated.chair, "grant").await,
        Ok(Signed::Granted { .. })
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_signatures_at_once_are_one_decision_and_one_certificate() {
    let world = Arc::new(World::new().await);
    let seated = Arc::new(case_before_panel(&world, audited(&world, "Hurried Ltd").await).await);
    for member in &seated.members {
        signs(&world, seated.case, member, "grant").await.expect("a vote");
    }
    let digest = world
        .db
        .read(&seated.chair, async |tx| record_digest(tx, seated.audited.file.engagement_id).await)
        .await
        .expect("a digest")
        .hex();
    let at_once: Vec<_> = (0..100)
        .map(|_| {
            let (world, seated, digest) = (world.clone(), seated.clone(), digest.clone());
            tokio::spawn(async move {
                signs_over(&world, seated.case, &seated.chair, "grant", &digest).await
            })
        })
        .collect();
    let mut granted = 0;
    for attempt in at_once {
        match attempt.await.expect("no panic") {
            Ok(Signed::Granted { .. }) => granted += 1,
            Err(Error::Refused(refusal)) => assert_eq!(refusal.rule, rulebook::DEC_6),
            Err(Error::Stale(_)) => {}
            other => panic!("not a clean answer: {other:?}"),
        }
    }
    assert_eq!(
        (granted, count(&world, "decisions").await, count(&world, "certificates").await),
        (1, 1, 1)
    );
    assert_eq!(count(&world, "votes").await, 3);
}
