//! A draft is kept as it is typed, by one page at a time, until it is sent.

use super::{change, fields, refused, scheme_manager, send, write};
use crate::ai_systems;
use crate::applications::testing::{answers, complete_system, reasons, submitted_application};
use crate::applications::*;
use crate::error::Error;
use crate::testing::World;

#[tokio::test]
async fn a_draft_takes_anything_of_the_right_shape_and_says_what_has_not() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    write(&world, &client, 1).await;
    let wrong = change(&world, &client, Section::People, |t| {
        (t.people_total, t.people_ai) = ("many".into(), "-4".into());
        t.languages = vec!["tlh".into()];
    });
    assert_eq!(fields(wrong.await), ["people_total", "people_ai", "languages"]);
    let wrong = change(&world, &client, Section::Sites, |t| {
        (t.site_name[0], t.site_people[1]) = ("x".repeat(301), "few".into())
    });
    assert_eq!(fields(wrong.await), ["site_name-0", "site_people-1"]);
    let wrong =
        change(&world, &client, Section::Certificates, |t| t.held_expires[0] = "31/05/2028".into());
    assert_eq!(fields(wrong.await), ["held_expires-0"]);
}

#[tokio::test]
async fn a_section_saved_twice_is_saved_once_and_a_stale_page_overwrites_nothing() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    write(&world, &client, 1).await;
    let look = async || world.db.read(&client, async |tx| own(tx).await).await.unwrap();
    let stale = look().await.version.to_string();
    let typed =
        Typed { version: stale.clone(), units: "Only one".into(), ..answers("Brightlane Ltd", 1) };
    for _ in 0..2 {
        world
            .db
            .write(&client, async |tx| save(tx, Section::Scope, &typed).await)
            .await
            .expect("the same again is no conflict");
    }
    let late =
        Typed { version: stale, units: "Something else".into(), ..answers("Brightlane Ltd", 1) };
    let outcome = world.db.write(&client, async |tx| save(tx, Section::Scope, &late).await).await;
    assert!(matches!(outcome, Err(Error::Stale(_))));
    assert_eq!(look().await.units, "Only one");
}

#[tokio::test]
async fn what_is_submitted_is_locked_until_it_is_returned() {
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, scheme_manager(&world).await);
    let file = submitted_application(&world, &client, 1).await;
    let locked = change(&world, &client, Section::Scope, |t| t.units = "More".into()).await;
    assert_eq!(refused(locked).rule.id, "ORDER");
    let system = complete_system("Late arrival");
    let locked = world
        .db
        .write(&client, async |tx| ai_systems::add(tx, uuid::Uuid::now_v7(), &system).await)
        .await;
    assert_eq!(refused(locked).rule.id, "ORDER");
    let version = world
        .db
        .read(&manager, async |tx| of_file(tx, file.engagement_id).await)
        .await
        .unwrap()
        .version;
    let act = world.db.write(&manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let answer = "Which units does the scope hold?".to_owned();
        return_with_questions(tx, &by, file.engagement_id, Review { answer, ..reasons(version) })
            .await
    });
    act.await.unwrap();
    change(&world, &client, Section::Scope, |t| {
        (t.units, t.ai_systems_total) = ("More".into(), "1".into())
    })
    .await
    .expect("it is open again");
    send(&world, &client).await.expect("and submitted again");
}
