//! Nobody decides who should not, out of turn, over a record that has changed, or twice.

mod any_life;
mod any_order;
mod changing;
mod declared;
mod fees;
mod file;
mod kept;
mod kinds;
mod life;
mod maintaining;
mod record;
mod renewing;
mod seats;
mod signed;
mod signing;
mod stale_register;

use crate::error::{Error, Result};
use crate::testing::World;

fn refused_by<T: std::fmt::Debug>(answer: Result<T>) -> String {
    match answer {
        Err(Error::Refused(refusal)) => refusal.rule.id.to_owned(),
        other => panic!("not refused by a rule: {other:?}"),
    }
}

async fn count(world: &World, table: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
        "select count(*) from {table} where body_id = $1"
    )))
    .bind(world.body)
    .fetch_one(&world.owner)
    .await
    .expect("a count")
}
