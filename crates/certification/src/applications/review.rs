//! The body's review of an application, with its reasons, before any offer (APP-2).

use super::{Application, Outcome, State, Tie, reads, tie};
use crate::actor::SchemeManager;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::outbox::{self, Mail};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::scope;
use uuid::Uuid;

/// The four reasons of a review, and what the client is told.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Review {
    pub version: String,
    pub information: String,
    pub differences: String,
    pub competence: String,
    pub impartiality: String,
    pub answer: String,
    /// A key of [`TIES`](super::TIES): what the body itself was to the client (IMP-3); asked for when accepting.
    pub tie: String,
    pub tie_who: String,
    pub tie_ended_on: String,
}

/// Accepts an application after its review.
pub async fn accept(
    tx: &mut Tx<'_>,
    by: &SchemeManager,
    engagement_id: Uuid,
    typed: Review,
) -> Result<()> {
    review(tx, by, engagement_id, Outcome::Accepted, typed).await
}

/// Returns an application to the client with questions; it is open again.
pub async fn return_with_questions(
    tx: &mut Tx<'_>,
    by: &SchemeManager,
    engagement_id: Uuid,
    typed: Review,
) -> Result<()> {
    review(tx, by, engagement_id, Outcome::Returned, typed).await
}

/// Declines an application, and tells the client why.
pub async fn decline(
    tx: &mut Tx<'_>,
    by: &SchemeManager,
    engagement_id: Uuid,
    typed: Review,
) -> Result<()> {
    review(tx, by, engagement_id, Outcome::Declined, typed).await
}

/// Ends the review of an application. The same review sent twice has one effect.
pub async fn review(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement_id: Uuid,
    outcome: Outcome,
    typed: Review,
) -> Result<()> {
    let application = reads::of_file(tx, engagement_id).await?;
    if application.state == outcome.state()
        && typed.version == (application.version - 1).to_string()
    {
        return Ok(());
    }
    let state = application.state.after(outcome.step())?;
    let reasons = read(outcome, &typed)?;
    let tie = Tie::read(outcome == Outcome::Accepted, &typed)?;
    if outcome == Outcome::Accepted {
        tie::may_be_certified(&application)?;
        tie.lets_accept(tx.today())?;
    }
    advance(tx, &application, &typed.version, state, &reasons.answer).await?;
    keep(tx, &application, outcome, &reasons, &tie).await?;
    if outcome == Outcome::Accepted {
        scope::freeze(tx, &application).await?;
    }
    let (act, sentence) = outcome.act();
    tx.record(Entry::new(application.file(), act, sentence, Seen::ByClientToo).touching(
        "application",
        application.id,
        &super::submit::digest(&application)?,
    ));
    tell(tx, &application, outcome, &reasons.answer).await
}

fn read(outcome: Outcome, typed: &Review) -> Result<Review> {
    let mut read = Reading::default();
    let information = "whether the information is enough to plan the audit, and why";
    let competence = "whether you are competent and able to certify this client, and why";
    let reasons = Review {
        information: read.required("information", &typed.information, information, LONG),
        differences: read.required(
            "differences",
            &typed.differences,
            "how differences of understanding were resolved, or that there were none",
            LONG,
        ),
        competence: read.required("competence", &typed.competence, competence, LONG),
        impartiality: read.required(
            "impartiality",
            &typed.impartiality,
            "what was considered about impartiality",
            LONG,
        ),
        answer: match outcome {
            Outcome::Accepted => read.optional("answer", &typed.answer, LONG),
            Outcome::Returned => {
                read.required("answer", &typed.answer, "your questions to the client", LONG)
            }
            Outcome::Declined => {
                read.required("answer", &typed.answer, "the reasons that the client is told", LONG)
            }
        },
        ..Review::default()
    };
    read.done()?;
    Ok(reasons)
}

async fn advance(
    tx: &mut Tx<'_>,
    application: &Application,
    version: &str,
    state: State,
    answer: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    let moved = sqlx::query!(
        "update applications set state = $4, version = version + 1, answer = $5
         where body_id = $1 and id = $2 and version = $3 and version::text = $6",
        body,
        application.id,
        application.version,
        state.key(),
        answer,
        version
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale("The application is no longer as you read it: open it again.".into()))
}

async fn keep(
    tx: &mut Tx<'_>,
    application: &Application,
    outcome: Outcome,
    reasons: &Review,
    tie: &Tie,
) -> Result<()> {
    let (body, person, id, now) = (tx.actor().body()?, tx.actor().person()?, tx.new_id(), tx.now());
    sqlx::query!(
        "insert into application_reviews (body_id, client_id, application_id, id, outcome, information, differences,
           competence, impartiality, answer, by_person, at, tie, tie_who, tie_ended_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        body,
        application.client_id,
        application.id,
        id,
        outcome.key(),
        reasons.information,
        reasons.differences,
        reasons.competence,
        reasons.impartiality,
        reasons.answer,
        person,
        now,
        tie.key,
        tie.who,
        tie.ended_on
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Writes to everybody who may sign for the client.
async fn tell(
    tx: &mut Tx<'_>,
    application: &Application,
    outcome: Outcome,
    answer: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    let Application { reference, legal_name, standard, client_id, .. } = application;
    let (subject, said) = match outcome {
        Outcome::Accepted => (
            "your application is accepted",
            "has reviewed and accepted it. Next, you receive a proposal with the audit time and the fixed fee.",
        ),
        Outcome::Returned => (
            "questions about your application",
            "has questions. Your application is open again in your client portal: answer there, and submit it again.",
        ),
        Outcome::Declined => ("your application is declined", "has declined it."),
    };
    let people = sqlx::query!(
        "select p.email, b.name from client_members m join people p on p.id = m.person_id join bodies b on b.id = m.body_id
         where m.body_id = $1 and m.client_id = $2 and m.signatory and m.until is null order by m.id",
        body,
        client_id
    )
    .fetch_all(tx.sql())
    .await?;
    for person in people {
        let text = format!(
            "About the application of {legal_name} for {standard}: {} {said}\n\n{answer}",
            person.name
        );
        let mail = Mail {
            to: person.email,
            subject: format!("{reference}: {subject}"),
            body: text.trim().to_owned(),
        };
        outbox::queue(tx, body, mail).await?;
    }
    Ok(())
}
