//! Tables by people, the frame of ISO/IEC 42006, and the limits that multiply and never add.

use crate::audit_time::known::*;
use crate::audit_time::*;
use crate::error::{Error, FieldErrors, Refusal};
use proptest::prelude::*;

fn people(people: i32) -> Inputs {
    Inputs { people, ..Inputs::default() }
}

fn by(kind: AdjustmentKind, percent: i32) -> Adjustment {
    Adjustment { kind, half_days: 0, percent, reason: "Simple processes, a mature system".into() }
}

fn integrated(percent: i32) -> Integration {
    Integration {
        percent,
        certificate: "ISO/IEC 27001, IS 700001".into(),
        reason: "One manual, one management review, and a team that audits both.".into(),
    }
}

#[track_caller]
fn refused(result: Result<Calculation>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

#[track_caller]
fn wrong(result: Result<Calculation>) -> FieldErrors {
    match result {
        Err(Error::Invalid(errors)) => errors,
        other => panic!("not sent back: {other:?}"),
    }
}

#[test]
fn tim_2_md_5_gives_5_people_1_5_days_15_people_2_5_days_and_55_people_5_days() {
    let base = |n| calculate(&MD_5, &people(n), &[], None).unwrap().base_half_days;
    assert_eq!([5, 15, 55].map(base), [3, 5, 10]);
    assert_eq!([1, 6, 10, 25, 26, 8501, 10_700].map(base), [3, 4, 4, 6, 8, 44, 44]);
}

#[test]
fn tim_2_the_27006_family_is_read_in_half_days() {
    let base = |n| calculate(&ISO_27006, &people(n), &[], None).unwrap().base_half_days;
    assert_eq!([10, 11, 30, 500, 10_000].map(base), [10, 12, 17, 33, 56]);
}

#[test]
fn tim_2_the_shipped_tables_have_no_gap_are_dated_and_nobody_has_checked_them() {
    for table in shipped() {
        assert!(!table.checked.yes && !table.source.is_empty() && table.valid_from == "2026-01-01");
        assert_eq!(table.reduction_limit_percent, 30);
        assert_eq!(table.integration_limit_percent, 20);
        for pair in table.people.iter().flat_map(|p| p.rows.windows(2)) {
            assert_eq!(pair[0].to + 1, pair[1].from, "{}", table.key);
            assert!(pair[0].half_days < pair[1].half_days, "{}", table.key);
        }
    }
}

#[test]
fn tim_2_what_a_table_has_no_row_for_is_refused_and_names_the_row_to_enter() {
    let eleven = Inputs { people: 11, role: "other".into(), ..Inputs::default() };
    let refusal = refused(calculate(&ISO_42006, &eleven, &[], None));
    assert_eq!(refusal.rule.id, "TIM-2");
    assert!(refusal.because.contains("no row for 11 people"), "{}", refusal.because);
    assert!(refusal.way_out.contains("the row that holds 11 people"), "{}", refusal.way_out);
    assert_eq!(refused(calculate(&MD_5, &people(10_701), &[], None)).rule.id, "TIM-2");
}

fn frame(additions: &[(&str, i32, i32, &str)]) -> Inputs {
    let added = |(key, count, tenths, reason): &(&str, i32, i32, &str)| Added {
        key: (*key).into(),
        count: *count,
        tenths: *tenths,
        reason: (*reason).into(),
    };
    Inputs {
        people: 8,
        role: "other".into(),
        additions: additions.iter().map(added).collect(),
        ..Inputs::default()
    }
}

#[test]
fn tim_2_the_frame_of_42006_adds_per_system_framework_agreement_and_control() {
    let base = |role: &str| {
        let inputs = Inputs { role: role.into(), ..frame(&[]) };
        calculate(&ISO_42006, &inputs, &[], None).unwrap().base_half_days
    };
    assert_eq!(["producer", "other", "several"].map(base), [10, 7, 13]);
    let time = |additions: &[(&str, i32, i32, &str)]| {
        calculate(&ISO_42006, &frame(additions), &[], None).unwrap().table_time
    };
    let three_and_a_half = Exact::half_days(7);
    assert_eq!(time(&[("ai_systems", 5, 10, "")]), three_and_a_half);
    assert_eq!(time(&[("ai_systems", 7, 15, "Alike")]), three_and_a_half + Exact::tenths(30));
    assert_eq!(time(&[("high_risk", 2, 5, "Low reach")]), three_and_a_half + Exact::tenths(10));
    assert_eq!(time(&[("frameworks", 2, 10, "")]), three_and_a_half + Exact::tenths(20));
    // Agreements are judged together, not one by one.
    assert_eq!(time(&[("agreements", 12, 7, "Alike")]), three_and_a_half + Exact::tenths(7));
    assert_eq!(time(&[("controls", 3, 1, "")]), three_and_a_half + Exact::tenths(3));
    assert_eq!(time(&[("controls", 90, 1, "")]), three_and_a_half + Exact::tenths(20));
}

#[test]
fn tim_2_within_a_range_the_person_chooses_with_a_reason_and_never_outside() {
    let sent_back = |addition: (&str, i32, i32, &str)| {
        wrong(calculate(&ISO_42006, &frame(&[addition]), &[], None)).0[0].0.clone()
    };
    assert_eq!(sent_back(("ai_systems", 6, 9, "Small")), "addition_days-1");
    assert_eq!(sent_back(("ai_systems", 6, 21, "Large")), "addition_days-1");
    assert_eq!(sent_back(("high_risk", 1, 10, "  ")), "addition_reason-2");
    assert_eq!(sent_back(("controls", -1, 1, "")), "addition_count-5");
}

#[test]
fn tim_3_30_percent_and_then_20_percent_make_44_and_never_50() {
    // 126 to 175 people: 8 days. 56 % of it is 4.48 days, in whole half days 4.5.
    let less = [by(AdjustmentKind::Reduce, 30)];
    let both = calculate(&MD_5, &people(150), &less, Some(&integrated(20))).unwrap();
    assert_eq!(both.steps.last().unwrap().so_far, both.table_time.percent(56));
    assert_eq!(both.steps.last().unwrap().so_far.to_string(), "4.48 days");
    assert_eq!(both.initial_half_days, 9);
    assert_eq!(calculate(&MD_5, &people(150), &less, None).unwrap().initial_half_days, 12);
}

#[test]
fn tim_3_no_reduction_goes_beyond_30_percent_however_it_is_split_or_named() {
    let at = |adjustments: &[Adjustment]| calculate(&MD_5, &people(55), adjustments, None);
    let reduce = |percent| by(AdjustmentKind::Reduce, percent);
    assert_eq!(refused(at(&[reduce(31)])).rule.id, "TIM-3");
    let split = [reduce(20), by(AdjustmentKind::CertificateHeld, 11)];
    assert!(refused(at(&split)).because.contains("30 %"));
    let days = Adjustment { half_days: 3, percent: 0, ..reduce(0) };
    assert_eq!(at(std::slice::from_ref(&days)).unwrap().initial_half_days, 7);
    assert_eq!(refused(at(&[days, reduce(1)])).rule.id, "TIM-3");
    // An addition gives no room for a further reduction.
    assert_eq!(refused(at(&[by(AdjustmentKind::Add, 50), reduce(31)])).rule.id, "TIM-3");
}

#[test]
fn tim_3_integration_takes_at_most_20_percent_and_names_the_other_certificate() {
    let with = |i: Integration| calculate(&MD_5, &people(55), &[], Some(&i));
    assert_eq!(with(integrated(20)).unwrap().initial_half_days, 8);
    for percent in [21, 50, 0, -20] {
        assert_eq!(refused(with(integrated(percent))).rule.id, "TIM-3", "{percent}");
    }
    let nameless = Integration { certificate: " ".into(), ..integrated(10) };
    assert_eq!(refused(with(nameless)).rule.id, "TIM-3");
    let groundless = Integration { reason: String::new(), ..integrated(10) };
    assert_eq!(refused(with(groundless)).rule.id, "TIM-3");
}

#[test]
fn tim_1_a_determination_made_before_tables_were_dated_is_still_read() {
    let kept = serde_json::json!({
        "table": { "key": "indicative-ai-systems", "version": "2026-01", "title": "T", "source": "S",
            "checked": { "yes": false, "by": null, "when": null },
            "reduction_limit_percent": 30, "stage_1_percent": 30,
            "bands": [{ "systems": "1 to 3", "systems_from": 1, "structure": "one_entity", "structure_title": "One legal entity",
                "half_days_from": 4, "half_days_to": 6, "steps_beyond_systems": 1, "phased": false }],
            "reading": { "note": "n", "choices": [], "half_days_per_further_system": 1, "jurisdictions_included": 2,
                "half_days_per_further_jurisdiction": 2 } },
        "proposed": { "ai_systems": 3, "structure": "one_entity", "jurisdictions": 1 },
        "used": { "ai_systems": 3, "structure": "one_entity", "jurisdictions": 1 },
        "reason": "" });
    let kept: Kept = serde_json::from_value(kept).unwrap();
    let adjustments =
        serde_json::json!([{ "kind": "reduce", "half_days": 1, "reason": "A certificate" }]);
    let adjustments: Vec<Adjustment> = serde_json::from_value(adjustments).unwrap();
    let again =
        calculate(&kept.table, &kept.used, &adjustments, kept.integration.as_ref()).unwrap();
    assert_eq!((again.base_half_days, again.initial_half_days), (6, 5));
    assert!(kept.changes().is_empty() && kept.phases.is_empty());
}

fn at_sites(half_days: i32, percent: i32) -> Adjustment {
    let kind = AdjustmentKind::SampledSites;
    Adjustment { kind, half_days, percent, reason: "Branches that only take calls.".into() }
}

/// 55 people: 5 days by MD 5. Three of them fall to the sampled sites, and half is saved there.
#[test]
fn tim_6_what_is_saved_at_the_sampled_sites_counts_in_the_audit_time() {
    let all = |adjustments: &[Adjustment]| calculate(&MD_5, &people(55), adjustments, None);
    let c = all(&[at_sites(6, 50)]).unwrap();
    assert_eq!((c.base_half_days, c.initial_half_days), (10, 7), "5 days less 1.5 are 3.5");
    assert_eq!((c.reduced, c.steps[0].effect.as_str()), (Exact::half_days(0), "−50 % of 3 days"));
    let c = all(&[at_sites(6, 20), by(AdjustmentKind::Reduce, 30)]).unwrap();
    assert_eq!(c.initial_half_days, 6, "5 days less 1.5 less 0.6 are 2.9, rounded up");
    for (adjustments, why) in [
        (vec![at_sites(6, 51)], "more than half"),
        (vec![at_sites(6, 21), by(AdjustmentKind::Reduce, 30)], "together more than half"),
        (vec![at_sites(11, 10)], "more days than there are"),
        (vec![at_sites(6, 10), at_sites(5, 10)], "together more days than there are"),
    ] {
        assert_eq!(refused(all(&adjustments)).rule.id, "TIM-6", "{why}");
    }
    assert_eq!(refused(all(&[at_sites(6, 50), by(AdjustmentKind::Reduce, 31)])).rule.id, "TIM-3");
}

proptest! {
    #[test]
    fn tim_4_whatever_is_agreed_time_is_in_whole_half_days_and_never_below_the_limits(
        n in 1..10_701_i32, less in 0..=40_i32, more in 0..=60_i32, together in 0..=25_i32,
    ) {
        let mut adjustments = vec![];
        if less > 0 { adjustments.push(by(AdjustmentKind::Reduce, less)); }
        if more > 0 { adjustments.push(by(AdjustmentKind::Add, more)); }
        let integration = (together > 0).then(|| integrated(together));
        let made = calculate(&MD_5, &people(n), &adjustments, integration.as_ref());
        prop_assert_eq!(made.is_ok(), less <= 30 && together <= 20);
        if let Ok(c) = made {
            let initial = i64::from(c.initial_half_days) * 10_000;
            let base = i64::from(c.base_half_days);
            prop_assert!(initial >= base * i64::from((100 - less + more) * (100 - together)));
            prop_assert!(initial >= base * 5_600, "44 % is the most that limits allow");
            prop_assert_eq!(c.stage_1_half_days + c.stage_2_half_days, c.initial_half_days);
            prop_assert!(c.stage_1_half_days >= 1 && c.surveillance_half_days >= 1);
        }
    }
}
