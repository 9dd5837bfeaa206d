//! Reporting a change: the client says what has changed and since when; the office is told (APP-6).

use super::{Kind, State};
use crate::addressees;
use crate::applications;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use crate::standards::Scheme;
use sha2::{Digest, Sha256};
use time::Date;
use uuid::Uuid;

/// A change as the client types it; `id` is the page's own, so that sent twice it is reported once.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Report {
    pub id: String,
    pub kind: String,
    pub what: String,
    pub since: String,
    pub link: String,
}

struct Read {
    id: Uuid,
    kind: Kind,
    what: String,
    since: Date,
    link: String,
}

/// Reports a change at the acting client. Before the application is accepted it is changed there instead.
pub async fn report(tx: &mut Tx<'_>, typed: Report) -> Result<()> {
    let application = applications::own(tx).await?;
    if !application.state.is_accepted() {
        return Err(rulebook::APP_6
            .refuse(
                format!("The application is \"{}\".", application.state.title()),
                "Changes are reported once it is accepted; until then, say it in the application.",
            )
            .into());
    }
    let read = read(tx, &typed, application.standard)?;
    if !keep(tx, &application, &read).await? {
        return Ok(());
    }
    let kind = read.kind.title_under(application.standard);
    let sentence = format!("Reported a change: {kind}.");
    let digest = Sha256::digest(&read.what);
    tx.record(
        Entry::new(application.file(), "change_reported", sentence, Seen::ByClientToo)
            .touching("change", read.id, &digest),
    );
    let to = addressees::office(tx).await?;
    let subject = format!("{}: a change at {}", application.reference, application.legal_name);
    let text = format!(
        "{} reports a change. {kind}, since {}:\n\n{}\n\nAnswer it in the office, under Clients, {}, Changes.",
        application.legal_name,
        crate::cycle::in_words(read.since),
        read.what,
        application.reference
    );
    addressees::write_to(tx, to, &subject, &text).await
}

fn read(tx: &Tx<'_>, typed: &Report, standard: Scheme) -> Result<Read> {
    let mut reading = Reading::default();
    let kind = reading.choice("kind", &typed.kind, "what kind of change it is", |key| {
        Kind::offered(standard).find(|kind| kind.key() == key)
    });
    let what = reading.required("what", &typed.what, "what has changed", LONG);
    let since = reading.date("since", &typed.since, "the day since which it is so");
    let link = reading.optional("link", &typed.link, 2_000);
    if since.is_none() && reading.errors.0.iter().all(|(field, _)| field != "since") {
        reading.errors.add("since", "Enter the day since which it is so, or from which it will be");
    }
    if !link.is_empty() && !link.starts_with("https://") {
        reading.errors.add("link", "Give a link that begins with https://, or leave this empty");
    }
    reading.done()?;
    let id = typed.id.parse().unwrap_or_else(|_| tx.new_id());
    let missing = || Error::Fault("a change was read without its kind or day".into());
    let (kind, since) = kind.zip(since).ok_or_else(missing)?;
    Ok(Read { id, kind, what, since, link })
}

/// Whether it was not there yet.
async fn keep(tx: &mut Tx<'_>, a: &applications::Application, read: &Read) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let kept = sqlx::query!(
        "insert into changes (body_id, client_id, engagement_id, id, state, kind, what, since, link, reported_by, reported_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing",
        body,
        a.client_id,
        a.engagement_id,
        read.id,
        State::Reported.key(),
        read.kind.key(),
        read.what,
        read.since,
        read.link,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(kept.rows_affected() == 1)
}
