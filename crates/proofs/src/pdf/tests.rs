//! Sealing a real PDF, read by another's library, and every way to add to it afterwards.

use super::*;
use crate::credential::{self, Bound};
use crate::key_set::KnownKey;
use crate::sample::{self, BASE};

const PLAIN: &[u8] = include_bytes!("../../tests/data/plain.pdf");

fn jwt(base: &[u8]) -> String {
    let (a, key) = (sample::attestation(), sample::key(1));
    let kid = KnownKey::of(sample::DID, key.public()).kid;
    credential::sign(&credential::make(&sample::terms(&a, Bound::to(base))), &key, &kid)
}

/// What lopdf, which is not ours, finds attached.
fn found(pdf: &[u8]) -> Vec<(String, Vec<u8>)> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    assert!(document.xref_recovery.is_none());
    let names = document.catalog().unwrap().get(b"Names").unwrap().as_dict().unwrap();
    let tree = names.get(b"EmbeddedFiles").unwrap().as_dict().unwrap();
    let list = tree.get(b"Names").unwrap().as_array().unwrap();
    let of = |pair: &[lopdf::Object]| {
        let file = document.get_dictionary(pair[1].as_reference().unwrap()).unwrap();
        let embedded = file.get(b"EF").unwrap().as_dict().unwrap().get(b"F").unwrap();
        let stream =
            document.get_object(embedded.as_reference().unwrap()).unwrap().as_stream().unwrap();
        let name = String::from_utf8(pair[0].as_str().unwrap().to_vec()).unwrap();
        (name, stream.get_plain_content().unwrap())
    };
    list.chunks(2).map(of).collect()
}

#[test]
fn another_library_finds_the_credential_beside_what_was_attached_before() {
    let jwt = jwt(BASE);
    let sealed = sealed(BASE, jwt.as_bytes()).unwrap();
    assert!(sealed.starts_with(BASE));
    let found = found(&sealed);
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["attestation.json", "attestation.sig", "credential.jwt", "key.pem"]);
    assert_eq!(found[2].1, jwt.as_bytes());
    for (name, content) in &found {
        assert_eq!(attached(&sealed, name).unwrap().as_ref(), Some(content), "{name}");
    }
    assert_eq!(found[0].1, sample::attestation().bytes());
    let document = lopdf::Document::load_mem(&sealed).unwrap();
    assert_eq!(document.catalog().unwrap().get(b"AF").unwrap().as_array().unwrap().len(), 4);
    assert_eq!(document.get_pages().len(), 1);
}

#[test]
fn a_pdf_without_attached_files_is_sealed_too_and_equally_every_time() {
    let jwt = jwt(PLAIN);
    let once = sealed(PLAIN, jwt.as_bytes()).unwrap();
    assert_eq!(sealed(PLAIN, jwt.as_bytes()).unwrap(), once);
    assert_eq!(found(&once), [("credential.jwt".to_owned(), jwt.clone().into_bytes())]);
    assert_eq!(attached(&once, "key.pem"), Ok(None));
    assert!(sealed(&once, jwt.as_bytes()).is_err(), "sealed twice");
    assert!(matches!(sealed(PLAIN, b"x.y.z"), Err(PdfError::Credential(_))));
}

#[test]
fn a_pdf_that_lists_more_objects_than_it_says_is_not_sealed() {
    let size = BASE.windows(6).rposition(|part| part == b"/Size ").unwrap() + 6;
    let mut lying = BASE.to_vec();
    assert!(lying[size].is_ascii_digit() && lying[size] != b'1');
    lying[size] = b'1';
    let refused = sealed(&lying, jwt(BASE).as_bytes());
    assert_eq!(refused, Err(PdfError::Shape("it lists more objects than it says it has")));
}

#[test]
fn a_dictionary_with_a_name_twice_or_with_too_many_is_refused_at_once() {
    let names = |count: usize| (0..count).map(|n| format!("/N{n} 0")).collect::<String>();
    let read = |text: String| dictionary::Values::new(text.as_bytes(), 0).dictionary().is_ok();
    assert!(read(format!("<<{}>>", names(4096))));
    assert!(!read(format!("<<{}>>", names(4097))));
    assert!(!read(format!("<<{}/N7 1>>", names(20))));
}

#[test]
fn a_pdf_that_is_cut_or_damaged_anywhere_is_refused_without_panic() {
    let sealed = sealed(BASE, jwt(BASE).as_bytes()).unwrap();
    for at in (0..sealed.len()).step_by(997).chain(sealed.len() - 2500..sealed.len() - 1) {
        assert!(attached(&sealed[..at], ATTACHED).is_err() || at == BASE.len(), "cut at {at}");
        let mut altered = sealed.clone();
        altered[at] = altered[at].wrapping_add(101);
        let _ = attached(&altered, ATTACHED);
        let _ = super::sealed(&altered, b"a.e30.b");
    }
    assert_eq!(attached(&vec![b' '; MOST_BYTES + 1], ATTACHED), Err(PdfError::Large));
}

#[test]
fn values_nested_without_end_are_refused() {
    let deep = [b"<</A ".repeat(100_000)].concat();
    assert!(dictionary::Values::new(&deep, 0).dictionary().is_err());
    let deep = [b"[".repeat(100_000)].concat();
    assert!(dictionary::Values::new(&deep, 0).array().is_err());
}
