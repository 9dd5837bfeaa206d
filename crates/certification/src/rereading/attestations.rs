//! Attestations again: document, signed bytes, signature, credential, and the columns by which they are found, each
//! against the others, and then as a stranger verifies the whole.

use super::Found;
use crate::actor::Actor;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use proofs::attestation::Attestation;
use proofs::bundle::{self, Parts};
use proofs::credential;
use proofs::jws::{self, CREDENTIAL};
use proofs::key_set::{KeySet, KnownKey};
use proofs::keys::PublicKey;
use proofs::verify::{Genuine, verify};
use sha2::{Digest, Sha256};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// How many are read in one step; each has its document with it.
const STEP: i64 = 10;

/// An attestation as it lies in the database.
struct Issued {
    id: Uuid,
    number: String,
    revision: i32,
    client_name: String,
    standard: String,
    scope: String,
    decided_on: Date,
    effective_on: Date,
    expires_on: Date,
    demonstration: bool,
    content: serde_json::Value,
    content_digest: Vec<u8>,
    pdf: Vec<u8>,
    pdf_sha256: Vec<u8>,
    attestation_json: Option<Vec<u8>>,
    signature: Option<Vec<u8>>,
    credential: Option<String>,
    public_key: Option<Vec<u8>>,
}

pub(super) async fn reread(db: &Db, house: &Actor, found: &mut Found) -> Result<()> {
    let mut after = None;
    loop {
        let (some, now) = db.read(house, async |tx| Ok((step(tx, after).await?, tx.now()))).await?;
        let Some(last) = some.last() else { return Ok(()) };
        after = Some(last.id);
        found.attestations += some.len() as i64;
        // Signatures and digests take their time, so they are judged off the async threads.
        let judged = tokio::task::spawn_blocking(move || {
            some.iter().flat_map(|one| judge(one, now)).collect::<Vec<String>>()
        });
        let wrong = judged.await.map_err(|cause| Error::Fault(cause.to_string()))?;
        wrong.into_iter().for_each(|says| found.wrong(says));
    }
}

async fn step(tx: &mut Tx<'_>, after: Option<Uuid>) -> Result<Vec<Issued>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Issued,
        r#"select c.id, c.number, c.revision, c.client_name, c.standard, c.scope, c.decided_on, c.effective_on, c.expires_on,
             c.demonstration, c.content, c.content_digest, c.pdf, c.pdf_sha256, c.attestation_json, c.signature, c.credential,
             k.public_key as "public_key?"
           from certificates c left join signing_keys k on k.body_id = c.body_id and k.id = c.key_id
           where c.body_id = $1 and ($2::uuid is null or c.id > $2) order by c.id limit $3"#,
        body,
        after,
        STEP
    )
    .fetch_all(tx.sql())
    .await?)
}

/// Everything that is wrong with one.
fn judge(one: &Issued, now: OffsetDateTime) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut say = |what: &str| {
        wrong.push(format!("Attestation {}, revision {}: {what}", one.number, one.revision))
    };
    if Sha256::digest(&one.pdf).as_slice() != one.pdf_sha256 {
        say("its document (PDF) has changed since it was issued.");
    }
    let content: Option<Attestation> = serde_json::from_value(one.content.clone()).ok();
    let Some(content) = content else {
        say("its content can no longer be read.");
        return wrong;
    };
    let bytes = one.attestation_json.clone().unwrap_or_else(|| content.bytes());
    if Sha256::digest(&bytes).as_slice() != one.content_digest {
        say("the bytes that were signed have changed since it was issued.");
    }
    if content.bytes() != bytes {
        say("what the register shows of it is not what was signed.");
    }
    if !columns_agree(one, &content) {
        say(
            "the words by which it is found (number, client, scope, dates) are not those that were signed.",
        );
    }
    if one.attestation_json.is_some()
        && let Err(says) = as_a_stranger(one, now)
    {
        say(&says);
    }
    wrong
}

fn columns_agree(one: &Issued, content: &Attestation) -> bool {
    (one.number.as_str(), one.revision) == (content.number.as_str(), content.revision)
        && one.client_name == content.client
        && one.standard == content.standard
        && one.scope == content.scope
        && (one.decided_on, one.effective_on, one.expires_on)
            == (content.decided_on, content.effective_on, content.expires_on)
        && one.demonstration == content.demonstration
}

/// Packs what there is into a bundle and verifies it, as whoever is handed one does; then lints the credential.
fn as_a_stranger(one: &Issued, now: OffsetDateTime) -> Result<(), String> {
    let lacks = || "a part of what was signed is gone.".to_owned();
    let key = one.public_key.clone().and_then(|key| key.try_into().ok()).map(PublicKey);
    let key = key.ok_or_else(lacks)?;
    let credential = one.credential.as_deref().ok_or_else(lacks)?;
    let kid = jws::named_key(credential.as_bytes(), CREDENTIAL)
        .map_err(|_| "its credential can no longer be read.".to_owned())?;
    let did = kid.rsplit_once('#').map_or("", |(did, _)| did);
    let keys = KeySet { keys: vec![KnownKey::of(did, key)] };
    let (pem, set) = (key.pem(), keys.bytes());
    let parts = Parts {
        attestation: one.attestation_json.as_deref().ok_or_else(lacks)?,
        signature: one.signature.as_deref().ok_or_else(lacks)?,
        key: pem.as_bytes(),
        keys: &set,
        credential: credential.as_bytes(),
        pdf: &one.pdf,
        suspension: None,
        revocation: None,
        checkpoint: None,
        log_proof: None,
    };
    let bundle = bundle::write(&parts).map_err(|cause| cause.to_string())?;
    let report = verify(&bundle, Some(&keys), now);
    if report.genuine != Genuine::Yes {
        return Err(format!("a stranger would not find it genuine. {}", report.sentence));
    }
    let signed = jws::verify(credential.as_bytes(), CREDENTIAL, &keys);
    let linted = signed.map(|signed| credential::lint(&signed.payload)).unwrap_or_default();
    match linted.is_empty() {
        true => Ok(()),
        false => Err(format!("its credential is not in order: {}", linted.join("; "))),
    }
}
