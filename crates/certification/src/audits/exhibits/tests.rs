//! Files kept for a conclusion: whose they are, and what they can be kept for.

use super::*;
use crate::Actor;
use crate::actor::Function;
use crate::audits::testing::{Planned, planned};
use crate::audits::{brief, meetings};
use crate::error::Error;
use crate::evidence::Store;
use crate::reports::testing::{meeting, readiness_reviewed, stage_1_reported};
use crate::testing::World;

async fn stage_2_open(world: &World) -> Planned {
    let case = planned(world).await;
    stage_1_reported(world, &case.lead, case.stage_1).await.expect("Stage 1");
    readiness_reviewed(world, &case.manager, case.stage_1).await.expect("a review");
    let typed = meeting(world, 30);
    let open = world.db.write(&case.lead, async |tx| meetings::open(tx, case.stage_2, typed).await);
    open.await.expect("opened");
    case
}

async fn give(world: &World, by: &Actor, case: &Planned, of: &str, store: &Store) -> Result<()> {
    let bytes =
        futures::stream::iter([Ok::<_, String>(bytes::Bytes::from_static(b"seen on site"))]);
    let file = evidence::receive(store, by, "alarm-log.txt", bytes).await?;
    world.db.write(by, async |tx| keep(tx, case.stage_2, "6", of, vec![file]).await).await
}

async fn seen(world: &World, by: &Actor, case: &Planned) -> usize {
    let read = world.db.read(by, async |tx| {
        let audit = brief(tx, case.stage_2).await?;
        of_group(tx, &audit, "6").await
    });
    read.await.map_or(0, |files| files.len())
}

#[tokio::test]
async fn a_file_kept_for_a_conclusion_is_the_teams_and_for_one_requirement() {
    let world = World::new().await;
    let case = stage_2_open(&world).await;
    let folder = std::env::temp_dir().join(format!("assay-exhibits-{}", Uuid::now_v7()));
    let store = Store::folder(&folder).expect("a store");
    give(&world, &case.auditor, &case, "6.1.2", &store).await.expect("kept");
    match give(&world, &case.auditor, &case, "A.2.2", &store).await {
        Err(Error::Invalid(errors)) => assert_eq!(errors.0[0].0, "exhibit_of"),
        other => panic!("a requirement of another heading: {other:?}"),
    }
    let outsider = world.staff("Otto Outside", &[Function::Auditor]).await;
    assert!(give(&world, &outsider, &case, "6.1.2", &store).await.is_err(), "not of the team");
    assert_eq!(seen(&world, &case.lead, &case).await, 1, "the team reads it");
    assert_eq!(seen(&world, &case.client, &case).await, 0, "the client's room does not");
    std::fs::remove_dir_all(folder).expect("the folder goes");
}
