//! A credential says what its attestation says, and lint finds what would make it worthless.

use super::*;
use crate::key_set::{KeySet, KnownKey};
use crate::sample;
use serde_json::json;

#[test]
fn the_facts_come_back_from_the_signed_credential() {
    let (a, key) = (sample::attestation(), sample::key(1));
    let pdf = Bound::to(b"%PDF");
    let credential = make(&sample::terms(&a, pdf));
    assert_eq!(lint(&credential), Vec::<String>::new());
    let known = KnownKey::of(sample::DID, key.public());
    let jwt = sign(&credential, &key, &known.kid);
    let signed = jws::verify(jwt.as_bytes(), CREDENTIAL, &KeySet { keys: vec![known] }).unwrap();
    let view = view(&signed.payload).unwrap();
    assert_eq!((view.pdf, view.attestation), (pdf, Bound::to(&a.bytes())));
    assert_eq!(
        (view.facts.client, view.facts.number, view.facts.scope),
        (a.client, a.number, a.scope)
    );
    assert_eq!(view.facts.sites.len(), a.sites.len());
    assert_eq!(view.facts.conditions[0], "Not issued under accreditation.");
    assert_eq!((view.suspension.index, view.revocation.index), (94_567, 1_234));
}

#[test]
fn lint_names_what_is_wrong() {
    let good = make(&sample::terms(&sample::attestation(), Bound::to(b"%PDF")));
    let bad = [
        ("/issuer/id", json!("https://halden-cert.example"), "did:web"),
        ("/validUntil", json!("2020-01-01T00:00:00Z"), "end before"),
        ("/validFrom", json!(17), "validFrom"),
        ("/credentialSubject/referenceScheme", json!(null), "referenceScheme"),
        ("/credentialSubject/description", json!(" "), "scope is empty"),
        ("/credentialSubject/conformityAssessment/0/assessedFacility", json!([]), "no site"),
        (
            "/credentialSubject/conformityAssessment/0/assessmentDate",
            json!("2027-01-01"),
            "before the decision",
        ),
        ("/credentialStatus/0/statusPurpose", json!("revocation"), "status"),
        ("/credentialStatus/0/statusListIndex", json!("131072"), "end"),
        ("/relatedResource/0/digestSRI", json!("md5-"), "digest"),
        ("/credentialStatus/0/statusListIndex", json!("+5"), "status"),
        ("/credentialSubject/issuedToParty/name", json!("A\u{1b}[2J"), "characters"),
        ("/credentialSubject/description", json!("A \u{202e}B"), "characters"),
        ("/type", json!(["VerifiableCredential"]), "Digital Conformity"),
    ];
    for (pointer, value, words) in bad {
        let mut credential = good.clone();
        *credential.pointer_mut(pointer).unwrap() = value;
        let found = lint(&credential).join(" ");
        assert!(found.contains(words), "{pointer}: {found:?}");
    }
}

#[test]
fn accreditation_and_demonstration_are_said_in_words() {
    let mut a = sample::attestation();
    (a.accreditation, a.demonstration) = (Some("Accredited by X, no. 7.".into()), true);
    let view = view(&make(&sample::terms(&a, Bound::to(b"")))).unwrap();
    assert!(view.facts.demonstration);
    assert_eq!(view.facts.conditions[0], "Accredited by X, no. 7.");
    assert!(view.facts.conditions[1].contains("3.2"));
}

#[test]
fn a_rehearsal_gives_the_credential_or_says_what_is_wrong() {
    let mut a = sample::attestation();
    assert_eq!(
        rehearsed(&sample::terms(&a, Bound::to(b""))),
        Ok(make(&sample::terms(&a, Bound::to(b""))))
    );
    a.client = " ".into();
    let refused = rehearsed(&sample::terms(&a, Bound::to(b""))).unwrap_err();
    assert_eq!(refused, ["The client is empty."]);
    let good = sample::attestation();
    let terms = Terms { issuer: "did:web:a b", ..sample::terms(&good, Bound::to(b"")) };
    assert!(rehearsed(&terms).is_err());
}
