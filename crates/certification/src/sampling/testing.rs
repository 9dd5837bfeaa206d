//! A ready-made sampling plan for tests, through the real act.

use super::{Audit, Form, plan};
use crate::actor::Actor;
use crate::files;
use crate::testing::World;
use uuid::Uuid;

/// What a scheme manager types where a sample can stand for the rest and nobody chooses a site by name.
pub fn sampled(audit: Audit) -> Form {
    Form {
        audit: audit.key().into(),
        fits: "yes".into(),
        reason: "The sites work alike under one management system.".into(),
        ..Form::default()
    }
}

/// Plans the sites of the initial audit.
pub async fn initial_planned(world: &World, scheme_manager: &Actor, file: &files::Brief) -> Uuid {
    let planned = world.db.write(scheme_manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        plan(tx, &by, file.engagement_id, sampled(Audit::Initial)).await
    });
    planned.await.expect("the sites are planned")
}
