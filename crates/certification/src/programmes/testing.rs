//! Ready-made programmes for tests, through the real acts.

use super::{Made, PutInForce, make, of_file, put_in_force};
use crate::actor::Actor;
use crate::audits::Kind;
use crate::error::Error;
use crate::testing::World;
use crate::{files, proposals, sampling};
use uuid::Uuid;

/// A file whose programme is in force, with its audits in the cycle's order.
pub async fn programme_in_force(
    world: &World,
    scheme_manager: &Actor,
    client: &Actor,
    n_systems: usize,
) -> (files::Brief, Vec<(Kind, Uuid)>) {
    let file =
        proposals::testing::agreement_in_force(world, scheme_manager, client, n_systems).await;
    sampling::testing::initial_planned(world, scheme_manager, &file).await;
    let made = world.db.write(scheme_manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        make(tx, &by, file.engagement_id, Made::default()).await?;
        put_in_force(tx, &by, file.engagement_id, PutInForce::default()).await?;
        of_file(tx, file.engagement_id).await?.ok_or(Error::NotFound)
    });
    let programme = made.await.expect("the programme is in force");
    (file, programme.audits.iter().map(|audit| (audit.kind, audit.id)).collect())
}
