//! What proves an attestation, as files for anyone: document, credential, bundle; the body's keys, its name as a
//! DID document, and its dated lists.

use crate::app::Routes;
use crate::page::Answer;
use crate::paths::{Asked, At};
use crate::problem::Problem;
use crate::session::Register;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::IntoResponse;
use certification::bodies::{self, Brief};
use certification::certificates::{self, Proofs};
use certification::keys::{self, Purpose};
use proofs::key_set::KeySet;
use proofs::status_list;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/verify/{number}/attestation.pdf", pdf)
        .get("/verify/{number}/credential.jwt", credential)
        .get("/verify/{number}/bundle.zip", bundle)
        .get("/b/{body}/keys.json", credential_keys)
        .get("/b/{body}/decision-keys.json", decision_keys)
        .get("/b/{body}/did.json", did_document)
        .get("/.well-known/did.json", did_document_of_host)
        .get("/b/{body}/status/{purpose}", status)
}

/// Which revision is asked for; none means the newest.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Revision {
    pub(super) revision: Option<i32>,
}

async fn of(register: &Register, number: &str, revision: &Revision) -> Result<Proofs, Problem> {
    let found = register
        .read(async |tx| certificates::proofs_of(tx, number, revision.revision).await)
        .await?;
    found.ok_or_else(Problem::not_found)
}

async fn pdf(register: Register, At(number): At<String>, Asked(asked): Asked<Revision>) -> Answer {
    let proofs = of(&register, &number, &asked).await?;
    let name = format!("{}-revision-{}.pdf", proofs.number, proofs.revision);
    file(proofs.pdf, "application/pdf", Some(&name))
}

async fn credential(
    register: Register,
    At(number): At<String>,
    Asked(asked): Asked<Revision>,
) -> Answer {
    let signed = of(&register, &number, &asked).await?.signed.ok_or_else(Problem::not_found)?;
    file(signed.credential.into_bytes(), "application/vc+jwt", None)
}

async fn bundle(
    register: Register,
    At(number): At<String>,
    Asked(asked): Asked<Revision>,
) -> Answer {
    let url = register.app.settings.public_url.clone();
    let found = register
        .read(async |tx| {
            let Some(proofs) = certificates::proofs_of(tx, &number, asked.revision).await? else {
                return Ok(None);
            };
            let zip = certificates::bundle_of(tx, &proofs, &url).await?;
            Ok(zip.map(|zip| (format!("{}-revision-{}.zip", proofs.number, proofs.revision), zip)))
        })
        .await?;
    let (name, zip) = found.ok_or_else(Problem::not_found)?;
    file(zip, "application/zip", Some(&name))
}

async fn credential_keys(register: Register) -> Answer {
    let (_, set) = key_set(&register, Purpose::Credential).await?;
    file(set.bytes(), "application/jwk-set+json", None)
}

async fn decision_keys(register: Register) -> Answer {
    let (_, set) = key_set(&register, Purpose::Decision).await?;
    file(set.bytes(), "application/jwk-set+json", None)
}

async fn did_document(register: Register) -> Answer {
    let (did, set) = key_set(&register, Purpose::Credential).await?;
    file(set.did_document(&did), "application/did+json", None)
}

/// The body's DID and its public keys of one purpose.
pub(super) async fn key_set(
    register: &Register,
    purpose: Purpose,
) -> Result<(String, KeySet), Problem> {
    let body = register.body.as_ref().ok_or_else(Problem::not_found)?;
    keys_of(register, body, purpose).await
}

async fn keys_of(
    register: &Register,
    body: &Brief,
    purpose: Purpose,
) -> Result<(String, KeySet), Problem> {
    let published = register.read(async |tx| keys::published(tx, body.id).await).await?;
    let did = body.identity(&register.app.settings.public_url).did();
    let set = keys::key_set(&published, &did, purpose);
    Ok((did, set))
}

/// A body's own domain that leads here is answered with that body's document: by the name that was asked for.
async fn did_document_of_host(register: Register, headers: HeaderMap) -> Answer {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host =
        host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    let body = register.read(async |tx| bodies::by_domain(tx, &host).await).await?;
    let body = body.ok_or_else(Problem::not_found)?;
    let (did, set) = keys_of(&register, &body, Purpose::Credential).await?;
    file(set.did_document(&did), "application/did+json", None)
}

async fn status(register: Register, At((_, purpose)): At<(String, String)>) -> Answer {
    let purpose = match purpose.as_str() {
        "suspension" => status_list::Purpose::Suspension,
        "revocation" => status_list::Purpose::Revocation,
        _ => return Err(Problem::not_found()),
    };
    let body = register.body.clone().ok_or_else(Problem::not_found)?.id;
    let list = register.read(async |tx| certificates::newest_list(tx, body, purpose).await).await?;
    let list = list.ok_or_else(Problem::not_found)?;
    file(list.jwt.into_bytes(), "application/vc+jwt", None)
}

/// Bytes of a fixed kind; with a name they are kept as a file.
fn file(bytes: Vec<u8>, kind: &'static str, name: Option<&str>) -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(name) = name {
        headers.insert(header::CONTENT_DISPOSITION, crate::download::attachment(name));
    }
    Ok((headers, bytes).into_response())
}
