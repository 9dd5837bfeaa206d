//! Publishing: the text as it stands is copied for the client to read, and stays what it was.

use super::{Offer, Offered, Subject, offer};
use crate::actor::SchemeManager;
use crate::addressees;
use crate::db::Tx;
use crate::error::{FieldErrors, Result};
use crate::record::{Entry, Seen};
use sha2::{Digest, Sha256};

/// Publishes these fields of a report or a decision to the client. What is published already stays as it
/// was, so that sending it twice shows it once.
pub async fn publish(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    subject: Subject,
    fields: Vec<String>,
) -> Result<()> {
    let offer = offer(tx, subject).await?;
    chosen_from(&offer, &fields)?;
    let mut shown = Vec::new();
    for field in offer.fields.iter().filter(|f| !f.published && fields.iter().any(|k| k == f.key)) {
        if copy(tx, subject, &offer, field).await? {
            shown.push(field);
        }
    }
    if shown.is_empty() {
        return Ok(());
    }
    let labels: Vec<_> = shown.iter().map(|field| field.label).collect();
    let texts: Vec<_> = shown.iter().map(|field| field.text.as_str()).collect();
    let sentence = format!(
        "Published to the client, from the {}: {}.",
        lowered(&offer.title),
        labels.join(", ")
    );
    let entry = Entry::new(offer.file, "published", sentence, Seen::ByClientToo);
    tx.record(entry.touching(subject.kind(), subject.id(), &Sha256::digest(texts.join("\n"))));
    tell_client(tx, &offer).await
}

/// Something was chosen, and nothing that was not offered.
fn chosen_from(offer: &Offer, fields: &[String]) -> Result<(), FieldErrors> {
    if fields.is_empty() {
        return Err(FieldErrors::one("fields", "Choose what the client may read"));
    }
    if fields.iter().any(|key| !offer.fields.iter().any(|field| field.key == key)) {
        return Err(FieldErrors::one(
            "fields",
            "Choose only from the fields offered: nothing else may be published",
        ));
    }
    Ok(())
}

async fn copy(tx: &mut Tx<'_>, subject: Subject, offer: &Offer, field: &Offered) -> Result<bool> {
    let (body, person, now, id) = (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.new_id());
    let done = sqlx::query!(
        "insert into publications (body_id, client_id, engagement_id, id, subject_kind, subject_id, subject_title, field, label, text, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing",
        body,
        offer.file.client_id,
        offer.file.engagement_id,
        id,
        subject.kind(),
        subject.id(),
        offer.title,
        field.key,
        field.label,
        field.text,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn tell_client(tx: &mut Tx<'_>, offer: &Offer) -> Result<()> {
    let members = addressees::client(tx, offer.file.client_id).await?;
    let subject = format!("New to read: {}", offer.title);
    let text = format!(
        "There is something new for you to read from the {}. You find it under Reports in your portal.",
        lowered(&offer.title)
    );
    addressees::write_to(tx, members, &subject, &text).await
}

/// "Stage 1 report" keeps its capital, "Decision on certification" does not.
fn lowered(title: &str) -> String {
    title.strip_prefix('D').map_or_else(|| title.to_owned(), |rest| format!("d{rest}"))
}
