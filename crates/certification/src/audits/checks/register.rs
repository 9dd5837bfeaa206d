//! What the client's register of AI systems lacks, as Stage 1 sees it (APP-5).

use crate::db::Tx;
use crate::error::Result;
use uuid::Uuid;

/// Entries of the client's AI-system register that lack something, the least complete first (APP-5).
#[derive(Debug, Clone, Default)]
pub struct Gaps {
    /// Entries in all, and those with gaps.
    pub entries: i64,
    pub incomplete: i64,
    /// Name and how many fields are empty; at most twenty.
    pub worst: Vec<(String, i32)>,
}

/// What Stage 1 sees of the register: names and how much is empty.
pub async fn register_gaps(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Gaps> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"with register as (
             select name, cardinality(array_positions(array[purpose, function, design_decisions, training_data, operation_data, decides, context,
               owner, limitations, failure_modes, bias_indicators, stage, origin, risk_class, personal_data], ''))
               + (origin = 'procured' and supplier = '')::int as empty
             from ai_systems where body_id = $1 and engagement_id = $2 and removed_at is null)
           select name, empty as "empty!", count(*) over () as "entries!", count(*) filter (where empty > 0) over () as "incomplete!"
           from register order by empty desc, name limit 20"#,
        body,
        engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    let (entries, incomplete) = rows.first().map_or((0, 0), |row| (row.entries, row.incomplete));
    let worst =
        rows.into_iter().filter(|row| row.empty > 0).map(|row| (row.name, row.empty)).collect();
    Ok(Gaps { entries, incomplete, worst })
}
