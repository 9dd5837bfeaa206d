//! A case's questions to the audit team, and what its panel says among itself.

use super::decider::Seat;
use crate::db::Tx;
use crate::error::Result;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

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
