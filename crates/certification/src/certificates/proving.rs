//! What proves an attestation to a stranger: its document, what was signed, the body's public keys, the dated lists;
//! each alone, or all of them in one bundle.

use super::lists::newest_list;
use super::number_of;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys;
use crate::log;
use proofs::bundle::{self, Parts};
use proofs::keys::PublicKey;
use proofs::status_list::Purpose;
use uuid::Uuid;

/// One revision's document and what was signed of it.
#[derive(Debug, Clone)]
pub struct Proofs {
    pub body: Uuid,
    /// The body's part of an address, and its own domain, if it has one.
    pub slug: String,
    pub domain: Option<String>,
    pub number: String,
    pub revision: i32,
    pub pdf: Vec<u8>,
    /// None for what was issued before bodies had keys.
    pub signed: Option<SignedParts>,
}

/// The signed parts, each as the exact bytes of its file.
#[derive(Debug, Clone)]
pub struct SignedParts {
    pub json: Vec<u8>,
    pub signature: Vec<u8>,
    pub key: PublicKey,
    pub credential: String,
}

/// What proves a number's newest revision, or the one that was asked for; none where the register does not know it.
pub async fn proofs_of(
    tx: &mut Tx<'_>,
    typed: &str,
    revision: Option<i32>,
) -> Result<Option<Proofs>> {
    let Some(number) = number_of(typed) else { return Ok(None) };
    let row = sqlx::query!(
        r#"select c.body_id, b.slug, b.domain, c.number, c.revision, c.pdf, c.attestation_json, c.signature, c.credential, k.public_key as "public_key?"
           from certificates c join bodies b on b.id = c.body_id
           left join signing_keys k on k.body_id = c.body_id and k.id = c.key_id
           where c.number = $1 and ($2::int is null or c.revision = $2) order by c.revision desc limit 1"#,
        number,
        revision
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let key = row.public_key.and_then(|key| key.try_into().ok()).map(PublicKey);
    let signed = match (row.attestation_json, row.signature, row.credential, key) {
        (Some(json), Some(signature), Some(credential), Some(key)) => {
            Some(SignedParts { json, signature, key, credential })
        }
        _ => None,
    };
    Ok(Some(Proofs {
        body: row.body_id,
        slug: row.slug,
        domain: row.domain,
        number: row.number,
        revision: row.revision,
        pdf: row.pdf,
        signed,
    }))
}

/// Everything that proves it in one zip, with the lists as they are now; none for what was issued unsigned.
pub async fn bundle_of(
    tx: &mut Tx<'_>,
    proofs: &Proofs,
    public_url: &str,
) -> Result<Option<Vec<u8>>> {
    let Some(signed) = &proofs.signed else { return Ok(None) };
    let did = keys::Identity::of(public_url, &proofs.slug, proofs.domain.as_deref()).did();
    let published = keys::published(tx, proofs.body).await?;
    let key_set = keys::key_set(&published, &did, keys::Purpose::Credential);
    let suspension = newest_list(tx, proofs.body, Purpose::Suspension).await?;
    let revocation = newest_list(tx, proofs.body, Purpose::Revocation).await?;
    let (key, keys) = (signed.key.pem(), key_set.bytes());
    let logged = log::proof_of(tx, &proofs.number, proofs.revision).await?;
    let parts = Parts {
        attestation: &signed.json,
        signature: &signed.signature,
        key: key.as_bytes(),
        keys: &keys,
        credential: signed.credential.as_bytes(),
        pdf: &proofs.pdf,
        suspension: suspension.as_ref().map(|list| list.jwt.as_bytes()),
        revocation: revocation.as_ref().map(|list| list.jwt.as_bytes()),
        checkpoint: logged.as_ref().map(|(checkpoint, _)| checkpoint.as_bytes()),
        log_proof: logged.as_ref().map(|(_, proof)| proof.as_bytes()),
    };
    bundle::write(&parts).map(Some).map_err(|cause| Error::Fault(cause.to_string()))
}
