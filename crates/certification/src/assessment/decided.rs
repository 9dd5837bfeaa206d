//! The decisions of a stretch of time, each with its reasons and whoever signed it.

use super::place::{Between, Place};
use crate::db::Tx;
use crate::decisions::{CaseKind, Vote, signed_how};
use crate::error::Result;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// Whoever signed a decision, and when.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Signer {
    pub name: String,
    pub chair: bool,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// None for a reviewer's look, which is no panel's vote.
    factor: Option<String>,
}

impl Signer {
    /// How it was signed, in words.
    pub fn how(&self) -> &'static str {
        self.factor.as_deref().map_or("", signed_how)
    }
}

/// A decision of the body.
#[derive(Debug, Clone)]
pub struct Decision {
    pub id: Uuid,
    pub engagement_id: Uuid,
    pub client: String,
    pub reference: String,
    kind: String,
    outcome: String,
    pub reasons: String,
    pub decided_on: Date,
    signers: Json<Vec<Signer>>,
}

impl Decision {
    pub fn place(&self) -> Place {
        Place { at: self.decided_on.midnight().assume_utc(), id: self.id }
    }

    /// What the case was about.
    pub fn kind(&self) -> &'static str {
        CaseKind::from_key(&self.kind).map_or("", CaseKind::title)
    }

    /// What was decided, e.g. "Certification granted".
    pub fn outcome(&self) -> &'static str {
        CaseKind::from_key(&self.kind)
            .zip(Vote::from_key(&self.outcome))
            .map_or("", |(kind, vote)| vote.decided(kind))
    }

    /// Whose signatures count, the chair last.
    pub fn signers(&self) -> &[Signer] {
        &self.signers
    }
}

/// The decisions of these days, newest first, after `before`; at most `limit`. Signatures that were voided since
/// do not count; of a decision without a panel it is the reviewer's.
pub async fn decisions(
    tx: &mut Tx<'_>,
    days: Between,
    before: Option<Place>,
    limit: i64,
) -> Result<Vec<Decision>> {
    let body = tx.actor().body()?;
    let (on, id) = before.map(|place| (place.at.date(), place.id)).unzip();
    Ok(sqlx::query_as!(
        Decision,
        r#"select d.id, d.engagement_id, c.name as client, e.reference, k.kind, d.outcome, d.reasons, d.decided_on,
             coalesce(
               (select json_agg(json_build_object('name', p.name, 'chair', v.chair, 'at', v.signed_at, 'factor', v.factor) order by v.chair, v.signed_at)
                from votes v join people p on p.id = v.person_id
                where v.body_id = d.body_id and v.case_id = d.case_id
                  and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)),
               (select json_build_array(json_build_object('name', p.name, 'chair', false, 'at', d.decided_at)) from people p where p.id = d.decided_by)
             ) as "signers!: Json<Vec<Signer>>"
           from decisions d
           join cases k on k.body_id = d.body_id and k.id = d.case_id
           join engagements e on e.body_id = d.body_id and e.id = d.engagement_id
           join clients c on c.body_id = d.body_id and c.client_id = d.client_id
           where d.body_id = $1 and ($2::date is null or d.decided_on >= $2) and ($3::date is null or d.decided_on <= $3)
             and ($4::date is null or (d.decided_on, d.id) < ($4, $5::uuid))
           order by d.decided_on desc, d.id desc limit $6"#,
        body,
        days.from,
        days.to,
        on,
        id,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}
