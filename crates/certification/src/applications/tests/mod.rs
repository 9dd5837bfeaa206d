//! What the gates of an application refuse, and what they let through.

mod beginning;
mod completeness;
mod drafting;
mod review;
mod schemes;
mod ties;

use super::testing::{answers, written};
use super::*;
use crate::actor::{Actor, Function};
use crate::error::{Error, Refusal, Result};
use crate::files;
use crate::testing::World;

async fn scheme_manager(world: &World) -> Actor {
    world.staff("Helen Marsh", &[Function::SchemeManager]).await
}

async fn write(world: &World, client: &Actor, systems: usize) -> files::Brief {
    let act = world.db.write(client, async |tx| written(tx, "Brightlane Ltd", systems).await);
    act.await.expect("the application is written")
}

async fn send(world: &World, client: &Actor) -> Result<()> {
    let act = world.db.write(client, async |tx| {
        let version = own(tx).await?.version.to_string();
        submit(tx, Versioned { version }).await
    });
    act.await
}

async fn change(
    world: &World,
    client: &Actor,
    section: Section,
    edit: impl FnOnce(&mut Typed),
) -> Result<()> {
    let version = world.db.read(client, async |tx| own(tx).await).await?.version.to_string();
    let mut typed = Typed { version, ..answers("Brightlane Ltd", 2) };
    edit(&mut typed);
    world.db.write(client, async |tx| save(tx, section, &typed).await).await
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("a rule should refuse this, but: {other:?}"),
    }
}

fn fields<T: std::fmt::Debug>(outcome: Result<T>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(errors)) => errors.0.into_iter().map(|(field, _)| field).collect(),
        other => panic!("fields should be named, but: {other:?}"),
    }
}
