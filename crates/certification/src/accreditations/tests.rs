//! What covers an attestation, and on which day (CRT-4).

use super::*;
use crate::actor::{Actor, Function};
use crate::decisions::testing::{audited, case_before_panel, granted};
use crate::error::Error;
use crate::standards::testing::AIMS;
use crate::testing::World;
use time::Duration;

const WORDS: &str = "Accredited by the Example Accreditation Service, No. 0117";

fn typed(sectors: &[&str], from: Date, until: Date) -> Keeping {
    Keeping {
        accreditation_body: "Example Accreditation Service".into(),
        standard: AIMS.name.clone(),
        sector: sectors.iter().map(|sector| (*sector).to_owned()).collect(),
        words: WORDS.into(),
        valid_from: from.to_string(),
        valid_until: until.to_string(),
        ..Keeping::default()
    }
}

async fn keeps(world: &World, by: &Actor, form: Keeping) -> Result<()> {
    world.db.write(by, async |tx| keep(tx, &by.administrator()?, form).await).await
}

async fn administrator(world: &World) -> Actor {
    world.staff("Ada Min", &[Function::Administrator]).await
}

async fn on(world: &World, by: &Actor, sector: &str, day: Date) -> Option<String> {
    let read = world.db.read(by, async |tx| accreditation_on(tx, &AIMS.name, sector, day).await);
    read.await.expect("an answer")
}

#[tokio::test]
async fn crt_4_an_accreditation_covers_its_sectors_from_its_first_day_to_its_last() {
    let world = World::new().await;
    let (ada, today) = (administrator(&world).await, world.clock.today());
    let (first, last) = (today - Duration::days(10), today + Duration::days(10));
    keeps(&world, &ada, typed(&["health"], first, last)).await.expect("kept");
    let covered = [
        ("health", first, true),
        ("health", last, true),
        ("health", first - Duration::DAY, false),
        ("health", last + Duration::DAY, false),
        ("finance", today, false),
        ("", today, false),
    ];
    for (sector, day, covers) in covered {
        assert_eq!(on(&world, &ada, sector, day).await.is_some(), covers, "{sector} on {day}");
    }
    let neighbour = world.neighbour().await;
    let stranger = administrator(&neighbour).await;
    assert_eq!(on(&neighbour, &stranger, "health", today).await, None, "another body's is no help");
}

async fn says(world: &World) -> Option<String> {
    sqlx::query_scalar("select content ->> 'accreditation' from certificates where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("an attestation")
}

async fn grants(world: &World, sector: &str) {
    let audited = audited(world, "Covered Ltd").await;
    sqlx::query("update applications set sector = $2 where body_id = $1")
        .bind(world.body)
        .bind(sector)
        .execute(&world.owner)
        .await
        .expect("a sector");
    let seated = case_before_panel(world, audited).await;
    granted(world, &seated).await.expect("granted");
}

#[tokio::test]
async fn crt_4_an_attestation_outside_the_accreditation_is_not_accredited_whatever_the_page_says() {
    let world = World::new().await;
    let (ada, today) = (administrator(&world).await, world.clock.today());
    sqlx::query("update bodies set accreditation = $2 where id = $1")
        .bind(world.body)
        .bind(WORDS)
        .execute(&world.owner)
        .await
        .expect("the page claims it");
    keeps(&world, &ada, typed(&["health"], today, today)).await.expect("kept");
    grants(&world, "finance").await;
    assert_eq!(says(&world).await, None);
}

#[tokio::test]
async fn crt_4_an_attestation_within_the_accreditation_says_so_and_one_after_its_end_does_not() {
    let world = World::new().await;
    let (ada, today) = (administrator(&world).await, world.clock.today());
    keeps(&world, &ada, typed(&[], today, today)).await.expect("kept");
    grants(&world, "finance").await;
    assert_eq!(says(&world).await.as_deref(), Some(WORDS));
    let id = world.db.read(&ada, all).await.expect("a list")[0].id;
    let ends = async |reason: &str| {
        let (by, form) = (ada.administrator()?, Ending { reason: reason.into() });
        world.db.write(&ada, async |tx| end(tx, &by, id, form).await).await
    };
    assert!(matches!(ends(" ").await, Err(Error::Invalid(_))), "an end has a reason");
    ends("Suspended by the accreditation body.").await.expect("ended");
    assert_eq!(on(&world, &ada, "finance", today).await, None, "from that day on");
    assert!(matches!(ends("Again.").await, Err(Error::Stale(_))));
    assert_eq!(says(&world).await.as_deref(), Some(WORDS), "what was issued says what it said");
}

#[tokio::test]
async fn crt_4_only_an_administrator_keeps_accreditations_and_whole_ones() {
    let world = World::new().await;
    let ada = administrator(&world).await;
    let Err(Error::Invalid(errors)) = keeps(&world, &ada, Keeping::default()).await else {
        panic!("an accreditation for nothing")
    };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    let asked = ["accreditation_body", "standard", "words", "valid_from", "valid_until"];
    assert_eq!(fields, asked);
    let today = world.clock.today();
    let invented = typed(&["alchemy"], today, today);
    assert!(matches!(keeps(&world, &ada, invented).await, Err(Error::Invalid(_))));
    let quinn = world.staff("Quinn Quality", &[Function::QualityManager]).await;
    let kept = keeps(&world, &quinn, typed(&[], today, today)).await;
    assert!(matches!(kept, Err(Error::Refused(_))));
}
