//! A review as it was typed, and what stands against taking the certificate over (TRF-1).

use super::{CycleStage, Outcome, Status};
use crate::cycle::in_words;
use crate::error::{Error, Refusal, Result};
use crate::parse::{LONG, Reading, SHORT};
use crate::rulebook;
use time::Date;

/// The review, as typed; the form carries its id.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Reviewing {
    pub id: String,
    pub certificate_number: String,
    pub issuing_body: String,
    pub accreditation_body: String,
    pub accreditation_valid: String,
    pub status: String,
    pub status_checked_how: String,
    pub status_checked_on: String,
    pub reasons: String,
    pub reports_seen: String,
    pub nonconformities: String,
    pub complaints: String,
    pub cycle_stage: String,
    pub issued_on: String,
    pub expires_on: String,
    pub outcome: String,
    pub outcome_reasons: String,
}

/// What was read of the form: each item that may be missing in a review that declines.
pub(super) struct Read {
    pub(super) accreditation_valid: bool,
    pub(super) status: Status,
    pub(super) checked_on: Date,
    pub(super) stage: CycleStage,
    pub(super) issued_on: Date,
    pub(super) expires_on: Date,
    pub(super) outcome: Outcome,
}

/// Reads the form. A review that declines may leave blank what it could not find out.
pub(super) fn read(form: &Reviewing) -> Result<Read> {
    let mut r = Reading::default();
    let outcome = r.choice("outcome", &form.outcome, "what the review comes to", Outcome::from_key);
    r.required("outcome_reasons", &form.outcome_reasons, "why", LONG);
    let accredited = r.yes_or_no(
        "accreditation_valid",
        &form.accreditation_valid,
        "whether the accreditation is valid and covers the scope",
    );
    let status = r.choice("status", &form.status, "how the certificate stands", Status::from_key);
    let checked_on =
        r.date("status_checked_on", &form.status_checked_on, "when the status was checked");
    let stage =
        r.choice("cycle_stage", &form.cycle_stage, "where the cycle stands", CycleStage::from_key);
    let issued_on = r.date("issued_on", &form.issued_on, "when the certificate was issued");
    let expires_on = r.date("expires_on", &form.expires_on, "when the certificate expires");
    for (field, typed) in texts(form) {
        r.optional(field, typed, if field == "certificate_number" { SHORT } else { LONG });
    }
    r.done()?;
    let all = (outcome, accredited, status, checked_on, stage, issued_on, expires_on);
    let (
        Some(outcome),
        Some(accreditation_valid),
        Some(status),
        Some(checked_on),
        Some(stage),
        Some(issued_on),
        Some(expires_on),
    ) = all
    else {
        return Err(Error::Invalid(Default::default()));
    };
    Ok(Read { accreditation_valid, status, checked_on, stage, issued_on, expires_on, outcome })
}

/// The items in words, which only a review that declines may leave blank.
fn texts(form: &Reviewing) -> [(&'static str, &str); 8] {
    [
        ("certificate_number", &form.certificate_number),
        ("issuing_body", &form.issuing_body),
        ("accreditation_body", &form.accreditation_body),
        ("status_checked_how", &form.status_checked_how),
        ("reasons", &form.reasons),
        ("reports_seen", &form.reports_seen),
        ("nonconformities", &form.nonconformities),
        ("complaints", &form.complaints),
    ]
}

/// TRF-1: valid, accredited, unsuspended, and every item documented; else it is refused with all that stands
/// against it.
pub(super) fn nothing_against(form: &Reviewing, read: &Read, today: Date) -> Result<(), Refusal> {
    let mut against = Vec::new();
    if !read.accreditation_valid {
        against.push("The certificate was not issued under a valid accreditation.".to_owned());
    }
    if read.status != Status::Valid {
        against
            .push(format!("The certificate is {}, not valid.", read.status.title().to_lowercase()));
    }
    if read.expires_on <= today {
        against.push(format!("The certificate expired on {}.", in_words(read.expires_on)));
    }
    if read.checked_on > today || read.issued_on > today || read.issued_on >= read.expires_on {
        against.push(
            "The dates do not fit together: checked and issued before today, expiry after both."
                .to_owned(),
        );
    }
    let labels = [
        "Certificate number",
        "Issuing body",
        "Accreditation body",
        "How the status was checked",
        "Reasons for the transfer",
        "Audit reports seen",
        "Open nonconformities, or that there are none",
        "Complaints, or that there are none",
    ];
    let blank =
        texts(form).into_iter().zip(labels).filter(|((_, typed), _)| typed.trim().is_empty());
    against.extend(blank.map(|(_, label)| format!("{label}: not documented.")));
    if against.is_empty() {
        return Ok(());
    }
    Err(rulebook::TRF_1
        .refuse(
            "This certificate cannot be taken over as it stands.",
            "See to each thing on the list; or decline the transfer, and certify as an initial certification.",
        )
        .missing(against))
}
