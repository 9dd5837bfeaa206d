//! The client's answer: acceptance of proposal and agreement together, or a no with its reason.

use super::{InSight, Proposal, Step, digest, moved_once, supersede};
use crate::actor::{Room, Signatory};
use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::outbox::{self, Mail};
use crate::parse::{LONG, Reading, SHORT};
use crate::record::{Entry, File, Seen};
use crate::rulebook;
use uuid::Uuid;

/// The acceptance's form: both ticks, and the name.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Acceptance {
    pub proposal: String,
    pub agreement: String,
    pub name: String,
}

/// Accepts proposal and agreement for the client (APP-3). From now on this is the agreement in force.
pub async fn accept(tx: &mut Tx<'_>, _by: &Signatory, id: Uuid, form: Acceptance) -> Result<()> {
    let (file, all) = super::own(tx).await?;
    let proposal = all.iter().find(|proposal| proposal.id == id).ok_or(Error::NotFound)?;
    if proposal.state.is_in_force() && proposal.answered_by_id == Some(tx.actor().person()?) {
        return Ok(());
    }
    proposal.state.after(Step::Accept)?;
    refuse_out_of_time(tx, proposal)?;
    refuse_with_outcome_in_sight(tx, file.engagement_id).await?;
    let name = read(&form)?;
    if let Some(before) = all.iter().find(|proposal| proposal.state.is_in_force()) {
        supersede(tx, before).await?;
    }
    answer(tx, proposal, Step::Accept, &name, "").await?;
    let said = format!(
        "Proposal {} and the certification agreement in version {} were accepted, signed \"{name}\".",
        proposal.number, proposal.agreement_version
    );
    tell(tx, file.file(), proposal, "proposal_accepted", said).await
}

fn refuse_out_of_time(tx: &Tx<'_>, proposal: &Proposal) -> Result<()> {
    if tx.today() <= proposal.valid_until {
        return Ok(());
    }
    Err(rulebook::TIM_7
        .refuse(
            format!(
                "Proposal {} stood until {} and can no longer be accepted.",
                proposal.number,
                in_words(proposal.valid_until)
            ),
            "Ask the certification body for a new proposal.",
        )
        .into())
}

/// The client's room knows nothing of cases; the office's is asked whether the outcome is in sight (IMP-7).
async fn refuse_with_outcome_in_sight(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<()> {
    let (body, today) = (tx.actor().body()?, tx.today());
    tx.go_to(Room::Office).await?;
    let in_sight = sqlx::query_scalar!(
        "select outcome_in_sight($1, $2, $3) as in_sight",
        body,
        engagement_id,
        today
    )
    .fetch_one(tx.sql())
    .await?;
    tx.go_to(Room::Client).await?;
    match in_sight.as_deref().map(InSight::kept).transpose()? {
        Some(what) => {
            Err(what.refuse("Wait until the body has decided, then answer the proposal."))
        }
        None => Ok(()),
    }
}

fn read(form: &Acceptance) -> Result<String> {
    let mut reading = Reading::default();
    if form.proposal != "yes" {
        reading.errors.add("proposal", "Tick that you accept the proposal and its fee");
    }
    if form.agreement != "yes" {
        reading.errors.add("agreement", "Tick that you accept the certification agreement");
    }
    let name = reading.required("name", &form.name, "your full name, as your signature", SHORT);
    reading.done()?;
    Ok(name)
}

async fn answer(
    tx: &mut Tx<'_>,
    proposal: &Proposal,
    step: Step,
    name: &str,
    why: &str,
) -> Result<()> {
    let next = proposal.state.after(step)?;
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let moved = sqlx::query!(
        "update proposals set state = $4, version = version + 1, answered_by = $5, answered_at = $6, answer = $7, signed_name = $8
         where body_id = $1 and id = $2 and version = $3",
        body,
        proposal.id,
        proposal.version,
        next.key(),
        person,
        now,
        why,
        name
    )
    .execute(tx.sql())
    .await?;
    moved_once(moved.rows_affected())
}

/// Puts the client's answer on the record and tells the body.
async fn tell(
    tx: &mut Tx<'_>,
    file: File,
    proposal: &Proposal,
    act: &'static str,
    said: String,
) -> Result<()> {
    let digest = digest(&proposal.number, &proposal.lines, &proposal.agreement)?;
    tx.record(Entry::new(file, act, said.clone(), Seen::ByClientToo).touching(
        "proposal",
        proposal.id,
        &digest,
    ));
    let body = tx.actor().body()?;
    let to = sqlx::query_scalar!("select email from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    let by = tx.actor().name().to_owned();
    outbox::queue(
        tx,
        body,
        Mail {
            to,
            subject: format!("Proposal {}: the client has answered", proposal.number),
            body: format!("{said}\n\nBy {by}."),
        },
    )
    .await
}

/// The form with which a client declines.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Answer {
    pub reason: String,
}

/// Declines a proposal, with a reason. An earlier accepted one stays in force.
pub async fn decline(tx: &mut Tx<'_>, _by: &Signatory, id: Uuid, form: Answer) -> Result<()> {
    let (file, all) = super::own(tx).await?;
    let proposal = all.iter().find(|proposal| proposal.id == id).ok_or(Error::NotFound)?;
    proposal.state.after(Step::Decline)?;
    let mut reading = Reading::default();
    let why = reading.required(
        "reason",
        &form.reason,
        "why you decline, so that the body can answer",
        LONG,
    );
    reading.done()?;
    answer(tx, proposal, Step::Decline, "", &why).await?;
    let said = format!("Proposal {} was declined: {why}", proposal.number);
    tell(tx, file.file(), proposal, "proposal_declined", said).await
}
