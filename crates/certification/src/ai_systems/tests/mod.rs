//! Other people's files: nothing lost, nothing half imported, each problem named.

mod by_hand;
mod importing;
mod reading;
mod refusing;
mod revisions;

use super::csv_reading::read;
use super::*;
use crate::actor::Actor;
use crate::applications::{self, Begin};
use crate::error::{Error, Result};
use crate::testing::World;
use uuid::Uuid;

const ATRS: &[u8] = include_bytes!("../../../tests/data/uk-atrs-records.csv");

/// A client that is writing its application.
async fn applicant(world: &World) -> Actor {
    let client = world.client("Brightlane Ltd").await;
    let typed = Begin { legal_name: "Brightlane Ltd".into(), ..Begin::default() };
    world.db.write(&client, async |tx| applications::begin(tx, typed).await).await.unwrap();
    client
}

async fn upload(world: &World, client: &Actor, bytes: &[u8]) -> Result<Import> {
    let id = Uuid::now_v7();
    world.db.write(client, async |tx| receive(tx, id, "register.csv", bytes).await).await?;
    world.db.read(client, async |tx| import(tx, id).await).await
}

async fn accept(world: &World, client: &Actor, import: &Import) -> Result<Outcome> {
    world
        .db
        .write(client, async |tx| confirm(tx, import.id, &import.version.to_string()).await)
        .await
}

async fn register(world: &World, client: &Actor) -> Vec<AiSystem> {
    let look = world.db.read(client, async |tx| {
        let file = crate::files::own(tx).await?;
        list(tx, file.engagement_id, None, 10_000).await
    });
    look.await.unwrap()
}

fn why(result: Result<Import>) -> String {
    match result {
        Err(Error::Invalid(errors)) => {
            errors.0.into_iter().map(|(field, why)| format!("{field}: {why}")).collect()
        }
        other => panic!("the file should be refused, but: {other:?}"),
    }
}

fn adds_up(bytes: &[u8]) {
    let Ok(sheet) = read(bytes) else { return };
    let mapping =
        Mapping([("name".to_owned(), 1), ("stage".to_owned(), sheet.header.len())].into());
    let rows = judge(&sheet, &mapping, &Default::default());
    let good = rows.iter().filter(|row| row.is_good()).count();
    let reported = rows.iter().filter(|row| !row.troubles.is_empty()).count();
    assert_eq!(good + reported, sheet.rows.len());
    let numbers: Vec<_> = rows.iter().map(|row| row.number).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
}
