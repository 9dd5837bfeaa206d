//! Ready-made agreements for tests, through the real acts.

use super::{Acceptance, Offer, accept, offer};
use crate::actor::Actor;
use crate::audit_time::{self, Typed};
use crate::files;
use crate::testing::World;

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
    let file = accepted(world, scheme_manager, client, n_systems).await;
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

/// An accepted application, arranged.
pub async fn accepted(
    world: &World,
    _scheme_manager: &Actor,
    client: &Actor,
    n_systems: usize,
) -> files::Brief {
    use uuid::Uuid;
    let (engagement, application) = (Uuid::now_v7(), Uuid::now_v7());
    let client_id = client.client().expect("an actor of a client");
    let reference = format!("T-{}", &engagement.simple().to_string()[24..]);
    sqlx::query("insert into engagements (body_id, client_id, id, standard, opened_at, reference) values ($1, $2, $3, 'ISO/IEC 42001:2023', $4, $5)")
        .bind(world.body).bind(client_id).bind(engagement).bind(world.now()).bind(reference).execute(&world.owner).await.expect("an engagement");
    sqlx::query("insert into record_heads (body_id, client_id, engagement_id, seq, digest) values ($1, $2, $3, 0, sha256(convert_to('assay-record-v1 ' || $3::text, 'UTF8')))")
        .bind(world.body).bind(client_id).bind(engagement).execute(&world.owner).await.expect("a record");
    sqlx::query("insert into applications (body_id, client_id, engagement_id, id, state, structure) values ($1, $2, $3, $4, 'accepted', 'one_entity')")
        .bind(world.body).bind(client_id).bind(engagement).bind(application).execute(&world.owner).await.expect("an application");
    for n in 0..n_systems {
        sqlx::query("insert into ai_systems (body_id, client_id, engagement_id, id, name, name_norm, entered_at) values ($1, $2, $3, $4, $5, $5, $6)")
            .bind(world.body).bind(client_id).bind(engagement).bind(Uuid::now_v7()).bind(format!("system {n}")).bind(world.now())
            .execute(&world.owner).await.expect("a system");
    }
    let office = world.db.read(client, async |tx| files::of(tx, engagement).await).await;
    office.expect("the file")
}
