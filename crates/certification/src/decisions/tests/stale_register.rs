//! A panel begins over a stale register of impartiality risks only with a written reason (IMP-6).

use super::{count, refused_by};
use crate::actor::Function;
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::enforcement;
use crate::error::Result;
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

/// A risk that is to be looked at again in ten days.
async fn has_a_risk(world: &World) {
    let quinn = world.staff("Quinn Quality", &[Function::QualityManager]).await;
    let form = crate::impartiality::Seen {
        id: Uuid::now_v7().to_string(),
        title: "Gifts from clients".into(),
        source: "personnel".into(),
        description: "Whoever was given something finds it hard to find something.".into(),
        treatment: "Nothing is accepted but coffee.".into(),
        residual: "low".into(),
        owner: quinn.person().expect("a person").to_string(),
        next_review: (world.clock.today() + Duration::days(10)).to_string(),
        ..Default::default()
    };
    let added = world.db.write(&quinn, async |tx| {
        let by = tx.actor().quality_manager()?;
        crate::impartiality::add_risk(tx, &by, form).await
    });
    added.await.expect("in the register");
}

async fn appoints(world: &World, audited: &Audited, case: Uuid, reason: &str) -> Result<()> {
    let by = audited.manager.scheme_manager()?;
    let form = Appointing {
        id: Uuid::now_v7().to_string(),
        person: panel_member(world, "Mia Member").await.person()?.to_string(),
        chair: String::new(),
        in_spite_of: reason.to_owned(),
    };
    world.db.write(&audited.manager, async |tx| appoint(tx, &by, case, form).await).await
}

#[tokio::test]
async fn imp_6_a_panel_begins_over_a_stale_register_only_with_a_reason_that_is_kept() {
    let world = World::new().await;
    has_a_risk(&world).await;
    let audited = audited(&world, "Independent Ltd").await;
    let case = open(&world, &audited).await.expect("a case");
    world.clock.advance(Duration::days(11));
    for nothing in ["", "  \n"] {
        assert_eq!(refused_by(appoints(&world, &audited, case, nothing).await), "IMP-6");
    }
    assert_eq!(count(&world, "panel_seats").await, 0);
    let reason = "The committee meets on Monday; the panel reads until then.";
    appoints(&world, &audited, case, reason).await.expect("with a reason");
    appoints(&world, &audited, case, "")
        .await
        .expect("who joins a panel that has begun is not asked again");
    let (engagement, since) = (audited.file.engagement_id, world.now() - Duration::days(1));
    let look = async |tx: &mut crate::Tx<'_>| {
        let kept = enforcement::overrides_of(tx, engagement, 10).await?;
        Ok((kept, enforcement::bites_since(tx, since).await?))
    };
    let (kept, bites) = world.db.read(&audited.manager, look).await.expect("read");
    assert_eq!((kept.len(), kept[0].rule.as_str(), kept[0].reason.as_str()), (1, "IMP-6", reason));
    assert!(kept[0].warned.starts_with("The impartiality risk “Gifts from clients” was to be"));
    assert_eq!(bites["IMP-6"].overridden, 1);
}

#[tokio::test]
async fn imp_6_a_register_that_is_in_date_or_another_bodys_asks_nothing() {
    let world = World::new().await;
    has_a_risk(&world).await;
    let neighbour = world.neighbour().await;
    has_a_risk(&neighbour).await;
    neighbour.clock.advance(Duration::days(100));
    let audited = audited(&world, "Timely Ltd").await;
    let case = open(&world, &audited).await.expect("a case");
    world.clock.advance(Duration::days(10));
    appoints(&world, &audited, case, "").await.expect("its review is today");
    assert_eq!(count(&world, "overrides").await, 0);
}
