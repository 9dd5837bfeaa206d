//! A panel signature that a browser made.

use super::tests::statement;
use super::*;
use crate::kept_vectors::keep;
use crate::passkey::{Algorithm, AssertionAnswer, RegistrationAnswer, Site, register};

/// docs/formats/vectors/chromium.json: a registration and a signature of the statement above, made by Chromium's
/// virtual authenticator (tests/data/chromium.mjs).
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Chromium {
    site: Site,
    #[serde(with = "base64url")]
    registration_challenge: Vec<u8>,
    registration: serde_json::Value,
    authentication: serde_json::Value,
}

#[test]
fn what_chromium_s_authenticator_signed_is_verified() {
    let text = include_str!("../../../../docs/formats/vectors/chromium.json");
    let chromium: Chromium = serde_json::from_str(text).unwrap();
    let made = serde_json::to_vec(&chromium.registration).unwrap();
    let made = RegistrationAnswer::from_json(&made).unwrap();
    let kept = register(&made, &chromium.registration_challenge, &chromium.site).unwrap();
    assert_eq!(kept.algorithm, Algorithm::Es256);
    assert!(register(&made, &[0; 32], &chromium.site).is_err());

    let answer = serde_json::to_vec(&chromium.authentication).unwrap();
    let answer = AssertionAnswer::from_json(&answer).unwrap();
    assert_eq!(answer.credential_id, kept.credential_id);
    let assertion = answer.with_key(kept.public_key);
    let bytes = statement(Factor::Passkey).bytes().unwrap();
    let checked = assertion.verify(&bytes, &chromium.site).unwrap();
    assert!(checked.sign_count > kept.sign_count);
    let site = chromium.site.clone();
    let signed = PanelSignature::new(&bytes, Signature::Passkey { site, assertion }).unwrap();
    assert!(signed.verify(&Trusted { sites: &[chromium.site], body_keys: &[] }).is_ok());
    assert!(matches!(
        signed.verify(&Trusted { sites: &[], body_keys: &[] }),
        Err(Wrong::UnknownSite(_))
    ));
    keep("panel-signature-chromium.json", &signed.json().unwrap());
}
