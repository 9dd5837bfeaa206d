//! The client answers: correction, root cause, corrective action, person and date (FND-2).

use super::{Standing, move_on, standing};
use crate::db::Tx;
use crate::error::Result;
use crate::findings::Step;
use crate::parse::{LONG, Reading, SHORT};
use crate::record::{Entry, Seen};
use crate::{addressees, files};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The client's answer as typed; also what a draft keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(default)]
pub struct Answering {
    pub id: String,
    pub version: String,
    pub correction: String,
    pub root_cause: String,
    pub action: String,
    pub responsible: String,
    pub due_on: String,
    /// When the draft that the page showed was kept, in microseconds of Unix time; empty where there was none.
    pub kept_at: String,
}

/// The client answers a nonconformity: correction, root cause, corrective action, person and date (FND-2).
pub async fn answer(tx: &mut Tx<'_>, finding: Uuid, form: Answering) -> Result<()> {
    let id = form.id.parse::<Uuid>().unwrap_or_else(|_| tx.new_id());
    let standing = standing(tx, finding).await?;
    if answered_already(tx, finding, id).await? {
        return Ok(());
    }
    let next = standing.state.after(Step::Answer, standing.grade)?;
    let said = read_answer(tx, &form)?;
    move_on(tx, finding, &standing, &form.version, next).await?;
    let digest = keep_answer(tx, finding, id, &standing, &said).await?;
    let number = standing.number;
    let sentence =
        format!("Finding {number} was answered with correction, root cause and corrective action.");
    tx.record(
        Entry::new(standing.file, "finding_answered", sentence, Seen::ByClientToo)
            .touching("response", id, &digest),
    );
    let to = addressees::lead_auditor(tx, standing.audit_id).await?;
    let file = files::of(tx, standing.file.engagement_id).await?;
    let text = format!(
        "{} of {} answered finding {number}. Please judge the answer in your audit portal.",
        tx.actor().name(),
        file.client_name
    );
    let subject = format!("{}: finding {number} is answered", file.reference);
    addressees::write_to(tx, to, &subject, &text).await
}

/// Whether an answer is whole; the messages stand at its fields. For the page on which it is checked before
/// it is sent.
pub fn check(tx: &Tx<'_>, form: &Answering) -> Result<()> {
    read_answer(tx, form).map(|_| ())
}

struct Said {
    correction: String,
    root_cause: String,
    action: String,
    responsible: String,
    due_on: time::Date,
}

impl Said {
    fn digest(&self) -> Vec<u8> {
        let due_on = self.due_on.to_string();
        let words = [&self.correction, &self.root_cause, &self.action, &self.responsible, &due_on];
        Sha256::digest(words.map(|s| s.as_str()).join("\n")).to_vec()
    }
}

fn read_answer(tx: &Tx<'_>, form: &Answering) -> Result<Said> {
    let mut r = Reading::default();
    let correction =
        r.required("correction", &form.correction, "what you did at once to put it right", LONG);
    let root_cause = r.required("root_cause", &form.root_cause, "why it could happen", LONG);
    let action =
        r.required("action", &form.action, "what you do so that it does not happen again", LONG);
    let responsible = r.required("responsible", &form.responsible, "who sees it through", SHORT);
    let due_on = r.date("due_on", &form.due_on, "the day by which it is done");
    match due_on {
        None if r.errors.0.iter().all(|(field, _)| field != "due_on") => {
            r.errors.add("due_on", "Enter the day by which it is done")
        }
        Some(day) if day < tx.today() => {
            r.errors.add("due_on", "Enter a day that is not in the past")
        }
        _ => {}
    }
    r.done()?;
    let due_on = due_on.unwrap_or(tx.today());
    Ok(Said { correction, root_cause, action, responsible, due_on })
}

async fn answered_already(tx: &mut Tx<'_>, finding: Uuid, id: Uuid) -> Result<bool> {
    let body = tx.actor().body()?;
    let there = sqlx::query_scalar!(
        r#"select exists (select from responses where body_id = $1 and finding_id = $2 and id = $3) as "there!""#,
        body,
        finding,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(there)
}

async fn keep_answer(
    tx: &mut Tx<'_>,
    finding: Uuid,
    id: Uuid,
    standing: &Standing,
    said: &Said,
) -> Result<Vec<u8>> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "with drafted as (delete from response_drafts where body_id = $1 and finding_id = $3)
         insert into responses (body_id, client_id, finding_id, id, round, correction, root_cause, action, responsible, due_on, by_person, at)
         select $1, $2, $3, $4, coalesce(max(round), 0) + 1, $5, $6, $7, $8, $9, $10, $11
         from responses where body_id = $1 and finding_id = $3",
        body,
        standing.file.client_id,
        finding,
        id,
        said.correction,
        said.root_cause,
        said.action,
        said.responsible,
        said.due_on,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(said.digest())
}
