//! What a stranger finds who has nothing but a bundle: genuine, and how it stands as of its lists (CRT-5, CRT-6).

use super::*;
use crate::actor::{Actor, Function};
use crate::decisions::testing::{KEYRING, certified, decides, register};
use crate::decisions::{CaseKind, Vote};
use crate::keys::{self, Rotation};
use crate::testing::World;
use proofs::key_set::KeySet;
use proofs::verify::{Genuine, Given, Report, State, verify, verify_with};
use time::Duration;

const URL: &str = "https://assay.example";

fn anyone() -> Actor {
    Actor::visitor(None)
}

async fn bundle(world: &World, number: &str, revision: Option<i32>) -> Vec<u8> {
    let anyone = anyone();
    let zip = world.db.read(&anyone, async |tx| {
        let proofs = proofs_of(tx, number, revision).await?.expect("known");
        bundle_of(tx, &proofs, URL).await
    });
    zip.await.expect("read").expect("signed")
}

async fn known(world: &World) -> KeySet {
    let anyone = anyone();
    let lines = world.db.read(&anyone, async |tx| keys::published(tx, world.body).await);
    keys::key_set(
        &lines.await.expect("keys"),
        &keys::Identity::of(URL, &world.slug, None).did(),
        keys::Purpose::Credential,
    )
}

async fn judged(world: &World, number: &str, revision: Option<i32>) -> Report {
    let (zip, keys) = (bundle(world, number, revision).await, known(world).await);
    verify(&zip, Some(&keys), world.now())
}

fn state(report: &Report) -> Option<State> {
    assert_eq!(report.genuine, Genuine::Yes, "{report}");
    report.validity.as_ref().map(|validity| validity.state)
}

#[tokio::test]
async fn crt_5_a_grant_is_proven_by_its_bundle_alone_with_the_keys_of_its_body_only() {
    let world = World::new().await;
    let (_, number) = certified(&world, "Proven Ltd").await;
    let report = judged(&world, &number, None).await;
    assert_eq!(state(&report), Some(State::Valid), "{report}");
    let facts = report.facts.expect("facts");
    assert_eq!((facts.number.as_str(), facts.client.as_str()), (&*number, "Proven Ltd"));
    assert!(report.who.is_some_and(|who| who.proven));
    let other = World::new().await;
    certified(&other, "Another Ltd").await;
    let (zip, theirs) = (bundle(&world, &number, None).await, known(&other).await);
    assert_ne!(
        verify(&zip, Some(&theirs), world.now()).genuine,
        Genuine::Yes,
        "another body's keys"
    );
}

#[tokio::test]
async fn crt_6_suspended_restored_and_withdrawn_show_on_the_lists_made_with_each_decision() {
    let world = World::new().await;
    let (seated, number) = certified(&world, "Listed Ltd").await;
    for (kind, vote, expected) in [
        (CaseKind::Suspension, Vote::Suspend, State::Suspended),
        (CaseKind::Suspended, Vote::Restore, State::Valid),
        (CaseKind::Withdrawal, Vote::Withdraw, State::Withdrawn),
    ] {
        world.clock.advance(Duration::days(1));
        decides(&world, &seated.audited, kind, vote).await.expect("decided");
        let report = judged(&world, &number, None).await;
        assert_eq!(state(&report), Some(expected), "{report}");
    }
}

#[tokio::test]
async fn crt_6_an_old_list_says_unknown_and_never_valid_and_is_renewed_by_itself() {
    // In a database of its own: the daily duty renews the lists of every body, on this test's clock.
    World::apart(async |world| renewed_by_itself(world).await).await;
}

async fn renewed_by_itself(world: &World) {
    let (_, number) = certified(world, "Waiting Ltd").await;
    world.clock.advance(Duration::days(3));
    let report = judged(world, &number, None).await;
    assert_eq!(state(&report), Some(State::Unknown), "{report}");
    renew_lists(&world.db, &KEYRING, URL).await.expect("renewed");
    let report = judged(world, &number, None).await;
    assert_eq!(state(&report), Some(State::Valid), "{report}");
}

#[tokio::test]
async fn crt_5_what_an_earlier_key_signed_stays_good_once_another_is_in_its_place() {
    let world = World::new().await;
    let (seated, number) = certified(&world, "Kept Ltd").await;
    world.clock.advance(Duration::days(1));
    let admin = world.staff("Ada", &[Function::Administrator]).await;
    let by = admin.administrator().expect("an administrator");
    let lines = world.db.read(&admin, async |tx| keys::all(tx).await).await.expect("keys");
    let in_use = lines.iter().find(|line| line.purpose == keys::Purpose::Credential).expect("one");
    let typed = Rotation {
        key: in_use.id.to_string(),
        reason: "Every two years.".into(),
        ..Rotation::default()
    };
    let rotated = world.db.write(&admin, async |tx| keys::rotate(tx, &by, &KEYRING, &typed).await);
    rotated.await.expect("rotated");
    decides(&world, &seated.audited, CaseKind::Suspension, Vote::Suspend).await.expect("decided");
    let report = judged(&world, &number, None).await;
    assert_eq!(state(&report), Some(State::Suspended), "old credential, new list: {report}");
}

#[tokio::test]
async fn crt_5_a_byte_changed_in_what_is_kept_is_found_by_whoever_checks() {
    let world = World::new().await;
    let (_, number) = certified(&world, "Altered Ltd").await;
    let keys = known(&world).await;
    let sql = "update certificates set pdf = set_byte(pdf, 5000, get_byte(pdf, 5000) # 1) where number = $1";
    sqlx::query(sql).bind(&number).execute(&world.owner).await.expect("altered by the owner");
    let anyone = anyone();
    let proofs = world.db.read(&anyone, async |tx| proofs_of(tx, &number, None).await);
    let pdf = proofs.await.expect("read").expect("known").pdf;
    let given = Given { keys: Some(&keys), lists: &[], now: world.now() };
    assert_eq!(verify_with(&pdf, &given).genuine, Genuine::No, "the document alone");
    let zip = bundle(&world, &number, None).await;
    assert_eq!(verify(&zip, Some(&keys), world.now()).genuine, Genuine::No, "in its bundle");
    assert!(register(&world, &number).await.genuine, "what it says is as it was");
}

#[tokio::test]
async fn many_numbers_are_answered_in_their_order_each_kind_of_answer_apart() {
    let world = World::new().await;
    let (_, number) = certified(&world, "Many Ltd").await;
    let asked =
        [number.to_lowercase(), "ZZ-AIMS-2020-0001".into(), "no number".into(), number.clone()];
    let typed: Vec<&str> = asked.iter().map(String::as_str).collect();
    let anyone = anyone();
    let answers = world.db.read(&anyone, async |tx| of_numbers(tx, &typed).await);
    let answers = answers.await.expect("answers");
    let titles: Vec<&str> = answers.iter().map(Stands::title).collect();
    assert_eq!(titles, ["Valid", "Unknown", "Not a number of this register", "Valid"]);
    let sheet = String::from_utf8(sheet(&asked, &answers).expect("a sheet")).expect("text");
    assert!(sheet.lines().count() == 5 && sheet.contains("Many Ltd"), "{sheet}");
}
