//! A certificate's standing on every day around each boundary, and what no order of events can break.

use super::*;
use crate::testing::days::a_day;
use proptest::prelude::*;
use time::Duration;
use time::macros::date;

fn revision(revision: i32, outcome: &str, effective_on: Date, expires_on: Date) -> Revision {
    Revision { revision, outcome: outcome.into(), effective_on, expires_on }
}

fn change(status: &str, from_on: Date) -> Change {
    let suspended = status == "suspended";
    Change {
        status: status.into(),
        from_on,
        reason_code: suspended.then(|| "client_asks".to_owned()),
        until_on: suspended.then(|| months_after(from_on, MONTHS_SUSPENDED)),
    }
}

fn granted() -> Vec<Revision> {
    vec![revision(1, "grant", date!(2026 - 11 - 23), date!(2029 - 11 - 23))]
}

#[test]
fn crt_6_standing_changes_on_the_days_it_should() {
    let of = granted();
    for (day, standing) in [
        (date!(2026 - 11 - 22), Standing::NotYetEffective),
        (date!(2026 - 11 - 23), Standing::Valid),
        (date!(2029 - 11 - 23), Standing::Valid),
        (date!(2029 - 11 - 24), Standing::Expired),
    ] {
        assert_eq!(standing_on(day, &of, &[]), standing, "{day}");
    }
    assert_eq!(standing_on(date!(2027 - 01 - 01), &[], &[]), Standing::NotYetEffective);
}

#[test]
fn sta_1_a_suspension_holds_from_its_day_until_a_decision_and_not_by_itself() {
    let mut life =
        Life { revisions: granted(), changes: vec![change("suspended", date!(2027 - 03 - 31))] };
    assert_eq!(life.on(date!(2027 - 03 - 30)), Standing::Valid);
    assert_eq!(life.on(date!(2027 - 03 - 31)), Standing::Suspended);
    let suspension = life.suspension(date!(2027 - 10 - 01)).expect("it stands");
    assert_eq!(suspension.until, date!(2027 - 09 - 30), "the last day of a shorter month");
    assert!(!suspension.is_over_its_limit(date!(2027 - 09 - 30)));
    assert!(suspension.is_over_its_limit(date!(2027 - 10 - 01)));
    assert_eq!(life.on(date!(2028 - 10 - 01)), Standing::Suspended, "over its limit, and no more");
    life.changes.push(change("restored", date!(2027 - 08 - 15)));
    assert_eq!(life.on(date!(2027 - 08 - 14)), Standing::Suspended);
    assert_eq!(life.on(date!(2027 - 08 - 15)), Standing::Valid);
    assert_eq!(life.suspension(date!(2027 - 08 - 15)), None);
    life.changes.push(change("suspended", date!(2028 - 01 - 01)));
    assert_eq!(life.on(date!(2029 - 11 - 23)), Standing::Suspended);
    assert_eq!(life.on(date!(2029 - 11 - 24)), Standing::Expired, "expiry is stronger");
    assert!(life.suspension(date!(2029 - 11 - 24)).is_some(), "and ends no suspension");
}

#[test]
fn sta_1_withdrawn_is_for_good() {
    let mut life =
        Life { revisions: granted(), changes: vec![change("withdrawn", date!(2027 - 05 - 01))] };
    life.changes.push(change("restored", date!(2027 - 06 - 01)));
    life.revisions.push(revision(2, "renew", date!(2029 - 11 - 01), date!(2032 - 11 - 23)));
    assert_eq!(life.on(date!(2027 - 04 - 30)), Standing::Valid);
    for day in [date!(2027 - 05 - 01), date!(2027 - 06 - 01), date!(2030 - 01 - 01)] {
        assert_eq!(life.on(day), Standing::Withdrawn);
    }
}

#[test]
fn crt_5_an_older_revision_is_superseded_from_the_day_on_which_the_newer_holds() {
    let mut life = Life { revisions: granted(), changes: Vec::new() };
    life.revisions.push(revision(2, "extend", date!(2027 - 02 - 01), date!(2029 - 11 - 23)));
    assert_eq!(life.revision_on(date!(2027 - 01 - 31), 1), Standing::Valid);
    assert_eq!(life.revision_on(date!(2027 - 01 - 31), 2), Standing::NotYetEffective);
    assert_eq!(life.revision_on(date!(2027 - 02 - 01), 1), Standing::Superseded);
    assert_eq!(life.revision_on(date!(2027 - 02 - 01), 2), Standing::Valid);
}

#[test]
fn rec_3_a_gap_before_a_late_renewal_is_expired_and_shown() {
    let mut life = Life { revisions: granted(), changes: Vec::new() };
    life.revisions.push(revision(2, "renew", date!(2030 - 03 - 23), date!(2032 - 11 - 23)));
    assert_eq!(life.on(date!(2029 - 11 - 24)), Standing::Expired);
    assert_eq!(life.on(date!(2030 - 03 - 22)), Standing::Expired);
    assert_eq!(life.on(date!(2030 - 03 - 23)), Standing::Valid);
    let history = life.history(date!(2030 - 04 - 01));
    let days: Vec<_> = history.iter().map(|moment| moment.on).collect();
    assert_eq!(days, [date!(2026 - 11 - 23), date!(2029 - 11 - 24), date!(2030 - 03 - 23)]);
    assert!(history[1].what.starts_with("Expired"), "{history:?}");
    let in_time = Life {
        revisions: vec![
            granted().remove(0),
            revision(2, "renew", date!(2029 - 11 - 23), date!(2032 - 11 - 23)),
        ],
        changes: Vec::new(),
    };
    assert!(in_time.history(date!(2030 - 01 - 01)).iter().all(|m| !m.what.starts_with("Expired")));
}

#[test]
fn history_says_nothing_of_days_to_come() {
    let life =
        Life { revisions: granted(), changes: vec![change("suspended", date!(2027 - 03 - 31))] };
    assert_eq!(life.history(date!(2027 - 03 - 30)).len(), 1);
    assert_eq!(life.history(date!(2027 - 03 - 31)).len(), 2);
    assert!(life.history(date!(2026 - 11 - 22)).is_empty());
}

proptest! {
    /// Whatever was decided in whatever order: no day after the newest effective revision's expiry is valid, and
    /// none before the first is effective.
    #[test]
    fn nothing_is_valid_beyond_its_expiry_or_before_its_decision(
        issued in proptest::collection::vec((0i64..2500, 1i64..1200), 1..5),
        changed in proptest::collection::vec((0i64..3500, 0usize..3), 0..6),
        day in -10i64..4000,
        start in a_day(),
    ) {
        let at = |days: i64| start + Duration::days(days);
        let mut issued = issued;
        issued.sort_unstable();
        let revisions: Vec<_> = issued.iter().zip(1..)
            .map(|((from, holds), n)| revision(n, "grant", at(*from), at(from + holds)))
            .collect();
        let mut changed = changed;
        changed.sort_unstable();
        let changes: Vec<_> = changed.iter()
            .map(|(from, status)| change(["suspended", "restored", "withdrawn"][*status], at(*from)))
            .collect();
        let day = at(day);
        let standing = standing_on(day, &revisions, &changes);
        if standing == Standing::Valid {
            let holds = revisions.iter().filter(|r| r.effective_on <= day).max_by_key(|r| r.revision);
            prop_assert!(holds.is_some_and(|r| day <= r.expires_on));
            prop_assert!(changes.iter().filter(|c| c.from_on <= day).all(|c| c.status != "withdrawn"));
        }
        // At most one revision holds on any day.
        let life = Life { revisions: revisions.clone(), changes };
        let valid = revisions.iter().filter(|r| life.revision_on(day, r.revision).is_valid()).count();
        prop_assert!(valid <= 1);
        prop_assert_eq!(valid == 1, life.on(day).is_valid());
    }
}
