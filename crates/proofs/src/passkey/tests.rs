//! Answers of the test authenticator, true and false in every way we know of.

use super::test_authenticator::{AT, TestAuthenticator, UP, UV, site};
use super::*;
use proptest::prelude::*;

const STATEMENT: &[u8] = b"We grant certification.";

fn authenticators() -> [TestAuthenticator; 3] {
    [TestAuthenticator::p256(1), TestAuthenticator::ed25519(2), TestAuthenticator::rsa(3)]
}

fn signed_with(change: impl FnOnce(&mut TestAuthenticator)) -> Result<Checked, Refused> {
    let mut authenticator = TestAuthenticator::p256(1);
    change(&mut authenticator);
    authenticator.sign(&challenge_of(STATEMENT)).verify(STATEMENT, &site())
}

#[test]
fn a_passkey_of_each_kind_is_registered_and_signs_a_statement() {
    for authenticator in authenticators() {
        let kept = register(&authenticator.register(&[5; 32]), &[5; 32], &site()).unwrap();
        assert_eq!(kept.credential_id, authenticator.id);
        assert_eq!((kept.sign_count, kept.aaguid, kept.backed_up), (7, [9; 16], false));
        let mut assertion = authenticator.sign(&challenge_of(STATEMENT));
        assertion.public_key = kept.public_key;
        let checked = assertion.verify(STATEMENT, &site()).unwrap();
        assert_eq!(checked.algorithm, kept.algorithm);
        assert_eq!(checked.sign_count, 7);
    }
}

#[test]
fn a_signature_over_one_statement_is_none_over_another() {
    let assertion = TestAuthenticator::p256(1).sign(&challenge_of(STATEMENT));
    let other = b"We refuse certification.";
    assert_eq!(assertion.verify(other, &site()), Err(Refused::OtherChallenge));
}

#[test]
fn a_signature_made_on_another_site_or_in_its_page_is_refused() {
    let elsewhere = "https://assay.example.evil.example".to_owned();
    let said = signed_with(|a| a.site.origin = elsewhere.clone());
    assert_eq!(said, Err(Refused::OtherOrigin(elsewhere)));
    let said = signed_with(|a| a.site.rp_id = "example".into());
    assert_eq!(said, Err(Refused::OtherRelyingParty));
    let said = signed_with(|a| a.client_data_more = r#","crossOrigin":true"#);
    assert_eq!(said, Err(Refused::CrossOrigin));
    let said = signed_with(|a| a.client_data_more = r#","topOrigin":"https://evil.example""#);
    assert_eq!(said, Err(Refused::CrossOrigin));
    assert!(signed_with(|a| a.client_data_more = r#","crossOrigin":false,"more":"x""#).is_ok());
}

#[test]
fn nobody_present_or_nobody_verified_is_no_signature() {
    assert_eq!(signed_with(|a| a.flags = UP), Err(Refused::PersonNotVerified));
    assert_eq!(signed_with(|a| a.flags = UV), Err(Refused::NobodyPresent));
    let mut authenticator = TestAuthenticator::p256(1);
    authenticator.flags = UP;
    let answer = authenticator.register(&[5; 32]);
    assert_eq!(register(&answer, &[5; 32], &site()), Err(Refused::PersonNotVerified));
}

#[test]
fn flags_that_contradict_each_other_are_refused() {
    assert!(matches!(signed_with(|a| a.flags |= 16), Err(Refused::Malformed { .. })));
    assert!(matches!(signed_with(|a| a.flags |= AT), Err(Refused::Malformed { .. })));
    assert!(matches!(signed_with(|a| a.flags |= 128), Err(Refused::Unreadable { .. })));
    let both = signed_with(|a| a.flags |= 8 | 16).unwrap();
    assert!(both.backup_eligible && both.backed_up);
}

#[test]
fn client_data_with_a_key_twice_is_refused() {
    let said = signed_with(|a| a.client_data_more = r#","origin":"https://assay.example""#);
    assert!(matches!(said, Err(Refused::Unreadable { what: "client data", .. })));
}

#[test]
fn a_registration_is_no_signature_and_a_signature_no_registration() {
    let authenticator = TestAuthenticator::p256(1);
    let challenge = challenge_of(STATEMENT);
    let mut assertion = authenticator.sign(&challenge);
    assertion.client_data_json = authenticator.client_data("webauthn.create", &challenge);
    let said = assertion.verify(STATEMENT, &site());
    assert_eq!(said, Err(Refused::OtherCeremony("webauthn.create".into())));
    let mut answer = authenticator.register(&challenge);
    answer.client_data_json = authenticator.client_data("webauthn.get", &challenge);
    assert!(matches!(register(&answer, &challenge, &site()), Err(Refused::OtherCeremony(_))));
}

#[test]
fn another_passkeys_key_verifies_nothing_whatever_its_kind() {
    let all = authenticators();
    for (at, signer) in all.iter().enumerate() {
        for other in all.iter().skip(at + 1).chain(&all[..at]) {
            let mut assertion = signer.sign(&challenge_of(STATEMENT));
            assertion.public_key = other.public_key();
            assert_eq!(assertion.verify(STATEMENT, &site()), Err(Refused::WrongSignature));
        }
        let mut assertion = signer.sign(&challenge_of(STATEMENT));
        assertion.public_key = TestAuthenticator::p256(9).public_key();
        assert_eq!(assertion.verify(STATEMENT, &site()), Err(Refused::WrongSignature));
    }
}

#[test]
fn a_registration_names_the_credential_it_carries_and_our_challenge() {
    let authenticator = TestAuthenticator::p256(1);
    let mut answer = authenticator.register(&[5; 32]);
    assert_eq!(register(&answer, &[6; 32], &site()), Err(Refused::OtherChallenge));
    answer.credential_id = vec![2; 20];
    assert_eq!(register(&answer, &[5; 32], &site()), Err(Refused::OtherCredential));
    let mut long = TestAuthenticator::p256(1);
    long.id = vec![1; 1024];
    let said = register(&long.register(&[5; 32]), &[5; 32], &site());
    assert!(matches!(said, Err(Refused::Malformed { .. })));
    long.id = vec![1; 1023];
    assert!(register(&long.register(&[5; 32]), &[5; 32], &site()).is_ok());
}

#[test]
fn a_signature_comes_back_from_its_json_and_an_unknown_member_is_refused() {
    let assertion = TestAuthenticator::ed25519(2).sign(&challenge_of(STATEMENT));
    let json = serde_json::to_string(&assertion).unwrap();
    assert_eq!(serde_json::from_str::<Assertion>(&json).unwrap(), assertion);
    assert!(
        serde_json::from_str::<Assertion>(&json.replacen('{', r#"{"alg":"none","#, 1)).is_err()
    );
}

proptest! {
    #[test]
    fn any_changed_bit_of_a_signature_or_of_what_it_covers_is_found(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let good = TestAuthenticator::ed25519(2).sign(&challenge_of(STATEMENT));
        for part in 0..4 {
            let mut changed = good.clone();
            let bytes = match part {
                0 => &mut changed.authenticator_data,
                1 => &mut changed.client_data_json,
                2 => &mut changed.signature,
                _ => &mut changed.public_key,
            };
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert!(changed.verify(STATEMENT, &site()).is_err());
        }
    }

    #[test]
    fn a_registration_cut_anywhere_is_refused(at in any::<prop::sample::Index>()) {
        let mut answer = TestAuthenticator::ed25519(2).register(&[5; 32]);
        answer.attestation_object.truncate(at.index(answer.attestation_object.len()));
        prop_assert!(register(&answer, &[5; 32], &site()).is_err());
    }

    #[test]
    fn a_registration_with_any_bits_changed_is_read_or_refused_and_never_of_another_site(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 1u8..), 1..6),
    ) {
        let mut answer = TestAuthenticator::ed25519(2).register(&[5; 32]);
        for (at, change) in changes {
            let at = at.index(answer.attestation_object.len());
            answer.attestation_object[at] ^= change;
        }
        if let Ok(kept) = register(&answer, &[5; 32], &site()) {
            prop_assert_eq!(kept.credential_id, answer.credential_id);
            prop_assert!(CosePublicKey::parse(&kept.public_key).is_ok());
        }
    }

    #[test]
    fn no_bytes_make_the_readers_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = CosePublicKey::parse(&bytes);
        let _ = RegistrationAnswer::from_json(&bytes);
        let _ = AssertionAnswer::from_json(&bytes);
        let answer = RegistrationAnswer { credential_id: vec![1], attestation_object: bytes, client_data_json: vec![] };
        prop_assert!(register(&answer, &[5; 32], &site()).is_err());
    }
}

#[test]
fn a_browser_is_asked_to_verify_the_person_and_for_kinds_of_keys_that_are_taken() {
    let person = Person { id: b"opaque", name: "ada", display_name: "Ada Osei" };
    let asked = creation_options(&site(), "Assay", &person, &[5; 32], &[vec![1, 2]]);
    assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(asked["excludeCredentials"][0]["id"], "AQI");
    let kinds = asked["pubKeyCredParams"].as_array().unwrap().iter().map(|kind| &kind["alg"]);
    assert_eq!(kinds.collect::<Vec<_>>(), [-7, -8, -257]);
    let asked = request_options(&site(), &challenge_of(STATEMENT), &[vec![1, 2]]);
    assert_eq!(asked["userVerification"], "required");
    assert_eq!(asked["rpId"], "assay.example");
    assert_eq!(asked["challenge"].as_str().unwrap().len(), 43);
}
