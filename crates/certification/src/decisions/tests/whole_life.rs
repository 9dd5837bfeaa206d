//! A whole life, from the grant to the withdrawal: what the register answers on every day of seven years,
//! against a table written by hand. It begins on a leap day, so that no year is as long as the last.

use crate::certificates::{Standing, of_file};
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::testing::{PASSWORD, World};
use time::Date;
use time::macros::date;
use uuid::Uuid;

/// From which day on the register says what.
const BY_HAND: [(Date, Standing); 6] = [
    (date!(2028 - 02 - 29), Standing::Valid),
    (date!(2030 - 02 - 10), Standing::Suspended),
    (date!(2030 - 06 - 30), Standing::Valid),
    (date!(2034 - 03 - 01), Standing::Expired),
    (date!(2034 - 06 - 20), Standing::Valid),
    (date!(2035 - 02 - 15), Standing::Withdrawn),
];

fn by_hand(day: Date) -> Standing {
    let row = BY_HAND.iter().rfind(|(from, _)| *from <= day);
    row.map_or(Standing::NotYetEffective, |(_, standing)| *standing)
}

/// Lives on day by day, asking the register on each, to the morning of `day`.
async fn lives_to(world: &World, number: &str, day: Date) {
    while world.clock.today() < day {
        let (today, entry) = (world.clock.today(), register(world, number).await);
        assert_eq!(entry.standing, by_hand(today), "{today}");
        assert!(entry.genuine && entry.content.effective_on <= today, "{today}");
        assert!(!entry.standing.is_valid() || today <= entry.content.expires_on, "{today}");
        world.clock.advance(time::Duration::days(1));
    }
}

async fn maintained(world: &World, audited: &Audited) {
    let manager = &audited.manager;
    let statement = MAINTENANCE_STATEMENTS.iter().map(|(key, _)| (*key).to_owned()).collect();
    let form =
        Looking { id: Uuid::now_v7().to_string(), reasons: "As it should be.".into(), statement };
    let proven = prove_look(&world.db, manager, &form, PASSWORD).await.expect("proven");
    let by = manager.scheme_manager().expect("a manager");
    let engagement = audited.file.engagement_id;
    world
        .db
        .write(manager, async |tx| maintain(tx, &by, engagement, &proven, form).await)
        .await
        .expect("maintained");
}

#[tokio::test]
async fn crt_6_the_register_answers_rightly_on_every_day_of_seven_years() {
    let world = World::new().await;
    world.clock.advance(date!(2028 - 02 - 29) - world.clock.today());
    let (Seated { audited, .. }, number) = certified(&world, "Whole Life Ltd").await;
    super::maintaining::declares(&world, &audited, &audited.manager).await;
    let audited = &audited;

    // The first cycle: one surveillance as it should be, one with a major.
    lives_to(&world, &number, date!(2029 - 01 - 15)).await;
    reported(&world, audited, ("surveillance_1", 1), "recommend").await;
    maintained(&world, audited).await;
    lives_to(&world, &number, date!(2030 - 01 - 20)).await;
    let second = reported(&world, audited, ("surveillance_2", 1), "after_corrective_action").await;
    let finding = major(&world, audited, second, 9).await;
    lives_to(&world, &number, date!(2030 - 02 - 10)).await;
    decides(&world, audited, CaseKind::Surveillance, Vote::Suspend).await.expect("suspended");
    lives_to(&world, &number, date!(2030 - 06 - 30)).await;
    closes(&world, audited, finding).await;
    decides(&world, audited, CaseKind::Suspended, Vote::Restore).await.expect("in month five");
    lives_to(&world, &number, date!(2030 - 09 - 15)).await;
    decides(&world, audited, CaseKind::Scope, Vote::Extend).await.expect("extended");
    lives_to(&world, &number, date!(2031 - 01 - 20)).await;
    reported(&world, audited, ("recertification", 1), "recommend").await;
    lives_to(&world, &number, date!(2031 - 02 - 10)).await;
    decides(&world, audited, CaseKind::Recertification, Vote::Renew).await.expect("in time");

    // The second lapses, and is restored in the fourth month after its expiry.
    lives_to(&world, &number, date!(2032 - 01 - 15)).await;
    reported(&world, audited, ("surveillance_1", 2), "recommend").await;
    maintained(&world, audited).await;
    lives_to(&world, &number, date!(2033 - 01 - 20)).await;
    reported(&world, audited, ("surveillance_2", 2), "recommend").await;
    maintained(&world, audited).await;
    lives_to(&world, &number, date!(2034 - 06 - 20)).await;
    reported(&world, audited, ("recertification", 2), "recommend").await;
    decides(&world, audited, CaseKind::Recertification, Vote::Renew).await.expect("late");

    // The third ends: the client goes to another body.
    lives_to(&world, &number, date!(2035 - 02 - 15)).await;
    decides(&world, audited, CaseKind::Withdrawal, Vote::Withdraw).await.expect("withdrawn");
    lives_to(&world, &number, date!(2035 - 03 - 01)).await;
    looking_back_every_day_says_the_same(&world, audited).await;
}

async fn looking_back_every_day_says_the_same(world: &World, audited: &Audited) {
    let engagement = audited.file.engagement_id;
    let held = world
        .db
        .read(&audited.manager, async |tx| of_file(tx, engagement).await)
        .await
        .expect("a look")
        .expect("a certificate");
    let (mut day, end) = (date!(2028 - 02 - 01), date!(2035 - 03 - 01));
    while day < end {
        assert_eq!(held.life.on(day), by_hand(day), "{day}");
        day = day.next_day().expect("another day");
    }
    let expiries: Vec<_> = held.life.revisions.iter().map(|r| r.expires_on).collect();
    let by_hand = [
        date!(2031 - 02 - 28),
        date!(2031 - 02 - 28),
        date!(2034 - 02 - 28),
        date!(2037 - 02 - 28),
    ];
    assert_eq!(expiries, by_hand);
}
