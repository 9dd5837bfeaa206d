//! A suspension that reaches its six months goes before the panel by itself; nothing is owed after a withdrawal.

use super::duty::of_body;
use crate::actor::Actor;
use crate::certificates::Standing;
use crate::decisions::testing::{certified, decides, decides_case, register};
use crate::decisions::{CaseKind, Vote};
use crate::testing::World;
use time::{Date, Duration};
use uuid::Uuid;

async fn on(world: &World, day: Date) -> usize {
    world.clock.advance(day - world.clock.today());
    of_body(&world.db, &Actor::house(world.body)).await.expect("the duty is done")
}

async fn open_case(world: &World) -> Option<(Uuid, String)> {
    let open = "select id, kind from cases where body_id = $1 and state = 'open'";
    sqlx::query_as(open).bind(world.body).fetch_optional(&world.owner).await.expect("a look")
}

#[tokio::test]
async fn sta_1_a_suspension_that_reaches_six_months_is_laid_before_the_panel_and_ends_nothing() {
    let world = World::new().await;
    let (seated, number) = certified(&world, "Suspended Ltd").await;
    decides(&world, &seated.audited, CaseKind::Suspension, Vote::Suspend).await.expect("suspended");
    let last = crate::cycle::months_after(world.clock.today(), 6);
    for (days, took) in [(-91, 0), (-90, 1), (-30, 1), (0, 0)] {
        assert_eq!(on(&world, last + Duration::days(days)).await, took, "{days}");
    }
    assert_eq!(open_case(&world).await, None, "until the last day nobody is hurried");
    assert_eq!(on(&world, last + Duration::days(1)).await, 1);
    let (case, kind) = open_case(&world).await.expect("a case");
    assert_eq!(kind, "suspended");
    assert_eq!(on(&world, last + Duration::days(2)).await, 0, "once");
    let standing = register(&world, &number).await.standing;
    assert!(!standing.is_valid(), "no suspension ends by itself: {standing:?}");
    decides_case(&world, &seated.audited, case, Vote::Withdraw).await.expect("withdrawn");
    assert_eq!(register(&world, &number).await.standing, Standing::Withdrawn);
    assert_eq!(on(&world, last + Duration::days(500)).await, 0, "nothing is owed any more");
}
