//! What a client may appeal against: a decision about it that it was told of, and a finding issued to it.

use crate::db::Tx;
use crate::error::Result;
use crate::record::File;
use uuid::Uuid;

/// A decision or a finding that an appeal may be against.
#[derive(Debug, Clone)]
pub struct Against {
    kind: String,
    id: Uuid,
    client_id: Uuid,
    engagement_id: Uuid,
    pub title: String,
}

impl Against {
    /// The value of the choice in a form.
    pub fn key(&self) -> String {
        format!("{} {}", self.kind, self.id)
    }

    pub(super) fn file(&self) -> File {
        File { client_id: self.client_id, engagement_id: self.engagement_id }
    }

    pub(super) fn decision(&self) -> Option<Uuid> {
        (self.kind == "decision").then_some(self.id)
    }

    pub(super) fn finding(&self) -> Option<Uuid> {
        (self.kind == "finding").then_some(self.id)
    }
}

/// The decisions and findings that the acting client knows of, the newest first.
pub async fn may_appeal_against(tx: &mut Tx<'_>) -> Result<Vec<Against>> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    Ok(sqlx::query_as!(
        Against,
        r#"select kind as "kind!", id as "id!", client_id as "client_id!", engagement_id as "engagement_id!", title as "title!" from (
             select 'decision' as kind, c.decision_id as id, c.client_id, c.engagement_id,
               'the decision of ' || to_char(c.decided_on, 'FMDD FMMonth YYYY') || ' (' || c.number || ')' as title
             from certificates c where c.body_id = $1 and c.client_id = $2
             union
             select distinct on (p.subject_id) 'decision', p.subject_id, p.client_id, p.engagement_id, 'the decision told on ' || to_char(p.at, 'FMDD FMMonth YYYY')
             from publications p where p.body_id = $1 and p.client_id = $2 and p.subject_kind = 'decision'
               and not exists (select from certificates c where c.body_id = $1 and c.decision_id = p.subject_id)
             union
             select 'finding', f.id, f.client_id, f.engagement_id, 'finding ' || f.number || ' against ' || f.requirement
             from findings f where f.body_id = $1 and f.client_id = $2 and f.issued_at is not null) a
           order by kind, id desc limit 200"#,
        body,
        client
    )
    .fetch_all(tx.sql())
    .await?)
}
