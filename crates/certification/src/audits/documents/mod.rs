//! Documents that a team asks the client for, and what has arrived.

mod asking;
mod giving;

pub use asking::{Asking, ask, withdraw};
pub use giving::{give, mark_provided};

use super::{Brief, brief};
use crate::db::Tx;
use crate::error::Result;
use crate::evidence::{self, About, Given};
use crate::{Room, rulebook};
use time::OffsetDateTime;
use uuid::Uuid;

/// A document asked for, with the files given for it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: Uuid,
    pub title: String,
    pub why: String,
    pub asked_at: OffsetDateTime,
    /// When the client said that this is all.
    pub provided_at: Option<OffsetDateTime>,
    pub files: Vec<Given>,
}

impl Asked {
    /// Kind and words of its tag.
    pub fn tag(&self) -> (&'static str, &'static str) {
        match (self.provided_at, self.files.is_empty()) {
            (Some(_), _) => ("good", "Provided"),
            (None, false) => ("wait", "Begun"),
            (None, true) => ("act", "Awaited"),
        }
    }
}

/// What an audit's team asked for, with the files that arrived. Two statements. In the client's room it is
/// what has been sent to it with the plan, and since.
pub async fn of(tx: &mut Tx<'_>, audit: &Brief) -> Result<Vec<Asked>> {
    let (body, to_client) = (tx.actor().body()?, tx.actor().room() == Room::Client);
    let mut asked: Vec<_> = sqlx::query!(
        "select q.id, q.title, q.why, q.asked_at, q.provided_at from document_requests q
         where q.body_id = $1 and q.audit_id = $2 and q.withdrawn_at is null
           and (not $3 or exists (select from plans p where p.body_id = $1 and p.audit_id = $2 and p.state in ('sent', 'agreed')))
         order by q.id",
        body,
        audit.id,
        to_client
    )
    .map(|r| Asked { id: r.id, title: r.title, why: r.why, asked_at: r.asked_at, provided_at: r.provided_at, files: vec![] })
    .fetch_all(tx.sql())
    .await?;
    let ids: Vec<_> = asked.iter().map(|request| request.id).collect();
    for file in evidence::about(tx, audit.engagement_id, About::DocumentRequest, &ids).await? {
        if let Some(request) = asked.iter_mut().find(|request| request.id == file.about_id) {
            request.files.push(file);
        }
    }
    Ok(asked)
}

/// The audit, as long as its report is not issued: what the report rests on is locked with it (AUD-6).
async fn unreported(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Brief> {
    let audit = brief(tx, audit_id).await?;
    if audit.state.is_reported() {
        return Err(rulebook::AUD_6
            .refuse(
                "The report of this audit is issued, and the documents it rests on are locked.",
                "What comes later belongs to a finding's corrective action, or to the next audit.",
            )
            .into());
    }
    Ok(audit)
}
