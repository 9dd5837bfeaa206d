//! What an assessor asks, answered.

use super::*;
use crate::actor::{Actor, Function};
use crate::decisions::testing as panels;
use crate::enforcement::allow_with_reason;
use crate::exports;
use crate::record::File;
use crate::rulebook;
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

async fn looker(world: &World) -> Actor {
    world.staff("Quentin Quality", &[Function::QualityManager]).await
}

#[tokio::test]
async fn every_part_that_somebody_took_is_found_newest_first_and_page_by_page() {
    let world = World::new().await;
    let case = crate::audits::testing::planned(&world).await;
    let looker = looker(&world).await;
    let lead = case.lead.person().expect("a person");
    let read = async |person: Uuid, before: Option<Place>, limit: i64| {
        world
            .db
            .read(&looker, async |tx| parts(tx, person, before, limit).await)
            .await
            .expect("read")
    };
    let all = read(lead, None, 50).await;
    assert!(!all.is_empty() && all.iter().all(|part| part.what() == "Lead auditor"), "{all:?}");
    assert!(
        all.iter().any(|part| part.about() == "Stage 1" && part.engagement_id == case.engagement)
    );
    let mut paged = Vec::new();
    let mut before = None;
    loop {
        let page = read(lead, before, 1).await;
        let Some(last) = page.last() else { break };
        before = Place::read(&last.place().to_string());
        paged.extend(page.iter().map(|part| part.id));
    }
    assert_eq!(
        paged,
        all.iter().map(|part| part.id).collect::<Vec<_>>(),
        "page by page it is the same list"
    );
    let other = world.neighbour().await;
    let theirs = other.staff("Sam Stranger", &[Function::QualityManager]).await;
    let seen = other.db.read(&theirs, async |tx| parts(tx, lead, None, 50).await).await;
    assert!(seen.expect("read").is_empty(), "nothing of it shows at another body");
}

/// So long after a month its export is made.
const LATER: Duration = Duration::days(70);

/// A body that owes exports, and has had a certificate for long, exports the month before only now.
async fn exported_late(world: &World, by: &Actor) {
    panels::certified(world, "Late Ltd").await;
    sqlx::query("update bodies set owes_export = true where id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("owed");
    world.clock.advance(LATER);
    let month = exports::Month::of(world.clock.today()).before(1).key();
    let form = exports::Exporting {
        id: Uuid::now_v7().to_string(),
        month,
        late_because: "It was ill.".into(),
    };
    let made = world.db.write(by, async |tx| {
        let by = tx.actor().register_keeper()?;
        exports::export(tx, &by, form).await
    });
    made.await.expect("made late");
}

#[tokio::test]
async fn a_warning_overridden_is_found_by_its_rule_and_day_with_its_reason() {
    let world = World::new().await;
    let case = crate::audits::testing::planned(&world).await;
    let looker = looker(&world).await;
    let file =
        File { client_id: case.client.client().expect("a client"), engagement_id: case.engagement };
    let allow = async |tx: &mut crate::Tx<'_>| {
        allow_with_reason(tx, file, rulebook::CMP_4, "Nobody watched.", "=He was ill.").await
    };
    world.db.write(&case.lead, allow).await.expect("allowed");
    let today = world.clock.today();
    let found = async |rule: Option<&str>, days: Between| {
        let read = async |tx: &mut crate::Tx<'_>| overridden(tx, rule, days, None, 50).await;
        world.db.read(&looker, read).await.expect("read").len()
    };
    let on = |day| Between { from: Some(day), to: Some(day) };
    assert_eq!(found(Some("CMP-4"), on(today)).await, 1);
    assert_eq!(found(Some("CMP-4"), on(today - Duration::days(1))).await, 0);
    assert_eq!(found(Some("CMP-4"), on(today + Duration::days(1))).await, 0);
    assert_eq!(found(Some("EXT-1"), Between::default()).await, 0);
    exported_late(&world, &looker).await;
    let today = world.clock.today();
    assert_eq!(found(Some("EXT-1"), on(today)).await, 1, "a late export is in the list");
    assert_eq!(found(None, on(today)).await, 1);
    let read = async |tx: &mut crate::Tx<'_>| overridden(tx, None, on(today), None, 50).await;
    let late = world.db.read(&looker, read).await.expect("read");
    assert_eq!((late[0].engagement_id, late[0].client.as_str()), (None, ""), "the body's own");
    assert_eq!((late[0].reason.as_str(), late[0].who.as_str()), ("It was ill.", looker.name()));
    let today = today - LATER;
    let read = async |tx: &mut crate::Tx<'_>| overridden_sheet(tx, Some("CMP-4"), on(today)).await;
    let sheet = String::from_utf8(world.db.read(&looker, read).await.expect("read")).expect("text");
    assert_eq!(sheet.lines().count(), 2, "{sheet}");
    assert!(sheet.contains("'=He was ill.") && sheet.contains(case.lead.name()), "{sheet}");
}

#[tokio::test]
async fn the_decisions_of_a_month_come_with_reasons_and_whoever_signed() {
    let world = World::new().await;
    let (seated, _) = panels::certified(&world, "Harbour Ltd").await;
    let looker = looker(&world).await;
    let today = world.clock.today();
    let read = async |days: Between| {
        world.db.read(&looker, async |tx| decisions(tx, days, None, 50).await).await.expect("read")
    };
    let found = read(Between { from: Some(today), to: Some(today) }).await;
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].outcome(), found[0].kind()),
        ("Certification granted", "Initial certification")
    );
    assert_eq!(found[0].engagement_id, seated.audited.file.engagement_id);
    assert!(!found[0].reasons.is_empty() && found[0].signers().len() >= 2, "{found:?}");
    assert!(found[0].signers().last().is_some_and(|signer| signer.chair), "the chair signs last");
    let chair = seated.chair.person().expect("a person");
    let took = async |tx: &mut crate::Tx<'_>| parts(tx, chair, None, 50).await;
    let took = world.db.read(&looker, took).await.expect("read");
    assert_eq!((took[0].what(), took[0].about()), ("Chair of the panel", "Initial certification"));
    let before = Between { from: None, to: Some(today - Duration::days(1)) };
    assert!(read(before).await.is_empty());
}

#[test]
fn a_place_in_an_address_is_read_as_it_was_written() {
    let id = Uuid::now_v7();
    let place = Place { at: time::macros::datetime!(2026-03-01 09:30:00.123456 UTC), id };
    assert_eq!(Place::read(&place.to_string()), Some(place));
    for wrong in ["", "yesterday", "1.2", "99999999999999999999.x"] {
        assert_eq!(Place::read(wrong), None, "{wrong}");
    }
}
