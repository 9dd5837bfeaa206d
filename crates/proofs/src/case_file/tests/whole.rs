//! A file as it was written, and any byte of it changed.

use super::*;

#[test]
fn a_whole_file_holds_with_nothing_open_and_is_the_same_every_time() {
    let file = whole();
    let report = checked(&file);
    assert_eq!(report.with(Outcome::Good).count(), report.checks.len(), "{report:#?}");
    assert!(report.holds());
    assert_eq!(whole(), file);
}

#[test]
fn a_stranger_who_knows_nothing_is_told_what_to_compare() {
    let report = verify(whole().as_slice(), &Known::default());
    assert!(report.holds());
    let open: Vec<_> = report.with(Outcome::Open).map(|check| check.entry.as_str()).collect();
    assert_eq!(open, [KEY, MANIFEST, MANIFEST, MANIFEST]);
}

#[test]
fn any_zip_library_opens_the_file() {
    let mut archive = zip::ZipArchive::new(Cursor::new(whole())).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(names.contains(&"record.json".to_owned()) && names.len() == 15, "{names:?}");
    let evidence = format!("evidence/{}", hex::encode(sha2::Sha256::digest(EVIDENCE)));
    let mut bytes = Vec::new();
    archive.by_name(&evidence).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, EVIDENCE);
}

#[test]
fn attestations_are_verified_by_whoever_can() {
    let refuse: &verify::VerifyAttestation<'_> = &|_| Err("This is no attestation.".into());
    let known = Known { attestation: Some(refuse), ..Known::default() };
    let report = verify(whole().as_slice(), &known);
    let bad: Vec<_> = report.with(Outcome::Bad).map(|check| check.entry.as_str()).collect();
    assert_eq!(bad, ["attestations/NM-2026-0001.pdf"]);
}

#[test]
fn names_that_leave_their_folder_or_stand_twice_are_not_written() {
    let mut writer = Writer::new(Vec::new(), about());
    for name in ["../x", "a/../b", "/x", "a//b", ".hidden", "a b", "é", &"a".repeat(200)] {
        let refused = writer.document(name, b"");
        assert!(matches!(refused, Err(Unwritten::Name(_))), "{name}");
    }
    writer.document("report.pdf", b"").unwrap();
    assert!(matches!(writer.document("report.pdf", b""), Err(Unwritten::Twice(_))));
}

#[test]
fn every_byte_of_the_file_matters() {
    let file = whole();
    let sampled = (0..file.len()).step_by(13).chain((file.len() - 1200..file.len()).step_by(7));
    for at in sampled {
        let mut changed = file.clone();
        changed[at] ^= 0x20;
        assert!(!named(&changed).is_empty(), "byte {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_file_cut_anywhere_or_lengthened_does_not_hold(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let file = whole();
        let cut = &file[..at.index(file.len())];
        prop_assert!(!named(cut).is_empty());
        let mut longer = file.clone();
        longer.insert(at.index(file.len() + 1), byte);
        prop_assert!(!named(&longer).is_empty());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(!named(&bytes).is_empty());
        let begun = [b"PK\x03\x04".as_slice(), &bytes].concat();
        prop_assert!(!named(&begun).is_empty());
    }
}
