//! Passkeys and codes: of their person alone, with the password again, each told by mail and each used once.

use super::*;
use crate::actor::Function;
use crate::decisions::testing::{authenticator, challenge_in, codes, has_codes, has_passkey, site};
use crate::error::{Error, FieldErrors};
use crate::people::{NewCodes, NewPasskey};
use crate::testing::{PASSWORD, World};
use proofs::passkey::challenge_of;
use proofs::passkey::test_authenticator::{assertion_json, registration_json};
use std::sync::Arc;
use time::Duration;

async fn member(world: &World, name: &str) -> Actor {
    world.staff(name, &[Function::PanelMember]).await
}

fn said<T: std::fmt::Debug>(answer: Result<T>) -> String {
    match answer {
        Err(Error::Invalid(FieldErrors(errors))) => errors[0].1.clone(),
        Err(Error::Stale(sentence)) => sentence,
        other => panic!("not refused: {other:?}"),
    }
}

async fn mails_to(world: &World, actor: &Actor) -> i64 {
    sqlx::query_scalar("select count(*) from mails where to_address = $1")
        .bind(actor.email())
        .fetch_one(&world.owner)
        .await
        .expect("a count")
}

fn wanted(name: &str, password: &str) -> NewPasskey {
    NewPasskey { id: Uuid::now_v7().to_string(), name: name.into(), password: password.into() }
}

#[tokio::test]
async fn a_passkey_is_added_once_with_the_password_and_told_by_mail() {
    let world = World::new().await;
    let mo = member(&world, "Mo Member").await;
    let refused = offer_passkey(&world.db, &mo, &wanted("Key", "guess")).await;
    assert!(said(refused).contains("not your password"));
    let offer = offer_passkey(&world.db, &mo, &wanted("Key", PASSWORD)).await.expect("offered");
    let offered = offered_passkey(&world.db, &mo, offer, &site()).await.expect("shown");
    let made = authenticator(&mo).register(&challenge_in(&offered.options));
    let answer = registration_json(&made);
    let add = async |who: &Actor| add_passkey(&world.db, who, offer, &site(), &answer).await;
    let other = member(&world, "Olga Other").await;
    assert!(said(add(&other).await).contains("begin again"), "somebody else's offer is none");
    add(&mo).await.expect("added");
    assert!(said(add(&mo).await).contains("used already"), "an offer is used once");
    assert_eq!(mails_to(&world, &mo).await, 1);
    let own = factors(&world.db, &mo).await.expect("factors");
    assert_eq!(own.passkeys[0].name, "Key");
    assert!(factors(&world.db, &other).await.expect("factors").is_empty());
    let passkey = own.passkeys[0].id;
    assert!(said(remove_passkey(&world.db, &mo, passkey, "guess").await).contains("password"));
    let others = remove_passkey(&world.db, &other, passkey, PASSWORD).await;
    assert!(said(others).contains("not on your account"), "nobody removes another's");
    remove_passkey(&world.db, &mo, passkey, PASSWORD).await.expect("removed");
    assert!(factors(&world.db, &mo).await.expect("factors").is_empty());
    assert_eq!(mails_to(&world, &mo).await, 2);
}

#[tokio::test]
async fn an_answer_to_an_old_offer_or_on_another_site_adds_nothing() {
    let world = World::new().await;
    let mo = member(&world, "Mo Member").await;
    let offer = offer_passkey(&world.db, &mo, &wanted("Key", PASSWORD)).await.expect("offered");
    let offered = offered_passkey(&world.db, &mo, offer, &site()).await.expect("shown");
    let mut elsewhere = authenticator(&mo);
    elsewhere.site.origin = "https://assay.example.evil".into();
    let answer = registration_json(&elsewhere.register(&challenge_in(&offered.options)));
    let added = add_passkey(&world.db, &mo, offer, &site(), &answer).await;
    assert!(said(added).contains("another site"));
    world.clock.advance(Duration::minutes(11));
    let answer = registration_json(&authenticator(&mo).register(&challenge_in(&offered.options)));
    assert!(
        said(add_passkey(&world.db, &mo, offer, &site(), &answer).await).contains("ten minutes")
    );
    assert!(factors(&world.db, &mo).await.expect("factors").is_empty());
}

#[tokio::test]
async fn a_passkeys_answer_is_taken_of_its_person_for_these_bytes_and_never_counted_back() {
    let world = World::new().await;
    let (mo, other) = (member(&world, "Mo Member").await, member(&world, "Olga Other").await);
    has_passkey(&world, &mo).await.expect("a passkey");
    let mut key = authenticator(&mo);
    key.count = 5;
    let answer = assertion_json(&key.sign(&challenge_of(b"granted")));
    let answers = async |who: &Actor, bytes: &[u8]| {
        answer_of_passkey(&world.db, who, &site(), (bytes, answer.as_str())).await
    };
    assert!(said(answers(&other, b"granted").await).contains("not on your account"));
    assert!(said(answers(&mo, b"refused").await).contains("another question"));
    answers(&mo, b"granted").await.expect("taken");
    assert!(said(answers(&mo, b"granted").await).contains("backwards"));
}

#[tokio::test]
async fn codes_count_once_confirmed_and_are_wiped_when_removed() {
    let world = World::new().await;
    let mo = member(&world, "Mo Member").await;
    let typed = NewCodes { id: Uuid::now_v7().to_string(), password: PASSWORD.into() };
    begin_codes(&world.db, &mo, &codes(), &typed).await.expect("begun");
    let secret = codes_to_confirm(&world.db, &mo, &codes()).await.expect("shown").secret;
    assert!(!factors(&world.db, &mo).await.expect("factors").has_codes(), "not confirmed yet");
    let code = |at| code_of(&secret, at).expect("a code");
    let unconfirmed = use_code(&world.db, &mo, &codes(), &code(world.now())).await;
    assert!(said(unconfirmed).contains("no one-time codes"));
    let old = code(world.now() - Duration::hours(1));
    assert!(said(confirm_codes(&world.db, &mo, &codes(), &old).await).contains("not the code"));
    confirm_codes(&world.db, &mo, &codes(), &code(world.now())).await.expect("confirmed");
    assert_eq!(mails_to(&world, &mo).await, 1);
    let sealed: Vec<u8> = sqlx::query_scalar("select sealed from one_time_codes where id = $1")
        .bind(typed.id.parse::<Uuid>().expect("an id"))
        .fetch_one(&world.owner)
        .await
        .expect("it is sealed");
    let plain = secret.replace(' ', "");
    assert!(!String::from_utf8_lossy(&sealed).contains(&plain), "nothing lies open");
    assert!(said(remove_codes(&world.db, &mo, "guess").await).contains("password"));
    remove_codes(&world.db, &mo, PASSWORD).await.expect("removed");
    let left: i64 = sqlx::query_scalar("select count(sealed) from one_time_codes where id = $1")
        .bind(typed.id.parse::<Uuid>().expect("an id"))
        .fetch_one(&world.owner)
        .await
        .expect("a count");
    assert_eq!((left, mails_to(&world, &mo).await), (0, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_counts_once_however_many_send_it_at_once_and_is_its_persons_alone() {
    let world = Arc::new(World::new().await);
    let mo = Arc::new(member(&world, "Mo Member").await);
    let other = member(&world, "Olga Other").await;
    let secret = has_codes(&world, &mo).await.expect("codes");
    has_codes(&world, &other).await.expect("codes");
    let code = code_of(&secret, world.now()).expect("a code");
    assert!(said(use_code(&world.db, &other, &codes(), &code).await).contains("not the code"));
    let sent: Vec<_> = (0..20)
        .map(|_| {
            let (world, mo, code) = (world.clone(), mo.clone(), code.clone());
            tokio::spawn(async move { use_code(&world.db, &mo, &codes(), &code).await })
        })
        .collect();
    let mut taken = 0;
    for attempt in sent {
        match attempt.await.expect("no panic") {
            Ok(()) => taken += 1,
            refused => assert!(said(refused).contains("used already")),
        }
    }
    assert_eq!(taken, 1);
    world.clock.advance(Duration::seconds(30));
    let next = code_of(&secret, world.now()).expect("a code");
    use_code(&world.db, &mo, &codes(), &next).await.expect("the next one counts");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn codes_are_not_guessed_be_it_all_at_once() {
    let world = Arc::new(World::new().await);
    let mo = Arc::new(member(&world, "Mo Member").await);
    let secret = has_codes(&world, &mo).await.expect("codes");
    let right = code_of(&secret, world.now()).expect("a code");
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let sent: Vec<_> = (0..30)
        .map(|_| {
            let (world, mo) = (world.clone(), mo.clone());
            tokio::spawn(async move { use_code(&world.db, &mo, &codes(), wrong).await })
        })
        .collect();
    let mut tried = 0;
    for attempt in sent {
        tried += i32::from(said(attempt.await.expect("no panic")).contains("not the code"));
    }
    assert_eq!(tried, 10, "ten are looked at, and no more");
    let right = use_code(&world.db, &mo, &codes(), &right).await;
    assert!(said(right).contains("wait 15 minutes"));
    let password = crate::people::prove(&world.db, &mo, PASSWORD).await;
    assert!(said(password).contains("Too many"), "one count for both");
}

#[tokio::test]
async fn another_installations_secret_opens_nobodys_codes_and_no_demonstration_says_none() {
    let world = World::new().await;
    let mo = member(&world, "Mo Member").await;
    has_codes(&world, &mo).await.expect("codes");
    let other = Codes::new(b"the secret of quite another installation");
    let opened = use_code(&world.db, &mo, &other, "123456").await;
    assert!(opened.is_err_and(|error| error.to_string().contains("restore it from a backup")));
    let said = code_in_demonstration(&world.db, &mo, &codes()).await.expect("asked");
    assert_eq!(said, None);
}

#[test]
fn people_sign_on_the_host_of_the_public_address_unless_it_is_a_number() {
    let site = site_of("http://localhost:8080").expect("a site");
    assert_eq!((site.rp_id.as_str(), site.origin.as_str()), ("localhost", "http://localhost:8080"));
    assert_eq!(site_of("https://assay.example").expect("a site").rp_id, "assay.example");
    for number in ["http://127.0.0.1:8080", "http://[::1]:8080", "https://10.0.0.1", "", "http://"]
    {
        assert!(site_of(number).is_none(), "{number}");
    }
}

#[tokio::test]
async fn no_room_but_the_door_has_any_right_on_what_a_person_signs_with() {
    let world = World::new().await;
    let rights: Vec<String> = sqlx::query_scalar(
        "select distinct grantee || ' ' || table_name from information_schema.column_privileges
         where table_name in ('passkeys', 'passkey_offers', 'one_time_codes', 'one_time_steps', 'signing_intents')
           and grantee like 'assay_%' order by 1",
    )
    .fetch_all(&world.owner)
    .await
    .expect("rights");
    let doors = ["one_time_codes", "one_time_steps", "passkey_offers", "passkeys"];
    let mut expected: Vec<_> = doors.map(|table| format!("assay_door {table}")).to_vec();
    expected.push("assay_panel signing_intents".into());
    assert_eq!(rights, expected);
}
