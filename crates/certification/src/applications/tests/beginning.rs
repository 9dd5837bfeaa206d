//! An application begins once, for one client.

use super::write;
use crate::actor::Actor;
use crate::applications::*;
use crate::error::Error;
use crate::record;
use crate::testing::World;

#[tokio::test]
async fn an_application_begins_once_with_number_record_and_signatory() {
    let world = World::new().await;
    let (one, two) = (world.client("Brightlane Ltd").await, world.client("Northgate Ltd").await);
    let start = async |actor: &Actor| {
        let typed = Begin { legal_name: "Brightlane Ltd".into(), ..Begin::default() };
        world.db.write(actor, async |tx| begin(tx, typed).await).await.expect("it begins")
    };
    let (first, again, other) = (start(&one).await, start(&one).await, start(&two).await);
    assert_eq!(first.engagement_id, again.engagement_id);
    assert!(
        first.reference.ends_with("-0001") && other.reference.ends_with("-0002"),
        "{} {}",
        first.reference,
        other.reference
    );
    let lines = world
        .db
        .read(&one, async |tx| record::lines(tx, first.engagement_id, i64::MAX, 9).await)
        .await
        .unwrap();
    assert_eq!(
        lines.iter().map(|line| line.act.as_str()).collect::<Vec<_>>(),
        ["application_begun"]
    );
}

#[tokio::test]
async fn two_posts_of_the_same_form_at_once_make_one_client_and_one_engagement() {
    let world = World::new().await;
    let mut actor = world.client("Elsewhere Ltd").await;
    actor.client = Some(uuid::Uuid::now_v7());
    let start = || {
        world.db.write(&actor, async |tx| {
            begin(tx, Begin { legal_name: "Brightlane Ltd".into(), ..Begin::default() }).await
        })
    };
    let (one, two) = tokio::join!(start(), start());
    assert_eq!(one.unwrap().engagement_id, two.unwrap().engagement_id);
}

#[tokio::test]
async fn applying_under_somebody_elses_client_id_is_not_found_and_makes_no_member() {
    let world = World::new().await;
    let (owner, mut stranger) =
        (world.client("Brightlane Ltd").await, world.client("Northgate Ltd").await);
    write(&world, &owner, 1).await;
    stranger.client = owner.client;
    let attempt = world
        .db
        .write(&stranger, async |tx| {
            begin(tx, Begin { legal_name: "Mine now".into(), ..Begin::default() }).await
        })
        .await;
    assert!(matches!(attempt, Err(Error::NotFound)));
    let members: i64 = sqlx::query_scalar(
        "select count(*) from client_members where body_id = $1 and client_id = $2",
    )
    .bind(world.body)
    .bind(owner.client)
    .fetch_one(&world.owner)
    .await
    .unwrap();
    assert_eq!(members, 1);
}

/// Whoever was declined, refused or withdrawn may come again: with a file of its own, beside the one that stays.
#[tokio::test]
async fn an_application_anew_is_another_file_and_the_ended_one_stays() {
    let world = World::new().await;
    let client = world.client("Again Ltd").await;
    let start = async || {
        let typed = Begin { legal_name: "Again Ltd".into(), ..Begin::default() };
        world.db.write(&client, async |tx| begin(tx, typed).await).await.expect("it begins")
    };
    let first = start().await;
    sqlx::query("update applications set state = 'declined' where engagement_id = $1")
        .bind(first.engagement_id)
        .execute(&world.owner)
        .await
        .expect("declined");
    let second = start().await;
    assert_ne!(first.engagement_id, second.engagement_id);
    assert_eq!(second.engagement_id, start().await.engagement_id, "the new one is known again");
    let files: i64 = sqlx::query_scalar("select count(*) from engagements where client_id = $1")
        .bind(client.client)
        .fetch_one(&world.owner)
        .await
        .expect("a count");
    assert_eq!(files, 2);
}
