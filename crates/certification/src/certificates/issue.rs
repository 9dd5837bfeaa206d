//! Issuing an attestation: its content gathered and checked, frozen, drawn and kept, in the transaction of
//! the decision that grants it (CRT-1, CRT-2, CRT-3, CRT-5).

use super::{Attestation, Draw, Issuer, Site};
use crate::cycle;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::normalise;
use crate::record::File;
use crate::rulebook;
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use time::Date;
use uuid::Uuid;

/// The scheme's letters in a certificate number.
const SCHEME: &str = "AIMS";

/// What the program knows and an attestation needs.
pub struct Issuing<'a> {
    pub draw: &'a Draw,
    /// The address that people use, without a slash at its end.
    pub public_url: &'a str,
    pub demonstration: bool,
}

/// What the file says of what an attestation names.
struct Named {
    code: String,
    certificate_months: i32,
    body: Issuer,
    accreditation: Option<String>,
    client: String,
    country: String,
    scope: String,
    standard: String,
    sites: Vec<Site>,
    soa_version: String,
    signatory: String,
    decided_on: Date,
    listed: bool,
}

/// Issues revision 1 of a new number on a decision to grant, and answers the number.
pub(crate) async fn issue(
    tx: &mut Tx<'_>,
    file: File,
    decision: Uuid,
    record_digest: &str,
    issuing: &Issuing<'_>,
) -> Result<String> {
    let named = named(tx, file, decision).await?;
    let number = next_number(tx, &named).await?;
    let content = content(&named, number, record_digest, issuing);
    let lacking = lacking(&content);
    if !lacking.is_empty() {
        return Err(rulebook::CRT_1
            .refuse(
                "The attestation would not be complete.",
                "See to each thing on the list; then decide.",
            )
            .missing(lacking)
            .into());
    }
    let pdf = drawn(issuing.draw, &content).await?;
    keep(tx, file, decision, &named, &content, pdf).await?;
    Ok(content.number)
}

async fn named(tx: &mut Tx<'_>, file: File, decision: Uuid) -> Result<Named> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select b.code, b.certificate_months, b.name, b.legal_name, b.address, b.country, b.website, b.mark, b.colour, b.accreditation,
             a.legal_name as client, a.country as client_country, a.scope, e.standard, d.decided_on, p.name as signatory,
             (select coalesce(json_agg(json_build_object('name', s.name, 'address', case when btrim(s.address) = '' then '' else concat_ws(', ', s.address, nullif(s.country, '')) end, 'scope', s.scope)
                order by s.position), '[]') from sites s where s.body_id = a.body_id and s.application_id = a.id) as "sites!: Json<Vec<Site>>",
             coalesce((select k.document_version from document_checks k join audits u on u.body_id = k.body_id and u.id = k.audit_id
               where k.body_id = e.body_id and k.engagement_id = e.id and k.item = 'statement_of_applicability'
               order by u.cycle desc, k.at desc limit 1), '') as "soa_version!",
             coalesce((select c.given from consents c where c.body_id = e.body_id and c.client_id = e.client_id and c.extent = 'directory'
               order by c.id desc limit 1), false) as "listed!"
           from decisions d
           join bodies b on b.id = d.body_id
           join engagements e on e.body_id = d.body_id and e.id = d.engagement_id
           join applications a on a.body_id = e.body_id and a.engagement_id = e.id
           join people p on p.id = d.decided_by
           where d.body_id = $1 and d.id = $2 and d.engagement_id = $3"#,
        body,
        decision,
        file.engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Named {
        code: row.code,
        certificate_months: row.certificate_months,
        body: Issuer {
            name: row.name,
            legal_name: row.legal_name,
            address: row.address,
            country: row.country,
            website: row.website,
            mark: row.mark,
            colour: row.colour,
        },
        accreditation: row.accreditation.filter(|words| !words.trim().is_empty()),
        client: row.client,
        country: row.client_country,
        scope: row.scope,
        standard: row.standard,
        sites: row.sites.0,
        soa_version: row.soa_version,
        signatory: row.signatory,
        decided_on: row.decided_on,
        listed: row.listed,
    })
}

/// The next number of the decision's year; the counter's row stays locked until the end, so that no number
/// comes twice and none is lost to an attempt that fails.
async fn next_number(tx: &mut Tx<'_>, named: &Named) -> Result<String> {
    let (body, year) = (tx.actor().body()?, named.decided_on.year());
    let last = sqlx::query_scalar!(
        "insert into certificate_counters (body_id, year, last) values ($1, $2, 1)
         on conflict (body_id, year) do update set last = certificate_counters.last + 1 returning last",
        body,
        year
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(format!("{}-{SCHEME}-{year}-{last:04}", named.code))
}

fn content(
    named: &Named,
    number: String,
    record_digest: &str,
    issuing: &Issuing<'_>,
) -> Attestation {
    Attestation {
        body: named.body.clone(),
        client: named.client.clone(),
        sites: named.sites.clone(),
        scope: named.scope.clone(),
        standard: named.standard.clone(),
        verify_url: format!("{}/verify/{number}", issuing.public_url),
        number,
        revision: 1,
        decided_on: named.decided_on,
        issued_on: named.decided_on,
        effective_on: named.decided_on,
        expires_on: cycle::expiry(named.decided_on, named.certificate_months),
        soa_version: named.soa_version.clone(),
        accreditation: named.accreditation.clone(),
        signatory: named.signatory.clone(),
        signatory_function: "Chair of the certification panel".to_owned(),
        record_digest: record_digest.to_owned(),
        demonstration: issuing.demonstration,
    }
}

/// What CRT-1 and CRT-2 ask for and the content does not have. That the attestation does not authorise
/// marking products is said by every document alike.
pub fn lacking(content: &Attestation) -> Vec<&'static str> {
    let asked = [
        (content.client.trim().is_empty(), "the client's legal name"),
        (
            content.sites.is_empty()
                || content.sites.iter().any(|site| site.address.trim().is_empty()),
            "the address of each site",
        ),
        (content.scope.trim().is_empty(), "the scope"),
        (content.standard.trim().is_empty(), "the standard with its edition"),
        (content.number.trim().is_empty(), "a number"),
        (
            content.body.legal_name.trim().is_empty() || content.body.address.trim().is_empty(),
            "the certification body with its address",
        ),
        (content.body.mark.trim().is_empty(), "the certification body's mark"),
        (content.soa_version.trim().is_empty(), "the version of the statement of applicability"),
        (
            content.effective_on < content.decided_on,
            "an effective date that is not before the decision",
        ),
        (content.expires_on <= content.effective_on, "an expiry after the effective date"),
        (content.revision < 1, "a revision"),
    ];
    asked.into_iter().filter_map(|(lacks, what)| lacks.then_some(what)).collect()
}

/// Drawing takes its time, so it happens off the async threads.
async fn drawn(draw: &Draw, content: &Attestation) -> Result<Vec<u8>> {
    let (draw, content) = (draw.clone(), content.clone());
    tokio::task::spawn_blocking(move || draw(&content))
        .await
        .map_err(|cause| Error::Fault(cause.to_string()))?
        .map_err(Error::Fault)
}

/// SHA-256 over the content in its one serialised form.
pub(super) fn digest_of(content: &Attestation) -> Result<Vec<u8>> {
    Ok(Sha256::digest(serde_json::to_vec(content)?).to_vec())
}

async fn keep(
    tx: &mut Tx<'_>,
    file: File,
    decision: Uuid,
    named: &Named,
    content: &Attestation,
    pdf: Vec<u8>,
) -> Result<()> {
    let (body, id, now) = (tx.actor().body()?, tx.new_id(), tx.now());
    let (digest, pdf_sha256) = (digest_of(content)?, Sha256::digest(&pdf).to_vec());
    sqlx::query!(
        "insert into certificates (body_id, client_id, engagement_id, id, decision_id, outcome, decided_on, number, revision, client_name,
           client_name_norm, standard, scope, country, effective_on, expires_on, issued_at, content, content_digest, pdf, pdf_sha256, demonstration, listed)
         values ($1, $2, $3, $4, $5, 'grant', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
        body,
        file.client_id,
        file.engagement_id,
        id,
        decision,
        content.decided_on,
        content.number,
        content.revision,
        content.client,
        normalise(&content.client),
        content.standard,
        content.scope,
        named.country,
        content.effective_on,
        content.expires_on,
        now,
        serde_json::to_value(content)?,
        digest,
        pdf,
        pdf_sha256,
        content.demonstration,
        named.listed
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
