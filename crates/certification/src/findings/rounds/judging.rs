//! An auditor of the team accepts the newest answer, or returns it with a reason (FND-2).

use super::{Standing, judged_by, move_on};
use crate::addressees;
use crate::db::Tx;
use crate::error::Result;
use crate::findings::Step;
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The auditor's judgement of an answer, as typed: "accepted" or "returned".
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Judging {
    pub version: String,
    pub outcome: String,
    pub reason: String,
}

/// An auditor of the team accepts the newest answer, or returns it with a reason (FND-2).
pub async fn judge(tx: &mut Tx<'_>, finding: Uuid, form: Judging) -> Result<()> {
    let standing = judged_by(tx, finding).await?;
    let (accepted, reason) = read(&form)?;
    let step = if accepted { Step::Accept } else { Step::Return };
    let next = standing.state.after(step, standing.grade)?;
    move_on(tx, finding, &standing, &form.version, next).await?;
    let id = keep_judgement(tx, finding, &standing, accepted, &reason).await?;
    let (act, word) = match accepted {
        true => ("answer_accepted", "accepted"),
        false => ("answer_returned", "returned with a reason"),
    };
    let sentence = format!("The answer to finding {} was {word}.", standing.number);
    tx.record(Entry::new(standing.file, act, sentence, Seen::ByClientToo).touching(
        "judgement",
        id,
        &Sha256::digest(&reason),
    ));
    tell(tx, &standing, accepted, &reason).await
}

fn read(form: &Judging) -> Result<(bool, String)> {
    let mut r = Reading::default();
    let accepted =
        r.choice("outcome", &form.outcome, "whether you accept the answer", |typed| match typed {
            "accepted" => Some(true),
            "returned" => Some(false),
            _ => None,
        });
    let reason = r.required("reason", &form.reason, "your reason; the client reads it", LONG);
    r.done()?;
    Ok((accepted.unwrap_or_default(), reason))
}

async fn tell(tx: &mut Tx<'_>, standing: &Standing, accepted: bool, reason: &str) -> Result<()> {
    let (word, next) =
        if accepted { ("accepted", "") } else { ("returned", " and to answer again") };
    let to = addressees::client(tx, standing.file.client_id).await?;
    let subject = format!("Your answer to finding {} was {word}", standing.number);
    let text = format!(
        "The auditor wrote:\n\n{reason}\n\nSign in to your client portal to read it in its place{next}."
    );
    addressees::write_to(tx, to, &subject, &text).await
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
