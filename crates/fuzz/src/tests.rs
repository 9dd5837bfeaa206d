//! The parsers take what they start from, and what once broke one; whole, and cut in the middle.

use super::*;

#[test]
fn every_parser_takes_what_it_starts_from_and_what_was_found_before() {
    for target in TARGETS {
        let starts = target.starts();
        assert!(!starts.is_empty(), "{} starts from something", target.name);
        for start in &starts {
            (target.judge)(start);
            (target.judge)(&start[..start.len() / 2]);
        }
    }
}

#[test]
fn nothing_that_a_parser_starts_from_is_longer_than_what_it_is_tried_with() {
    for target in TARGETS {
        let longest = target.starts().iter().map(Vec::len).max();
        assert!(longest <= Some(target.longest), "{}: {longest:?}", target.name);
    }
}

#[test]
fn every_parser_has_a_name_of_its_own_and_what_was_found_belongs_to_one() {
    let mut names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), TARGETS.len());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/found");
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().into_string().expect("a name");
        assert!(names.contains(&name.as_str()), "found/{name} belongs to no parser");
    }
}
