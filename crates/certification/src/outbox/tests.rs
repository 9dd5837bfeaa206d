//! Mail that fails is tried again, later and later; what leaves is kept byte for byte.

use super::*;
use crate::actor::Function;
use crate::testing::World;
use time::Duration;

async fn queue_one(world: &World, to: &str) -> Uuid {
    let office = world.staff("Olga Office", &[Function::SchemeManager]).await;
    let mail = Mail { to: to.into(), subject: "A matter".into(), body: "Text.".into() };
    world.db.write(&office, async |tx| queue(tx, world.body, mail).await).await.expect("queued");
    sqlx::query_scalar("select id from mails where body_id = $1 and to_address = $2")
        .bind(world.body)
        .bind(to)
        .fetch_one(&world.owner)
        .await
        .expect("a row")
}

/// Delivers until nothing is due; answers how many mails were tried.
async fn work(world: &World, fails: bool) -> usize {
    let mut tried = 0;
    let mut send = async |_: &Waiting| {
        tried += 1;
        if fails {
            Err("421 try later".into())
        } else {
            Ok(Left { message: b"bytes".to_vec(), by: "1.eml".into() })
        }
    };
    while deliver(&world.db, &mut send).await.expect("the outbox answers") {}
    tried
}

#[tokio::test]
async fn a_failed_mail_waits_longer_each_time_and_is_kept_as_it_left() {
    // In a database of its own: a worker takes the mail of every body.
    World::apart(async |world| tried_again_and_again(world).await).await;
}

async fn tried_again_and_again(world: &World) {
    let id = queue_one(world, "late@example.test").await;
    assert_eq!(work(world, true).await, 1, "once now");
    assert_eq!(work(world, true).await, 0, "not again at once");
    for minutes in [1, 2, 4] {
        world.clock.advance(Duration::minutes(minutes) - Duration::seconds(5));
        assert_eq!(work(world, true).await, 0, "not before its time");
        world.clock.advance(Duration::seconds(6));
        assert_eq!(work(world, true).await, 1, "at its time");
    }
    let office = world.staff("Reader", &[Function::SchemeManager]).await;
    let look = async || {
        world.db.read(&office, async |tx| mail(tx, id).await).await.expect("the office sees it")
    };
    let failing = look().await;
    assert_eq!(
        (failing.standing(), failing.attempts, failing.error.as_deref()),
        (Standing::Failing, 4, Some("421 try later"))
    );
    world.clock.advance(Duration::hours(6));
    assert_eq!(work(world, false).await, 1);
    let sent = look().await;
    assert_eq!(
        (sent.standing(), sent.message.as_deref(), sent.left_by.as_deref()),
        (Standing::Sent, Some(b"bytes".as_slice()), Some("1.eml"))
    );
    assert_eq!(work(world, false).await, 0, "sent once");
}

#[tokio::test]
async fn another_bodys_mail_is_not_found() {
    let (world, other) = (World::new().await, World::new().await);
    let id = queue_one(&other, "theirs@example.test").await;
    let office = world.staff("Reader", &[Function::Administrator]).await;
    let found = world.db.read(&office, async |tx| mail(tx, id).await).await;
    assert!(matches!(found, Err(crate::Error::NotFound)));
    assert!(
        world
            .db
            .read(&office, async |tx| mails(tx, None, 50).await)
            .await
            .is_ok_and(|mails| mails.is_empty())
    );
}
