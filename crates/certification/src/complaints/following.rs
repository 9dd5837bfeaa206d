//! What whoever lodged a complaint or appeal sees of it: the client in its portal, anyone else by the token. The
//! outcome shows once it was told.

use super::State;
use super::reads::Note;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::people::Links;
use sqlx::types::Json;
use time::OffsetDateTime;

/// One of the client's own.
#[derive(Debug, Clone)]
pub struct OwnComplaint {
    pub reference: String,
    pub kind: String,
    pub state: State,
    pub subject: String,
    pub text: String,
    pub lodged_at: OffsetDateTime,
    pub outcome: Option<String>,
    pub reasons: Option<String>,
    notes: Vec<Note>,
}

impl OwnComplaint {
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// What the acting client lodged, newest first; the outcome once it was told.
pub async fn own(tx: &mut Tx<'_>) -> Result<Vec<OwnComplaint>> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    let rows = sqlx::query!(
        r#"select c.reference, c.kind, c.state, c.subject, c.text, c.lodged_at,
             case when c.state = 'told' then d.outcome end as outcome, case when c.state = 'told' then d.reasons end as reasons,
             coalesce((select json_agg(json_build_object('id', t.id, 'text', t.text, 'at', t.at) order by t.id)
               from complaint_notes t where t.body_id = c.body_id and t.complaint_id = c.id), '[]') as "notes!: Json<Vec<Note>>"
           from complaints c left join complaint_decisions d on d.body_id = c.body_id and d.complaint_id = c.id
           where c.body_id = $1 and c.client_id = $2 order by c.id desc limit 50"#,
        body,
        client
    )
    .fetch_all(tx.sql())
    .await?;
    let own = rows.into_iter().map(|r| {
        Ok(OwnComplaint {
            reference: r.reference,
            kind: r.kind,
            state: State::kept(&r.state)?,
            subject: r.subject,
            text: r.text,
            lodged_at: r.lodged_at,
            outcome: r.outcome,
            reasons: r.reasons,
            notes: r.notes.0,
        })
    });
    own.collect()
}

/// What whoever holds the token sees.
#[derive(Debug, Clone)]
pub struct Followed {
    pub reference: String,
    pub kind: String,
    pub subject: String,
    pub state: State,
    pub lodged_at: OffsetDateTime,
    pub acknowledged_at: Option<OffsetDateTime>,
    pub told_at: Option<OffsetDateTime>,
    pub outcome: Option<String>,
    pub reasons: Option<String>,
    notes: Vec<Note>,
}

impl Followed {
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// The complaint of this token at the actor's body; anything that is none is not found.
pub async fn follow(tx: &mut Tx<'_>, token: &str) -> Result<Followed> {
    let (body, digest) = (tx.actor().body()?, Links::digest_of(token));
    let row = sqlx::query!(
        r#"select reference as "reference!", kind as "kind!", subject as "subject!", state as "state!", lodged_at as "lodged_at!",
             acknowledged_at, told_at, outcome, reasons, notes as "notes!: Json<Vec<Note>>" from followed_complaint($1, $2)"#,
        body,
        digest
    )
    .fetch_optional(tx.sql())
    .await?;
    let r = row.ok_or(Error::NotFound)?;
    Ok(Followed {
        reference: r.reference,
        kind: r.kind,
        subject: r.subject,
        state: State::kept(&r.state)?,
        lodged_at: r.lodged_at,
        acknowledged_at: r.acknowledged_at,
        told_at: r.told_at,
        outcome: r.outcome,
        reasons: r.reasons,
        notes: r.notes.0,
    })
}
