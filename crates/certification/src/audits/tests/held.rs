//! Meetings in their order, and days of eight hours (AUD-5, TIM-5).

use super::{fields, open, rule, state};
use crate::audits::testing::planned;
use crate::audits::*;
use crate::reports::testing::meeting;
use crate::testing::World;
use crate::zone::Zone;
use time::Duration;

#[tokio::test]
async fn aud_5_a_meeting_is_not_in_the_future_and_closing_comes_after_opening() {
    let world = World::new().await;
    let case = planned(&world).await;
    assert_eq!(fields(open(&world, &case.lead, case.stage_1, -120).await), ["held_on"]);
    let nobody = meetings::Typed { attended: "  ".into(), ..meeting(&world, 5) };
    assert_eq!(
        fields(
            world
                .db
                .write(&case.lead, async |tx| meetings::open(tx, case.stage_1, nobody).await)
                .await
        ),
        ["attended"]
    );
    open(&world, &case.lead, case.stage_1, 60).await.expect("opened");
    open(&world, &case.lead, case.stage_1, 60)
        .await
        .expect("the same meeting sent twice is held once");
    assert_eq!(rule(open(&world, &case.lead, case.stage_1, 59).await), "ORDER");
    let close = async |ago| {
        let typed = meeting(&world, ago);
        world.db.write(&case.lead, async |tx| meetings::close(tx, case.stage_1, typed).await).await
    };
    assert_eq!(fields(close(61).await), ["held_on"]);
    close(10).await.expect("closed");
    assert_eq!(state(&world, case.stage_1).await, "held");
}

#[test]
fn tim_5_a_day_counts_eight_hours_at_most() {
    let at = |day: i64, hour| {
        time::OffsetDateTime::UNIX_EPOCH + Duration::days(day) + Duration::hours(hour)
    };
    let meeting = |opening, held_at| meetings::Meeting {
        opening,
        held_at,
        attended: String::new(),
        differences: String::new(),
        who: String::new(),
    };
    let short_of = |close, half_days, auditors| {
        let held = [meeting(true, at(0, 9)), meeting(false, close)];
        let span = warnings::Span::of_meetings(&held, &Zone::default()).expect("both were held");
        warnings::short(Kind::Stage2, &span, half_days, auditors).is_some()
    };
    let short = |close, half_days| short_of(close, half_days, 1);
    assert!(short(at(0, 12), 2) && !short_of(at(0, 13), 2, 2));
    assert!(
        !short(at(0, 17), 2) && short(at(0, 12), 2) && short(at(0, 21), 4) && !short(at(1, 17), 4)
    );
}
