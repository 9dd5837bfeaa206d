//! The rounds of a nonconformity: the client answers, an auditor of the team accepts or returns, finds the
//! effect there or not, and closes (FND-2, FND-3). Every round is rows, and none of them is ever edited.

mod reads;
#[cfg(test)]
mod tests;

pub(crate) use reads::with_verifications;
pub use reads::{
    Dossier, EvidenceFile, Judgement, Line, Round, Verification, dossier, draft, of_file,
};

use super::{Grade, State, Step};
use crate::actor::Room;
use crate::addressees;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading, SHORT};
use crate::record::{Entry, File, Seen};
use crate::rulebook;
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
}

/// The auditor's judgement of an answer, as typed: "accepted" or "returned".
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Judging {
    pub version: String,
    pub outcome: String,
    pub reason: String,
}

/// The verification of an accepted plan's effect, as typed: "yes" or "no", and how it was seen.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Verifying {
    pub version: String,
    pub effective: String,
    pub how: String,
}

/// A finding as an act needs it.
struct Standing {
    file: File,
    audit_id: Uuid,
    number: i32,
    grade: Grade,
    state: State,
    version: i32,
    /// The actor's strongest unreleased role in a team of this engagement.
    own_role: Option<String>,
}

/// Keeps a half-written answer. Nothing is checked yet; nothing is told to anybody.
pub async fn save_draft(tx: &mut Tx<'_>, finding: Uuid, form: Answering) -> Result<()> {
    let standing = standing(tx, finding).await?;
    standing.state.after(Step::Answer, standing.grade)?;
    let (body, now) = (tx.actor().body()?, tx.now());
    let content = serde_json::from_str::<serde_json::Value>(
        &serde_json::to_string(&form)?.replace("\\u0000", ""),
    )?;
    sqlx::query!(
        "insert into response_drafts (body_id, client_id, finding_id, content, at) values ($1, $2, $3, $4, $5)
         on conflict (body_id, finding_id) do update set content = excluded.content, at = excluded.at",
        body,
        standing.file.client_id,
        finding,
        content,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
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
    tx.record(
        Entry::new(
            standing.file,
            "finding_answered",
            format!(
                "Finding {number} was answered with correction, root cause and corrective action."
            ),
            Seen::ByClientToo,
        )
        .touching("response", id, &digest),
    );
    let to = addressees::lead_auditor(tx, standing.audit_id).await?;
    addressees::write_to(
        tx,
        to,
        &format!("Finding {number} is answered"),
        &format!(
            "{} answered finding {number}. Please judge the answer in your audit portal.",
            tx.actor().name()
        ),
    )
    .await
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
    let text = [
        &said.correction,
        &said.root_cause,
        &said.action,
        &said.responsible,
        &said.due_on.to_string(),
    ]
    .map(|s| s.as_str())
    .join("\n");
    Ok(Sha256::digest(text).to_vec())
}

/// An auditor of the team accepts the newest answer, or returns it with a reason (FND-2).
pub async fn judge(tx: &mut Tx<'_>, finding: Uuid, form: Judging) -> Result<()> {
    let standing = judged_by(tx, finding).await?;
    let mut r = Reading::default();
    let accepted =
        r.choice("outcome", &form.outcome, "whether you accept the answer", |typed| match typed {
            "accepted" => Some(true),
            "returned" => Some(false),
            _ => None,
        });
    let reason = r.required("reason", &form.reason, "your reason; the client reads it", LONG);
    r.done()?;
    let accepted = accepted.unwrap_or_default();
    let next =
        standing.state.after(if accepted { Step::Accept } else { Step::Return }, standing.grade)?;
    move_on(tx, finding, &standing, &form.version, next).await?;
    let id = keep_judgement(tx, finding, &standing, accepted, &reason).await?;
    let (number, word) =
        (standing.number, if accepted { "accepted" } else { "returned with a reason" });
    tx.record(
        Entry::new(
            standing.file,
            if accepted { "answer_accepted" } else { "answer_returned" },
            format!("The answer to finding {number} was {word}."),
            Seen::ByClientToo,
        )
        .touching("judgement", id, &Sha256::digest(&reason)),
    );
    let to = addressees::client(tx, standing.file.client_id).await?;
    addressees::write_to(tx, to, &format!("Your answer to finding {number} was {}", if accepted { "accepted" } else { "returned" }), &format!("The auditor wrote:\n\n{reason}\n\nSign in to your client portal to read it in its place{}.", if accepted { "" } else { " and to answer again" })).await
}

async fn keep_judgement(
    tx: &mut Tx<'_>,
    finding: Uuid,
    standing: &Standing,
    accepted: bool,
    reason: &str,
) -> Result<Uuid> {
    let (body, person, now, id) = (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.new_id());
    sqlx::query!(
        "insert into judgements (body_id, client_id, finding_id, response_id, id, outcome, reason, by_person, at)
         select $1, $2, $3, r.id, $4, $5, $6, $7, $8 from responses r
         where r.body_id = $1 and r.finding_id = $3 order by r.round desc limit 1",
        body,
        standing.file.client_id,
        finding,
        id,
        if accepted { "accepted" } else { "returned" },
        reason,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(id)
}

/// An auditor of the team has looked whether the action has its effect. One without effect goes back to the
/// client for another round.
pub async fn verify(tx: &mut Tx<'_>, finding: Uuid, form: Verifying) -> Result<()> {
    let standing = judged_by(tx, finding).await?;
    let mut r = Reading::default();
    let effective =
        r.choice("effective", &form.effective, "whether the action has its effect", |typed| {
            match typed {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            }
        });
    let how = r.required("how", &form.how, "how you verified it, and what you saw", LONG);
    r.done()?;
    let effective = effective.unwrap_or_default();
    let next = standing.state.after(
        if effective { Step::FindEffective } else { Step::FindIneffective },
        standing.grade,
    )?;
    move_on(tx, finding, &standing, &form.version, next).await?;
    let id = keep_verification(tx, finding, &standing, effective, &how).await?;
    let (number, word) = (
        standing.number,
        if effective { "found effective" } else { "found without effect; a new answer is owed" },
    );
    tx.record(
        Entry::new(
            standing.file,
            if effective { "effect_verified" } else { "effect_missing" },
            format!("The corrective action for finding {number} was {word}."),
            Seen::ByClientToo,
        )
        .touching("verification", id, &Sha256::digest(&how)),
    );
    let to = addressees::client(tx, standing.file.client_id).await?;
    addressees::write_to(
        tx,
        to,
        &format!(
            "Finding {number}: your corrective action was {}",
            if effective { "found effective" } else { "found without effect" }
        ),
        &format!("The auditor wrote:\n\n{how}"),
    )
    .await
}

async fn keep_verification(
    tx: &mut Tx<'_>,
    finding: Uuid,
    standing: &Standing,
    effective: bool,
    how: &str,
) -> Result<Uuid> {
    let (body, person, now, id) = (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.new_id());
    sqlx::query!(
        "insert into verifications (body_id, client_id, finding_id, id, effective, how, by_person, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        body,
        standing.file.client_id,
        finding,
        id,
        effective,
        how,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(id)
}

/// Closes a nonconformity whose corrective action was found effective (FND-3).
pub async fn close(tx: &mut Tx<'_>, finding: Uuid, version: &str) -> Result<()> {
    let standing = judged_by(tx, finding).await?;
    let next = standing.state.after(Step::Close, standing.grade).map_err(|_| {
        rulebook::FND_3.refuse(
            format!("Finding {} is \"{}\".", standing.number, standing.state.title()),
            "Accept the answer and verify its effect first.",
        )
    })?;
    move_on(tx, finding, &standing, version, next).await?;
    let (body, now) = (tx.actor().body()?, tx.now());
    sqlx::query!(
        "update findings set closed_at = $3 where body_id = $1 and id = $2",
        body,
        finding,
        now
    )
    .execute(tx.sql())
    .await?;
    tx.record(Entry::new(
        standing.file,
        "finding_closed",
        format!("Finding {} was closed.", standing.number),
        Seen::ByClientToo,
    ));
    let to = addressees::client(tx, standing.file.client_id).await?;
    let subject = format!("Finding {} is closed", standing.number);
    addressees::write_to(
        tx,
        to,
        &subject,
        "Nothing more is owed on this finding. Every round of it stays on your record.",
    )
    .await
}

/// The guarded update: whoever acts on a page that is out of date is told so.
async fn move_on(
    tx: &mut Tx<'_>,
    finding: Uuid,
    standing: &Standing,
    seen_version: &str,
    next: State,
) -> Result<()> {
    let body = tx.actor().body()?;
    let version = seen_version.trim().parse().unwrap_or(standing.version);
    let moved = sqlx::query!(
        "update findings set state = $4, version = version + 1 where body_id = $1 and id = $2 and version = $3",
        body,
        finding,
        version,
        next.key()
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale(format!(
        "Finding {} has moved on since you opened it: open it again.",
        standing.number
    )))
}

async fn standing(tx: &mut Tx<'_>, finding: Uuid) -> Result<Standing> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let row = sqlx::query!(
        r#"select f.client_id, f.engagement_id, f.audit_id, f.number, f.grade, f.state, f.version,
             (select t.role from team_members t where t.body_id = f.body_id and t.engagement_id = f.engagement_id
                and t.person_id = $3 and t.released_at is null
              order by t.role in ('lead_auditor', 'auditor') desc limit 1) as own_role
           from findings f where f.body_id = $1 and f.id = $2"#,
        body,
        finding,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Standing {
        file: File { client_id: row.client_id, engagement_id: row.engagement_id },
        audit_id: row.audit_id,
        number: row.number,
        grade: Grade::from_key(&row.grade)
            .ok_or_else(|| Error::Fault("a finding of no known grade".into()))?,
        state: State::from_key(&row.state)
            .ok_or_else(|| Error::Fault("a finding in no known state".into()))?,
        version: row.version,
        own_role: row.own_role,
    })
}

/// The finding, for an auditor of a team of this engagement and for nobody else.
async fn judged_by(tx: &mut Tx<'_>, finding: Uuid) -> Result<Standing> {
    let standing = standing(tx, finding).await?;
    match standing.own_role.as_deref() {
        Some("lead_auditor" | "auditor") if tx.actor().room() == Room::Audit => Ok(standing),
        Some(_) if tx.actor().room() == Room::Audit => Err(rulebook::CMP_3
            .refuse(
                "Technical experts, trainees, observers and translators never judge alone.",
                "Ask an auditor of the team to do it.",
            )
            .into()),
        _ => Err(Error::NotFound),
    }
}
