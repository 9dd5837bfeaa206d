//! What an attestation says, gathered from the file, and what it must not lack (CRT-1, CRT-2, CRT-4).

use super::issue::Issuing;
use super::{Attestation, Issuer, Site};
use crate::accreditations::accreditation_on;
use crate::countries;
use crate::db::Tx;
use crate::error::Result;
use crate::record::File;
use crate::standards::{Scheme, Standard};
use sqlx::types::Json;
use time::Date;
use uuid::Uuid;

/// What the file says of what an attestation names: of what is new the case says it, and what stays as it was
/// comes from the revision before.
pub(super) struct Named {
    pub(super) code: String,
    pub(super) certificate_months: i32,
    pub(super) body: Issuer,
    pub(super) accreditation: Option<String>,
    pub(super) client: String,
    pub(super) country: String,
    pub(super) scope: String,
    pub(super) standard: Scheme,
    pub(super) sites: Vec<Site>,
    pub(super) soa_version: String,
    pub(super) signatory: String,
    pub(super) decided_on: Date,
    pub(super) listed: bool,
}

pub(super) async fn named(tx: &mut Tx<'_>, file: File, decision: Uuid) -> Result<Named> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select b.code, b.certificate_months, b.name, b.legal_name, b.address, b.country, b.website, b.mark, b.colour, a.sector,
             case when k.new_client <> '' and d.outcome in ('extend', 'reduce', 'amend') then k.new_client else coalesce(c.content ->> 'client', a.legal_name) end as "client!", a.country as client_country, e.standard as "standard: Scheme", d.decided_on, p.name as signatory,
             case when k.new_scope <> '' and d.outcome in ('extend', 'reduce', 'amend') then k.new_scope else coalesce(c.scope, a.scope) end as "scope!",
             case when d.outcome in ('extend', 'reduce', 'amend') then coalesce(k.new_sites, c.content -> 'sites') else c.content -> 'sites' end as "sites_kept?: Json<Vec<Site>>",
             case when d.outcome in ('extend', 'reduce', 'amend') or k.kind = 'transfer' then k.new_soa_version else coalesce(c.content ->> 'soa_version', '') end as "new_soa_version!",
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
           join cases k on k.body_id = d.body_id and k.id = d.case_id
           left join lateral (select n.scope, n.content from certificates n where n.body_id = d.body_id and n.engagement_id = d.engagement_id
             and d.outcome <> 'grant' order by n.issued_at desc, n.revision desc limit 1) c on true
           where d.body_id = $1 and d.id = $2 and d.engagement_id = $3"#,
        body,
        decision,
        file.engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    let accreditation =
        accreditation_on(tx, &row.standard.name, &row.sector, row.decided_on).await?;
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
        accreditation,
        client: row.client,
        country: row.client_country,
        scope: row.scope,
        standard: row.standard,
        sites: match row.sites_kept {
            Some(kept) => kept.0,
            None => row.sites.0.into_iter().map(country_in_words).collect(),
        },
        soa_version: match row.new_soa_version.trim() {
            "" => row.soa_version,
            version => version.to_owned(),
        },
        signatory: row.signatory,
        decided_on: row.decided_on,
        listed: row.listed,
    })
}

/// "…, Leeds LS1 4AP, GB" is "…, Leeds LS1 4AP, United Kingdom" on the document.
fn country_in_words(mut site: Site) -> Site {
    if let Some((place, code)) = site.address.rsplit_once(", ") {
        site.address = format!("{place}, {}", countries::name(code));
    }
    site
}

pub(super) fn content(
    named: &Named,
    (number, revision, expires_on): (String, i32, Date),
    record_digest: &str,
    issuing: &Issuing<'_>,
) -> Attestation {
    Attestation {
        body: named.body.clone(),
        client: named.client.clone(),
        sites: named.sites.clone(),
        scope: named.scope.clone(),
        standard: named.standard.name.clone(),
        system: named.standard.attested_as.clone(),
        verify_url: format!("{}/verify/{number}", issuing.public_url),
        number,
        revision,
        decided_on: named.decided_on,
        issued_on: named.decided_on,
        effective_on: named.decided_on,
        expires_on,
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
pub fn lacking(content: &Attestation, standard: &Standard) -> Vec<&'static str> {
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
        (
            standard.statement_of_applicability && content.soa_version.trim().is_empty(),
            "the version of the statement of applicability",
        ),
        (
            content.effective_on < content.decided_on,
            "an effective date that is not before the decision",
        ),
        (content.expires_on <= content.effective_on, "an expiry after the effective date"),
        (content.revision < 1, "a revision"),
    ];
    asked.into_iter().filter_map(|(lacks, what)| lacks.then_some(what)).collect()
}
