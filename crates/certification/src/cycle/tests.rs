//! Dates of a cycle: surveillance, recertification and expiry, on every day of the calendar.

use super::*;
use crate::actor::Function;
use crate::audits::Kind;
use crate::error::Error;
use crate::testing::World;
use crate::testing::days::a_day;
use crate::{applications, files};
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration};

fn of(decided_on: Date) -> [Due; 3] {
    of_decision(decided_on, 36).try_into().expect("three dates in a cycle of three years")
}

#[test]
fn months_keep_the_day_or_take_the_last_of_the_month() {
    assert_eq!(months_after(date!(2028 - 02 - 29), 12), date!(2029 - 02 - 28));
    assert_eq!(months_after(date!(2028 - 02 - 29), 48), date!(2032 - 02 - 29));
    assert_eq!(months_after(date!(2026 - 01 - 31), 1), date!(2026 - 02 - 28));
    assert_eq!(months_after(date!(2026 - 12 - 31), 2), date!(2027 - 02 - 28));
    assert_eq!(months_after(date!(2026 - 01 - 15), -1), date!(2025 - 12 - 15));
    assert_eq!(months_after(date!(2026 - 12 - 01), 12), date!(2027 - 12 - 01));
}

#[test]
fn a_cycle_in_the_middle_of_a_year() {
    let [first, second, again] = of(date!(2026 - 06 - 15));
    assert_eq!((first.opens_on, first.due_on), (date!(2027 - 03 - 15), date!(2027 - 06 - 15)));
    assert_eq!((second.opens_on, second.due_on), (date!(2028 - 03 - 15), date!(2028 - 06 - 15)));
    assert_eq!((again.opens_on, again.due_on), (date!(2028 - 12 - 15), date!(2029 - 05 - 15)));
    assert!(!first.because.contains("Held before") && again.because.contains("15 June 2029"));
}

#[test]
fn the_twenty_ninth_of_february() {
    let [first, second, again] = of(date!(2028 - 02 - 29));
    assert_eq!((first.opens_on, first.due_on), (date!(2028 - 11 - 29), date!(2029 - 02 - 28)));
    assert_eq!(second.due_on, date!(2030 - 02 - 28));
    assert_eq!(again.due_on, date!(2031 - 01 - 28));
    // A window over New Year says what the calendar year's clock asks for.
    assert!(
        first.because.contains("before 1 January 2029, it counts for 2028, and the second surveillance is due by 31 December 2029")
            && second.because.contains("before 1 January 2030, it counts for 2029, and recertification is due by 31 December 2030")
    );
}

#[test]
fn the_last_and_the_first_day_of_a_year() {
    let [first, second, again] = of(date!(2026 - 12 - 31));
    assert_eq!(
        (first.due_on, second.due_on, again.due_on),
        (date!(2027 - 12 - 31), date!(2028 - 12 - 31), date!(2029 - 11 - 30))
    );
    let [first, second, again] = of(date!(2027 - 01 - 01));
    assert_eq!(
        (first.due_on, second.due_on, again.due_on),
        (date!(2028 - 01 - 01), date!(2029 - 01 - 01), date!(2029 - 12 - 01))
    );
    // Recertification falls in 2029, a year that needs no surveillance of its own.
    assert!(!second.because.contains("Held before"));
}

#[test]
fn on_every_day_of_five_years_the_windows_follow_one_another_and_both_clocks_hold() {
    let mut day = date!(2027 - 01 - 01);
    while day.year() < 2032 {
        let [first, second, again] = of(day);
        assert!(day < first.opens_on && first.opens_on <= first.due_on, "{day}");
        assert!(first.due_on < second.opens_on && second.opens_on <= second.due_on, "{day}");
        assert!(
            second.due_on < again.opens_on
                && again.opens_on <= again.due_on
                && again.due_on < expiry(day, 36),
            "{day}"
        );
        assert!(
            first.due_on <= months_after(day, 12)
                && second.due_on <= months_after(first.due_on, 12),
            "{day}"
        );
        assert_eq!(
            (first.due_on.year(), second.due_on.year()),
            (day.year() + 1, day.year() + 2),
            "{day}"
        );
        day = day.next_day().unwrap();
    }
}

#[test]
fn a_shorter_attestation_has_only_what_fits_before_its_recertification() {
    let kinds = |months| {
        of_decision(date!(2026 - 06 - 15), months)
            .into_iter()
            .map(|due| due.kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(36), [Kind::Surveillance1, Kind::Surveillance2, Kind::Recertification]);
    assert_eq!(kinds(24), [Kind::Surveillance1, Kind::Recertification]);
    assert_eq!(kinds(12), [Kind::Recertification]);
    for months in 1..=36 {
        for due in of_decision(date!(2028 - 02 - 29), months) {
            assert!(
                due.opens_on <= due.due_on && due.due_on < expiry(date!(2028 - 02 - 29), months),
                "{months} {due:?}"
            );
        }
    }
}

proptest! {
    /// However early or late it was renewed, and on whatever day of the calendar: the first surveillance within
    /// twelve months of the decision (SRV-1), an audit in each calendar year after it (SRV-2), and recertification
    /// before the expiry (REC-1).
    #[test]
    fn rec_2_a_cycle_that_a_renewal_began_keeps_both_clocks(old in a_day(), apart in -183i64..=184) {
        let decided = old + Duration::days(apart);
        let expires = months_after(old, 36);
        let dues = of_cycle(decided, expires);
        prop_assert!(dues.is_sorted_by(|a, b| a.due_on < b.due_on));
        prop_assert!(dues.iter().all(|due| decided <= due.opens_on && due.opens_on <= due.due_on));
        prop_assert!(dues[0].due_on <= months_after(decided, 12));
        let last = dues.last().unwrap().due_on;
        prop_assert!(last < expires);
        for year in decided.year() + 1..=last.year() {
            prop_assert!(dues.iter().any(|due| due.due_on.year() == year), "{decided} {year}: {dues:?}");
        }
    }
}

proptest! {
    /// On any day, and in any term that a body may give: the first surveillance not later than twelve months after
    /// the decision, nothing before the decision, and recertification before the expiry.
    #[test]
    fn srv_1_the_first_surveillance_is_never_later_than_twelve_months_after_any_decision(
        decided in a_day(), months in 1i32..=36,
    ) {
        let (dues, expires) = (of_decision(decided, months), expiry(decided, months));
        prop_assert!(decided < expires && expires <= months_after(decided, 36));
        prop_assert!(dues.iter().all(|due| decided <= due.opens_on && due.opens_on <= due.due_on));
        prop_assert!(dues.iter().all(|due| due.due_on < expires));
        let first = dues.iter().find(|due| due.kind == Kind::Surveillance1);
        prop_assert!(first.is_none_or(|due| due.due_on <= months_after(decided, 12)));
        prop_assert!(first.is_some() || months <= 13, "{months} months without a surveillance");
        // A year on is the same day of the month, or the last of February.
        let year_on = months_after(decided, 12);
        prop_assert!(year_on.day() == decided.day() || (decided.day() == 29 && year_on.day() == 28));
        prop_assert!((365..=366).contains(&(year_on - decided).whole_days()));
    }
}

proptest! {
    /// Whatever is held, early, late, in any order or never: from the year after the decision to that of
    /// recertification there is in every calendar year an audit, or one that is overdue when the year ends.
    #[test]
    fn srv_2_no_calendar_year_is_without_an_audit_held_or_overdue(
        decided in a_day(), months in 13i32..=36,
        held in prop::array::uniform3(prop::option::weighted(0.8, 0_i64..1_500)),
    ) {
        let mut cycle: Vec<(Due, Option<Date>)> =
            of_decision(decided, months).into_iter().map(|due| (due, None)).collect();
        let days = held.into_iter().map(|after| after.map(|n| decided + Duration::days(n)));
        let mut acts: Vec<_> = (0..cycle.len()).zip(days).filter_map(|(i, day)| Some((day?, i))).collect();
        acts.sort_unstable();
        for (day, i) in acts {
            cycle[i].1 = Some(day);
            let kind = cycle[i].0.kind;
            let left = cycle.iter_mut().filter(|(_, held)| held.is_none());
            let Some((next, _)) = left.min_by_key(|(due, _)| due.due_on) else { continue };
            let Some(sooner) = brought_forward(kind, day, next) else { continue };
            prop_assert!(sooner.due_on < next.due_on && day < sooner.opens_on);
            prop_assert!(sooner.opens_on <= months_after(sooner.due_on, -3), "three months to hold it in");
            prop_assert!(sooner.because.contains("(SRV-2)"));
            *next = sooner;
        }
        let (last, renewed) = cycle.last().expect("a recertification");
        for year in decided.year() + 1..=renewed.unwrap_or(last.due_on).year() {
            let in_it = |(due, held): &(Due, Option<Date>)| match held {
                Some(day) if day.year() <= year => day.year() == year,
                _ => due.due_on.year() <= year,
            };
            prop_assert!(cycle.iter().any(in_it), "{decided} {year}: {cycle:?}");
        }
    }
}

#[test]
fn overdue_is_said_from_the_day_after_the_last() {
    let due = Deadline {
        id: uuid::Uuid::nil(),
        engagement_id: uuid::Uuid::nil(),
        client_name: String::new(),
        reference: String::new(),
        kind: Kind::Surveillance1,
        cycle: 1,
        opens_on: date!(2027 - 03 - 15),
        due_on: date!(2027 - 06 - 15),
        because: String::new(),
        done_on: None,
        audit_id: None,
        audit_state: None,
    };
    let said = |day| due.standing(&day).title();
    assert_eq!(said(date!(2027 - 03 - 14)), "Not yet open");
    assert_eq!(said(date!(2027 - 03 - 15)), "Open, 92 days left");
    assert_eq!(said(date!(2027 - 06 - 15)), "Open, last day today");
    assert_eq!(said(date!(2027 - 06 - 16)), "Overdue by 1 day");
    assert_eq!(
        Deadline { done_on: Some(date!(2027 - 04 - 01)), ..due.clone() }
            .standing(&date!(2028 - 01 - 01)),
        Standing::Done
    );
}

#[tokio::test]
async fn what_a_grant_begins_is_seen_by_its_office_and_its_client_and_begun_once() {
    let world = World::new().await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let client = world.client("Fintech").await;
    let member = world.staff("Priya Raman", &[Function::PanelMember]).await;
    let file = applications::testing::accepted_application(&world, &manager, &client, 3).await;
    for _ in 0..2 {
        world
            .db
            .write(&member, async |tx| begin(tx, file.file(), 1, tx.today()).await)
            .await
            .unwrap();
    }
    let (_, seen) = world.db.read(&client, own_dates).await.unwrap();
    assert_eq!(
        seen.iter().map(|d| d.kind).collect::<Vec<_>>(),
        [Kind::Surveillance1, Kind::Surveillance2, Kind::Recertification]
    );
    assert_eq!(seen[0].due_on, months_after(world.clock.today(), 12));

    let other = world.client("Another").await;
    assert!(matches!(world.db.read(&other, own_dates).await, Err(Error::NotFound)));
    let neighbour = world.neighbour().await;
    let stranger = neighbour.staff("Stranger", &[Function::SchemeManager]).await;
    assert!(
        neighbour
            .db
            .read(&stranger, async |tx| falling_due(tx, None, 10).await)
            .await
            .unwrap()
            .is_empty()
    );
}

async fn own_dates(tx: &mut crate::Tx<'_>) -> crate::Result<(files::Brief, Vec<Deadline>)> {
    own(tx).await
}

#[tokio::test]
async fn the_list_of_what_falls_due_is_read_page_by_page_without_loss() {
    let world = World::new().await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let member = world.staff("Priya Raman", &[Function::PanelMember]).await;
    for name in ["One", "Two", "Three"] {
        let client = world.client(name).await;
        let file = applications::testing::accepted_application(&world, &manager, &client, 1).await;
        world
            .db
            .write(&member, async |tx| begin(tx, file.file(), 1, tx.today()).await)
            .await
            .unwrap();
    }
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let page =
            world.db.read(&manager, async |tx| falling_due(tx, after, 2).await).await.unwrap();
        let Some(last) = page.last() else { break };
        after = Some((last.due_on, last.id));
        seen.extend(page.into_iter().map(|d| (d.due_on, d.id)));
    }
    assert_eq!(seen.len(), 9);
    assert!(seen.is_sorted());
}
