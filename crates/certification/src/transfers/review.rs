//! The documented review before a certificate is taken over: written once, and positive only where nothing stands
//! against it (TRF-1). A positive one is what a panel decides upon; the cycle and the expiry carry over.

use super::reading::{Read, Reviewing, nothing_against, read};
use super::{Direction, Outcome, Transfer, of_file};
use crate::actor::SchemeManager;
use crate::addressees;
use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::{Entry, File, Seen};
use crate::{files, rulebook};

/// Keeps the review of a transfer in. It takes over only what is valid, accredited and unsuspended, with every
/// item documented (TRF-1); the client is told either way.
pub async fn review(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    file: File,
    form: Reviewing,
) -> Result<()> {
    files::take_turns(tx, file.engagement_id).await?;
    let transfer = asked_in(tx, file).await?;
    if transfer.review.is_some() {
        return Err(rulebook::ORDER
            .refuse("This transfer was reviewed already.", "Read the review on this page.")
            .into());
    }
    let read = read(&form)?;
    if read.outcome == Outcome::TakeOver {
        nothing_against(&form, &read, tx.today())?;
    }
    keep(tx, file, &transfer, &form, &read).await?;
    answered(tx, &transfer).await?;
    tell(tx, file, &transfer, &form, &read).await
}

async fn asked_in(tx: &mut Tx<'_>, file: File) -> Result<Transfer> {
    let transfer = of_file(tx, file.engagement_id).await?.ok_or(Error::NotFound)?;
    if transfer.direction == Direction::In { Ok(transfer) } else { Err(Error::NotFound) }
}

async fn keep(
    tx: &mut Tx<'_>,
    file: File,
    transfer: &Transfer,
    form: &Reviewing,
    read: &Read,
) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    sqlx::query!(
        "insert into transfer_reviews (body_id, client_id, engagement_id, transfer_id, id, certificate_number, issuing_body, accreditation_body,
           accreditation_valid, status, status_checked_how, status_checked_on, reasons, reports_seen, nonconformities, complaints, cycle_stage,
           issued_on, expires_on, outcome, outcome_reasons, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)",
        body,
        file.client_id,
        file.engagement_id,
        transfer.id,
        id,
        form.certificate_number.trim(),
        form.issuing_body.trim(),
        form.accreditation_body.trim(),
        read.accreditation_valid,
        read.status.key(),
        form.status_checked_how.trim(),
        read.checked_on,
        form.reasons.trim(),
        form.reports_seen.trim(),
        form.nonconformities.trim(),
        form.complaints.trim(),
        read.stage.key(),
        read.issued_on,
        read.expires_on,
        read.outcome.key(),
        form.outcome_reasons.trim(),
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn answered(tx: &mut Tx<'_>, transfer: &Transfer) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let done = sqlx::query!(
        "update transfers set answered_by = $3, answered_at = $4 where body_id = $1 and id = $2 and answered_at is null",
        body,
        transfer.id,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale("This transfer has been answered meanwhile: open the page again.".into()))
}

async fn tell(
    tx: &mut Tx<'_>,
    file: File,
    transfer: &Transfer,
    form: &Reviewing,
    read: &Read,
) -> Result<()> {
    let (number, other) = (form.certificate_number.trim(), &transfer.other_body);
    let (act, sentence) = match read.outcome {
        Outcome::TakeOver => (
            "transfer_reviewed",
            format!(
                "Reviewed certificate {number} of {other} for transfer: nothing stands against taking it over. Its cycle ({}) and its expiry on {} carry over; the panel decides.",
                read.stage.title().to_lowercase(),
                in_words(read.expires_on)
            ),
        ),
        Outcome::Decline => (
            "transfer_declined",
            format!(
                "Reviewed the certificate of {other} for transfer: it is not taken over. {}",
                form.outcome_reasons.trim()
            ),
        ),
    };
    tx.record(Entry::new(file, act, sentence.clone(), Seen::ByClientToo));
    let to = addressees::client(tx, file.client_id).await?;
    addressees::write_to(tx, to, "Your transfer was reviewed", &sentence).await
}
