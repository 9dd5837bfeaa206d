//! What the panel asks the audit team, what the team answers, and what the panel says among itself.

use super::decider::Decider;
use super::{State, Step};
use crate::actor::Room;
use crate::addressees;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, File, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A question or a word among the panel, as typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asking {
    pub id: String,
    pub text: String,
}

/// The team's answer, as typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Answered {
    pub answer: String,
}

/// A panel member asks the audit team. The question becomes part of the record.
pub async fn ask(tx: &mut Tx<'_>, decider: &Decider, form: Asking) -> Result<()> {
    let seat = decider.seat();
    seat.state.after(Step::Ask)?;
    let (id, text) = read(tx, &form, "what you want to know")?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let asked = sqlx::query!(
        "insert into questions (body_id, client_id, engagement_id, case_id, id, text, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        body,
        seat.client_id,
        seat.engagement_id,
        seat.case_id,
        id,
        text,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    if asked.rows_affected() == 0 {
        return Ok(());
    }
    tx.record(
        Entry::new(
            seat.file(),
            "panel_asked",
            "The panel put a question to the audit team.",
            Seen::ByStaff,
        )
        .touching("question", id, &Sha256::digest(&text)),
    );
    let to = team(tx, seat.engagement_id).await?;
    let letter = format!(
        "The certification panel asks about {}:\n\n{text}\n\nPlease answer in your audit portal, under Questions.",
        seat.client_name
    );
    addressees::write_to(tx, to, "A question of the certification panel", &letter).await
}

/// A word among the panel: read in the panel's room and nowhere else, and no part of the record.
pub async fn deliberate(tx: &mut Tx<'_>, decider: &Decider, form: Asking) -> Result<()> {
    let seat = decider.seat();
    seat.state.after(Step::Deliberate)?;
    let (id, text) = read(tx, &form, "what you want to say to the panel")?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "insert into deliberations (body_id, client_id, engagement_id, case_id, id, text, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        body,
        seat.client_id,
        seat.engagement_id,
        seat.case_id,
        id,
        text,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    // That the panel deliberated is on the record; what it said is not.
    tx.record(
        Entry::new(seat.file(), "panel_deliberated", "The panel deliberated.", Seen::ByStaff)
            .touching("deliberation", id, &Sha256::digest(&text)),
    );
    Ok(())
}

fn read(tx: &Tx<'_>, form: &Asking, what: &str) -> Result<(Uuid, String)> {
    let mut r = Reading::default();
    let text = r.required("text", &form.text, what, LONG);
    r.done()?;
    Ok((form.id.parse().unwrap_or_else(|_| tx.new_id()), text))
}

async fn team(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Vec<String>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        "select distinct p.email from team_members t join people p on p.id = t.person_id
         where t.body_id = $1 and t.engagement_id = $2 and t.released_at is null and t.role in ('lead_auditor', 'auditor')",
        body,
        engagement
    )
    .fetch_all(tx.sql())
    .await?)
}

/// A member of an audit team answers the panel. A question is answered once; what more is to say answers the next.
pub async fn answer_question(tx: &mut Tx<'_>, question: Uuid, form: Answered) -> Result<()> {
    let (file, state) = asked(tx, question).await?;
    state.after(Step::Ask)?;
    let mut r = Reading::default();
    let answer = r.required("answer", &form.answer, "your answer to the panel", LONG);
    r.done()?;
    if !keep_answer(tx, question, &answer).await? {
        return Err(rulebook::ORDER
            .refuse(
                "This question has been answered already.",
                "Open the page again to read the answer.",
            )
            .into());
    }
    let sentence = "The audit team answered a question of the panel.";
    tx.record(Entry::new(file, "panel_answered", sentence, Seen::ByStaff).touching(
        "question",
        question,
        &Sha256::digest(&answer),
    ));
    let to = panel(tx, question).await?;
    let text =
        format!("The audit team answered a question of the certification panel:\n\n{answer}");
    addressees::write_to(tx, to, "The audit team answered", &text).await
}

/// Whether it is the first answer.
async fn keep_answer(tx: &mut Tx<'_>, question: Uuid, answer: &str) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let answered = sqlx::query!(
        "update questions set answer = $3, answered_by = $4, answered_at = $5
         where body_id = $1 and id = $2 and answered_at is null",
        body,
        question,
        answer,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(answered.rows_affected() == 1)
}

/// The question's file and its case's state, for a member of a team of this engagement and nobody else.
async fn asked(tx: &mut Tx<'_>, question: Uuid) -> Result<(File, State)> {
    if tx.actor().room() != Room::Audit {
        return Err(Error::NotFound);
    }
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let row = sqlx::query!(
        "select q.client_id, q.engagement_id, c.state from questions q
         join cases c on c.body_id = q.body_id and c.id = q.case_id
         where q.body_id = $1 and q.id = $2 and exists (select from team_members t where t.body_id = q.body_id
           and t.engagement_id = q.engagement_id and t.person_id = $3 and t.released_at is null)",
        body,
        question,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    let state = State::kept(&row.state)?;
    Ok((File { client_id: row.client_id, engagement_id: row.engagement_id }, state))
}

async fn panel(tx: &mut Tx<'_>, question: Uuid) -> Result<Vec<String>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        "select p.email from questions q
         join panel_seats s on s.body_id = q.body_id and s.case_id = q.case_id and s.released_at is null
         join people p on p.id = s.person_id where q.body_id = $1 and q.id = $2",
        body,
        question
    )
    .fetch_all(tx.sql())
    .await?)
}
