//! From an attestation to its credential: the same facts under the names that the UN Transparency Protocol gives them.

use super::{Bound, CONTEXTS};
use crate::attestation::{Attestation, Site};
use crate::day;
use crate::status_list::Purpose;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use time::OffsetDateTime;

/// What a credential needs beside the attestation.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    pub attestation: &'a Attestation,
    /// The body's DID, `did:web:…`.
    pub issuer: &'a str,
    /// The address of this number and revision: the credential's identity.
    pub id: &'a str,
    /// The PDF as drawn, before the credential is sealed into it.
    pub pdf: Bound,
    /// The address of the body's list of suspensions, and the attestation's place on it.
    pub suspension: (&'a str, u32),
    /// The same for withdrawals.
    pub revocation: (&'a str, u32),
    pub valid_from: OffsetDateTime,
    pub valid_until: OffsetDateTime,
}

/// The credential, unsigned. UNTP's schema has room for one status and wants its index as a number; the W3C's
/// specifications, which come first, have a list of them and the index as text.
pub fn make(terms: &Terms) -> Value {
    let a = terms.attestation;
    json!({
        "@context": CONTEXTS,
        "type": ["DigitalConformityCredential", "VerifiableCredential"],
        "id": terms.id,
        "issuer": { "type": ["CredentialIssuer"], "id": terms.issuer, "name": a.body.legal_name },
        "name": format!("{} {}, revision {}", a.standard, a.number, a.revision),
        "validFrom": day::written(terms.valid_from),
        "validUntil": day::written(terms.valid_until),
        "credentialStatus": [
            status(Purpose::Suspension, terms.suspension), status(Purpose::Revocation, terms.revocation),
        ],
        "relatedResource": [
            resource(&terms.pdf, "application/pdf"), resource(&Bound::to(&a.bytes()), "application/json"),
        ],
        "credentialSubject": subject(terms),
    })
}

fn subject(terms: &Terms) -> Value {
    let a = terms.attestation;
    json!({
        "type": ["ConformityAttestation"],
        "id": a.verify_url,
        "name": format!("{} for {}", a.standard, a.client),
        "description": a.scope,
        "assessorLevel": "3rdParty",
        // Accreditation is known here as words only, which stand among the conditions; a code that claims more
        // than they do would be ours, not the accreditation body's.
        "assessmentLevel": "no-endorsement",
        "attestationType": "certification",
        "issuedToParty": client(a),
        "referenceScheme": {
            "type": ["ConformityScheme"], "id": format!("{}#scheme", terms.issuer),
            "name": format!("Certification of management systems by {}", a.body.name),
        },
        "conformityCertificate": {
            "type": ["Link"], "linkURL": format!("{}/attestation.pdf", a.verify_url),
            "linkName": format!("Attestation {}", a.number), "mediaType": "application/pdf",
        },
        "conformityAssessment": [assessment(a)],
    })
}

fn assessment(a: &Attestation) -> Value {
    json!({
        "type": ["ConformityAssessment"],
        "id": format!("{}#assessment", a.verify_url),
        "name": a.standard,
        "description": a.system,
        "registeredId": a.number,
        "revision": a.revision,
        "assessmentCriteria": [
            { "type": ["Criterion"], "id": format!("{}#standard", a.verify_url), "name": a.standard },
        ],
        "assessmentDate": a.decided_on.to_string(),
        "assessedPerformance": [],
        "conformityTopic": [],
        "conformance": true,
        "assessedOrganisation": client(a),
        "assessedFacility": places(a),
        "specifiedCondition": conditions(a),
    })
}

fn client(a: &Attestation) -> Value {
    json!({ "type": ["Party"], "id": format!("{}#client", a.verify_url), "name": a.client })
}

fn places(a: &Attestation) -> Vec<Value> {
    let place = |(n, site): (usize, &Site)| {
        json!({
            "type": ["FacilityVerification"],
            "facility": {
                "type": ["Facility"], "id": format!("{}#site-{}", a.verify_url, n + 1), "name": site.name,
                "address": { "type": ["Address"], "streetAddress": site.address }, "description": site.scope,
            },
            "idVerifiedByCAB": true,
        })
    };
    a.sites.iter().enumerate().map(place).collect()
}

/// What a reader must not overlook, in words.
fn conditions(a: &Attestation) -> Vec<String> {
    let mut said = vec![match &a.accreditation {
        Some(words) => words.clone(),
        None => "Not issued under accreditation.".to_owned(),
    }];
    if !a.soa_version.is_empty() {
        said.push(format!("Statement of applicability: version {}.", a.soa_version));
    }
    if a.demonstration {
        said.push(super::view::DEMONSTRATION.to_owned());
    }
    said
}

fn status(purpose: Purpose, (list, index): (&str, u32)) -> Value {
    json!({
        "id": format!("{list}#{index}"),
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose.name(),
        "statusListIndex": index.to_string(),
        "statusListCredential": list,
    })
}

/// Bytes by their digest alone (RFC 6920): what stands at an address may have the credential sealed into it since.
fn resource(bound: &Bound, media: &str) -> Value {
    let multihash = [&[0x12, 0x20], bound.sha256.as_slice()].concat();
    json!({
        "id": format!("ni:///sha-256;{}?ct={media}", URL_SAFE_NO_PAD.encode(bound.sha256)),
        "mediaType": media,
        "digestSRI": format!("sha256-{}", STANDARD.encode(bound.sha256)),
        "digestMultibase": format!("u{}", URL_SAFE_NO_PAD.encode(multihash)),
        "contentLength": bound.length,
    })
}
