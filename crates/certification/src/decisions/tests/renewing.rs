//! Renewed in time, late, and too late.

use super::{count, refused_by};
use crate::certificates::Standing;
use crate::cycle::months_after;
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::testing::World;
use time::{Date, Duration};

/// A file whose certificate expires on the day that is answered, with nothing overdue.
async fn near_expiry(world: &World, name: &str, days_before: i64) -> (Audited, String, Date) {
    let (Seated { audited, .. }, number) = certified(world, name).await;
    let expires = register(world, &number).await.content.expires_on;
    sqlx::query(
        "update deadlines set done_on = due_on where body_id = $1 and kind <> 'recertification'",
    )
    .bind(world.body)
    .execute(&world.owner)
    .await
    .expect("held");
    world.clock.advance(expires - Duration::days(days_before) - world.clock.today());
    (audited, number, expires)
}

#[tokio::test]
async fn rec_1_nothing_is_renewed_without_its_audit_and_with_an_open_major() {
    let world = World::new().await;
    let (audited, number, expires) = near_expiry(&world, "Early Ltd", 60).await;
    assert_eq!(refused_by(opens(&world, &audited, CaseKind::Recertification).await), "REC-1");
    let audit = reported(&world, &audited, ("recertification", 1), "recommend").await;
    let finding = major(&world, &audited, audit, 9).await;
    let renewed = decides(&world, &audited, CaseKind::Recertification, Vote::Renew).await;
    assert_eq!(refused_by(renewed), "FND-3");
    closes(&world, &audited, finding).await;
    assert_eq!(register(&world, &number).await.content.expires_on, expires);
    assert_eq!(count(&world, "certificates").await, 1);
}

#[tokio::test]
async fn rec_2_renewed_in_time_the_new_expiry_builds_on_the_old_one() {
    let world = World::new().await;
    let (audited, number, expires) = near_expiry(&world, "Timely Ltd", 60).await;
    reported(&world, &audited, ("recertification", 1), "recommend").await;
    decides(&world, &audited, CaseKind::Recertification, Vote::Renew).await.expect("renewed");
    let content = register(&world, &number).await.content;
    assert_eq!((content.revision, content.number.as_str()), (2, number.as_str()));
    assert_eq!(content.effective_on, world.clock.today());
    assert_eq!(content.expires_on, months_after(expires, 36));
    let dues: Vec<(String, Date)> = sqlx::query_as(
        "select kind, due_on from deadlines where body_id = $1 and cycle = 2 order by due_on",
    )
    .bind(world.body)
    .fetch_all(&world.owner)
    .await
    .expect("deadlines");
    assert_eq!(dues.len(), 3);
    assert_eq!(dues[0], ("surveillance_1".into(), months_after(world.clock.today(), 12)));
    assert!(dues[2].1 < content.expires_on);
    // The recertification that was decided carries no second decision.
    assert_eq!(refused_by(opens(&world, &audited, CaseKind::Recertification).await), "REC-1");
}

#[tokio::test]
async fn crt_1_a_renewal_goes_on_with_the_statement_of_applicability_that_the_certificate_names() {
    let world = World::new().await;
    let (audited, number, _) = near_expiry(&world, "Same Ltd", 60).await;
    let named = register(&world, &number).await.content.soa_version;
    // A certificate that came from another body has no Stage 1 here in which the version was noted.
    sqlx::query("delete from document_checks where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("never noted");
    reported(&world, &audited, ("recertification", 1), "recommend").await;
    decides(&world, &audited, CaseKind::Recertification, Vote::Renew).await.expect("renewed");
    let content = register(&world, &number).await.content;
    assert_eq!((content.revision, content.soa_version), (2, named));
}

#[tokio::test]
async fn rec_3_renewed_late_it_holds_from_the_decision_and_the_gap_is_shown() {
    let world = World::new().await;
    let (audited, number, expires) = near_expiry(&world, "Late Ltd", 0).await;
    assert!(register(&world, &number).await.standing.is_valid(), "its last day");
    world.clock.advance(Duration::days(1));
    assert_eq!(register(&world, &number).await.standing, Standing::Expired);
    for kind in [CaseKind::Surveillance, CaseKind::Suspension, CaseKind::Scope] {
        assert_eq!(refused_by(opens(&world, &audited, kind).await), "REC-3", "{kind:?}");
    }
    world.clock.advance(Duration::days(120));
    reported(&world, &audited, ("recertification", 1), "recommend").await;
    decides(&world, &audited, CaseKind::Recertification, Vote::Renew).await.expect("renewed");
    let entry = register(&world, &number).await;
    assert!(entry.standing.is_valid());
    assert_eq!(entry.content.effective_on, world.clock.today());
    assert_eq!(entry.content.expires_on, months_after(expires, 36), "from the old cycle");
    let gap = entry.history.iter().find(|moment| moment.what.starts_with("Expired"));
    assert_eq!(gap.map(|moment| moment.on), expires.next_day());
}

#[tokio::test]
async fn rec_3_six_months_after_expiry_there_is_no_renewal_any_more() {
    let world = World::new().await;
    let (audited, number, expires) = near_expiry(&world, "Lapsed Ltd", 0).await;
    reported(&world, &audited, ("recertification", 1), "recommend").await;
    let last = months_after(expires, 6);
    world.clock.advance(last - world.clock.today());
    let case = opens(&world, &audited, CaseKind::Recertification).await.expect("the last day");
    world.clock.advance(Duration::days(1));
    let renewed = decides_case(&world, &audited, case, Vote::Renew).await;
    assert_eq!(refused_by(renewed), "REC-3", "opened in time, decided too late");
    assert_eq!(register(&world, &number).await.standing, Standing::Expired);
    assert_eq!(count(&world, "certificates").await, 1);
}

#[tokio::test]
async fn rec_3_a_refused_renewal_leaves_the_certificate_to_its_expiry() {
    let world = World::new().await;
    let (audited, number, _) = near_expiry(&world, "Refused Ltd", 30).await;
    reported(&world, &audited, ("recertification", 1), "not_recommend").await;
    decides(&world, &audited, CaseKind::Recertification, Vote::Refuse).await.expect("refused");
    assert!(register(&world, &number).await.standing.is_valid());
    world.clock.advance(Duration::days(31));
    assert_eq!(register(&world, &number).await.standing, Standing::Expired);
}

#[tokio::test]
async fn rec_3_a_case_that_an_expiry_overtakes_still_comes_to_an_end() {
    let world = World::new().await;
    let (audited, number, _) = near_expiry(&world, "Overtaken Ltd", 1).await;
    let case = opens(&world, &audited, CaseKind::Suspension).await.expect("a case");
    world.clock.advance(Duration::days(10));
    decides_case(&world, &audited, case, Vote::Maintain).await.expect("left as it is");
    assert_eq!(register(&world, &number).await.standing, Standing::Expired);
    reported(&world, &audited, ("recertification", 1), "recommend").await;
    decides(&world, &audited, CaseKind::Recertification, Vote::Renew).await.expect("renewed");
    assert!(register(&world, &number).await.standing.is_valid());
}
