//! The client's own attestation: to look at, to download, and to have listed or not (PUB-2).

use super::{Attestation, Change, Life, Moment, Revision, Standing, Suspension};
use crate::actor::Signatory;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::Reading;
use crate::record::{Entry, File, Seen};
use crate::{files, rulebook};
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// The newest attestation of the client's file at hand.
#[derive(Debug, Clone)]
pub struct Own {
    pub engagement_id: Uuid,
    pub content: Attestation,
    pub standing: Standing,
    /// The suspension that stands today (STA-1).
    pub suspension: Option<Suspension>,
    pub history: Vec<Moment>,
    /// The last day on which an expired one can be renewed (REC-3).
    pub restorable_until: Option<Date>,
    pub pdf_sha256: String,
    pub pdf_bytes: i32,
    pub listed: bool,
    /// Who last gave or withdrew consent, and when.
    pub consent: Option<Consented>,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct Consented {
    pub given: bool,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// Whether the public directory may list the client, as typed: "yes" or "no".
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Consenting {
    pub listed: String,
}

/// The newest attestation of the acting client's file at hand; none before a grant.
pub async fn own(tx: &mut Tx<'_>) -> Result<Option<Own>> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    let (at_hand, today) = (tx.actor().file_at_hand(), tx.today());
    let row = sqlx::query!(
        r#"select c.engagement_id, c.content as "content!: Json<Attestation>", c.pdf_sha256, length(c.pdf) as "pdf_bytes!", c.listed,
             (select json_build_object('given', k.given, 'by', p.name, 'at', k.at) from consents k join people p on p.id = k.by_person
              where k.body_id = c.body_id and k.client_id = c.client_id and k.extent = 'directory' order by k.id desc limit 1) as "consent: Json<Consented>",
             (select json_agg(json_build_object('revision', n.revision, 'outcome', n.outcome, 'effective_on', n.effective_on, 'expires_on', n.expires_on)
                order by n.revision) from certificates n where n.body_id = c.body_id and n.number = c.number) as "revisions!: Json<Vec<Revision>>",
             (select coalesce(json_agg(json_build_object('status', s.status, 'from_on', s.from_on, 'reason_code', s.reason_code, 'until_on', s.until_on)
                order by s.id), '[]') from certificate_status s where s.body_id = c.body_id and s.number = c.number) as "changes!: Json<Vec<Change>>"
           from certificates c where c.body_id = $1 and c.client_id = $2 and c.engagement_id = (select e.id from engagements e
             where e.body_id = $1 and e.client_id = $2 order by (e.id = $3) is true desc, e.id desc limit 1)
           order by c.issued_at desc, c.revision desc limit 1"#,
        body,
        client,
        at_hand
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(row.map(|row| {
        let life = Life { revisions: row.revisions.0, changes: row.changes.0 };
        Own {
            engagement_id: row.engagement_id,
            standing: life.on(today),
            suspension: life.suspension(today),
            history: life.history(today),
            restorable_until: life.restorable_until(),
            content: row.content.0,
            pdf_sha256: hex::encode(row.pdf_sha256),
            pdf_bytes: row.pdf_bytes,
            listed: row.listed,
            consent: row.consent.map(|consent| consent.0),
        }
    }))
}

/// An issued document's bytes, as they were drawn.
#[derive(Debug)]
pub struct Document {
    pub number: String,
    pub revision: i32,
    pub pdf: Vec<u8>,
}

/// The newest document of the acting client's file at hand.
pub async fn document(tx: &mut Tx<'_>) -> Result<Document> {
    let (body, client, at_hand) =
        (tx.actor().body()?, tx.actor().client()?, tx.actor().file_at_hand());
    sqlx::query_as!(
        Document,
        "select number, revision, pdf from certificates where body_id = $1 and client_id = $2
           and engagement_id = (select e.id from engagements e where e.body_id = $1 and e.client_id = $2
             order by (e.id = $3) is true desc, e.id desc limit 1)
         order by issued_at desc, revision desc limit 1",
        body,
        client,
        at_hand
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}

/// The client's signatory lets the public directory list the client, or takes that back. A row each time: the
/// newest counts, and all are kept.
pub async fn consent(tx: &mut Tx<'_>, _by: &Signatory, form: Consenting) -> Result<bool> {
    let mut r = Reading::default();
    let given = r.yes_or_no("listed", &form.listed, "whether the public directory may list you");
    r.done()?;
    let given = given.unwrap_or_default();
    let nothing_yet = || {
        rulebook::PUB_2.refuse(
            "There is no attestation to list yet.",
            "Come back when certification is granted.",
        )
    };
    let engagement_id = own(tx).await?.ok_or_else(nothing_yet)?.engagement_id;
    // A consent sent twice waits here, and then sees what stands.
    files::take_turns(tx, engagement_id).await?;
    if own(tx).await?.ok_or_else(nothing_yet)?.listed == given {
        return Ok(given);
    }
    keep_consent(tx, given).await?;
    let file = File { client_id: tx.actor().client()?, engagement_id };
    let (act, sentence) = match given {
        true => ("consent_given", "The client consented to be listed in the public directory."),
        false => (
            "consent_withdrawn",
            "The client withdrew its consent to be listed in the public directory.",
        ),
    };
    tx.record(Entry::new(file, act, sentence, Seen::ByClientToo));
    Ok(given)
}

async fn keep_consent(tx: &mut Tx<'_>, given: bool) -> Result<()> {
    let (body, client, person, now, id) =
        (tx.actor().body()?, tx.actor().client()?, tx.actor().person()?, tx.now(), tx.new_id());
    sqlx::query!(
        "with consented as (insert into consents (body_id, client_id, id, extent, given, by_person, at) values ($1, $2, $3, 'directory', $4, $5, $6))
         update certificates set listed = $4 where body_id = $1 and client_id = $2",
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
