//! What a report on paper must say first, must not lose, and must look like whatever was written.

use super::*;
use crate::reading::{runs_of, words_of};

fn pages(r: &Report) -> Vec<String> {
    words_of(&layout(r).unwrap())
}

#[test]
fn the_first_page_answers_whoever_reads_no_further() {
    let r = samples::stage_2();
    let pages = pages(&r);
    for fact in [
        "Stage 2 report",
        "Lindqvist Diagnostics AB",
        "ISO/IEC 42001:2023",
        "HC-0042",
        "Certification is recommended after corrective action",
        "1 minor nonconformity",
        "decisions follow from it",
        "9 November 2026 to 11 November 2026",
        "not a certificate",
        &"42".repeat(32),
    ] {
        assert!(pages[0].contains(fact), "{fact:?} is not on: {}", pages[0]);
    }
    assert!(!pages[0].contains("Evidence") && !pages[0].contains("Annex"), "{}", pages[0]);
}

#[test]
fn findings_come_next_then_what_was_written_and_then_the_annexes() {
    let all = pages(&samples::stage_2())[1..].join(" ");
    let at = |words: &str| all.find(words).unwrap_or_else(|| panic!("{words:?} is not in: {all}"));
    let order = ["Findings", "F-1", "Model cards", "Annex A: the audit", "Annex B: conclusions"];
    let places: Vec<_> = order.iter().map(|words| at(words)).collect();
    assert!(places.is_sorted(), "{order:?} lie at {places:?}");
}

#[test]
fn findings_without_evidence_are_a_table_and_none_is_said() {
    let mut r = samples::board();
    let all = pages(&r).join(" ");
    assert!(all.contains("Statement") && !all.contains("Evidence"), "{all}");
    r.findings = Some(Vec::new());
    assert!(pages(&r).join(" ").contains("None was raised."));
}

#[test]
fn questions_and_answers_keep_to_one_page() {
    let [page] = pages(&samples::procurement()).try_into().expect("one page");
    assert!(page.contains("By whom?") && page.contains("HAL-AI-2026-0042"), "{page}");
}

#[test]
fn a_summary_that_is_too_long_goes_on_overleaf_whole() {
    let r = samples::long();
    let pages = pages(&r);
    assert!(pages[0].contains("the whole summary stands overleaf"), "{}", pages[0]);
    assert!(pages[0].contains(&"42".repeat(32)), "the foot keeps its place: {}", pages[0]);
    let behind = pages[1..].join(" ");
    assert!(behind.contains("The whole summary"), "{behind}");
    assert!(!words_of(&layout(&samples::stage_2()).unwrap()).join(" ").contains("overleaf"));
}

#[test]
fn what_no_font_draws_is_told_by_its_code_and_nothing_typed_is_markup() {
    let words = pages(&samples::long()).join(" ");
    // Where a name changes its font, the run of letters ends.
    let tight: String = words.split(' ').collect();
    assert!(tight.contains("#panic()*A*[U+1F642]"), "{words}");
    let boxes = |item: &typst::text::TextItem| item.glyphs.iter().any(|g| g.id == 0);
    assert!(
        !runs_of(&layout(&samples::long()).unwrap()).iter().flatten().any(|run| boxes(&run.item))
    );
    assert_eq!(spelt("a\u{202E}b\tc\r\nd"), "a[U+202E]b c\nd");
}

#[test]
fn nothing_leaves_the_page_whatever_was_written() {
    for (name, r) in samples::all() {
        for run in runs_of(&layout(&r).unwrap()).iter().flatten().filter(|run| !run.turned) {
            let right = run.x + run.item.width().to_pt();
            let inside = run.x > 60.0 && right < 535.0 && (30.0..815.0).contains(&run.y);
            assert!(inside, "{name}: {:?} at {} {}", run.item.text, run.x, run.y);
        }
    }
}

#[test]
fn a_correction_and_a_later_version_say_so_and_a_demonstration_too() {
    let page = &pages(&samples::stage_1())[0];
    assert!(page.contains("because: The name of a site was wrong."), "{page}");
    assert!(page.contains("DEMONSTRATION"), "{page}");
    assert!(pages(&samples::long())[0].contains("A later version of this report stands."));
}

#[test]
fn the_file_is_archival_tagged_and_the_same_again() {
    let r = samples::stage_2();
    let bytes = report(&r).unwrap();
    assert!(bytes == report(&r).unwrap(), "the same report gives the same bytes");
    let text = String::from_utf8_lossy(&bytes);
    for part in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<", "/StructTreeRoot"]
    {
        assert!(text.contains(part), "{part} is missing");
    }
    assert!(text.contains("Stage 2 report, Lindqvist Diagnostics AB, version 1"));
    assert!(text.contains("2026-11-12T00:00:00"), "the date is the date of issue");
}

#[test]
fn every_sample_can_be_printed() {
    for (name, r) in samples::all() {
        assert!(report(&r).is_ok_and(|bytes| bytes.starts_with(b"%PDF")), "{name}");
    }
}
