//! What a certificate says changes only by a decision that rests on something; and where Stage 2 came too late there is
//! another.

use super::refused_by;
use crate::cycle::months_after;
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::{Error, Result};
use crate::programmes::{Special, add_special};
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

async fn lays(world: &World, audited: &Audited, form: Opening) -> Result<Uuid> {
    let by = audited.manager.scheme_manager()?;
    let file = audited.file.engagement_id;
    world.db.write(&audited.manager, async |tx| open_case(tx, &by, file, form).await).await
}

#[tokio::test]
async fn dec_2_a_change_of_scope_rests_on_an_audit_or_on_a_written_review_that_none_is_needed() {
    let world = World::new().await;
    let (Seated { audited, .. }, _) = certified(&world, "Wider Ltd").await;
    world.clock.advance(Duration::days(30));
    let form = || Opening { without_audit: " ".into(), ..opening(CaseKind::Scope) };
    match lays(&world, &audited, form()).await {
        Err(Error::Invalid(errors)) => assert!(errors.to_string().contains("DEC-2"), "{errors}"),
        other => panic!("laid without an audit: {other:?}"),
    }
    let audit = reported(&world, &audited, ("surveillance_1", 1), "recommend").await;
    assert!(lays(&world, &audited, form()).await.is_err(), "a surveillance was for something else");
    let special = "update audits set kind = 'special', special_for = 'scope_extension', special_reason = 'Wider.' where id = $1";
    sqlx::query(special).bind(audit).execute(&world.owner).await.expect("one of the new scope");
    let case = lays(&world, &audited, form()).await.expect("it was looked at");
    assert!(!because(&world, case).await.contains("special audit"));
}

async fn because(world: &World, case: Uuid) -> String {
    let because = sqlx::query_scalar("select because from cases where id = $1").bind(case);
    because.fetch_one(&world.owner).await.expect("the case")
}

#[tokio::test]
async fn dec_2_why_no_audit_is_needed_is_what_the_panel_reads_and_signs_over() {
    let world = World::new().await;
    let (Seated { audited, .. }, _) = certified(&world, "Same Ltd").await;
    let case = lays(&world, &audited, opening(CaseKind::Scope)).await.expect("laid");
    let because = because(&world, case).await;
    assert!(
        because.ends_with("because: The models are of the kind that was audited."),
        "{because}"
    );
}

#[tokio::test]
async fn crt_5_a_new_name_is_a_new_revision_of_the_same_scope() {
    let world = World::new().await;
    let (Seated { audited, .. }, number) = certified(&world, "Old Name Ltd").await;
    let before = register(&world, &number).await.content;
    world.clock.advance(Duration::days(10));
    let form = Opening {
        client: "New Name plc".into(),
        scope: before.scope.clone(),
        sites: "Head office; 12 Cheapside, London, United Kingdom".into(),
        ..opening(CaseKind::Scope)
    };
    let case = lays(&world, &audited, form).await.expect("laid");
    decides_case(&world, &audited, case, Vote::Amend).await.expect("changed");
    let now = register(&world, &number).await.content;
    assert_eq!((now.client.as_str(), now.revision), ("New Name plc", 2));
    assert_eq!((&now.scope, now.expires_on), (&before.scope, before.expires_on));
    // What comes later keeps the name.
    decides(&world, &audited, CaseKind::Scope, Vote::Extend).await.expect("extended");
    let later = register(&world, &number).await.content;
    assert_eq!((later.client.as_str(), later.revision), ("New Name plc", 3));
}

async fn adds_another(world: &World, audited: &Audited) -> Result<Uuid> {
    let by = audited.manager.scheme_manager()?;
    let today = world.clock.today();
    let form = Special {
        special_for: "another_stage_2".into(),
        reason: "The major was not verified in time.".into(),
        objectives: "Conformity and effectiveness, anew.".into(),
        days: "3.5".into(),
        window_from: today.to_string(),
        window_to: (today + Duration::days(60)).to_string(),
        ..Special::default()
    };
    let file = audited.file.engagement_id;
    world.db.write(&audited.manager, async |tx| add_special(tx, &by, file, form).await).await
}

async fn missing(world: &World, audited: &Audited) -> Missing {
    let file = audited.file.engagement_id;
    let list = world
        .db
        .read(&audited.manager, async |tx| missing_for_case(tx, file, CaseKind::Initial).await);
    list.await.expect("a list")
}

#[tokio::test]
async fn fnd_5_another_stage_2_is_added_where_one_is_needed_and_opens_the_way_to_a_grant_again() {
    let world = World::new().await;
    let audited = audited(&world, "Late Ltd").await;
    assert_eq!(refused_by(adds_another(&world, &audited).await), "FND-5", "none is needed yet");
    let late = "update findings set state = 'accepted', closed_at = null where id = $1";
    sqlx::query(late).bind(audited.major).execute(&world.owner).await.expect("open again");
    sqlx::query("delete from verifications where finding_id = $1")
        .bind(audited.major)
        .execute(&world.owner)
        .await
        .expect("not verified");
    world.clock.advance(Duration::days(200));
    let locked = missing(&world, &audited).await.locked;
    assert_eq!(locked.iter().map(|item| item.rule.id).collect::<Vec<_>>(), ["FND-5"]);
    let another = adds_another(&world, &audited).await.expect("added");
    let twice = adds_another(&world, &audited).await;
    assert_eq!(refused_by(twice), "FND-5", "one at a time: the newest is not reported yet");
    sqlx::query("update findings set state = 'closed' where id = $1")
        .bind(audited.major)
        .execute(&world.owner)
        .await
        .expect("closed meanwhile");
    assert!(!missing(&world, &audited).await.is_complete(), "its report is not issued");
    stage_2_reported_again(&world, &audited, another).await;
    let now = missing(&world, &audited).await;
    assert!(now.is_complete() && now.locked.is_empty(), "{now:?}");
    open(&world, &audited).await.expect("a case");
}

/// The other Stage 2's report, as the first one's is in the arranged file.
async fn stage_2_reported_again(world: &World, audited: &Audited, another: Uuid) {
    let now = world.now();
    for sql in [
        "update audits set state = 'reported', opened_at = $3, closed_at = $3, reported_at = $3 where id = $1 and engagement_id is not null and $2::uuid is not null",
        "insert into reports (body_id, client_id, engagement_id, audit_id, id, version, content, digest, issued_by, issued_at)
         select body_id, client_id, engagement_id, $1, gen_random_uuid(), 1, content, sha256('2'), issued_by, $3 from reports where audit_id = $2",
    ] {
        sqlx::query(sql)
            .bind(another)
            .bind(audited.stage_2)
            .bind(now)
            .execute(&world.owner)
            .await
            .expect("reported");
    }
}

#[tokio::test]
async fn after_a_refusal_or_a_withdrawal_the_client_applies_anew_and_while_certified_it_does_not() {
    use crate::applications::{Begin, begin};
    let world = World::new().await;
    let anew = async |audited: &Audited, name: &str| {
        let typed = Begin { legal_name: name.into(), ..Begin::default() };
        let file = world.db.write(&audited.client, async |tx| begin(tx, typed).await).await;
        file.expect("it begins").engagement_id != audited.file.engagement_id
    };
    let seated = case_before_panel(&world, audited(&world, "Refused Ltd").await).await;
    decides_seated(&world, &seated, Vote::Refuse).await;
    assert!(anew(&seated.audited, "Refused Ltd").await);
    let (Seated { audited, .. }, _) = certified(&world, "Withdrawn Ltd").await;
    assert!(!anew(&audited, "Withdrawn Ltd").await, "the same file while it is certified");
    decides(&world, &audited, CaseKind::Withdrawal, Vote::Withdraw).await.expect("withdrawn");
    assert!(anew(&audited, "Withdrawn Ltd").await);
    let (Seated { audited, .. }, number) = certified(&world, "Lapsed Ltd").await;
    let last = months_after(register(&world, &number).await.content.expires_on, 6);
    world.clock.advance(last - world.clock.today());
    assert!(!anew(&audited, "Lapsed Ltd").await, "it can be restored on that day still");
    world.clock.advance(Duration::days(1));
    assert!(anew(&audited, "Lapsed Ltd").await);
}

async fn decides_seated(world: &World, seated: &Seated, vote: Vote) {
    for member in seated.members.iter().chain([&seated.chair]) {
        signs(world, seated.case, member, vote.key()).await.expect("signed");
    }
}
