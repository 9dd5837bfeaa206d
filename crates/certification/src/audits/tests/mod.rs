//! Opening, closing, checking and concluding: each gate with somebody who tries to get round it.

mod alone;
mod concluding;
mod depth;
mod held;
mod later;
mod opening;
mod stage_1;

use super::testing::{Planned, planned};
use super::*;
use crate::Actor;
use crate::error::{Error, Result};
use crate::reports::testing::{meeting, readiness_reviewed, stage_1_reported};
use crate::testing::World;
use uuid::Uuid;

async fn open(world: &World, by: &Actor, audit: Uuid, minutes_ago: i64) -> Result<()> {
    let typed = meeting(world, minutes_ago);
    world.db.write(by, async |tx| meetings::open(tx, audit, typed).await).await
}

fn rule(result: Result<()>) -> &'static str {
    match result {
        Err(Error::Refused(refusal)) => refusal.rule.id,
        other => panic!("no rule refused: {other:?}"),
    }
}

fn fields(result: Result<()>) -> Vec<String> {
    match result {
        Err(Error::Invalid(errors)) => errors.0.into_iter().map(|(field, _)| field).collect(),
        other => panic!("nothing was said at a field: {other:?}"),
    }
}

async fn state(world: &World, audit: Uuid) -> String {
    sqlx::query_scalar("select state from audits where id = $1")
        .bind(audit)
        .fetch_one(&world.owner)
        .await
        .expect("an audit")
}

/// Stage 2 open and at work, its Stage 1 behind it.
async fn stage_2_open(world: &World) -> Planned {
    let case = planned(world).await;
    stage_1_reported(world, &case.lead, case.stage_1).await.expect("Stage 1");
    readiness_reviewed(world, &case.manager, case.stage_1).await.expect("a review");
    open(world, &case.lead, case.stage_2, 30).await.expect("opened");
    case
}
