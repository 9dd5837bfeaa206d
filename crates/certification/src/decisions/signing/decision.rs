//! What the chair's signature makes: the decision, its effect on the certificate, and the news (DEC-6).

use super::Signed;
use super::effects::{Made, effect};
use super::news::tell;
use crate::certificates::{Issuing, sign_lists};
use crate::db::Tx;
use crate::decisions::decider::Decider;
use crate::decisions::digest::Manifest;
use crate::decisions::{CaseKind, Vote};
use crate::error::{Error, Result};
use crate::record::{Entry, File, Seen};
use uuid::Uuid;

/// The decision, and what it does to the certificate: all of it or nothing.
pub(super) async fn decide(
    tx: &mut Tx<'_>,
    decider: &Decider,
    (vote, reasons): (Vote, &str),
    manifest: &Manifest,
    issuing: &Issuing<'_>,
) -> Result<Signed> {
    let seat = decider.seat();
    let file = seat.file();
    let decision = keep_decision(tx, (file, seat.case_id), (vote, reasons), manifest).await?;
    let made = Made { decision, outcome: vote, seat, record: manifest.hex() };
    let signed = effect(tx, &made, issuing).await?;
    if !matches!(signed, Signed::Refused) {
        sign_lists(tx, issuing.keyring, issuing.public_url).await?;
    }
    tx.record(
        Entry::new(file, "case_decided", sentence(seat.kind, &signed), Seen::ByClientToo).touching(
            "record",
            seat.case_id,
            &manifest.digest,
        ),
    );
    tell(tx, decider, &signed, issuing).await?;
    Ok(signed)
}

fn sentence(kind: CaseKind, signed: &Signed) -> String {
    match signed {
        Signed::Granted { number } => format!(
            "The decision is made: {}. Attestation {number} was issued.",
            Vote::Grant.decided(kind).to_lowercase()
        ),
        Signed::Decided { kind, outcome, number } => format!(
            "The decision is made on certificate {number}: {}.",
            outcome.decided(*kind).to_lowercase()
        ),
        _ => format!("The decision is made: {}.", Vote::Refuse.decided(kind).to_lowercase()),
    }
}

pub(in crate::decisions) async fn keep_decision(
    tx: &mut Tx<'_>,
    (file, case): (File, Uuid),
    (vote, reasons): (Vote, &str),
    manifest: &Manifest,
) -> Result<Uuid> {
    let (body, person, now, today, id) =
        (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.today(), tx.new_id());
    let decided = sqlx::query!("update cases set state = 'decided', version = version + 1 where body_id = $1 and id = $2 and state = 'open'", body, case)
        .execute(tx.sql())
        .await?;
    if decided.rows_affected() == 0 {
        return Err(Error::Stale("This case has been decided meanwhile: open it again.".into()));
    }
    sqlx::query!(
        "insert into decisions (body_id, client_id, engagement_id, case_id, id, outcome, reasons, asked_for, decided_on, decided_at, decided_by, record_digest)
         values ($1, $2, $3, $4, $5, $6, $7,
           coalesce((select string_agg(q.text, E'\\n\\n' order by q.id) from questions q where q.body_id = $1 and q.case_id = $4), ''),
           $8, $9, $10, $11)",
        body,
        file.client_id,
        file.engagement_id,
        case,
        id,
        vote.key(),
        reasons,
        today,
        now,
        person,
        manifest.digest
    )
    .execute(tx.sql())
    .await?;
    Ok(id)
}
