//! After the first decision too a fee waits: from the opening of each later audit until its outcome (IMP-7).

use super::maintaining::{declares, looks};
use super::refused_by;
use crate::audit_time::{self, Typed};
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::{Error, Result};
use crate::proposals::testing::{acceptance, determination};
use crate::proposals::{self, Offer};
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

async fn offers(world: &World, audited: &Audited) -> Result<Uuid> {
    let offered = world.db.write(&audited.manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        proposals::offer(tx, &by, audited.file.engagement_id, Offer::default()).await
    });
    offered.await
}

async fn accepts(world: &World, audited: &Audited, offer: Uuid) -> Result<()> {
    let accepted = world.db.write(&audited.client, async |tx| {
        let by = tx.actor().signatory()?;
        proposals::accept(tx, &by, offer, acceptance("Sam Signatory")).await
    });
    accepted.await
}

/// A certified client for which a new fee could be offered.
async fn certified_with_time(world: &World) -> (Audited, String) {
    let (Seated { audited, .. }, number) = certified(world, "Fee Ltd").await;
    let determined = world.db.write(&audited.manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let form = Typed {
            inputs_reason: "As the register of AI systems has it now.".into(),
            ..determination(3)
        };
        audit_time::determine(tx, &by, audited.file.engagement_id, form).await
    });
    determined.await.expect("audit time");
    (audited, number)
}

/// Neither offered nor accepted, and the sentence names what is in sight.
async fn is_locked(world: &World, audited: &Audited, standing: Uuid, what: &str) {
    match offers(world, audited).await {
        Err(Error::Refused(refusal)) => {
            assert_eq!(refusal.rule.id, "IMP-7");
            assert!(refusal.because.starts_with(what), "{}", refusal.because);
        }
        other => panic!("{what}: {other:?}"),
    }
    assert_eq!(refused_by(accepts(world, audited, standing).await), "IMP-7");
}

#[tokio::test]
async fn imp_7_a_surveillance_locks_the_fee_until_certification_is_maintained() {
    let world = World::new().await;
    let (audited, _) = certified_with_time(&world).await;
    let standing = offers(&world, &audited).await.expect("nothing is in sight after the grant");
    let audit = reported(&world, &audited, ("surveillance_1", 1), "recommend").await;
    is_locked(&world, &audited, standing, "Surveillance 1 has been opened").await;
    let under_way = "update audits set state = 'under_way', closed_at = null, reported_at = null where body_id = $1 and id = $2";
    let again = "update audits set state = 'reported', closed_at = opened_at, reported_at = opened_at where body_id = $1 and id = $2";
    for (sql, what) in [(under_way, "Surveillance 1"), (again, "Surveillance 1")] {
        sqlx::query(sql).bind(world.body).bind(audit).execute(&world.owner).await.expect("set");
        is_locked(&world, &audited, standing, what).await;
    }
    // Another decision of the file says nothing about the surveillance.
    decides(&world, &audited, CaseKind::Scope, Vote::Extend).await.expect("extended");
    is_locked(&world, &audited, standing, "Surveillance 1").await;
    declares(&world, &audited, &audited.manager).await;
    looks(&world, &audited.manager, &audited).await.expect("maintained by review");
    let next = offers(&world, &audited).await.expect("its outcome is known");
    accepts(&world, &audited, next).await.expect("accepted");
}

#[tokio::test]
async fn imp_7_a_recertification_locks_the_fee_until_it_is_decided() {
    let world = World::new().await;
    let (audited, number) = certified_with_time(&world).await;
    let expires = register(&world, &number).await.content.expires_on;
    sqlx::query("update deadlines set done_on = due_on where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("held");
    world.clock.advance(expires - Duration::days(60) - world.clock.today());
    let standing = offers(&world, &audited).await.expect("nothing is in sight yet");
    reported(&world, &audited, ("recertification", 1), "recommend").await;
    is_locked(&world, &audited, standing, "Recertification has been opened").await;
    opens(&world, &audited, CaseKind::Recertification).await.expect("a case");
    is_locked(&world, &audited, standing, "A case lies before a panel").await;
    let case = sqlx::query_scalar("select id from cases where body_id = $1 and state = 'open'")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("a case");
    decides_case(&world, &audited, case, Vote::Renew).await.expect("renewed");
    accepts(&world, &audited, standing).await.expect("its outcome is known");
}

/// A special audit with this purpose, under way.
async fn special(world: &World, audited: &Audited, purpose: &str) -> Uuid {
    let id = Uuid::now_v7();
    sqlx::query("insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, cycle, state, objectives, criteria, methods, half_days,
           window_from, window_to, opened_at, special_for, special_reason)
         select body_id, client_id, engagement_id, programme_id, $3, 'special', cycle, 'under_way', objectives, criteria, methods, half_days,
           window_from, window_to, $4, $5, 'It was asked for.' from audits where body_id = $1 and id = $2")
        .bind(world.body).bind(audited.stage_2).bind(id).bind(world.now()).bind(purpose)
        .execute(&world.owner).await.expect("a special audit");
    id
}

async fn is_reported(world: &World, audit: Uuid) {
    sqlx::query("update audits set state = 'reported', closed_at = $3, reported_at = $3 where body_id = $1 and id = $2")
        .bind(world.body).bind(audit).bind(world.now())
        .execute(&world.owner).await.expect("reported");
}

#[tokio::test]
async fn imp_7_a_special_audit_locks_the_fee_until_what_it_found_is_closed_or_decided() {
    let world = World::new().await;
    let (audited, _) = certified_with_time(&world).await;
    let standing = offers(&world, &audited).await.expect("nothing is in sight");
    let follow_up = special(&world, &audited, "follow_up").await;
    is_locked(&world, &audited, standing, "Special audit has been opened").await;
    is_reported(&world, follow_up).await;
    let finding = major(&world, &audited, follow_up, 9).await;
    is_locked(&world, &audited, standing, "Special audit").await;
    closes(&world, &audited, finding).await;
    let standing = offers(&world, &audited).await.expect("all that it found is closed");
    let extending = special(&world, &audited, "scope_extension").await;
    is_reported(&world, extending).await;
    is_locked(&world, &audited, standing, "Special audit").await;
    decides(&world, &audited, CaseKind::Scope, Vote::Extend).await.expect("extended");
    accepts(&world, &audited, standing).await.expect("the extension is decided");
}
