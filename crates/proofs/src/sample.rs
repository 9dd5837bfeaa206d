//! One attestation with everything around it, for the tests of this crate and for the vectors in `docs/formats`.

use crate::attestation::{Attestation, Issuer, Site};
use crate::credential::{Bound, Terms};
use crate::keys::SigningKey;
use time::macros::{date, datetime};

pub(crate) const DID: &str = "did:web:register.halden-cert.example:b:halden";
pub(crate) const SUSPENSION: &str =
    "https://register.halden-cert.example/b/halden/status/suspension";
pub(crate) const REVOCATION: &str =
    "https://register.halden-cert.example/b/halden/status/revocation";

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

pub(crate) fn attestation() -> Attestation {
    Attestation {
        body: Issuer {
            name: "Halden Certification".into(),
            legal_name: "Halden Certification AS".into(),
            address: "Storgata 1\n1771 Halden".into(),
            country: "Norway".into(),
            website: "https://halden-cert.example".into(),
            mark: "HC".into(),
            colour: "#1f4e5f".into(),
        },
        client: "Lindqvist Diagnostics AB".into(),
        sites: vec![Site {
            name: "Head office".into(),
            address: "Norra Hamngatan 14, 411 14 Göteborg, Sweden".into(),
            scope: String::new(),
        }],
        scope: "Development and support of machine-learning software that finds lung nodules in CT images.".into(),
        standard: "ISO/IEC 42001:2023".into(),
        system: "an artificial intelligence management system".into(),
        number: "HAL-AI-2026-0042".into(),
        revision: 1,
        decided_on: date!(2026 - 11 - 20),
        issued_on: date!(2026 - 11 - 23),
        effective_on: date!(2026 - 11 - 20),
        expires_on: date!(2029 - 11 - 19),
        soa_version: "3.2".into(),
        accreditation: None,
        signatory: "Dr. Ingrid Sørensen".into(),
        signatory_function: "Chair of the certification panel".into(),
        verify_url: "https://register.halden-cert.example/verify/HAL-AI-2026-0042".into(),
        record_digest: "9f2c4e1ab7d05836c1f4e2a90b7d3c58e6124fa0937bd5c8e1f60a2b4d7c9e35".into(),
        demonstration: false,
    }
}

pub(crate) fn terms(a: &Attestation, pdf: Bound) -> Terms<'_> {
    Terms {
        attestation: a,
        issuer: DID,
        id: "https://register.halden-cert.example/verify/HAL-AI-2026-0042/1",
        pdf,
        suspension: (SUSPENSION, 94_567),
        revocation: (REVOCATION, 1_234),
        valid_from: datetime!(2026-11-20 0:00 UTC),
        valid_until: datetime!(2029-11-19 23:59:59 UTC),
    }
}
