//! What an attestation must say, must refuse, and must look like whatever it says.

use time::macros::date;

use super::*;
use crate::reading::{Run, runs_of, words_of};

fn runs(a: &Attestation) -> Vec<Vec<Run>> {
    runs_of(&layout(a, &samples::signed()).unwrap())
}

fn pages(a: &Attestation) -> Vec<String> {
    words_of(&layout(a, &samples::signed()).unwrap())
}

fn refusal(change: impl FnOnce(&mut Attestation)) -> (String, String) {
    let mut a = samples::plain();
    change(&mut a);
    match attestation(&a, &samples::signed()) {
        Err(DrawError::Refused { field, reason }) => (field, reason),
        other => panic!("not refused: {:?}", other.map(|bytes| bytes.len())),
    }
}

#[test]
fn every_sample_is_fit_to_print() {
    for a in samples::all() {
        assert_eq!(lint(&a.1), Ok(()), "{}", a.0);
    }
}

#[test]
fn what_is_empty_is_refused_by_its_name() {
    assert_eq!(refusal(|a| a.client = "  ".into()).0, "client");
    assert_eq!(refusal(|a| a.body.legal_name.clear()).0, "body.legal_name");
    assert_eq!(refusal(|a| a.number.clear()).0, "number");
    assert_eq!(refusal(|a| a.verify_url.clear()).0, "verify_url");
    assert_eq!(refusal(|a| a.signatory.clear()).0, "signatory");
    assert_eq!(refusal(|a| a.sites.clear()).0, "sites");
    assert_eq!(refusal(|a| a.sites[0].address.clear()).0, "sites[0].address");
    assert_eq!(refusal(|a| a.accreditation = Some(String::new())).0, "accreditation");
}

#[test]
fn a_standard_without_a_statement_of_applicability_is_attested_without_one() {
    let mut a = samples::plain();
    a.soa_version.clear();
    a.system = "a quality management system".into();
    assert!(attestation(&a, &samples::signed()).is_ok());
}

#[test]
fn dates_out_of_order_are_refused() {
    assert_eq!(refusal(|a| a.effective_on = date!(2026 - 11 - 19)).0, "effective_on");
    assert_eq!(refusal(|a| a.issued_on = date!(2026 - 11 - 19)).0, "issued_on");
    assert_eq!(refusal(|a| a.expires_on = date!(2026 - 11 - 20)).0, "expires_on");
    let same_day = refusal(|a| {
        a.effective_on = date!(2027 - 01 - 01);
        a.expires_on = a.effective_on;
    });
    assert_eq!(same_day.0, "expires_on");
}

#[test]
fn what_identifies_the_document_is_checked() {
    assert_eq!(refusal(|a| a.revision = 0).0, "revision");
    assert_eq!(refusal(|a| a.record_digest = "ABC".into()).0, "record_digest");
    assert_eq!(refusal(|a| a.verify_url = "javascript:alert(1)".into()).0, "verify_url");
    assert_eq!(refusal(|a| a.verify_url = "http://register.example/1".into()).0, "verify_url");
    assert_eq!(refusal(|a| a.body.colour = "blue".into()).0, "body.colour");
    assert_eq!(refusal(|a| a.body.mark = "H".into()).0, "body.mark");
}

#[test]
fn characters_that_no_font_draws_are_named() {
    let (field, reason) = refusal(|a| a.client = "Smile 🙂 Ltd".into());
    assert_eq!((field.as_str(), reason.contains("🙂 (U+1F642)")), ("client", true), "{reason}");
    // Libertinus has this letter, but not in the weight that sites are named in.
    assert_eq!(refusal(|a| a.sites[0].name = "Ɋ".into()).0, "sites[0].name");
    let (field, _) = refusal(|a| a.sites[0].name = "Office\u{202E}eciffO".into());
    assert_eq!(field, "sites[0].name");
    assert_eq!(refusal(|a| a.client = "Two\nlines".into()).0, "client");
}

#[test]
fn the_face_says_everything_that_it_must() {
    let a = samples::plain();
    let [face] = pages(&a).try_into().expect("one page");
    let scope: Vec<_> = a.scope.split_whitespace().collect();
    for fact in [
        "Lindqvist Diagnostics AB",
        "Norra Hamngatan 14, 411 14 Göteborg, Sweden",
        &scope.join(" "),
        "ISO/IEC 42001:2023",
        "HAL-AI-2026-0042",
        "revision 1",
        "20 November 2026",
        "19 November 2029",
        "23 November 2026",
        "Halden Certification AS, Storgata 8, 1771 Halden, Norway",
        "Statement of applicability, version 3.2",
        "not issued under accreditation",
        "does not authorise anyone to mark a product, a process or a service",
        "Dr. Ingrid Sørensen Chair of the certification panel",
        &a.record_digest,
    ] {
        assert!(face.contains(fact), "{fact:?} is not on: {face}");
    }
    let tight: String = face.split(' ').collect();
    assert!(tight.contains("register.halden-cert.example/c/HAL-AI-2026-0042"), "{face}");
    assert!(!face.contains("DEMONSTRATION"));
}

#[test]
fn a_demonstration_says_so_twice() {
    let [face] = pages(&samples::demonstration()).try_into().expect("one page");
    assert!(face.contains("DEMONSTRATION") && face.contains("certifies nothing"), "{face}");
}

#[test]
fn the_longest_sample_keeps_to_three_pages_and_loses_nothing() {
    let a = samples::full();
    assert!(a.scope.len() > 2000 && a.sites.len() == 12);
    let pages = pages(&a);
    assert!((2..=3).contains(&pages.len()), "{} pages", pages.len());
    assert!(pages[0].contains("set out in the schedule"), "{}", pages[0]);
    assert!(!pages[0].contains("not issued under accreditation"));
    let schedule = pages[1..].join(" ");
    for site in &a.sites {
        assert!(schedule.contains(&site.name), "{} is missing", site.name);
    }
}

#[test]
fn a_single_site_with_a_scope_of_its_own_shows_it() {
    let mut a = samples::plain();
    a.sites[0].scope = "Support by telephone".into();
    assert!(pages(&a).concat().contains("Support by telephone"));
}

#[test]
fn fields_at_their_limits_leave_the_face_whole() {
    let a = samples::limits();
    let face = &runs(&a)[0];
    for run in face.iter().filter(|run| !run.turned) {
        let (left, right) = (run.x, run.x + run.item.width().to_pt());
        let inside = left > 45.0 && right < 550.0 && (45.0..797.0).contains(&run.y);
        assert!(inside, "{:?} lies outside the border, at {left} {}", run.item.text, run.y);
    }
    let y = |words: &str| face.iter().find(|run| run.item.text.contains(words)).map(|run| run.y);
    let order =
        ["This is to certify", "Statement of", "ecided", "Check the status", &a.record_digest];
    let heights: Vec<_> = order.iter().map(|words| y(words).expect(words)).collect();
    assert!(heights.is_sorted(), "{order:?} lie at {heights:?}");
    let signatory = face
        .iter()
        .find(|r| !r.turned && r.x < 90.0 && r.y > heights[2] + 15.0)
        .expect("a signatory");
    assert!(signatory.item.text.starts_with("Wömmel"), "{:?}", signatory.item.text);
}

#[test]
fn every_script_is_drawn_in_letters_and_not_in_boxes() {
    let pages = runs(&samples::scripts());
    assert_eq!(pages.len(), 1);
    let boxes: Vec<_> =
        pages[0].iter().map(|r| &r.item).filter(|t| t.glyphs.iter().any(|g| g.id == 0)).collect();
    assert!(boxes.is_empty(), "{boxes:?}");
    let fonts: Vec<_> = pages[0].iter().map(|r| r.item.font.font().info().family.clone()).collect();
    for family in ["Noto Naskh Arabic", "Noto Serif CJK SC", "Noto Serif CJK KR"] {
        assert!(fonts.iter().any(|f| f == family), "{family} was not used");
    }
}

#[test]
fn words_of_the_client_are_never_markup() {
    let mut a = samples::plain();
    a.client = "#panic() *A* $x$ @b".into();
    assert!(pages(&a)[0].contains("#panic() *A* $x$ @b"), "{}", pages(&a)[0]);
}

#[test]
fn the_same_data_gives_the_same_bytes_and_other_data_another_seal() {
    let a = samples::plain();
    let other = Attestation { revision: 2, ..a.clone() };
    assert!(
        attestation(&a, &samples::signed()).unwrap()
            == attestation(&a, &samples::signed()).unwrap()
    );
    assert_ne!(seal(&a), seal(&other));
}

#[test]
fn the_file_is_archival_tagged_and_carries_its_title() {
    let bytes = attestation(&samples::plain(), &samples::signed()).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for part in [
        "<pdfaid:part>3<",
        "<pdfaid:conformance>A<",
        "<pdfuaid:part>1<",
        "/StructTreeRoot",
        "attestation.json",
        "attestation.sig",
        "key.pem",
    ] {
        assert!(text.contains(part), "{part} is missing");
    }
    assert!(text.contains("Certificate HAL-AI-2026-0042, revision 1: Lindqvist Diagnostics AB"));
    assert!(text.contains("2026-11-23T00:00:00"), "the date is the date of issue");
}

#[test]
fn dates_are_told_in_words() {
    assert_eq!(long_date(date!(2026 - 11 - 03)), "3 November 2026");
}
