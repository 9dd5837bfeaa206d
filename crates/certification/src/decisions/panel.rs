//! What the panel's own pages ask: a member's cases, how far the signatures are, questions and deliberation;
//! and what an audit team is asked.

use super::decider::Seat;
use super::{State, Vote};
use crate::db::Tx;
use crate::error::{Error, Result};
use sqlx::types::Json;
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
            (State::Decided, ..) if self.outcome.as_deref() == Some("grant") => ("good", "Granted"),
            (State::Decided, ..) => ("plain", "Refused"),
            (_, None, ..) => ("act", "Declare your interests"),
            (_, Some(true), ..) => ("bad", "You declared a conflict"),
            (_, _, true, _) => ("wait", "Signed, waits for the others"),
            (_, _, false, true) => ("act", "The record changed: sign anew"),
            _ => ("act", "Read and sign"),
        }
    }
}

/// The acting member's cases, newest first, older than `before`; at most `limit`.
pub async fn own_cases(tx: &mut Tx<'_>, before: Option<Uuid>, limit: i64) -> Result<Vec<OwnCase>> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let rows = sqlx::query!(
        r#"select c.id, cl.name as client_name, e.reference, e.standard, c.state, c.opened_at, s.chair,
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
                state: State::from_key(&row.state)
                    .ok_or_else(|| Error::Fault("a case in no known state".into()))?,
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
}

impl PlaceLine {
    pub fn role(&self) -> &'static str {
        if self.chair { "Chair" } else { "Member" }
    }

    pub fn vote_title(&self) -> &'static str {
        self.vote.as_deref().and_then(Vote::from_key).map_or("", Vote::title)
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
                 'vote', v.vote, 'reason', v.reason, 'signed_at', v.signed_at) order by s.chair, s.id), '[]')
              from panel_seats s join people n on n.id = s.person_id
              left join lateral (select v.vote, v.reason, v.signed_at from votes v where v.body_id = s.body_id and v.case_id = s.case_id
                and v.person_id = s.person_id and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)
                order by v.id desc limit 1) v on true
              where s.body_id = c.body_id and s.case_id = c.id and s.released_at is null) as "places!: Json<Vec<PlaceLine>>",
             (select coalesce(json_agg(json_build_object('at', e.at, 'who', e.who, 'sentence', e.sentence) order by e.seq desc), '[]')
              from (select e.at, p.name as who, e.sentence, e.seq from record_entries e join people p on p.id = e.person_id
                where e.body_id = c.body_id and e.engagement_id = c.engagement_id and e.at > (
                  select max(v.signed_at) from votes v join vote_voids x on x.body_id = v.body_id and x.vote_id = v.id
                  where v.body_id = c.body_id and v.case_id = c.id and v.person_id = $3)
                and e.act not in ('signature_given', 'signatures_voided', 'panel_deliberated', 'panel_appointed', 'panel_released')
                and not (e.act = 'conflicts_declared' and e.room = 'panel')
                order by e.seq desc limit 20) e) as "changes!: Json<Vec<Change>>",
             (select json_build_object('id', d.id, 'outcome', d.outcome, 'reasons', d.reasons, 'asked_for', d.asked_for, 'decided_on', d.decided_on,
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

/// A question to the audit team, and its answer.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Question {
    pub id: Uuid,
    pub text: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    pub answer: String,
    pub answered_by: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub answered_at: Option<OffsetDateTime>,
}

/// What a member said to the panel.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Word {
    pub text: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// A case's questions, and what its panel said among itself; newest last.
#[derive(Debug, Clone)]
pub struct Conversation {
    pub questions: Vec<Question>,
    pub words: Vec<Word>,
}

/// The conversation of the case on which `seat` is.
pub async fn conversation(tx: &mut Tx<'_>, seat: &Seat) -> Result<Conversation> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select
             (select coalesce(json_agg(json_build_object('id', q.id, 'text', q.text, 'by', p.name, 'at', q.asked_at, 'answer', q.answer,
                 'answered_by', r.name, 'answered_at', q.answered_at) order by q.id), '[]')
              from questions q join people p on p.id = q.asked_by left join people r on r.id = q.answered_by
              where q.body_id = $1 and q.case_id = $2) as "questions!: Json<Vec<Question>>",
             (select coalesce(json_agg(json_build_object('text', d.text, 'by', p.name, 'at', d.at) order by d.id), '[]')
              from deliberations d join people p on p.id = d.by_person
              where d.body_id = $1 and d.case_id = $2) as "words!: Json<Vec<Word>>""#,
        body,
        seat.case_id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Conversation { questions: row.questions.0, words: row.words.0 })
}

/// A question, as the audit team that is to answer it sees it.
#[derive(Debug, Clone)]
pub struct TeamQuestion {
    pub id: Uuid,
    pub client_name: String,
    pub reference: String,
    pub text: String,
    pub asked_at: OffsetDateTime,
    pub answer: String,
    pub answered_by: Option<String>,
    pub answered_at: Option<OffsetDateTime>,
    pub open: bool,
}

/// The questions to teams in which the acting auditor is, newest first, older than `before`; at most `limit`. Who of the panel
/// asked is the panel's own matter.
pub async fn questions_for_team(
    tx: &mut Tx<'_>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<TeamQuestion>> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    Ok(sqlx::query_as!(
        TeamQuestion,
        r#"select q.id, cl.name as client_name, e.reference, q.text, q.asked_at, q.answer, p.name as "answered_by?", q.answered_at,
             c.state = 'open' as "open!"
           from questions q
           join cases c on c.body_id = q.body_id and c.id = q.case_id
           join engagements e on e.body_id = q.body_id and e.id = q.engagement_id
           join clients cl on cl.body_id = q.body_id and cl.client_id = q.client_id
           left join people p on p.id = q.answered_by
           where q.body_id = $1 and ($3::uuid is null or q.id < $3) and exists (select from team_members t where t.body_id = q.body_id
             and t.engagement_id = q.engagement_id and t.person_id = $2 and t.released_at is null)
           order by q.id desc limit $4"#,
        body,
        person,
        before,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}
