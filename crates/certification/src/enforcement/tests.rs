//! An attempt stays although its act was rolled back; a warning wants a reason that is one.

use super::*;
use crate::actor::Function;
use crate::audits::testing::{Planned, planned};
use crate::error::{Error, Result};
use crate::record::{self, File};
use crate::rulebook;
use crate::testing::World;
use time::Duration;

#[tokio::test]
async fn an_attempt_is_kept_with_its_file_and_counted_and_other_bodies_do_not_see_it() {
    let world = World::new().await;
    let case = planned(&world).await;
    let refusal = rulebook::APP_3.refuse("There is no agreement.", "Ask for it.");
    let tried = Attempted { refusal: &refusal, attempt: "POST /somewhere", ids: &[case.stage_1] };
    keep_refusal(&world.db, &case.lead, tried).await.expect("kept");
    let since = world.now() - Duration::days(1);
    let look = async |tx: &mut crate::Tx<'_>| {
        Ok((attempts_on(tx, case.engagement, 10).await?, bites_since(tx, since).await?))
    };
    let (attempts, bites) = world.db.read(&case.manager, look).await.expect("read");
    assert_eq!(attempts.len(), 1);
    assert_eq!((attempts[0].rule.as_str(), attempts[0].who.as_str()), ("APP-3", case.lead.name()));
    assert_eq!(bites.get("APP-3"), Some(&Bite { refused: 1, overridden: 0 }));
    let other = world.neighbour().await;
    let stranger = other.staff("Sam Stranger", &[Function::SchemeManager]).await;
    let (attempts, bites) = other.db.read(&stranger, look).await.expect("read");
    assert!(attempts.is_empty() && bites.is_empty());
}

async fn allow(world: &World, case: &Planned, reason: &str) -> Result<()> {
    let client_id = case.client.client().expect("a client");
    let file = File { client_id, engagement_id: case.engagement };
    let warned = "The table has not been checked.";
    let allow = async |tx: &mut crate::Tx<'_>| {
        allow_with_reason(tx, file, rulebook::TIM_2, warned, reason).await
    };
    world.db.write(&case.lead, allow).await
}

#[tokio::test]
async fn a_warning_passes_only_with_a_reason_that_goes_on_the_record() {
    let world = World::new().await;
    let case = planned(&world).await;
    for blank in ["", "  \n\t "] {
        let refused = allow(&world, &case, blank).await;
        assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.rule == rulebook::TIM_2));
    }
    allow(&world, &case, "It is being bought this week.").await.expect("allowed");
    let look = async |tx: &mut crate::Tx<'_>| {
        let kept = overrides_of(tx, case.engagement, 10).await?;
        Ok((kept, record::lines(tx, case.engagement, i64::MAX, 1).await?))
    };
    let (kept, lines) = world.db.read(&case.manager, look).await.expect("read");
    assert_eq!((kept.len(), kept[0].reason.as_str()), (1, "It is being bought this week."));
    assert!(lines[0].sentence.contains("The reason: It is being bought this week."));
}
