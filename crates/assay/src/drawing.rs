//! From the attestation that the house keeps to the one that is drawn: the same facts, field by field.

use certification::certificates::{Attestation, Draw, Signed};
use std::sync::Arc;

/// Draws an attestation's PDF.
pub fn draw() -> Draw {
    Arc::new(|kept: &Attestation, signed: &Signed| {
        let signed = documents::Signed {
            json: signed.json.clone(),
            signature: signed.signature.clone(),
            key: signed.key.pem(),
            fingerprint: signed.key.fingerprint(),
        };
        documents::attestation(&printed(kept)?, &signed).map_err(|cause| cause.to_string())
    })
}

fn printed(kept: &Attestation) -> Result<documents::Attestation, String> {
    let a = kept.clone();
    let body = documents::Body {
        name: a.body.name,
        legal_name: a.body.legal_name,
        address: a.body.address,
        country: a.body.country,
        website: a.body.website,
        mark: a.body.mark,
        colour: a.body.colour,
    };
    let site = |site: certification::certificates::Site| documents::Site {
        name: site.name,
        address: site.address,
        scope: site.scope,
    };
    Ok(documents::Attestation {
        body,
        client: a.client,
        sites: a.sites.into_iter().map(site).collect(),
        scope: a.scope,
        standard: a.standard,
        system: a.system,
        number: a.number,
        revision: u32::try_from(a.revision)
            .map_err(|_| "a revision is counted from 1".to_owned())?,
        issued_on: a.issued_on,
        effective_on: a.effective_on,
        expires_on: a.expires_on,
        decided_on: a.decided_on,
        soa_version: a.soa_version,
        accreditation: a.accreditation,
        signatory: a.signatory,
        signatory_function: a.signatory_function,
        verify_url: a.verify_url,
        record_digest: a.record_digest,
        demonstration: a.demonstration,
    })
}
