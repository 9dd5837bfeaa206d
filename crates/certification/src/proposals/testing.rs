//! Ready-made agreements for tests, through the real acts.

use super::{Acceptance, Offer, accept, offer};
use crate::actor::Actor;
use crate::audit_time::{self, Typed};
use crate::testing::World;
use crate::{applications, files};

/// What a scheme manager types to determine audit time as the application proposes it, without adjustments.
pub fn determination(n_systems: usize) -> Typed {
    Typed {
        ai_systems: n_systems.to_string(),
        structure: "one_entity".into(),
        jurisdictions: "1".into(),
        unchecked_reason:
            "The table is the body's own working table, compared with two published fee schedules."
                .into(),
        ..Typed::default()
    }
}

/// What a signatory sends to accept proposal and agreement.
pub fn acceptance(name: &str) -> Acceptance {
    Acceptance { proposal: "yes".into(), agreement: "yes".into(), name: name.into() }
}

/// A file whose proposal and agreement the client has accepted.
pub async fn agreement_in_force(
    world: &World,
    scheme_manager: &Actor,
    client: &Actor,
    n_systems: usize,
) -> files::Brief {
    let file =
        applications::testing::accepted_application(world, scheme_manager, client, n_systems).await;
    let offered = world.db.write(scheme_manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        audit_time::determine(tx, &by, file.engagement_id, determination(n_systems)).await?;
        offer(tx, &by, file.engagement_id, Offer::default()).await
    });
    let id = offered.await.expect("a proposal is offered");
    let accepted = world.db.write(client, async |tx| {
        let by = tx.actor().signatory()?;
        accept(tx, &by, id, acceptance(tx.actor().name())).await
    });
    accepted.await.expect("the client accepts");
    file
}
