//! What can be laid before a panel now, and what stands against the rest: for the office's page.

use super::{Facts, Item, Missing, facts};
use crate::certificates::OfFile;
use crate::db::Tx;
use crate::decisions::CaseKind;
use crate::error::Result;
use time::Date;
use uuid::Uuid;

/// A kind of case, and what stands against opening one.
#[derive(Debug, Clone)]
pub struct Choice {
    pub kind: CaseKind,
    pub missing: Missing,
    /// Of a change of scope: whether an audit of it was reported.
    pub audited: bool,
}

/// What can be laid before a panel now, and what stands against the rest.
#[derive(Debug, Clone)]
pub struct Possible {
    /// Before a grant the initial kind only, after it all others.
    pub choices: Vec<Choice>,
    /// Whether a surveillance is reported and waits for its decision.
    pub surveillance_waits: bool,
    /// What stands against maintaining by review, without a panel (DEC-7).
    pub against_review: Vec<Item>,
    pub case_open: bool,
    pub certificate: Option<OfFile>,
}

impl Possible {
    /// The initial case, where only that one can be opened.
    pub fn initial(&self) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.kind == CaseKind::Initial)
    }

    /// Taking a certificate over, where its review found that it can be (TRF-1).
    pub fn transfer(&self) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.kind == CaseKind::Transfer)
    }

    pub fn open(&self) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(|choice| choice.missing.is_complete())
    }

    pub fn shut(&self) -> impl Iterator<Item = &Choice> {
        self.choices.iter().filter(|choice| !choice.missing.is_complete())
    }
}

/// Every kind of case with what stands against opening one now, from one statement.
pub async fn possible(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Possible> {
    let (today, facts) = (tx.today(), facts(tx, engagement).await?);
    let against_review = facts.against_maintaining(today);
    let anew = facts.begins_anew(today);
    let audited = |kind| facts.scope_audited && kind == CaseKind::Scope;
    let choices = CaseKind::ALL
        .into_iter()
        .filter(|kind| kind.begins() == anew)
        .filter(|kind| *kind != CaseKind::Transfer || facts.may_take_over())
        .map(|kind| Choice { kind, missing: facts.missing(kind, today), audited: audited(kind) })
        .collect();
    Ok(Possible {
        choices,
        surveillance_waits: facts.surveillance.as_ref().is_some_and(|audit| !audit.decided),
        against_review,
        case_open: facts.case_open,
        certificate: facts.certificate.map(|(number, content)| OfFile {
            number,
            content,
            life: facts.life,
        }),
    })
}

impl Facts {
    /// Whether a review found that another body's certificate can be taken over, and no panel has decided on it
    /// yet (TRF-1).
    fn may_take_over(&self) -> bool {
        self.transfer.is_some() && !self.transfer_decided
    }

    /// Whether only an initial certification leads to a certificate: none was granted, it was withdrawn, or it
    /// expired longer ago than it can be restored (REC-3).
    pub(in crate::decisions) fn begins_anew(&self, today: Date) -> bool {
        self.life.revisions.is_empty()
            || self.life.on(today).is_withdrawn()
            || self.life.restorable_until().is_some_and(|last| today > last)
    }
}
