//! A body's settings, tried by those who may not; founding; and what anyone reads.

use super::*;
use crate::actor::{Actor, Function};
use crate::decisions::testing::{certified, issuing};
use crate::error::{Error, Result};
use crate::people::Links;
use crate::testing::World;

async fn now(world: &World) -> Public {
    world
        .db
        .read(&Actor::visitor(None), async |tx| public(tx, world.body).await)
        .await
        .expect("the body is public")
}

fn typed(b: &Public) -> Texts {
    Texts {
        version: b.version.to_string(),
        name: b.name.clone(),
        legal_name: b.legal_name.clone(),
        address: b.address.clone(),
        country: b.country.clone(),
        email: b.email.clone(),
        mark: b.mark.clone(),
        colour: b.colour.clone(),
        process: "We look, we ask, we test.".into(),
        ..Texts::default()
    }
}

fn policy(version: i32, months: &str, members: &str) -> Policy {
    Policy {
        time_zone: "UTC".into(),
        version: version.to_string(),
        certificate_months: months.into(),
        panel_members: members.into(),
        objection_days: "7".into(),
        witness_months: "36".into(),
        stage_2_within_months: "9".into(),
        minors_closed_first: "yes".into(),
        suspension_days: "30".into(),
        owes_export: String::new(),
    }
}

async fn settle(world: &World, by: &Actor, typed: Policy) -> Result<()> {
    world.db.write(by, async |tx| save_policy(tx, &by.administrator()?, typed).await).await
}

#[tokio::test]
async fn an_administrator_settles_and_anyone_reads() {
    let world = World::new().await;
    let admin = world.staff("Anna Admin", &[Function::Administrator]).await;
    let texts = typed(&now(&world).await);
    world
        .db
        .write(&admin, async |tx| save_texts(tx, &admin.administrator()?, texts).await)
        .await
        .expect("saved");
    settle(&world, &admin, policy(2, "24", "3")).await.expect("settled");
    let b = now(&world).await;
    assert_eq!(
        (
            b.process.as_str(),
            b.certificate_months,
            b.panel_members,
            b.objection_days,
            b.stage_2_within_months,
            b.minors_closed_first
        ),
        ("We look, we ask, we test.", 24, 3, 7, 9, true)
    );
}

#[tokio::test]
async fn who_is_no_administrator_changes_nothing() {
    let world = World::new().await;
    let scheme =
        world.staff("Sam Scheme", &[Function::SchemeManager, Function::QualityManager]).await;
    assert!(
        matches!(settle(&world, &scheme, policy(1, "12", "2")).await, Err(Error::Refused(refusal)) if refusal.rule.id == "CMP-2")
    );
    assert_eq!(now(&world).await.certificate_months, 36);
}

#[tokio::test]
async fn no_room_changes_another_bodys_settings() {
    let (world, other) = (World::new().await, World::new().await);
    let admin = world.staff("Anna Admin", &[Function::Administrator]).await;
    // The program always names its own body; the database holds even where it would not.
    let changed = world
        .db
        .write(&admin, async |tx| {
            let update = sqlx::query("update bodies set certificate_months = 1 where id = $1")
                .bind(other.body);
            Ok(update.execute(tx.sql()).await?.rows_affected())
        })
        .await;
    assert_eq!(changed.ok(), Some(0));
    assert_eq!(now(&other).await.certificate_months, 36);
    let auditor = world.staff("Al Auditor", &[Function::Auditor]).await;
    let refused = world
        .db
        .write(&auditor, async |tx| {
            Ok(sqlx::query("update bodies set name = 'x'").execute(tx.sql()).await?)
        })
        .await;
    assert!(refused.is_err(), "only the office's room may");
    let moved = world
        .db
        .write(&admin, async |tx| {
            Ok(sqlx::query("update bodies set code = 'ZZZZZ' where id = $1")
                .bind(world.body)
                .execute(tx.sql())
                .await?)
        })
        .await;
    assert!(moved.is_err(), "address and code are fixed");
}

#[tokio::test]
async fn a_stale_page_overwrites_nothing_and_numbers_stay_within_the_rules() {
    let world = World::new().await;
    let admin = world.staff("Anna Admin", &[Function::Administrator]).await;
    settle(&world, &admin, policy(1, "24", "2")).await.expect("settled");
    assert!(matches!(settle(&world, &admin, policy(1, "30", "2")).await, Err(Error::Stale(_))));
    match settle(&world, &admin, policy(2, "37", "1")).await {
        Err(Error::Invalid(errors)) => assert_eq!(
            errors.0.iter().map(|(f, _)| f.as_str()).collect::<Vec<_>>(),
            ["certificate_months", "panel_members"]
        ),
        other => panic!("longer than three years, or alone: {other:?}"),
    }
    assert_eq!(now(&world).await.certificate_months, 24);
}

#[tokio::test]
async fn a_changed_agreement_gets_a_new_version() {
    let world = World::new().await;
    let admin = world.staff("Anna Admin", &[Function::Administrator]).await;
    let save = async |version: i32, name: &str, text: &str| {
        let typed = Agreement {
            version: version.to_string(),
            agreement_version: name.into(),
            agreement: text.into(),
        };
        world
            .db
            .write(&admin, async |tx| save_agreement(tx, &admin.administrator()?, typed).await)
            .await
    };
    assert!(matches!(save(1, "1", "Other words.").await, Err(Error::Invalid(_))));
    save(1, "2", "Other words.").await.expect("a new version");
    assert_eq!(now(&world).await.agreement, "Other words.");
}

#[tokio::test]
async fn a_rate_card_is_added_once_and_never_changed() {
    let world = World::new().await;
    let admin = world.staff("Anna Admin", &[Function::Administrator]).await;
    let id = uuid::Uuid::now_v7();
    let add = async |day: &str| {
        let typed = NewRates {
            id: id.to_string(),
            valid_from: "2027-01-01".into(),
            currency: "EUR".into(),
            day_rate: day.into(),
            application: "0".into(),
            certificate: "300".into(),
        };
        world.db.write(&admin, async |tx| add_rates(tx, &admin.administrator()?, typed).await).await
    };
    add("1,450.50").await.expect("added");
    add("1").await.expect("sent twice");
    let cards = world.db.read(&admin, rates).await.expect("cards");
    assert_eq!(
        (cards.len(), cards[0].day_rate_minor, cards[0].by_name.as_deref()),
        (2, 145_050, Some("Anna Admin"))
    );
    let changed = world
        .db
        .write(&admin, async |tx| {
            Ok(sqlx::query("update rate_cards set day_rate_minor = 1").execute(tx.sql()).await?)
        })
        .await;
    assert!(changed.is_err(), "no room may change a card");
}

/// A body nobody has founded yet, and the end of its addresses.
fn newmark(world: &World) -> (Founding, String) {
    let tail = uuid::Uuid::now_v7().simple().to_string()[22..].to_owned();
    let founding = Founding {
        time_zone: "Europe/London".into(),
        slug: format!("new-{tail}"),
        code: world
            .slug
            .bytes()
            .rev()
            .take(4)
            .map(|b| char::from(b'A' + b % 26))
            .collect::<String>()
            + "Q",
        name: "Newmark".into(),
        legal_name: "Newmark Ltd".into(),
        address: "1 Quay".into(),
        country: "Ireland".into(),
        email: "office@newmark.example".into(),
        mark: "NM".into(),
        colour: "#224466".into(),
        administrator_name: "First".into(),
        administrator_email: format!("first.{tail}@newmark.example"),
    };
    (founding, tail)
}

#[tokio::test]
async fn pub_1_anyone_reads_how_a_body_certifies_from_its_first_day() {
    let world = World::new().await;
    let links = Links::new(b"a secret", "https://assay.test");
    let (founding, _) = newmark(&world);
    let mut owner = world.owner.acquire().await.expect("a connection");
    let founded = found(&mut owner, &links, &founding, world.now()).await.expect("founded");
    let body = world
        .db
        .read(&Actor::visitor(None), async |tx| public(tx, founded.body).await)
        .await
        .expect("anyone reads it");
    for (what, text) in [
        ("the process", body.process),
        ("granting to withdrawing", body.granting),
        ("name and mark", body.marks_rules),
        ("complaints and appeals", body.appeals),
        ("impartiality", body.impartiality),
    ] {
        assert!(text.split_whitespace().count() > 10, "{what}: {text}");
    }
}

#[tokio::test]
async fn a_body_is_founded_whole_or_not_at_all() {
    let world = World::new().await;
    let links = Links::new(b"a secret", "https://assay.test");
    let (mut founding, tail) = newmark(&world);
    let mut owner = world.owner.acquire().await.expect("a connection");
    let founded = found(&mut owner, &links, &founding, world.now()).await.expect("founded");
    assert!(
        founded
            .link
            .is_some_and(|link| link.starts_with("https://assay.test/door/password/new?token="))
    );
    founding.administrator_email = format!("second.{tail}@newmark.example");
    match found(&mut owner, &links, &founding, world.now()).await {
        Err(Error::Invalid(errors)) => assert_eq!(errors.0[0].0, "slug"),
        other => panic!("the address is taken: {other:?}"),
    }
    let second: i64 = sqlx::query_scalar("select count(*) from people where email = $1")
        .bind(&founding.administrator_email)
        .fetch_one(&world.owner)
        .await
        .expect("a count");
    assert_eq!(second, 0, "nothing is left of what failed");
}

#[tokio::test]
async fn dates_are_the_bodys_own_and_its_zone_is_one_that_exists() {
    let world = World::new().await;
    let admin = world.staff("Ada Admin", &[Function::Administrator]).await;
    let nowhere = Policy { time_zone: "Nowhere/Else".into(), ..policy(1, "36", "2") };
    assert!(matches!(settle(&world, &admin, nowhere).await, Err(Error::Invalid(_))));
    let auckland = Policy { time_zone: "Pacific/Auckland".into(), ..policy(1, "36", "2") };
    settle(&world, &admin, auckland).await.expect("a zone");
    let body = world
        .db
        .read(&Actor::visitor(None), async |tx| by_slug(tx, &world.slug).await)
        .await
        .expect("a body");
    let there = admin.in_zone(crate::Zone::of_body(&body.time_zone));
    let noon = world.clock.today().midnight().assume_utc() + time::Duration::hours(12);
    world.clock.advance(noon - world.now());
    let today = world.db.read(&there, async |tx| Ok(tx.today())).await.expect("a date");
    assert_eq!(today, world.clock.today().next_day().expect("a day"), "past midnight in Auckland");
}

/// The administrator settles the body's domain, by the form as it was opened now.
async fn go_by(world: &World, admin: &Actor, domain: &str) -> Result<()> {
    let typed = Domain { version: now(world).await.version.to_string(), domain: domain.into() };
    let (by, with) = (admin.administrator()?, issuing());
    let with = (with.keyring, with.public_url);
    world.db.write(admin, async |tx| save_domain(tx, &by, with, &typed).await).await
}

async fn named(world: &World) -> String {
    let anyone = Actor::visitor(None);
    let body = world.db.read(&anyone, async |tx| by_slug(tx, &world.slug).await).await;
    body.expect("a body").identity("https://assay.example").did()
}

#[tokio::test]
async fn crt_5_a_body_goes_by_its_own_domain_and_changes_it_until_it_has_signed_by_it() {
    let world = World::new().await;
    let admin = world.staff("Ada Admin", &[Function::Administrator]).await;
    let (first, second) =
        (format!("{}.example", world.slug), format!("cert.{}.example", world.slug));
    go_by(&world, &admin, &first).await.expect("settled");
    assert_eq!(named(&world).await, format!("did:web:{first}"));
    go_by(&world, &admin, "").await.expect("the installation’s again");
    go_by(&world, &admin, &second).await.expect("changed");
    let (settled, open) = world.db.read(&admin, settled).await.expect("read");
    let domains: Vec<&str> = settled.iter().map(|one| one.domain.as_str()).collect();
    assert_eq!((domains, open), (vec![second.as_str(), "", first.as_str()], true), "each an act");
    certified(&world, "Named Ltd").await;
    match go_by(&world, &admin, &first).await {
        Err(Error::Refused(refusal)) => {
            assert_eq!(refusal.rule.id, "CRT-5");
            assert!(refusal.way_out.contains("found it anew"), "{}", refusal.way_out);
        }
        other => panic!("it is in what was issued: {other:?}"),
    }
    let forced = sqlx::query("update bodies set domain = $2 where id = $1");
    let forced = forced.bind(world.body).bind(&first).execute(&world.owner).await;
    let said = forced.expect_err("the database holds it too").to_string();
    assert!(said.contains("has signed by the name"), "{said}");
    assert_eq!(named(&world).await, format!("did:web:{second}"));
    go_by(&world, &admin, &second).await.expect("the same is no change");
}

#[tokio::test]
async fn another_bodys_domain_is_refused_by_the_program_and_by_the_database() {
    let (world, other) = (World::new().await, World::new().await);
    let admin = world.staff("Ada Admin", &[Function::Administrator]).await;
    let domain = format!("{}.example", world.slug);
    go_by(&world, &admin, &domain).await.expect("settled");
    let theirs = other.staff("Bo Admin", &[Function::Administrator]).await;
    match go_by(&other, &theirs, &domain.to_uppercase()).await {
        Err(Error::Invalid(errors)) => {
            assert!(errors.0[0].1.contains("Another body"), "{errors:?}")
        }
        taken => panic!("it is another body's: {taken:?}"),
    }
    let forced = sqlx::query("update bodies set domain = $2 where id = $1");
    let forced = forced.bind(other.body).bind(&domain).execute(&world.owner).await;
    let forced = forced.expect_err("the database holds it too");
    let constraint = forced.as_database_error().and_then(|error| error.constraint());
    assert_eq!(constraint, Some("bodies_domain_key"));
    assert!(go_by(&other, &theirs, "assay.example").await.is_err(), "nor is the installation’s");
}
