//! The letters that follow a decision: to the client, and to the scheme managers.

use super::Signed;
use crate::addressees;
use crate::certificates::Issuing;
use crate::db::Tx;
use crate::decisions::decider::{Decider, Seat};
use crate::error::Result;

struct News {
    subject: &'static str,
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
    let seat = decider.seat();
    let news = match signed {
        Signed::Granted { number } => granted(seat, number, issuing.public_url),
        _ => refused(seat),
    };
    let client = addressees::client(tx, seat.client_id).await?;
    addressees::write_to(tx, client, news.subject, &news.for_client).await?;
    let office = addressees::scheme_managers(tx).await?;
    addressees::write_to(tx, office, news.subject, &news.for_office).await
}

fn granted(seat: &Seat, number: &str, public_url: &str) -> News {
    News {
        subject: "The decision is made: certification granted",
        for_client: format!(
            "The certification panel has granted certification of your AI management system to {}.\n\nYour attestation {number} is ready to download in your client portal. Anyone can check it at {public_url}/verify/{number}.",
            seat.standard
        ),
        for_office: format!(
            "The panel granted certification to {} ({}). Attestation {number} was issued.",
            seat.client_name, seat.reference
        ),
    }
}

fn refused(seat: &Seat) -> News {
    News {
        subject: "The decision is made: certification refused",
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
