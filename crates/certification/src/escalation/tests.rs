//! Three years lived through: what is due is reminded of, what is overdue goes before people, each step once.

use super::duty::of_body;
use super::*;
use crate::actor::Actor;
use crate::cycle::{in_words, months_after};
use crate::decisions::testing::{Seated, audited, case_before_panel, granted};
use crate::record;
use crate::testing::World;
use time::{Date, Duration};

async fn certified(world: &World) -> Seated {
    let seated = case_before_panel(world, audited(world, "Overdue Ltd").await).await;
    granted(world, &seated).await.expect("a grant");
    seated
}

/// The duty of this body as on a day.
async fn on(world: &World, day: Date) -> usize {
    world.clock.advance(day - world.clock.today());
    of_body(&world.db, &Actor::house(world.body)).await.expect("the duty is done")
}

async fn steps(world: &World, seated: &Seated) -> Vec<(String, Step)> {
    let manager = &seated.audited.manager;
    let read = async |tx: &mut crate::Tx<'_>| newest(tx, None, 100).await;
    let mut taken = world.db.read(manager, read).await.expect("read");
    taken.reverse();
    taken.into_iter().map(|one| (one.about, one.step)).collect()
}

async fn count(world: &World, sql: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned()))
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("a count")
}

async fn proposed(world: &World) -> i64 {
    count(world, "select count(*) from cases where body_id = $1 and kind = 'suspension' and opened_by is null and state = 'open' and because <> ''").await
}

#[tokio::test]
async fn srv_1_a_surveillance_is_reminded_of_warned_of_and_put_before_the_panel() {
    let world = World::new().await;
    let seated = certified(&world).await;
    let due = months_after(world.clock.today(), 12);
    let day = |days: i64| due + Duration::days(days);
    for (on_day, took) in [
        (-91, 0),
        (-90, 1),
        (-89, 0),
        (-31, 0),
        (-30, 1),
        (0, 0),
        (1, 1),
        (2, 0),
        (29, 0),
        (30, 1),
        (31, 0),
    ] {
        assert_eq!(on(&world, day(on_day)).await, took, "{on_day} days after the last date");
    }
    let about = |step| ("Surveillance 1".to_owned(), step);
    assert_eq!(
        steps(&world, &seated).await,
        [Step::Reminder90, Step::Reminder30, Step::Warning, Step::Proposal].map(about)
    );
    assert_eq!(proposed(&world).await, 1);
    let client = seated.audited.client.email().to_owned();
    let mails: Vec<String> = sqlx::query_scalar("select subject from mails where body_id = $1 and to_address = $2 and (subject like 'Due%' or subject like 'Overdue%' or subject like 'Your certification may%') order by id")
        .bind(world.body).bind(client).fetch_all(&world.owner).await.expect("mails");
    assert_eq!(mails.len(), 4, "{mails:?}");
    assert!(mails[2].contains(&in_words(due)), "{mails:?}");
}

#[tokio::test]
async fn sta_2_a_proposal_decides_nothing_and_is_on_the_record_as_nobodys_act() {
    let world = World::new().await;
    let seated = certified(&world).await;
    let certificate = "select count(*) from certificates where body_id = $1";
    let decided = "select count(*) from decisions where body_id = $1";
    let before = (count(&world, certificate).await, count(&world, decided).await);
    on(&world, months_after(world.clock.today(), 12) + Duration::days(40)).await;
    assert_eq!((count(&world, certificate).await, count(&world, decided).await), before);
    let engagement = seated.audited.file.engagement_id;
    let look = async |tx: &mut crate::Tx<'_>| {
        let lines = record::lines(tx, engagement, i64::MAX, 1).await?;
        let case = crate::decisions::of_file(tx, engagement).await?.expect("a case");
        Ok((lines, case, record::verify(tx, engagement).await?))
    };
    let (lines, case, chain) = world.db.read(&seated.audited.manager, look).await.expect("read");
    assert_eq!(
        (lines[0].act.as_str(), lines[0].who.as_str()),
        ("suspension_proposed", "Assay, by itself")
    );
    assert!(case.state.is_open() && case.decision.is_none());
    assert!(chain.is_ok(), "the chain holds with an entry that nobody wrote");
    let seen = async |tx: &mut crate::Tx<'_>| record::lines(tx, engagement, i64::MAX, 1).await;
    let seen = world.db.read(&seated.audited.client, seen).await.expect("read");
    assert!(seen[0].sentence.contains("The panel decides"), "{}", seen[0].sentence);
}

#[tokio::test]
async fn sta_2_missed_days_catch_up_with_the_highest_step_and_two_at_once_take_it_once() {
    let world = World::new().await;
    let seated = certified(&world).await;
    world
        .clock
        .advance(months_after(world.clock.today(), 12) + Duration::days(90) - world.clock.today());
    let house = Actor::house(world.body);
    let (one, other) = tokio::join!(of_body(&world.db, &house), of_body(&world.db, &house));
    assert_eq!(one.expect("done") + other.expect("done"), 1);
    assert_eq!(steps(&world, &seated).await, [("Surveillance 1".to_owned(), Step::Proposal)]);
    assert_eq!(of_body(&world.db, &house).await.expect("done"), 0);
    assert_eq!(proposed(&world).await, 1);
}

#[tokio::test]
async fn srv_2_what_is_held_is_not_escalated_and_the_second_surveillance_is() {
    let world = World::new().await;
    let seated = certified(&world).await;
    let start = world.clock.today();
    sqlx::query(
        "update deadlines set done_on = due_on where body_id = $1 and kind = 'surveillance_1'",
    )
    .bind(world.body)
    .execute(&world.owner)
    .await
    .expect("held");
    assert_eq!(on(&world, months_after(start, 12) + Duration::days(60)).await, 0);
    let second: Date = sqlx::query_scalar(
        "select due_on from deadlines where body_id = $1 and kind = 'surveillance_2'",
    )
    .bind(world.body)
    .fetch_one(&world.owner)
    .await
    .expect("a date");
    assert_eq!(on(&world, second + Duration::days(1)).await, 1);
    assert_eq!(steps(&world, &seated).await, [("Surveillance 2".to_owned(), Step::Warning)]);
}

#[tokio::test]
async fn rec_1_recertification_is_warned_of_early_and_nothing_that_expires_is_suspended() {
    let world = World::new().await;
    let seated = certified(&world).await;
    let expiry = months_after(world.clock.today(), 36);
    sqlx::query(
        "update deadlines set done_on = due_on where body_id = $1 and kind <> 'recertification'",
    )
    .bind(world.body)
    .execute(&world.owner)
    .await
    .expect("held");
    let due = months_after(expiry, -1);
    for days in [-180, -90, -30, 1, 40, 100] {
        on(&world, due + Duration::days(days)).await;
    }
    let about = |step| ("Recertification".to_owned(), step);
    assert_eq!(
        steps(&world, &seated).await,
        [Step::Reminder180, Step::Reminder90, Step::Reminder30, Step::Warning].map(about)
    );
    assert_eq!(proposed(&world).await, 0);
    let said = format!(
        "select count(*) from mails where body_id = $1 and body like '%expires on {}%'",
        in_words(expiry)
    );
    assert!(count(&world, &said).await > 0, "the letters name the day of expiry");
}

#[tokio::test]
async fn sta_2_an_overdue_major_goes_before_the_panel_and_a_verified_one_does_not() {
    let world = World::new().await;
    let seated = certified(&world).await;
    let due = world.clock.today() + Duration::days(60);
    let open =
        "update findings set state = 'accepted', answer_due_on = $2 where body_id = $1 and id = $3";
    sqlx::query(open)
        .bind(world.body)
        .bind(due)
        .bind(seated.audited.major)
        .execute(&world.owner)
        .await
        .expect("open again");
    sqlx::query("update responses set due_on = $2 where body_id = $1")
        .bind(world.body)
        .bind(due)
        .execute(&world.owner)
        .await
        .expect("due");
    assert_eq!(on(&world, due).await, 0);
    assert_eq!(on(&world, due + Duration::days(1)).await, 1);
    let lead = seated.audited.lead.email().to_owned();
    let told: i64 = sqlx::query_scalar("select count(*) from mails where body_id = $1 and to_address = $2 and subject like 'Overdue%'")
        .bind(world.body).bind(lead).fetch_one(&world.owner).await.expect("a count");
    assert_eq!(told, 1, "the lead auditor is told");
    sqlx::query("update findings set state = 'verified' where body_id = $1 and id = $2")
        .bind(world.body)
        .bind(seated.audited.major)
        .execute(&world.owner)
        .await
        .expect("verified");
    assert_eq!(on(&world, due + Duration::days(40)).await, 0);
    sqlx::query("update findings set state = 'accepted' where body_id = $1 and id = $2")
        .bind(world.body)
        .bind(seated.audited.major)
        .execute(&world.owner)
        .await
        .expect("not verified");
    assert_eq!(on(&world, due + Duration::days(41)).await, 1);
    assert_eq!(proposed(&world).await, 1);
}

#[tokio::test]
async fn sta_2_a_proposal_waits_while_another_case_is_open_and_other_bodies_see_nothing() {
    let world = World::new().await;
    let seated = certified(&world).await;
    sqlx::query("update cases set state = 'open' where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("open");
    let late = months_after(world.clock.today(), 12) + Duration::days(31);
    assert_eq!(on(&world, late).await, 1);
    assert_eq!(on(&world, late + Duration::days(1)).await, 0);
    assert_eq!(steps(&world, &seated).await, [("Surveillance 1".to_owned(), Step::Warning)]);
    sqlx::query("update cases set state = 'decided' where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("decided");
    assert_eq!(on(&world, late + Duration::days(2)).await, 1);
    assert_eq!(proposed(&world).await, 1);
    let neighbour = world.neighbour().await;
    let stranger = neighbour.staff("Sam Stranger", &[crate::actor::Function::SchemeManager]).await;
    let look = async |tx: &mut crate::Tx<'_>| newest(tx, None, 10).await;
    assert!(neighbour.db.read(&stranger, look).await.expect("read").is_empty());
}

#[tokio::test]
async fn every_body_of_an_installation_has_its_duty_done() {
    World::apart(async |world| {
        certified(world).await;
        world.clock.advance(
            months_after(world.clock.today(), 12) + Duration::days(1) - world.clock.today(),
        );
        assert_eq!(run(&world.db).await.expect("done"), 1);
        assert_eq!(run(&world.db).await.expect("done"), 0);
    })
    .await;
}
