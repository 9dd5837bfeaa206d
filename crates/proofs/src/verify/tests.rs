//! What a stranger is told of the genuine, of every forgery that was thought of, and of old news.

use super::*;
use crate::attestation::Attestation;
use crate::credential::{self, Bound};
use crate::key_set::KnownKey;
use crate::sample::{self, BASE, DID, Issued, NOW};
use crate::status_list::Purpose;
use proptest::prelude::*;
use std::sync::LazyLock;
use std::time::Instant;
use time::Duration;
use time::macros::datetime;

static ISSUED: LazyLock<Issued> = LazyLock::new(Issued::new);

fn state(report: &Report) -> State {
    report.validity.as_ref().expect(&report.sentence).state
}

#[track_caller]
fn not_genuine(input: &[u8], known: Option<&KeySet>, words: &str) {
    let report = verify(input, known, NOW);
    assert_eq!((report.genuine, report.exit_code()), (Genuine::No, 1), "{report:#?}");
    assert!(report.sentence.contains(words), "{}", report.sentence);
    assert!(report.validity.is_none());
}

#[test]
fn a_bundle_is_genuine_and_valid_as_of_its_lists() {
    let report = verify(&ISSUED.bundle(), Some(&ISSUED.keys), NOW);
    assert_eq!((report.exit_code(), report.kind), (0, Kind::Bundle), "{report:#?}");
    let validity = report.validity.unwrap();
    assert_eq!(validity.as_of.as_deref(), Some("2026-11-23T00:00:00Z"));
    assert!(report.who.unwrap().proven);
    assert_eq!(report.facts.unwrap().client, "Lindqvist Diagnostics AB");
    let names: Vec<&str> = report.checks.iter().map(|check| check.name).collect();
    assert_eq!(
        names,
        ["container", "credential", "issuer", "key", "signature", "attestation", "pdf"]
    );
}

#[test]
fn whose_key_it_is_a_file_does_not_prove() {
    let report = verify(&ISSUED.bundle(), None, NOW);
    let who = report.who.as_ref().unwrap();
    assert_eq!((report.exit_code(), who.proven), (0, false));
    assert_eq!(who.fingerprint, sample::key(1).public().fingerprint());
    assert!(who.sentence.contains("compare the fingerprint"));
    let alone = verify(ISSUED.credential.as_bytes(), None, NOW);
    assert_eq!((alone.genuine, alone.exit_code()), (Genuine::Unproven, 4));
}

#[test]
fn a_pdf_alone_and_a_credential_alone_are_genuine_with_their_state_unknown() {
    let pdf = verify(&ISSUED.pdf, None, NOW);
    assert_eq!(
        (pdf.exit_code(), pdf.kind, state(&pdf)),
        (3, Kind::Pdf, State::Unknown),
        "{pdf:#?}"
    );
    let text = format!("{}\n", ISSUED.credential);
    let credential = verify(text.as_bytes(), Some(&ISSUED.keys), NOW);
    assert_eq!((credential.exit_code(), state(&credential)), (3, State::Unknown));
    let lists = [ISSUED.suspension.as_bytes(), ISSUED.revocation.as_bytes()];
    let given = Given { keys: Some(&ISSUED.keys), lists: &lists, now: NOW };
    assert_eq!(verify_with(&ISSUED.pdf, &given).exit_code(), 0);
}

#[test]
fn suspended_withdrawn_expired_and_not_yet_are_told_apart() {
    let by = (1, DID);
    let suspended =
        Issued { suspension: sample::list(Purpose::Suspension, &[94_567], by), ..Issued::new() };
    let withdrawn =
        Issued { revocation: sample::list(Purpose::Revocation, &[1_234], by), ..Issued::new() };
    let asked = |issued: &Issued, now| {
        let report = verify(&issued.bundle(), None, now);
        (report.exit_code(), state(&report))
    };
    assert_eq!(asked(&suspended, NOW), (2, State::Suspended));
    assert_eq!(asked(&withdrawn, NOW), (2, State::Withdrawn));
    assert_eq!(asked(&withdrawn, NOW + Duration::weeks(500)), (2, State::Withdrawn), "for ever");
    assert_eq!(asked(&ISSUED, datetime!(2029-11-20 0:00 UTC)), (2, State::Expired));
    assert_eq!(asked(&ISSUED, datetime!(2026-11-19 0:00 UTC)), (2, State::NotYet));
}

#[test]
fn an_old_list_says_unknown_since_and_never_valid() {
    for issued in [
        Issued::new(),
        Issued {
            suspension: sample::list(Purpose::Suspension, &[94_567], (1, DID)),
            ..Issued::new()
        },
    ] {
        let report = verify(&issued.bundle(), None, datetime!(2026-12-01 0:00 UTC));
        assert_eq!((report.exit_code(), state(&report)), (3, State::Unknown));
        let validity = report.validity.unwrap();
        assert_eq!(validity.unknown_since.as_deref(), Some("2026-11-30T00:00:00Z"));
        assert_eq!(validity.as_of.as_deref(), Some("2026-11-23T00:00:00Z"));
    }
    let before = verify(&ISSUED.bundle(), None, datetime!(2026-11-22 0:00 UTC));
    assert_eq!(state(&before), State::Unknown, "lists from the future");
}

#[test]
fn the_list_of_another_body_or_the_lists_swapped_answer_nothing() {
    let other = (2, "did:web:other.example");
    let foreign =
        Issued { suspension: sample::list(Purpose::Suspension, &[], other), ..Issued::new() };
    let keys =
        KeySet { keys: [Issued::by(2, other.1).keys.keys, ISSUED.keys.keys.clone()].concat() };
    let report = verify(&foreign.bundle(), Some(&keys), NOW);
    assert_eq!((report.exit_code(), state(&report)), (3, State::Unknown), "{report:#?}");
    let twice = Issued { revocation: ISSUED.suspension.clone(), ..Issued::new() };
    assert_eq!(state(&verify(&twice.bundle(), None, NOW)), State::Unknown);
}

#[test]
fn another_bodys_key_is_no_key_of_the_issuer() {
    let forged = Issued::by(2, DID);
    not_genuine(&forged.bundle(), Some(&ISSUED.keys), "not among the keys");
    assert!(!verify(&forged.bundle(), None, NOW).who.unwrap().proven);
    let known =
        KeySet { keys: vec![KnownKey::of("did:web:other.example", sample::key(2).public())] };
    let a = sample::attestation();
    let made = credential::make(&sample::terms(&a, Bound::to(BASE)));
    let credential = credential::sign(&made, &sample::key(2), &known.keys[0].kid);
    not_genuine(credential.as_bytes(), Some(&known), "signed by a key of did:web:other.example");
    let other_pem = Issued { key: sample::key(3).public().pem().into_bytes(), ..Issued::new() };
    not_genuine(&other_pem.bundle(), None, "key.pem is not one");
}

#[test]
fn a_compromised_key_proves_nothing_and_a_retired_one_what_it_signed_before() {
    let mut keys = ISSUED.keys.clone();
    keys.keys[0].until = Some(datetime!(2027-01-01 0:00 UTC));
    assert_eq!(verify(&ISSUED.bundle(), Some(&keys), NOW).exit_code(), 0);
    keys.keys[0].until = Some(datetime!(2026-01-01 0:00 UTC));
    not_genuine(&ISSUED.bundle(), Some(&keys), "retired");
    keys.keys[0].compromised = Some(datetime!(2026-12-01 0:00 UTC));
    not_genuine(&ISSUED.bundle(), Some(&keys), "compromised");
}

#[test]
fn altered_facts_and_swapped_parts_are_found() {
    let better = Attestation { scope: "Everything.".into(), ..sample::attestation() };
    let facts = Issued { attestation: better.bytes(), ..Issued::new() };
    not_genuine(&facts.bundle(), None, "does not fit");
    let signed = Issued {
        attestation: better.bytes(),
        signature: better.signature(&sample::key(1)),
        ..Issued::new()
    };
    not_genuine(&signed.bundle(), None, "not the one that the credential names");
    let mut pdf = ISSUED.pdf.clone();
    pdf[5000] ^= 1;
    not_genuine(&ISSUED.with(&pdf, &ISSUED.keys.bytes()), None, "PDF");
    let plain = include_bytes!("../../tests/data/plain.pdf");
    not_genuine(&ISSUED.with(plain, &ISSUED.keys.bytes()), None, "not the one");
}

#[test]
fn what_is_added_to_a_sealed_pdf_is_found() {
    let mut appended = ISSUED.pdf.clone();
    appended.extend(b"%\n%%EOF\n");
    not_genuine(&appended, None, "not an attestation as it was issued");
    not_genuine(&ISSUED.with(&appended, &ISSUED.keys.bytes()), None, "added");
    let updated = update(&ISSUED.pdf);
    not_genuine(&updated, None, "updated after it was sealed");
    not_genuine(&ISSUED.with(&updated, &ISSUED.keys.bytes()), None, "added");
    let resealed = crate::pdf::sealed(
        include_bytes!("../../tests/data/plain.pdf"),
        ISSUED.credential.as_bytes(),
    );
    not_genuine(&resealed.unwrap(), Some(&ISSUED.keys), "not the one");
}

/// One more update behind the seal: an object with a new page's content, in proper form.
fn update(pdf: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(pdf);
    let before: usize =
        text[text.rfind("startxref").unwrap()..].lines().nth(1).unwrap().parse().unwrap();
    let trailer = text[text.rfind("trailer\n<<").unwrap()..].lines().nth(1).unwrap().to_owned();
    let trailer = trailer.split("/Prev").next().unwrap().to_owned();
    let mut updated = pdf.to_vec();
    let object = updated.len();
    updated.extend(b"78 0 obj\n<</Length 1>>\nstream\nq\nendstream\nendobj\n");
    let table = updated.len();
    updated.extend(
        format!("xref\n78 1\n{object:010} 00000 n\r\ntrailer\n{trailer}/Prev {before}>>\nstartxref\n{table}\n%%EOF\n")
            .bytes(),
    );
    assert_eq!(
        lopdf::Document::load_mem(&updated).unwrap().get_pages().len(),
        1,
        "a reader shows it"
    );
    updated
}

#[test]
fn what_is_none_of_ours_is_unreadable_and_quickly() {
    let began = Instant::now();
    for input in [
        vec![b'x'; 100 << 20],
        b"PK\x03\x04".to_vec(),
        vec![],
        vec![0xff; 100],
        b"hello \x07".to_vec(),
    ] {
        assert_eq!(verify(&input, None, NOW).exit_code(), 4);
    }
    assert!(began.elapsed().as_secs() < 5);
    let plain = verify(include_bytes!("../../tests/data/plain.pdf"), None, NOW);
    assert!(plain.sentence.contains("No credential is sealed"), "{}", plain.sentence);
    assert_eq!(verify(b"hello", Some(&ISSUED.keys), NOW).genuine, Genuine::No);
}

#[test]
fn the_report_is_json_for_programs() {
    let json = serde_json::to_value(verify(&ISSUED.bundle(), None, NOW)).unwrap();
    assert_eq!(json["genuine"], "yes");
    assert_eq!(json["validity"]["state"], "valid");
    assert_eq!(json["facts"]["decided_on"], "2026-11-20");
    assert_eq!(json["checks"][1]["outcome"], "passed");
}

#[test]
fn the_report_is_read_at_a_prompt() {
    let text = verify(&ISSUED.bundle(), Some(&ISSUED.keys), NOW).to_string();
    for words in [
        "Genuine?  Yes.",
        "Valid?    Yes. It holds as of 23 November 2026, 00:00 UTC",
        "Lindqvist",
        "ok   pdf:",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let text = verify(&ISSUED.pdf[..5000], None, NOW).to_string();
    assert!(text.contains("Genuine?  No.") && text.contains("No answer"), "{text}");
}

/// Whether a report is all that the genuine one is: genuine, valid, packed as issued, the same facts.
fn as_issued(report: &Report) -> bool {
    let whole = report.checks.iter().all(|check| check.outcome == Outcome::Passed);
    report.exit_code() == 0 && whole
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_byte_of_a_bundle_is_altered_unnoticed(at in any::<prop::sample::Index>(), by in 1_u8..) {
        let mut bundle = ISSUED.bundle();
        let at = at.index(bundle.len());
        bundle[at] = bundle[at].wrapping_add(by);
        let report = verify(&bundle, Some(&ISSUED.keys), NOW);
        prop_assert!(!as_issued(&report), "byte {at}: {report:#?}");
        if report.genuine == Genuine::Yes {
            prop_assert_eq!(report.facts, verify(&ISSUED.bundle(), None, NOW).facts);
        }
    }

    #[test]
    fn no_byte_of_a_sealed_pdf_or_a_credential_is_altered_unnoticed(at in any::<prop::sample::Index>(), by in 1_u8..) {
        for input in [&ISSUED.pdf, ISSUED.credential.as_bytes()] {
            let mut altered = input.to_vec();
            let at = at.index(altered.len());
            altered[at] = altered[at].wrapping_add(by);
            let report = verify(&altered, Some(&ISSUED.keys), NOW);
            let only_space = altered.trim_ascii() == input.trim_ascii();
            prop_assert!(report.genuine != Genuine::Yes || only_space, "byte {at}: {report:#?}");
        }
    }

    #[test]
    fn nothing_that_is_cut_off_is_genuine(at in any::<prop::sample::Index>()) {
        for input in [ISSUED.bundle(), ISSUED.pdf.clone(), ISSUED.credential.clone().into_bytes()] {
            let cut = &input[..at.index(input.len())];
            let report = verify(cut, Some(&ISSUED.keys), NOW);
            prop_assert!(report.genuine != Genuine::Yes, "{report:#?}");
        }
    }
}

/// The zip's own headers, where a byte altered changes no file's content.
#[test]
fn no_byte_of_the_zips_headers_is_altered_unnoticed() {
    let bundle = ISSUED.bundle();
    let directory = bundle.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let locals = bundle.windows(4).enumerate().filter(|(_, window)| *window == b"PK\x03\x04");
    let locals = locals.flat_map(|(at, _)| at..at + 46).collect::<Vec<_>>();
    for at in locals.into_iter().chain(directory..bundle.len()).step_by(11) {
        let mut altered = bundle.clone();
        altered[at] ^= 0x21;
        let report = verify(&altered, Some(&ISSUED.keys), NOW);
        assert!(!as_issued(&report), "byte {at}: {report:#?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_at_all_are_answered(start in prop::sample::select(vec!["", "PK\x03\x04", "%PDF-1.7\n", "eyJ"]),
        noise in prop::collection::vec(any::<u8>(), 0..400)) {
        let input = [start.as_bytes(), &noise].concat();
        prop_assert!(verify(&input, None, NOW).genuine != Genuine::Yes);
        let _ = KeySet::parse(&noise);
        let _ = crate::status_list::decode(&String::from_utf8_lossy(&input));
    }

    /// PDFs made of the words that its readers look for, in any order.
    #[test]
    fn any_heap_of_pdf_words_is_answered(words in prop::collection::vec(prop::sample::select(vec![
        "<<", ">>", "[", "]", "(", ")", "\\", "<", "/Prev ", "/Root ", "/Size ", "/Names ", "/EmbeddedFiles ", "1 0 R",
        " 0 obj", "1", "99999999999999999999", "xref\n", "trailer\n", "stream\n", "\n", " ", "0000000009 00000 n\r\n",
    ]), 0..60), table in 0_usize..80) {
        let text = format!("%PDF-1.7\n{}\nstartxref\n{table}\n%%EOF", words.concat());
        let _ = crate::pdf::attached(text.as_bytes(), "key.pem");
        let _ = crate::pdf::sealed(text.as_bytes(), ISSUED.credential.as_bytes());
        let text = format!("%PDF-1.7\nxref\n0 1\n0000000000 65535 f\r\ntrailer\n{}\nstartxref\n9\n%%EOF", words.concat());
        let _ = crate::pdf::attached(text.as_bytes(), "key.pem");
    }
}
