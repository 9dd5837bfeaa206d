//! The newest declaration of a person: the one that counts.

use super::Capacity;
use super::conflict::{Declaration, still_counts};
use crate::db::Tx;
use crate::error::Result;
use crate::rulebook::{self, Rule};
use crate::zone::Zone;
use time::OffsetDateTime;
use uuid::Uuid;

/// The newest declaration of a person, as it was given.
#[derive(Debug, Clone)]
pub struct Newest {
    pub declaration: Declaration,
    pub conflict: bool,
    pub declared_at: OffsetDateTime,
}

impl Newest {
    /// The rule that a declared conflict falls under: a past employment or consultancy (IMP-2), or another tie.
    pub(super) fn kept_out_by(&self, zone: &Zone) -> &'static Rule {
        let (d, on) = (&self.declaration, zone.day_of(self.declared_at));
        let worked = still_counts(d.employed, d.employed_until, on)
            || still_counts(d.consulted, d.consulted_until, on);
        if worked { rulebook::IMP_2 } else { rulebook::IMP_5 }
    }
}

/// The newest declaration of a person for an engagement; none if nothing was declared yet.
pub async fn newest(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    person: Uuid,
    capacity: Capacity,
) -> Result<Option<Newest>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query!(
        "select employed, employed_until, consulted, consulted_until, ai_advice, tool_recommendation, data_protection_officer,
           internal_audits, other, conflict, declared_at
         from declarations where body_id = $1 and engagement_id = $2 and person_id = $3 and capacity = $4 order by id desc limit 1",
        body,
        engagement_id,
        person,
        capacity.key()
    )
    .map(|r| Newest {
        declaration: Declaration {
            employed: r.employed,
            employed_until: r.employed_until,
            consulted: r.consulted,
            consulted_until: r.consulted_until,
            ai_advice: r.ai_advice,
            tool_recommendation: r.tool_recommendation,
            data_protection_officer: r.data_protection_officer,
            internal_audits: r.internal_audits,
            other: r.other,
        },
        conflict: r.conflict,
        declared_at: r.declared_at,
    })
    .fetch_optional(tx.sql())
    .await?)
}
