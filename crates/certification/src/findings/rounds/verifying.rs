//! An auditor of the team looks whether the action has its effect, and closes what has (FND-3).

use super::{Standing, judged_by, move_on};
use crate::addressees;
use crate::db::Tx;
use crate::error::Result;
use crate::findings::Step;
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The verification of an accepted plan's effect, as typed: "yes" or "no", and how it was seen.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Verifying {
    pub version: String,
    pub effective: String,
    pub how: String,
}

/// An auditor of the team has looked whether the action has its effect. One without effect goes back to the
/// client for another round.
pub async fn verify(tx: &mut Tx<'_>, finding: Uuid, form: Verifying) -> Result<()> {
    let standing = judged_by(tx, finding).await?;
    let (effective, how) = read(&form)?;
    let step = if effective { Step::FindEffective } else { Step::FindIneffective };
    let next = standing.state.after(step, standing.grade)?;
    move_on(tx, finding, &standing, &form.version, next).await?;
    let id = keep_verification(tx, finding, &standing, effective, &how).await?;
    let number = standing.number;
    let (act, found, owed) = match effective {
        true => ("effect_verified", "found effective", ""),
        false => ("effect_missing", "found without effect", "; a new answer is owed"),
    };
    let sentence = format!("The corrective action for finding {number} was {found}{owed}.");
    tx.record(Entry::new(standing.file, act, sentence, Seen::ByClientToo).touching(
        "verification",
        id,
        &Sha256::digest(&how),
    ));
    let to = addressees::client(tx, standing.file.client_id).await?;
    let subject = format!("Finding {number}: your corrective action was {found}");
    addressees::write_to(tx, to, &subject, &format!("The auditor wrote:\n\n{how}")).await
}

fn read(form: &Verifying) -> Result<(bool, String)> {
    let mut r = Reading::default();
    let effective = r.yes_or_no("effective", &form.effective, "whether the action has its effect");
    let how = r.required("how", &form.how, "how you verified it, and what you saw", LONG);
    r.done()?;
    Ok((effective.unwrap_or_default(), how))
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
