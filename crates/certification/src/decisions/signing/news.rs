//! The letters that follow a decision: to the client, and to the scheme managers.

use super::Signed;
use crate::addressees;
use crate::certificates::Issuing;
use crate::cycle::{in_words, months_after};
use crate::db::Tx;
use crate::decisions::decider::{Decider, Seat};
use crate::decisions::{CaseKind, Vote};
use crate::error::Result;
use time::Date;

struct News {
    subject: String,
    for_client: String,
    for_office: String,
}

/// Tells the client and the scheme managers what was decided.
pub(super) async fn tell(
    tx: &mut Tx<'_>,
    decider: &Decider,
    signed: &Signed,
    issuing: &Issuing<'_>,
) -> Result<()> {
    let (seat, today) = (decider.seat(), tx.today());
    let news = match signed {
        Signed::Granted { number } if seat.kind == CaseKind::Transfer => {
            taken_over(seat, number, issuing.public_url)
        }
        Signed::Granted { number } => granted(seat, number, issuing.public_url),
        Signed::Decided { kind, outcome, number } => {
            decided(seat, (*kind, *outcome), number, (issuing.public_url, today))
        }
        _ if seat.kind == CaseKind::Transfer => not_taken_over(seat),
        _ => refused(seat),
    };
    let client = addressees::client(tx, seat.client_id).await?;
    addressees::write_to(tx, client, &news.subject, &news.for_client).await?;
    let office = addressees::scheme_managers(tx).await?;
    addressees::write_to(tx, office, &news.subject, &news.for_office).await
}

fn granted(seat: &Seat, number: &str, public_url: &str) -> News {
    News {
        subject: "The decision is made: certification granted".to_owned(),
        for_client: format!(
            "The certification panel has granted certification of your {} to {}.\n\nYour attestation {number} is ready to download in your client portal. Anyone can check it at {public_url}/verify/{number}.",
            seat.standard.system, seat.standard
        ),
        for_office: format!(
            "The panel granted certification to {} ({}). Attestation {number} was issued.",
            seat.client_name, seat.reference
        ),
    }
}

fn taken_over(seat: &Seat, number: &str, public_url: &str) -> News {
    News {
        subject: "The decision is made: certificate taken over".to_owned(),
        for_client: format!(
            "The certification panel has taken over your certificate to {}: its expiry and its cycle carry over.\n\nYour attestation {number} is ready to download in your client portal, and takes the place of the other body's. Anyone can check it at {public_url}/verify/{number}.",
            seat.standard
        ),
        for_office: format!(
            "The panel took over the certificate of {} ({}). Attestation {number} was issued. Draft the programme of what is left of its cycle.",
            seat.client_name, seat.reference
        ),
    }
}

fn not_taken_over(seat: &Seat) -> News {
    News {
        subject: "The decision is made: transfer refused".to_owned(),
        for_client: format!(
            "The certification panel has decided not to take over your certificate to {}. With the body that issued it, it stands as it stood.\n\nYour certification body will write to you about the reasons. You may appeal against the decision; an initial certification stays open to you.",
            seat.standard
        ),
        for_office: format!(
            "The panel refused to take over the certificate of {} ({}). Publish to the client what it is to know of the reasons; an initial certification begins with the audit programme.",
            seat.client_name, seat.reference
        ),
    }
}

fn refused(seat: &Seat) -> News {
    News {
        subject: "The decision is made: certification refused".to_owned(),
        for_client: format!(
            "The certification panel has decided not to grant certification to {}.\n\nYour certification body will write to you about the reasons. You may appeal against the decision.",
            seat.standard
        ),
        for_office: format!(
            "The panel refused certification to {} ({}). Publish to the client what it is to know of the reasons.",
            seat.client_name, seat.reference
        ),
    }
}

fn decided(
    seat: &Seat,
    (kind, outcome): (CaseKind, Vote),
    number: &str,
    (public_url, today): (&str, Date),
) -> News {
    let what = outcome.decided(kind).to_lowercase();
    let check = format!("Anyone can check your certificate at {public_url}/verify/{number}.");
    News {
        subject: format!("The decision is made: {what}"),
        for_client: format!(
            "The certification panel has decided on your certificate {number} ({}): {what}.\n\n{}\n\n{check}",
            seat.standard,
            meaning(kind, outcome, today)
        ),
        for_office: format!(
            "The panel decided on {} ({}), certificate {number}: {what}.\n\n{}",
            seat.client_name,
            seat.reference,
            duty(outcome)
        ),
    }
}

/// What it means to the client, and what to do now.
fn meaning(kind: CaseKind, outcome: Vote, today: Date) -> String {
    const APPEAL: &str = "You may appeal against the decision.";
    match outcome {
        Vote::Grant | Vote::Maintain => {
            "Your certification stays as it is. There is nothing for you to do.".to_owned()
        }
        Vote::Extend | Vote::Reduce => format!(
            "A new revision with the new scope is ready to download in your client portal. It takes the place of the one before: please use no older copy.{}",
            if kind == CaseKind::Suspended { " The suspension has ended." } else { "" }
        ),
        Vote::Amend => {
            "A new revision with what has changed is ready to download in your client portal. It takes the place of the one before: please use no older copy.".to_owned()
        }
        Vote::Renew => {
            "A new revision with the new expiry is ready to download in your client portal. It takes the place of the one before: please use no older copy.".to_owned()
        }
        Vote::Restore => {
            "The suspension has ended, and you may show your certificate again.".to_owned()
        }
        Vote::Suspend => format!(
            "From today your certificate is not valid, and the public register says so. Please do not show it, nor say that you are certified, while the suspension lasts. It lasts until {} at most: settle what led to it before then, and the panel decides whether certification is restored, reduced or withdrawn. {APPEAL}",
            in_words(months_after(today, crate::certificates::MONTHS_SUSPENDED))
        ),
        Vote::Withdraw => format!(
            "From today you are not certified any more, and the public register says so. Please stop using the certificate and any mention of it. {APPEAL}"
        ),
        Vote::Refuse => format!(
            "Your certificate stays as it is, with the scope and the expiry that stand on it. {APPEAL}"
        ),
    }
}

/// What the office does now.
fn duty(outcome: Vote) -> &'static str {
    match outcome {
        Vote::Grant | Vote::Maintain | Vote::Extend | Vote::Amend | Vote::Restore => {
            "The cycle goes on with its next audit."
        }
        Vote::Renew => "Draft the audit programme of the new cycle.",
        Vote::Reduce => "Look over the programme: the scope of its audits is smaller now.",
        Vote::Suspend => {
            "Within six months a case on what follows the suspension goes before the panel."
        }
        Vote::Withdraw => "Nothing falls due any more.",
        Vote::Refuse => "Publish to the client what it is to know of the reasons.",
    }
}
