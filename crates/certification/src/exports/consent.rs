//! The client's consent to outside registers, apart from that to the public directory: given or withdrawn by the
//! signatory, dated, on the record (PUB-2). The newest counts, and all are kept.

use crate::actor::Signatory;
use crate::certificates;
use crate::db::Tx;
use crate::error::Result;
use crate::parse::Reading;
use crate::record::{Entry, File, Seen};
use crate::{files, rulebook};
use time::OffsetDateTime;

/// Who last gave or withdrew consent, and when.
#[derive(Debug, Clone)]
pub struct Consented {
    pub given: bool,
    pub by: String,
    pub at: OffsetDateTime,
}

/// Whether outside registers may be told, as typed: "yes" or "no".
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Allowing {
    pub outside_registers: String,
}

/// The acting client's newest word on outside registers; none before there was any.
pub async fn allowed(tx: &mut Tx<'_>) -> Result<Option<Consented>> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    Ok(sqlx::query_as!(
        Consented,
        "select k.given, p.name as by, k.at from consents k join people p on p.id = k.by_person
         where k.body_id = $1 and k.client_id = $2 and k.extent = 'outside_registers' order by k.id desc limit 1",
        body,
        client
    )
    .fetch_optional(tx.sql())
    .await?)
}

/// The client's signatory lets outside registers be told of its certificate, or takes that back. Answers what
/// holds now.
pub async fn allow(tx: &mut Tx<'_>, _by: &Signatory, form: Allowing) -> Result<bool> {
    let mut r = Reading::default();
    let what = "whether outside registers may be told of your certificate";
    let given = r.yes_or_no("outside_registers", &form.outside_registers, what);
    r.done()?;
    let given = given.unwrap_or_default();
    let own = certificates::own(tx).await?.ok_or_else(|| {
        rulebook::PUB_2.refuse(
            "There is no attestation to tell of yet.",
            "Come back when certification is granted.",
        )
    })?;
    files::take_turns(tx, own.engagement_id).await?;
    if allowed(tx).await?.is_some_and(|newest| newest.given == given) {
        return Ok(given);
    }
    keep(tx, given).await?;
    let file = File { client_id: tx.actor().client()?, engagement_id: own.engagement_id };
    let (act, sentence) = match given {
        true => (
            "consent_given",
            "The client consented that outside registers are told of its certificate.",
        ),
        false => (
            "consent_withdrawn",
            "The client does not consent that outside registers are told of its certificate.",
        ),
    };
    tx.record(Entry::new(file, act, sentence, Seen::ByClientToo));
    Ok(given)
}

async fn keep(tx: &mut Tx<'_>, given: bool) -> Result<()> {
    let (body, client, person, now, id) =
        (tx.actor().body()?, tx.actor().client()?, tx.actor().person()?, tx.now(), tx.new_id());
    sqlx::query!(
        "insert into consents (body_id, client_id, id, extent, given, by_person, at) values ($1, $2, $3, 'outside_registers', $4, $5, $6)",
        body,
        client,
        id,
        given,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
