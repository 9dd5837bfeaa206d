//! The register kept by hand.

use super::{applicant, register};
use crate::ai_systems::*;
use crate::error::Error;
use crate::testing::World;
use uuid::Uuid;

#[tokio::test]
async fn by_hand_an_entry_is_added_once_changed_by_version_and_removed_with_its_row_kept() {
    let world = World::new().await;
    let client = applicant(&world).await;
    let (id, entry) = (Uuid::now_v7(), Entry { name: "One".into(), ..Entry::default() });
    for _ in 0..2 {
        world.db.write(&client, async |tx| add(tx, id, &entry).await).await.unwrap();
    }
    let same_name = world.db.write(&client, async |tx| add(tx, Uuid::now_v7(), &entry).await).await;
    assert!(matches!(same_name, Err(Error::Invalid(_))));
    let longer = Entry { purpose: "Helps".into(), ..entry.clone() };
    world.db.write(&client, async |tx| change(tx, id, "1", &longer).await).await.unwrap();
    let other = Entry { purpose: "Hinders".into(), ..entry.clone() };
    assert!(matches!(
        world.db.write(&client, async |tx| change(tx, id, "1", &other).await).await,
        Err(Error::Stale(_))
    ));
    for _ in 0..2 {
        world.db.write(&client, async |tx| remove(tx, id).await).await.unwrap();
    }
    assert!(register(&world, &client).await.is_empty());
    let rows: i64 = sqlx::query_scalar("select count(*) from ai_systems where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .unwrap();
    assert_eq!(rows, 1);
    let resent = world.db.write(&client, async |tx| add(tx, id, &entry).await).await;
    assert!(
        matches!(resent, Err(Error::Stale(_))),
        "a page from before the removal brings nothing back"
    );
    world
        .db
        .write(&client, async |tx| add(tx, Uuid::now_v7(), &entry).await)
        .await
        .expect("the name is free again");
}
