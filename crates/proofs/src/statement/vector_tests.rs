//! The vectors of docs/formats: panel signatures, genuine and forged, with what a verifier must say of each.

use super::tests::{body_key, signed_by_body, signed_by_passkey, statement};
use super::*;
use crate::kept_vectors::{keep, pretty};
use crate::keys::SigningKey;
use crate::passkey::challenge_of;
use crate::passkey::test_authenticator::{TestAuthenticator, UP, site};

/// A statement signed by a passkey that does something it must not.
fn by_passkey(change: impl FnOnce(&mut TestAuthenticator)) -> PanelSignature {
    let bytes = statement(Factor::Passkey).bytes().unwrap();
    let mut authenticator = TestAuthenticator::ed25519(2);
    change(&mut authenticator);
    let assertion = authenticator.sign(&challenge_of(&bytes));
    PanelSignature::new(&bytes, Signature::Passkey { site: site(), assertion }).unwrap()
}

fn by_key(key: &SigningKey, factor: Factor) -> PanelSignature {
    let bytes = statement(factor).bytes().unwrap();
    PanelSignature::new(&bytes, Signature::by_body(key, &bytes)).unwrap()
}

/// The signature with another text than was signed in the place of a part of it.
fn reworded(mut signed: PanelSignature, was: &str, is: &str) -> PanelSignature {
    let statement = signed.statement.replace(was, is);
    assert_ne!(statement, signed.statement);
    signed.statement = statement;
    signed
}

fn all() -> Vec<(&'static str, PanelSignature)> {
    let stranger = SigningKey::from_seed(&[43; 32]).unwrap();
    let vote = |signed| reworded(signed, r#""vote":"grant""#, r#""vote":"refuse""#);
    vec![
        ("panel-signature-passkey.json", signed_by_passkey(2)),
        ("panel-signature-body.json", signed_by_body()),
        ("forged-panel-vote-passkey.json", vote(signed_by_passkey(2))),
        ("forged-panel-vote-body.json", vote(signed_by_body())),
        (
            "forged-panel-record.json",
            reworded(signed_by_body(), r#""kind":"report""#, r#""kind":"rumour""#),
        ),
        ("forged-panel-spaced.json", reworded(signed_by_body(), r#""vote":"#, r#""vote": "#)),
        ("forged-panel-unverified.json", by_passkey(|passkey| passkey.flags = UP)),
        (
            "forged-panel-framed.json",
            by_passkey(|passkey| passkey.client_data_more = r#","crossOrigin":true"#),
        ),
        (
            "forged-panel-origin.json",
            by_passkey(|passkey| passkey.site.origin = "https://assay.example.evil.example".into()),
        ),
        (
            "forged-panel-party.json",
            by_passkey(|passkey| passkey.site.rp_id = "evil.example".into()),
        ),
        ("forged-panel-stranger.json", by_key(&stranger, Factor::Password)),
        ("forged-panel-factor.json", by_key(&body_key(), Factor::Passkey)),
    ]
}

#[test]
fn every_vector_is_judged_as_its_list_says() {
    let keys = [body_key().public()];
    let trusted = Trusted { sites: &[site()], body_keys: &keys };
    let mut expected = Vec::new();
    for (name, signed) in all() {
        let made = signed.json().unwrap();
        let said = PanelSignature::parse(&made).and_then(|signed| signed.verify(&trusted));
        assert_eq!(said.is_ok(), !name.starts_with("forged"), "{name}");
        keep(name, &made);
        let why = said.as_ref().err().map(ToString::to_string);
        expected.push(serde_json::json!({ "file": name, "genuine": said.is_ok(), "why": why }));
    }
    let list = serde_json::json!({
        "sites": [site()],
        "decisionKeys": [body_key().public().x()],
        "files": expected,
    });
    keep("expected-panel-signatures.json", &pretty(&list));
    keep("statement.json", &statement(Factor::Passkey).bytes().unwrap());
}
