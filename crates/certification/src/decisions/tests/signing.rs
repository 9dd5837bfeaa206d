//! Signatures in their order, with their credentials, and once.

use super::{count, refused_by};
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::{Error, Result};
use crate::people;
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

#[tokio::test]
async fn dec_3_everything_that_is_wrong_with_a_signature_is_said_at_once() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Careless Ltd").await).await;
    let (member, case) = (&seated.members[0], seated.case);
    let form = Signature { id: uuid::Uuid::now_v7().to_string(), ..Signature::default() };
    let empty = prepares(&world, case, member, &form).await;
    assert_eq!(fields(empty), ["statement", "vote", "reason", "by"]);
    let half = Signature {
        statement: vec!["read".into(), "no_part".into()],
        ..filled_in("grant", "", "passkey")
    };
    assert_eq!(fields(prepares(&world, case, member, &half).await), ["statement"]);
    has_codes(&world, member).await.expect("codes");
    let digest = digest_now(&world, case, member).await.expect("a digest");
    let form = filled_in("grant", &digest, "code");
    let intent = prepares(&world, case, member, &form).await.expect("prepared");
    let guess = |password: &str| Act { password: password.into(), ..Act::default() };
    let given = gives(&world, member, &intent, &guess("guess")).await;
    assert_eq!(fields(given), ["password", "code"]);
    assert_eq!(fields(gives(&world, member, &intent, &guess(PASSWORD)).await), ["code"]);
    assert_eq!(count(&world, "votes").await, 0);
}

#[tokio::test]
async fn dec_3_wrong_passwords_are_counted_whatever_else_is_wrong() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Guessing Ltd").await).await;
    let (member, case) = (&seated.members[0], seated.case);
    let secret = has_codes(&world, member).await.expect("codes");
    let digest = digest_now(&world, case, member).await.expect("a digest");
    let form = filled_in("grant", &digest, "code");
    let intent = prepares(&world, case, member, &form).await.expect("prepared");
    for _ in 0..10 {
        let act = Act { password: "guess".into(), ..Act::default() };
        assert!(gives(&world, member, &intent, &act).await.is_err());
    }
    let code = people::code_of(&secret, world.now()).expect("a code");
    let right = Act { password: PASSWORD.into(), code, ..Act::default() };
    assert_eq!(fields(gives(&world, member, &intent, &right).await), ["password"]);
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
    has_passkey(&world, &seated.chair).await.expect("a passkey");
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
