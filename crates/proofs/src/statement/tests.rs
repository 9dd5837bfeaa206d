//! Statements signed by passkey and by the body, and what becomes of each when anything is changed.

use super::*;
use crate::keys::{PublicKey, SigningKey};
use crate::passkey::test_authenticator::{TestAuthenticator, site};
use crate::passkey::{Site, challenge_of};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use time::macros::datetime;

pub(crate) fn item(kind: &str, id: &str, content: &str) -> Item {
    let sha256 = hex::encode(Sha256::digest(content));
    Item { kind: kind.into(), id: id.into(), sha256 }
}

pub(crate) fn statement(factor: Factor) -> Statement {
    let named = |id: &str, name: &str| Named { id: id.into(), name: name.into() };
    Statement {
        format: FORMAT.into(),
        body: named("0192f000-0000-7000-8000-000000000001", "Northmark Certification"),
        case: "0192f000-0000-7000-8000-000000000002".into(),
        kind: "initial".into(),
        client: named("0192f000-0000-7000-8000-000000000003", "Thames Diagnostics Ltd"),
        standard: "ISO/IEC 42001:2023".into(),
        scope: "Development and operation of triage software for radiology".into(),
        record: Record::of(vec![
            item("report", "0192f000-0000-7000-8000-00000000000b", "{\"text\": \"Stage 2\"}"),
            item("application", "0192f000-0000-7000-8000-00000000000a", "{\"sites\": 2}"),
        ]),
        question: "Shall certification be granted?".into(),
        vote: "grant".into(),
        reason: "The findings are closed and the evidence bears it out – “zero” open.".into(),
        declarations: vec!["I have read the record.".into(), "I took no part in the audit.".into()],
        member: named("0192f000-0000-7000-8000-000000000004", "Ada Osei"),
        role: "decision maker".into(),
        factor,
        key: factor.key(),
        at: datetime!(2026-11-24 22:15:30.25 UTC),
        nonce: *b"sixteen bytes ok",
    }
}

pub(crate) fn body_key() -> SigningKey {
    SigningKey::from_seed(&[42; 32]).unwrap()
}

/// A statement signed by the passkey of this seed.
pub(crate) fn signed_by_passkey(seed: u8) -> PanelSignature {
    let bytes = statement(Factor::Passkey).bytes().unwrap();
    let assertion = TestAuthenticator::ed25519(seed).sign(&challenge_of(&bytes));
    PanelSignature::new(&bytes, Signature::Passkey { site: site(), assertion }).unwrap()
}

pub(crate) fn signed_by_body() -> PanelSignature {
    let bytes = statement(Factor::PasswordAndCode).bytes().unwrap();
    PanelSignature::new(&bytes, Signature::by_body(&body_key(), &bytes)).unwrap()
}

fn verified(signed: &PanelSignature) -> Result<(Statement, Signer), Wrong> {
    let keys = [body_key().public()];
    signed.verify(&Trusted { sites: &[site()], body_keys: &keys })
}

#[test]
fn the_record_is_digested_as_the_platform_digests_a_file() {
    let lines = format!("b 2 {}\na 1/x y {}", "0".repeat(64), "f".repeat(64));
    let record = Record::of_lines(&lines).unwrap();
    let sorted = format!("assay-file-v1\na 1/x y {}\nb 2 {}", "f".repeat(64), "0".repeat(64));
    assert_eq!(record.digest, hex::encode(Sha256::digest(sorted)));
    assert_eq!(record.items[0].id, "1/x y");
    assert!(Record::of_lines("a 1").is_err());
    assert!(Record::of_lines(&format!("a 1 {}", "F".repeat(64))).is_err());
}

#[test]
fn a_statement_signed_either_way_is_verified_and_comes_back_from_its_file() {
    for signed in [signed_by_passkey(2), signed_by_body()] {
        let again = PanelSignature::parse(&signed.json().unwrap()).unwrap();
        assert_eq!(again, signed);
        let (read, _) = verified(&again).unwrap();
        assert_eq!(read.vote, "grant");
    }
}

#[test]
fn a_statement_in_another_form_of_the_same_words_is_refused() {
    let bytes = statement(Factor::Password).bytes().unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(Statement::parse(&bytes).is_ok());
    let spaced = text.replacen(':', ": ", 1);
    assert_eq!(Statement::parse(spaced.as_bytes()), Err(Wrong::NotCanonical));
    let offset = text.replace("22:15:30.25Z", "22:15:30.25+00:00");
    assert_eq!(Statement::parse(offset.as_bytes()), Err(Wrong::NotCanonical));
    let more = text.replacen('{', r#"{"aside":"and refuse",","#, 1);
    assert!(matches!(Statement::parse(more.as_bytes()), Err(Wrong::Unreadable(_))));
    let twice = text.replacen('{', r#"{"at":"2026-11-24T22:15:30.25Z","#, 1);
    assert!(matches!(Statement::parse(twice.as_bytes()), Err(Wrong::Unreadable(_))));
}

#[test]
fn a_record_in_which_an_item_was_exchanged_removed_or_reordered_is_refused() {
    let good = statement(Factor::Passkey);
    let refused = |change: fn(&mut Vec<Item>)| {
        let mut statement = good.clone();
        change(&mut statement.record.items);
        assert!(matches!(statement.bytes(), Err(Wrong::Record(_))));
    };
    refused(|items| items[0] = item("application", "1", "other"));
    refused(|items| items.truncate(1));
    refused(|items| items.reverse());
    refused(|items| items.push(item("z", "1\n2", "")));
}

#[test]
fn a_statement_that_says_the_wrong_key_is_refused() {
    let mut wrong = statement(Factor::Password);
    wrong.key = KeyOf::Member;
    assert!(matches!(wrong.bytes(), Err(Wrong::Contradiction(_))));
    let bytes = statement(Factor::Passkey).bytes().unwrap();
    let signed = PanelSignature::new(&bytes, Signature::by_body(&body_key(), &bytes)).unwrap();
    assert!(matches!(verified(&signed), Err(Wrong::Contradiction(_))));
}

#[test]
fn a_stranger_s_key_and_a_stranger_s_site_are_named() {
    let stranger = SigningKey::from_seed(&[43; 32]).unwrap();
    let bytes = statement(Factor::Password).bytes().unwrap();
    let signed = PanelSignature::new(&bytes, Signature::by_body(&stranger, &bytes)).unwrap();
    assert_eq!(verified(&signed), Err(Wrong::UnknownKey(stranger.public().fingerprint())));
    let sites = [Site { rp_id: "other.example".into(), origin: "https://other.example".into() }];
    let said = signed_by_passkey(2).verify(&Trusted { sites: &sites, body_keys: &[] });
    assert_eq!(said.unwrap_err(), Wrong::UnknownSite("https://assay.example".into()));
}

#[test]
fn a_signature_moved_to_another_statement_is_refused() {
    let mut other = statement(Factor::PasswordAndCode);
    other.vote = "refuse".into();
    let mut signed = signed_by_body();
    signed.statement = String::from_utf8(other.bytes().unwrap()).unwrap();
    assert_eq!(verified(&signed), Err(Wrong::WrongSignature));
    let mut signed = signed_by_passkey(2);
    other = statement(Factor::Passkey);
    other.vote = "refuse".into();
    signed.statement = String::from_utf8(other.bytes().unwrap()).unwrap();
    assert_eq!(verified(&signed), Err(Wrong::Passkey(Refused::OtherChallenge)));
}

proptest! {
    #[test]
    fn any_changed_byte_of_a_signature_s_file_is_found(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        for signed in [signed_by_passkey(2), signed_by_body()] {
            let mut json = signed.json().unwrap();
            let at = at.index(json.len());
            prop_assume!(json[at] != to);
            json[at] = to;
            let known = [PublicKey(body_key().public().0)];
            let trusted = Trusted { sites: &[site()], body_keys: &known };
            let read = PanelSignature::parse(&json).and_then(|signed| signed.verify(&trusted));
            // The credential id is a name, covered by no signature; everything else is.
            let named = read.as_ref().is_ok_and(|(_, signer)| {
                matches!(signer, Signer::Passkey { credential_id, .. } if *credential_id != [2; 20])
            });
            prop_assert!(read.is_err() || named);
        }
    }
}
