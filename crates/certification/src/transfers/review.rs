//! The documented review before a certificate is taken over: written once, and positive only where nothing stands
//! against it (TRF-1). A positive one is what a panel decides upon; the cycle and the expiry carry over.

use super::{Direction, Transfer, of_file};
use crate::actor::SchemeManager;
use crate::addressees;
use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::parse::{LONG, Reading, SHORT};
use crate::record::{Entry, File, Seen};
use crate::{files, rulebook};
use time::Date;

macro_rules! choices {
    ($(#[$about:meta])* $name:ident { $($one:ident $key:literal $title:literal;)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($one),* }

        impl $name {
            pub const ALL: &[$name] = &[$($name::$one),*];

            pub fn key(self) -> &'static str {
                match self { $($name::$one => $key),* }
            }

            pub fn title(self) -> &'static str {
                match self { $($name::$one => $title),* }
            }

            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }
    };
}

choices! {
    /// How the other body's certificate stands.
    Status {
        Valid "valid" "Valid";
        Suspended "suspended" "Suspended";
        Withdrawn "withdrawn" "Withdrawn";
        Expired "expired" "Expired";
    }
}

choices! {
    /// How far the cycle has come that carries over.
    CycleStage {
        AfterInitial "after_initial" "After the initial audit or recertification";
        AfterSurveillance1 "after_surveillance_1" "After the first surveillance";
        AfterSurveillance2 "after_surveillance_2" "After the second surveillance";
    }
}

choices! {
    /// What a review comes to.
    Outcome {
        TakeOver "take_over" "Take it over: lay it before the panel";
        Decline "decline" "Do not take it over";
    }
}

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
struct Read {
    accreditation_valid: bool,
    status: Status,
    checked_on: Date,
    stage: CycleStage,
    issued_on: Date,
    expires_on: Date,
    outcome: Outcome,
}

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

fn read(form: &Reviewing) -> Result<Read> {
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
fn nothing_against(form: &Reviewing, read: &Read, today: Date) -> Result<(), Refusal> {
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
