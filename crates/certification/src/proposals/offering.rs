//! Offering a proposal: the gates before it, the fee, and one standing offer at a time.

use super::quote::{Line, RateCard, quote, total};
use super::reads::{Desk, desk, of_file};
use super::{State, VALID_FOR, digest, supersede};
use crate::actor::SchemeManager;
use crate::audit_time::{self, Determination};
use crate::cycle::in_words;
use crate::db::Tx;
use crate::enforcement::allow_with_reason;
use crate::error::{Error, Result};
use crate::files;
use crate::outbox::{self, Mail};
use crate::record::{Entry, Seen};
use crate::rulebook;
use uuid::Uuid;

/// The offer's form.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Offer {
    /// Made by the page, so that a form sent twice is one offer.
    pub id: String,
    /// The determination that the page showed; empty means the newest.
    pub determination: String,
}

/// Offers the fee that follows from the newest audit time, together with the agreement. Takes the place of
/// an offer that still stands; an accepted proposal stays in force until the client accepts this one.
pub async fn offer(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement_id: Uuid,
    form: Offer,
) -> Result<Uuid> {
    let file = files::of(tx, engagement_id).await?;
    files::take_turns(tx, engagement_id).await?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let earlier = of_file(tx, engagement_id).await?;
    if earlier.iter().any(|proposal| proposal.id == id) {
        return Ok(id);
    }
    let desk = desk(tx, engagement_id).await?;
    let time = audit_time::newest(tx, engagement_id).await?;
    let time = refuse_offer(&desk, time, &form)?;
    let rates = desk.rates.as_ref().ok_or_else(no_rates)?;
    for standing in earlier.iter().filter(|proposal| proposal.state.is_offered()) {
        supersede(tx, standing).await?;
    }
    on_an_unchecked_table(tx, &file, &time).await?;
    let number = format!("{}-P{}", file.reference, desk.so_far + 1);
    let lines = quote(&audit_time::recalculate(&time)?, rates);
    let written = Written { id, number: &number, time: &time, rates, lines: &lines, desk: &desk };
    insert(tx, &file, &written).await?;
    put_offer_on_record(tx, &file, &written).await
}

/// The gates before an offer: APP-2, IMP-7, TIM-1, TIM-2, in the order of the work.
fn refuse_offer(desk: &Desk, time: Option<Determination>, form: &Offer) -> Result<Determination> {
    if !desk.application_accepted {
        return Err(rulebook::APP_2
            .refuse(
                "The application has not been reviewed and accepted.",
                "Review the application first; an offer follows from it.",
            )
            .into());
    }
    if let Some(what) = desk.outcome_in_sight {
        return Err(what
            .refuse("Wait until it is decided; until then the accepted proposal stays as it is."));
    }
    let Some(time) = time else {
        return Err(rulebook::TIM_1
            .refuse(
                "No audit time has been determined for this file.",
                "Determine the audit time first; the fee follows from it.",
            )
            .into());
    };
    if !form.determination.is_empty() && form.determination != time.id.to_string() {
        return Err(Error::Stale(format!(
            "{} has determined the audit time again meanwhile: open the proposal again.",
            time.by_name
        )));
    }
    if !time.table_checked && time.unchecked_reason.is_empty() {
        return Err(rulebook::TIM_2
            .refuse("The table of audit time is not marked as checked, and no reason for using it is written.", "Determine the audit time again and write why this table is used.")
            .into());
    }
    Ok(time)
}

/// TIM-2: the reason for using a table that nobody has checked, written with the audit time, lets the offer pass.
async fn on_an_unchecked_table(
    tx: &mut Tx<'_>,
    file: &files::Brief,
    time: &Determination,
) -> Result<()> {
    if time.table_checked {
        return Ok(());
    }
    let warned = format!(
        "The fee rests on a table of audit time that is not marked as checked: {}, {}.",
        time.inputs.table.title, time.table_version
    );
    allow_with_reason(tx, file.file(), rulebook::TIM_2, &warned, &time.unchecked_reason).await
}

fn no_rates() -> Error {
    rulebook::TIM_7
        .refuse(
            "The body has no rate card that is valid today.",
            "Ask an administrator to enter the rates in the settings.",
        )
        .into()
}

/// A proposal about to be kept.
struct Written<'a> {
    id: Uuid,
    number: &'a str,
    time: &'a Determination,
    rates: &'a RateCard,
    lines: &'a [Line],
    desk: &'a Desk,
}

async fn insert(tx: &mut Tx<'_>, file: &files::Brief, w: &Written<'_>) -> Result<()> {
    let (body, person, now, until) =
        (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.today() + VALID_FOR);
    let lines = serde_json::to_value(w.lines)?;
    sqlx::query!(
        "insert into proposals (body_id, client_id, engagement_id, id, state, number, determination_id, rate_card_id,
           currency, lines, total_minor, agreement_version, agreement, valid_until, offered_by, offered_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        body,
        file.client_id,
        file.engagement_id,
        w.id,
        State::Offered.key(),
        w.number,
        w.time.id,
        w.rates.id,
        w.rates.currency,
        lines,
        total(w.lines),
        w.desk.agreement_version,
        w.desk.agreement,
        until,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn put_offer_on_record(
    tx: &mut Tx<'_>,
    file: &files::Brief,
    w: &Written<'_>,
) -> Result<Uuid> {
    let until = in_words(tx.today() + VALID_FOR);
    let said = format!(
        "Proposal {} was offered, with the certification agreement in version {}; it stands until {until}.",
        w.number, w.desk.agreement_version
    );
    let digest = digest(w.number, w.lines, &w.desk.agreement)?;
    tx.record(
        Entry::new(file.file(), "proposal_offered", said, Seen::ByClientToo)
            .touching("proposal", w.id, &digest),
    );
    for to in w.desk.signatories.clone() {
        let mail = Mail {
            to,
            subject: format!("Your proposal {}", w.number),
            body: format!(
                "Proposal {} for the certification of {} to {} is ready, with the certification agreement.\n\n\
                 Please read both and answer in your portal, under Proposal, by {until}. Only a signatory of your organisation can accept.",
                w.number, file.client_name, file.standard
            ),
        };
        outbox::queue(tx, tx.actor().body()?, mail).await?;
    }
    Ok(w.id)
}
