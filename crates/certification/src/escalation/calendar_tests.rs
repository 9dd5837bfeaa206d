//! An audit held in the year before brings the next one forward, and a year without one goes before people (SRV-2).

use super::duty::of_body;
use super::{Step, newest};
use crate::actor::Actor;
use crate::decisions::testing::{Audited, Seated, certified, reported};
use crate::record;
use crate::testing::World;
use time::Date;
use time::macros::date;

async fn on(world: &World, day: Date) -> usize {
    world.clock.advance(day - world.clock.today());
    of_body(&world.db, &Actor::house(world.body)).await.expect("the duty is done")
}

/// When it opens, when it is due, and why.
async fn due(world: &World, kind: &str) -> (Date, Date, String) {
    sqlx::query_as(
        "select opens_on, due_on, because from deadlines where body_id = $1 and kind = $2",
    )
    .bind(world.body)
    .bind(kind)
    .fetch_one(&world.owner)
    .await
    .expect("a last date")
}

/// A client certified on 29 February 2028 whose first surveillance is held on 5 December of that year.
async fn held_early(world: &World) -> Audited {
    world.clock.advance(date!(2028 - 02 - 29) - world.clock.today());
    let (Seated { audited, .. }, _) = certified(world, "Leap Ltd").await;
    assert_eq!(due(world, "surveillance_2").await.1, date!(2030 - 02 - 28));
    world.clock.advance(date!(2028 - 12 - 05) - world.clock.today());
    reported(world, &audited, ("surveillance_1", 1), "recommend").await;
    audited
}

#[tokio::test]
async fn srv_2_a_year_left_empty_by_an_early_surveillance_is_escalated() {
    let world = World::new().await;
    let audited = held_early(&world).await;
    let (opens_on, due_on, because) = due(&world, "surveillance_2").await;
    assert_eq!((opens_on, due_on), (date!(2029 - 09 - 30), date!(2029 - 12 - 31)));
    assert!(because.contains("Surveillance 1 was held on 5 December 2028 and counts for 2028"));
    let (manager, engagement) = (&audited.manager, audited.file.engagement_id);
    let lines = async |tx: &mut crate::Tx<'_>| record::lines(tx, engagement, i64::MAX, 1).await;
    let lines = world.db.read(manager, lines).await.expect("the record");
    assert_eq!(lines[0].act, "due_brought_forward");
    assert!(lines[0].sentence.starts_with("Surveillance 2 is now due by 31 December 2029."));
    for (day, took) in [
        (date!(2029 - 10 - 02), 1),
        (date!(2029 - 12 - 01), 1),
        (date!(2029 - 12 - 31), 0),
        (date!(2030 - 01 - 01), 1),
        (date!(2030 - 01 - 30), 1),
    ] {
        assert_eq!(on(&world, day).await, took, "{day}");
    }
    let read = async |tx: &mut crate::Tx<'_>| newest(tx, None, 100).await;
    let steps = world.db.read(manager, read).await.expect("read");
    let steps: Vec<_> = steps.iter().map(|one| (one.about.as_str(), one.step)).collect();
    let second = [Step::Proposal, Step::Warning, Step::Reminder30, Step::Reminder90];
    assert_eq!(steps, second.map(|step| ("Surveillance 2", step)));
}

#[tokio::test]
async fn srv_2_a_second_surveillance_held_early_brings_recertification_forward() {
    let world = World::new().await;
    let audited = held_early(&world).await;
    let by_itself = due(&world, "recertification").await;
    assert_eq!(by_itself.1, date!(2031 - 01 - 28));
    world.clock.advance(date!(2029 - 11 - 20) - world.clock.today());
    reported(&world, &audited, ("surveillance_2", 1), "recommend").await;
    let (opens_on, due_on, because) = due(&world, "recertification").await;
    assert_eq!((opens_on, due_on), (by_itself.0, date!(2030 - 12 - 31)));
    assert!(because.contains("Recertification is held by the end of 2030"), "{because}");
    assert!(because.contains("by 28 January 2031"), "{because}");
}

#[tokio::test]
async fn srv_2_the_audit_teams_room_puts_no_last_date_off() {
    let world = World::new().await;
    let audited = held_early(&world).await;
    let later = world.db.write(&audited.lead, async |tx| {
        let later =
            "update deadlines set due_on = due_on + 1 where body_id = $1 and done_on is null";
        sqlx::query(later).bind(tx.actor().body()?).execute(tx.sql()).await?;
        Ok(())
    });
    let refused = later.await.expect_err("refused").to_string();
    assert!(refused.contains("SRV-2"), "{refused}");
}
