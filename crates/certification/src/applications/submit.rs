//! Submitting: an application that names everything goes to the body, and is locked (APP-1, APP-4, APP-5).

use super::{Application, State, Step, gaps, reads, unjustified};
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::outbox::{self, Mail};
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};

/// A form that acts on one version of a thing.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Versioned {
    pub version: String,
}

/// Hands the acting client's application to the body. Sent twice, it is submitted once.
pub async fn submit(tx: &mut Tx<'_>, typed: Versioned) -> Result<()> {
    let application = reads::own_to_write(tx).await?;
    if application.state == State::Submitted
        && typed.version == (application.version - 1).to_string()
    {
        return Ok(());
    }
    application.state.after(Step::Submit)?;
    if let Some(refusal) = incomplete(&application) {
        return Err(refusal.into());
    }
    advance(tx, &application, &typed.version).await?;
    let again = if application.state.is_returned() { " again" } else { "" };
    let sentence = format!("Submitted the application{again}{}.", with_systems(&application));
    tx.record(
        Entry::new(application.file(), "application_submitted", sentence, Seen::ByClientToo)
            .touching("application", application.id, &digest(&application)?),
    );
    tell(tx, &application).await
}

/// The rule that keeps this application from being submitted, with everything that is missing; `None` when
/// it is complete. The first rule is named; the list holds what all of them ask for.
pub fn incomplete(application: &Application) -> Option<Refusal> {
    let (named, reasons, entries) =
        (gaps(application), unjustified(application), unregistered(application));
    let refusal = if !named.is_empty() {
        rulebook::APP_1.refuse(
            "The application does not name everything yet.",
            "Complete each of these, then submit it.",
        )
    } else if !reasons.is_empty() {
        rulebook::APP_4.refuse(
            "An exclusion has no justification.",
            "Give the reason for each exclusion, or take it back.",
        )
    } else if entries.is_some() {
        rulebook::APP_5.refuse(
            "The register of AI systems does not hold each AI system in scope.",
            "Add the entries that are missing, or correct the number of AI systems in scope.",
        )
    } else {
        return None;
    };
    Some(refusal.missing(named.into_iter().chain(reasons).chain(entries)))
}

/// What the register of AI systems lacks against the number in scope.
fn unregistered(application: &Application) -> Option<String> {
    if !application.standard.concerns_ai {
        return None;
    }
    match (application.ai_systems, application.ai_systems_total) {
        (0, _) => Some("AI systems: the register is empty".to_owned()),
        (has, Some(total)) if has != i64::from(total) => {
            Some(format!("AI systems: the scope names {total}, the register holds {has}"))
        }
        _ => None,
    }
}

/// ", with 3 AI systems", where the standard is about AI.
fn with_systems(application: &Application) -> String {
    if application.standard.concerns_ai {
        format!(", with {} AI systems", application.ai_systems)
    } else {
        String::new()
    }
}

async fn advance(tx: &mut Tx<'_>, application: &Application, version: &str) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let moved = sqlx::query!(
        "update applications set state = $4, version = version + 1, submitted_at = $5, submitted_by = $6, answer = ''
         where body_id = $1 and id = $2 and version = $3 and version::text = $7",
        body,
        application.id,
        application.version,
        State::Submitted.key(),
        now,
        person,
        version
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale(
        "Somebody of your organisation has changed the application meanwhile: check it again."
            .into(),
    ))
}

/// The SHA-256 of what the application says.
pub(super) fn digest(application: &Application) -> Result<Vec<u8>> {
    Ok(Sha256::digest(serde_json::to_vec(application)?).to_vec())
}

async fn tell(tx: &mut Tx<'_>, application: &Application) -> Result<()> {
    let body = tx.actor().body()?;
    let office = sqlx::query!("select name, email from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    let Application { legal_name, reference, standard, .. } = application;
    let with_systems = with_systems(application);
    let to_office = Mail {
        to: office.email,
        subject: format!("{reference}: application of {legal_name}"),
        body: format!(
            "{legal_name} has submitted an application for {standard}{with_systems}.\n\nReview it in the office, under Clients, {reference}."
        ),
    };
    let to_client = Mail {
        to: tx.actor().email().to_owned(),
        subject: format!("{reference}: we have your application"),
        body: format!(
            "{} has received the application of {legal_name} for {standard}.\n\nWe review it next, and write to you with the result. You can read it at any time in your client portal.",
            office.name
        ),
    };
    outbox::queue(tx, body, to_office).await?;
    outbox::queue(tx, body, to_client).await
}
