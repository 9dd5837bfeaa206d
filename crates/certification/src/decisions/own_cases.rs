//! A panel member's own cases, and what each asks of the member.

use super::{CaseKind, State, Vote};
use crate::db::Tx;
use crate::error::Result;
use time::OffsetDateTime;
use uuid::Uuid;

/// A case on which the acting member has a seat.
#[derive(Debug, Clone)]
pub struct OwnCase {
    pub id: Uuid,
    pub client_name: String,
    pub reference: String,
    pub standard: String,
    pub state: State,
    pub kind: CaseKind,
    pub opened_at: OffsetDateTime,
    pub chair: bool,
    pub conflict: Option<bool>,
    pub signed: bool,
    pub voided: bool,
    pub outcome: Option<String>,
}

impl OwnCase {
    /// A tag's kind and words: what the member is to do.
    pub fn turn(&self) -> (&'static str, &'static str) {
        match (self.state, self.conflict, self.signed, self.voided) {
            (State::Decided, ..) => self.decided(),
            (_, None, ..) => ("act", "Declare your interests"),
            (_, Some(true), ..) => ("bad", "You declared a conflict"),
            (_, _, true, _) => ("wait", "Signed, waits for the others"),
            (_, _, false, true) => ("act", "The record changed: sign anew"),
            _ => ("act", "Read and sign"),
        }
    }
}

impl OwnCase {
    fn decided(&self) -> (&'static str, &'static str) {
        match self.outcome.as_deref().and_then(Vote::from_key) {
            Some(vote) if self.kind.is_positive(vote) => ("good", vote.decided(self.kind)),
            Some(vote) => ("plain", vote.decided(self.kind)),
            None => ("plain", "Decided"),
        }
    }
}

/// The acting member's cases, newest first, older than `before`; at most `limit`.
pub async fn own_cases(tx: &mut Tx<'_>, before: Option<Uuid>, limit: i64) -> Result<Vec<OwnCase>> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let rows = sqlx::query!(
        r#"select c.id, cl.name as client_name, e.reference, e.standard, c.state, c.kind, c.opened_at, s.chair,
             (select d.conflict from declarations d where d.body_id = c.body_id and d.engagement_id = c.engagement_id
               and d.person_id = s.person_id and d.capacity = 'panel' order by d.id desc limit 1) as "conflict?",
             exists (select from votes v where v.body_id = c.body_id and v.case_id = c.id and v.person_id = s.person_id
               and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)) as "signed!",
             exists (select from votes v where v.body_id = c.body_id and v.case_id = c.id and v.person_id = s.person_id) as "voted!",
             (select d.outcome from decisions d where d.body_id = c.body_id and d.case_id = c.id) as "outcome?"
           from panel_seats s
           join cases c on c.body_id = s.body_id and c.id = s.case_id
           join engagements e on e.body_id = c.body_id and e.id = c.engagement_id
           join clients cl on cl.body_id = c.body_id and cl.client_id = c.client_id
           where s.body_id = $1 and s.person_id = $2 and s.released_at is null and ($3::uuid is null or c.id < $3)
           order by c.id desc limit $4"#,
        body,
        person,
        before,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(OwnCase {
                id: row.id,
                client_name: row.client_name,
                reference: row.reference,
                standard: row.standard,
                state: State::kept(&row.state)?,
                kind: CaseKind::kept(&row.kind)?,
                opened_at: row.opened_at,
                chair: row.chair,
                conflict: row.conflict,
                signed: row.signed,
                voided: row.voted && !row.signed,
                outcome: row.outcome,
            })
        })
        .collect()
}
