//! A signature is of one member, over exactly what was shown, once, in time; and a stranger verifies it.

use super::{count, refused_by};
use crate::actor::{Actor, Function, Room};
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::{Error, FieldErrors, Result};
use crate::keys::{self, Purpose};
use crate::people;
use crate::testing::{PASSWORD, World};
use proofs::keys::PublicKey;
use proofs::passkey::challenge_of;
use proofs::passkey::test_authenticator::assertion_json;
use proofs::statement::{Factor, KeyOf, PanelSignature, Signer, Trusted};
use std::sync::Arc;
use time::Duration;
use uuid::Uuid;

async fn seated(name: &str) -> (World, Seated) {
    let world = World::new().await;
    let audited = audited(&world, name).await;
    let seated = case_before_panel(&world, audited).await;
    (world, seated)
}

/// A member with something prepared: by "passkey", or by "code" with the secret of the codes.
async fn ready(world: &World, seated: &Seated, member: &Actor, by: &str) -> (Intent, String) {
    let secret = match by {
        "passkey" => has_passkey(world, member).await.map(|()| String::new()),
        _ => has_codes(world, member).await,
    };
    let digest = digest_now(world, seated.case, member).await.expect("a digest");
    let form = filled_in("grant", &digest, by);
    let intent = prepares(world, seated.case, member, &form).await.expect("prepared");
    (intent, secret.expect("a factor"))
}

fn with_code(secret: &str, world: &World) -> Act {
    let code = people::code_of(secret, world.now()).expect("a code");
    Act { password: PASSWORD.into(), code, ..Act::default() }
}

fn said<T: std::fmt::Debug>(answer: Result<T>) -> String {
    match answer {
        Err(Error::Invalid(FieldErrors(errors))) => errors[0].1.clone(),
        other => panic!("not sent back: {other:?}"),
    }
}

/// A vote as it lies in the database, taken out by its columns alone.
async fn out_of_the_database(world: &World) -> PanelSignature {
    let (statement, signature): (Vec<u8>, serde_json::Value) =
        sqlx::query_as("select signed_statement, signature from votes where body_id = $1")
            .bind(world.body)
            .fetch_one(&world.owner)
            .await
            .expect("one vote");
    let signature = serde_json::from_value(signature).expect("a signature");
    PanelSignature::new(&statement, signature).expect("text")
}

#[tokio::test]
async fn dec_3_a_member_signs_what_was_shown_with_a_passkey_and_a_stranger_verifies_it() {
    let (world, seated) = seated("Strangers Ltd").await;
    let member = &seated.members[0];
    let (intent, _) = ready(&world, &seated, member, "passkey").await;
    let given = gives(&world, member, &intent, &answers(member, &intent)).await.expect("given");
    assert_eq!(acts(&world, seated.case, member, given).await.expect("signed"), Signed::Voted);
    let file = out_of_the_database(&world).await.json().expect("a file");
    let trusted = Trusted { sites: &[site()], body_keys: &[] };
    let read = PanelSignature::parse(&file).expect("it is one");
    let (statement, signer) = read.verify(&trusted).expect("genuine");
    assert!(matches!(signer, Signer::Passkey { .. }));
    assert_eq!((statement.factor, statement.key), (Factor::Passkey, KeyOf::Member));
    assert_eq!(statement.member.id, member.person().expect("a person").to_string());
    assert_eq!((statement.vote.as_str(), statement.declarations.len()), ("grant", 3));
    assert_eq!(statement.question, "Shall certification be granted?");
    assert_eq!(statement.scope, "Design and operation of fraud-scoring models");
    assert_eq!(statement, intent.statement, "what was shown is what was signed");
    let (factor, digest): (String, String) =
        sqlx::query_as("select factor, encode(record_digest, 'hex') from votes where body_id = $1")
            .bind(world.body)
            .fetch_one(&world.owner)
            .await
            .expect("one vote");
    assert_eq!((factor.as_str(), digest), ("passkey", statement.record.digest));
}

#[tokio::test]
async fn dec_3_with_password_and_code_the_bodys_key_signs_and_the_statement_says_so() {
    let (world, seated) = seated("Codes Ltd").await;
    let member = &seated.members[0];
    let (intent, secret) = ready(&world, &seated, member, "code").await;
    let given = gives(&world, member, &intent, &with_code(&secret, &world)).await.expect("given");
    acts(&world, seated.case, member, given).await.expect("signed");
    let visitor = Actor::visitor(None);
    let published = world.db.read(&visitor, async |tx| keys::published(tx, world.body).await);
    let body_keys: Vec<PublicKey> = published
        .await
        .expect("keys")
        .iter()
        .filter(|line| line.purpose == Purpose::Decision)
        .map(|line| line.public)
        .collect();
    let trusted = Trusted { sites: &[], body_keys: &body_keys };
    let signature = out_of_the_database(&world).await;
    let (statement, signer) = signature.verify(&trusted).expect("genuine");
    assert_eq!(signer, Signer::Body(body_keys[0]));
    assert_eq!((statement.factor, statement.key), (Factor::PasswordAndCode, KeyOf::Body));
}

#[tokio::test]
async fn dec_3_a_member_without_a_factor_prepares_nothing() {
    let (world, seated) = seated("Bare Hands Ltd").await;
    let member = &seated.members[0];
    let digest = digest_now(&world, seated.case, member).await.expect("a digest");
    for by in ["passkey", "code"] {
        let form = filled_in("grant", &digest, by);
        assert_eq!(refused_by(prepares(&world, seated.case, member, &form).await), "DEC-3");
    }
    assert_eq!(count(&world, "signing_intents").await, 0);
}

#[tokio::test]
async fn dec_3_what_another_member_prepared_or_in_another_case_is_signed_by_nobody() {
    let (world, one) = seated("Mine Ltd").await;
    let (mine, other) = (&one.members[0], &one.members[1]);
    let (intent, _) = ready(&world, &one, mine, "passkey").await;
    has_passkey(&world, other).await.expect("a passkey");
    let by_other = gives(&world, other, &intent, &answers(other, &intent)).await;
    assert!(matches!(by_other, Err(Error::NotFound)), "{by_other:?}");
    let sees = world.db.read(other, async |tx| {
        let decider = Decider::for_case(tx, one.case).await?;
        super::super::intent(tx, &decider, intent.id).await
    });
    assert!(matches!(sees.await, Err(Error::NotFound)), "nor seen by a colleague");
    let given = gives(&world, mine, &intent, &answers(mine, &intent)).await.expect("given");
    assert!(matches!(acts(&world, one.case, other, given).await, Err(Error::NotFound)));

    let second = case_before_panel(&world, audited(&world, "Another Ltd").await).await;
    seat_down(&world, &second.audited, second.case, mine, "").await.expect("a seat");
    declare_nothing(&world, &second.audited.file, mine).await;
    let given = gives(&world, mine, &intent, &answers(mine, &intent)).await.expect("given");
    assert!(matches!(acts(&world, second.case, mine, given).await, Err(Error::NotFound)));
    assert_eq!(count(&world, "votes").await, 0);
}

#[tokio::test]
async fn dec_3_what_was_prepared_is_void_after_ten_minutes() {
    let (world, seated) = seated("Slow Ltd").await;
    let member = &seated.members[0];
    let (intent, _) = ready(&world, &seated, member, "passkey").await;
    let given = gives(&world, member, &intent, &answers(member, &intent)).await.expect("given");
    world.clock.advance(Duration::minutes(MINUTES) + Duration::seconds(1));
    assert_eq!(refused_by(acts(&world, seated.case, member, given).await), "DEC-3");
    assert_eq!(count(&world, "votes").await, 0);
}

#[tokio::test]
async fn dec_3_a_record_that_moves_on_between_the_two_steps_is_not_signed() {
    let (world, seated) = seated("Moving On Ltd").await;
    let member = &seated.members[0];
    let (intent, _) = ready(&world, &seated, member, "passkey").await;
    sqlx::query("update findings set state = 'returned' where body_id = $1 and id = $2")
        .bind(world.body)
        .bind(seated.audited.minor)
        .execute(&world.owner)
        .await
        .expect("the record moves");
    let given = gives(&world, member, &intent, &answers(member, &intent)).await.expect("given");
    assert_eq!(refused_by(acts(&world, seated.case, member, given).await), "DEC-3");
    assert_eq!(count(&world, "votes").await, 0);
}

#[tokio::test]
async fn dec_3_a_strangers_passkey_another_site_or_other_words_sign_nothing() {
    let (world, seated) = seated("Forgers Ltd").await;
    let (member, other) = (&seated.members[0], &seated.members[1]);
    let (intent, _) = ready(&world, &seated, member, "passkey").await;
    has_passkey(&world, other).await.expect("a passkey");
    let tries = async |act: &Act| said(gives(&world, member, &intent, act).await);
    assert!(tries(&answers(other, &intent)).await.contains("not on your account"));
    let signed = |origin: &str, rp: &str, bytes: &[u8]| {
        let mut key = authenticator(member);
        (key.site.origin, key.site.rp_id) = (origin.into(), rp.into());
        Act { answer: assertion_json(&key.sign(&challenge_of(bytes))), ..Act::default() }
    };
    let (origin, rp) = ("https://assay.example", "assay.example");
    let elsewhere = signed("https://assay.example.evil", rp, &intent.bytes);
    assert!(tries(&elsewhere).await.contains("another site"));
    let party = signed(origin, "evil.example", &intent.bytes);
    assert!(tries(&party).await.contains("another relying party"));
    let words = signed(origin, rp, b"something else");
    assert!(tries(&words).await.contains("another question"));
    let mut unseen = authenticator(member);
    unseen.flags = proofs::passkey::test_authenticator::UP;
    let unseen = assertion_json(&unseen.sign(&challenge_of(&intent.bytes)));
    let unseen = Act { answer: unseen, ..Act::default() };
    assert!(tries(&unseen).await.contains("did not verify who used it"));
    let password = Act { password: PASSWORD.into(), code: "123456".into(), ..Act::default() };
    assert!(tries(&password).await.contains("cannot be read"), "no password for a passkey");
    assert_eq!(count(&world, "votes").await, 0);
}

#[tokio::test]
async fn dec_3_somebody_elses_code_or_a_used_one_signs_nothing() {
    let (world, seated) = seated("Codebreakers Ltd").await;
    let (member, other) = (&seated.members[0], &seated.members[1]);
    let (intent, secret) = ready(&world, &seated, member, "code").await;
    let others = has_codes(&world, other).await.expect("codes");
    let tried = gives(&world, member, &intent, &with_code(&others, &world)).await;
    assert!(said(tried).contains("not the code of this moment"));
    let act = with_code(&secret, &world);
    gives(&world, member, &intent, &act).await.expect("given");
    assert!(said(gives(&world, member, &intent, &act).await).contains("used already"));
    assert_eq!(count(&world, "votes").await, 0, "what was given and not acted upon is nothing");
}

#[tokio::test]
async fn dec_3_no_client_auditor_or_office_reaches_a_signature() {
    let (world, seated) = seated("Outsiders Ltd").await;
    let member = &seated.members[0];
    let (intent, _) = ready(&world, &seated, member, "passkey").await;
    // The member's own session, in another portal; and the people who never sit on a panel.
    let person = member.person().expect("a person");
    let mut outsiders = vec![
        seated.audited.client.clone(),
        seated.audited.lead.clone(),
        seated.audited.manager.clone(),
    ];
    for room in [Room::Audit, Room::Office] {
        outsiders.push(world.as_in(person, room, vec![Function::PanelMember]).await);
    }
    for outsider in &outsiders {
        let given = gives(&world, outsider, &intent, &answers(member, &intent)).await;
        assert!(matches!(given, Err(Error::NotFound)), "{given:?}");
        let given = gives(&world, member, &intent, &answers(member, &intent)).await.expect("given");
        let signed = acts(&world, seated.case, outsider, given).await;
        assert!(matches!(signed, Err(Error::NotFound)), "{signed:?}");
    }
    assert_eq!(count(&world, "votes").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn dec_6_what_was_prepared_is_signed_once_however_often_it_is_sent_at_once() {
    let (world, seated) = seated("Doubles Ltd").await;
    let (world, member) = (Arc::new(world), Arc::new(seated.members[0].clone()));
    let (intent, _) = ready(&world, &seated, &member, "passkey").await;
    let mut sent = Vec::new();
    for _ in 0..20 {
        let given = gives(&world, &member, &intent, &answers(&member, &intent)).await;
        let (world, member, given) = (world.clone(), member.clone(), given.expect("given"));
        let case = seated.case;
        sent.push(tokio::spawn(async move { acts(&world, case, &member, given).await }));
    }
    let mut voted = 0;
    for attempt in sent {
        match attempt.await.expect("no panic") {
            Ok(Signed::Voted) => voted += 1,
            refused => assert_eq!(refused_by(refused), "DEC-6"),
        }
    }
    assert_eq!((voted, count(&world, "votes").await), (1, 1));
}

#[tokio::test]
async fn dec_6_a_form_sent_twice_prepares_once_and_an_old_form_with_new_words_nothing() {
    let (world, seated) = seated("Twice Ltd").await;
    let member = &seated.members[0];
    has_passkey(&world, member).await.expect("a passkey");
    let digest = digest_now(&world, seated.case, member).await.expect("a digest");
    let form = filled_in("grant", &digest, "passkey");
    let one = prepares(&world, seated.case, member, &form).await.expect("prepared");
    let two = prepares(&world, seated.case, member, &form).await.expect("the same");
    assert_eq!((one.id, one.bytes), (two.id, two.bytes));
    let other = Signature { vote: "refuse".into(), ..form.clone() };
    let other = prepares(&world, seated.case, member, &other).await;
    assert!(matches!(other, Err(Error::Stale(_))), "{other:?}");
    assert_eq!(count(&world, "signing_intents").await, 1);
}

#[tokio::test]
async fn dec_3_a_signature_is_handed_out_to_its_panel_and_to_the_office_once_decided() {
    let (world, seated) = seated("Handed Out Ltd").await;
    let member = &seated.members[0];
    signs(&world, seated.case, member, "grant").await.expect("a vote");
    let vote: Uuid = sqlx::query_scalar("select id from votes where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("one vote");
    let file = async |who: &Actor, of: Uuid| {
        world.db.read(who, async |tx| signature_file(tx, of, vote).await).await
    };
    let (case, manager) = (seated.case, &seated.audited.manager);
    file(member, case).await.expect("one's own");
    file(&seated.chair, case).await.expect("the chair sees the votes");
    let unsigned = file(&seated.members[1], case).await;
    assert!(matches!(unsigned, Err(Error::NotFound)), "nobody is led by a colleague's vote");
    let engagement = seated.audited.file.engagement_id;
    assert!(matches!(file(manager, engagement).await, Err(Error::NotFound)), "not decided yet");
    signs(&world, case, &seated.members[1], "grant").await.expect("a vote");
    signs(&world, case, &seated.chair, "grant").await.expect("granted");
    let bytes = file(manager, engagement).await.expect("decided");
    PanelSignature::parse(&bytes)
        .and_then(|read| read.verify(&Trusted { sites: &[site()], body_keys: &[] }))
        .expect("genuine");
    let stranger = panel_member(&world, "Sue Stranger").await;
    assert!(matches!(file(&stranger, case).await, Err(Error::NotFound)), "no seat, no file");
    assert!(file(&seated.audited.lead, engagement).await.is_err(), "nor the audit team");
}
