//! How far a case's signatures are, as its panel sees it, and what changed on the record since.

use super::decider::Seat;
use super::{CaseKind, Vote, signed_how};
use crate::db::Tx;
use crate::error::Result;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

/// A member's place at the table.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct PlaceLine {
    pub person_id: Uuid,
    pub name: String,
    pub chair: bool,
    pub conflict: Option<bool>,
    pub vote: Option<String>,
    pub reason: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub signed_at: Option<OffsetDateTime>,
    /// The signature that stands, and how it was given.
    pub vote_id: Option<Uuid>,
    pub factor: Option<String>,
}

impl PlaceLine {
    pub fn role(&self) -> &'static str {
        if self.chair { "Chair" } else { "Member" }
    }

    /// How it was signed, in words.
    pub fn how(&self) -> &'static str {
        self.factor.as_deref().map_or("", signed_how)
    }

    /// The vote whose statement can be handed out.
    pub fn file(&self) -> Option<Uuid> {
        self.vote_id.filter(|_| self.factor.as_deref() != Some("password"))
    }

    pub fn vote_title(&self, kind: &CaseKind) -> &'static str {
        self.vote.as_deref().and_then(Vote::from_key).map_or("", |vote| vote.title(*kind))
    }
}

/// An act on the record since the acting member's voided signature.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Change {
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub who: String,
    pub sentence: String,
}

/// How far a case's signatures are, as its panel sees it.
#[derive(Debug, Clone)]
pub struct Board {
    pub places: Vec<PlaceLine>,
    /// What changed since the acting member's last voided signature, newest first; empty if none was voided.
    pub changes: Vec<Change>,
    pub decision: Option<super::Decided>,
    own: Uuid,
}

impl Board {
    /// The acting member's standing signature.
    pub fn own(&self) -> Option<&PlaceLine> {
        self.places.iter().find(|place| place.person_id == self.own && place.signed_at.is_some())
    }

    /// Votes show to whoever has signed, and to the chair: nobody else is led by them.
    pub fn shows_votes(&self) -> bool {
        self.own().is_some()
            || self.decision.is_some()
            || self.places.iter().any(|p| p.person_id == self.own && p.chair)
    }

    /// The members whose signatures the chair waits for.
    pub fn awaited(&self) -> Vec<&str> {
        self.places
            .iter()
            .filter(|p| !p.chair && p.signed_at.is_none())
            .map(|p| p.name.as_str())
            .collect()
    }
}

/// The board of the case on which `seat` is.
pub async fn board(tx: &mut Tx<'_>, seat: &Seat) -> Result<Board> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let row = sqlx::query!(
        r#"select
             (select coalesce(json_agg(json_build_object('person_id', s.person_id, 'name', n.name, 'chair', s.chair,
                 'conflict', (select d.conflict from declarations d where d.body_id = s.body_id and d.engagement_id = s.engagement_id
                    and d.person_id = s.person_id and d.capacity = 'panel' order by d.id desc limit 1),
                 'vote', v.vote, 'reason', v.reason, 'signed_at', v.signed_at, 'vote_id', v.id, 'factor', v.factor) order by s.chair, s.id), '[]')
              from panel_seats s join people n on n.id = s.person_id
              left join lateral (select v.id, v.factor, v.vote, v.reason, v.signed_at from votes v where v.body_id = s.body_id and v.case_id = s.case_id
                and v.person_id = s.person_id and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)
                order by v.id desc limit 1) v on true
              where s.body_id = c.body_id and s.case_id = c.id and s.released_at is null) as "places!: Json<Vec<PlaceLine>>",
             (select coalesce(json_agg(json_build_object('at', e.at, 'who', e.who, 'sentence', e.sentence) order by e.seq desc), '[]')
              from (select e.at, coalesce(p.name, 'Assay, by itself') as who, e.sentence, e.seq from record_entries e left join people p on p.id = e.person_id
                where e.body_id = c.body_id and e.engagement_id = c.engagement_id and e.at > (
                  select max(v.signed_at) from votes v join vote_voids x on x.body_id = v.body_id and x.vote_id = v.id
                  where v.body_id = c.body_id and v.case_id = c.id and v.person_id = $3)
                and e.act not in ('signature_given', 'signatures_voided', 'panel_deliberated', 'panel_appointed', 'panel_released')
                and not (e.act = 'conflicts_declared' and e.room = 'panel')
                order by e.seq desc limit 20) e) as "changes!: Json<Vec<Change>>",
             (select json_build_object('id', d.id, 'kind', c.kind, 'outcome', d.outcome, 'reasons', d.reasons, 'asked_for', d.asked_for, 'decided_on', d.decided_on,
                 'decided_at', d.decided_at, 'by', n.name, 'record_digest', encode(d.record_digest, 'hex'),
                 'number', (select t.number from certificates t where t.body_id = d.body_id and t.decision_id = d.id))
              from decisions d join people n on n.id = d.decided_by where d.body_id = c.body_id and d.case_id = c.id) as "decision: Json<super::Decided>"
           from cases c where c.body_id = $1 and c.id = $2"#,
        body,
        seat.case_id,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Board {
        places: row.places.0,
        changes: row.changes.0,
        decision: row.decision.map(|d| d.0),
        own: person,
    })
}
