//! Suspended, restored, reduced, withdrawn, extended: each by a decision, and the register says so at once.

use super::{count, refused_by};
use crate::certificates::Standing;
use crate::cycle::{expiry, months_after};
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::Error;
use crate::testing::World;
use time::Duration;

#[tokio::test]
async fn sta_1_a_suspension_has_a_reason_is_public_and_ends_only_by_a_decision() {
    let world = World::new().await;
    let (Seated { audited, .. }, number) = certified(&world, "Paused Ltd").await;
    let mut unreasoned = opening(CaseKind::Suspension);
    (unreasoned.reason_code, unreasoned.because) = (String::new(), " ".into());
    let by = audited.manager.scheme_manager().expect("a manager");
    let engagement = audited.file.engagement_id;
    let opened = world
        .db
        .write(&audited.manager, async |tx| open_case(tx, &by, engagement, unreasoned).await)
        .await;
    let Err(Error::Invalid(errors)) = opened else { panic!("opened: {opened:?}") };
    assert_eq!(
        errors.0.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(),
        ["because", "reason_code"]
    );
    let signed =
        decides(&world, &audited, CaseKind::Suspension, Vote::Suspend).await.expect("decided");
    assert!(matches!(signed, Signed::Decided { outcome: Vote::Suspend, .. }));
    let entry = register(&world, &number).await;
    assert!(entry.genuine && entry.standing == Standing::Suspended);
    let suspension = entry.suspension.expect("it stands");
    assert_eq!(suspension.until, months_after(world.clock.today(), 6));
    assert_eq!(suspension.reason, Some(Reason::PersistentFailure));
    assert!(entry.history.iter().any(|moment| moment.what.starts_with("Suspended")));
    // Nothing else is decided while it stands, and time alone ends it never.
    for kind in [CaseKind::Surveillance, CaseKind::Suspension, CaseKind::Scope] {
        assert_eq!(refused_by(opens(&world, &audited, kind).await), "STA-1", "{kind:?}");
    }
    world.clock.advance(Duration::days(190));
    let entry = register(&world, &number).await;
    assert!(entry.standing.is_suspended() && entry.is_over_its_limit());
    decides(&world, &audited, CaseKind::Suspended, Vote::Restore).await.expect("restored");
    assert!(register(&world, &number).await.standing.is_valid());
    assert_eq!(refused_by(opens(&world, &audited, CaseKind::Suspended).await), "STA-1");
    assert_eq!(count(&world, "certificates").await, 1, "a status is no new document");
}

#[tokio::test]
async fn sta_1_what_led_to_the_suspension_is_done_before_it_is_restored() {
    let world = World::new().await;
    let (Seated { audited, .. }, number) = certified(&world, "Overdue Ltd").await;
    world.clock.advance(Duration::days(367));
    decides(&world, &audited, CaseKind::Suspension, Vote::Suspend).await.expect("suspended");
    let restored = decides(&world, &audited, CaseKind::Suspended, Vote::Restore).await;
    assert_eq!(refused_by(restored), "STA-1", "the surveillance was not held yet");
    reported(&world, &audited, ("surveillance_1", 1), "recommend").await;
    let case = open_case_of(&world, &audited).await;
    assert!(register(&world, &number).await.standing.is_suspended());
    let _ = decides_case_anew(&world, case).await.expect("restored");
    assert!(register(&world, &number).await.standing.is_valid());
}

/// The one open case of the file.
async fn open_case_of(world: &World, audited: &Audited) -> uuid::Uuid {
    sqlx::query_scalar(
        "select id from cases where body_id = $1 and engagement_id = $2 and state = 'open'",
    )
    .bind(world.body)
    .bind(audited.file.engagement_id)
    .fetch_one(&world.owner)
    .await
    .expect("an open case")
}

/// Whoever has a seat signs for restoring, the chair last.
async fn decides_case_anew(world: &World, case: uuid::Uuid) -> crate::error::Result<Signed> {
    let seated: Vec<uuid::Uuid> = sqlx::query_scalar(
        "select person_id from panel_seats where body_id = $1 and case_id = $2 order by chair, id",
    )
    .bind(world.body)
    .bind(case)
    .fetch_all(&world.owner)
    .await
    .expect("seats");
    let mut last = Ok(Signed::Voted);
    for person in seated {
        let member = world
            .as_in(person, crate::actor::Room::Panel, vec![crate::actor::Function::PanelMember])
            .await;
        last = Ok(signs(world, case, &member, "restore").await?);
    }
    last
}

#[tokio::test]
async fn fnd_3_nothing_is_extended_or_restored_while_a_major_is_open() {
    let world = World::new().await;
    let (Seated { audited, .. }, number) = certified(&world, "Open Ltd").await;
    let audit = reported(&world, &audited, ("surveillance_1", 1), "after_corrective_action").await;
    let finding = major(&world, &audited, audit, 9).await;
    let extended = decides(&world, &audited, CaseKind::Scope, Vote::Extend).await;
    assert_eq!(refused_by(extended), "FND-3");
    assert_eq!(count(&world, "certificates").await, 1);
    let case = open_case_of(&world, &audited).await;
    sqlx::query("update cases set state = 'decided' where body_id = $1 and id = $2")
        .bind(world.body)
        .bind(case)
        .execute(&world.owner)
        .await
        .expect("laid aside");
    decides(&world, &audited, CaseKind::Surveillance, Vote::Suspend).await.expect("suspended");
    let restored = decides(&world, &audited, CaseKind::Suspended, Vote::Restore).await;
    assert_eq!(refused_by(restored), "FND-3");
    closes(&world, &audited, finding).await;
    decides_case_anew(&world, open_case_of(&world, &audited).await).await.expect("restored");
    assert!(register(&world, &number).await.standing.is_valid());
}

#[tokio::test]
async fn crt_5_a_new_scope_is_a_new_revision_with_the_old_expiry() {
    let world = World::new().await;
    let (Seated { audited, .. }, number) = certified(&world, "Growing Ltd").await;
    let first = register(&world, &number).await.content;
    world.clock.advance(Duration::days(100));
    decides(&world, &audited, CaseKind::Scope, Vote::Extend).await.expect("extended");
    let entry = register(&world, &number).await;
    let content = &entry.content;
    assert!(entry.genuine && entry.standing.is_valid());
    assert_eq!((content.revision, content.expires_on), (2, first.expires_on));
    assert_eq!(content.effective_on, world.clock.today(), "never before its decision");
    assert_eq!((content.sites.len(), content.soa_version.as_str()), (2, "3.0"));
    assert_eq!(content.sites[1].scope, "operation only");
    assert_eq!(content.scope, "Design, operation and sale of fraud-scoring models");
    // What comes later starts from what holds now, not from the application.
    decides(&world, &audited, CaseKind::Suspension, Vote::Suspend).await.expect("suspended");
    decides(&world, &audited, CaseKind::Suspended, Vote::Restore).await.expect("restored");
    assert_eq!(register(&world, &number).await.content.sites.len(), 2);
}

#[tokio::test]
async fn crt_5_a_scope_is_reduced_after_a_suspension_only_as_it_was_written() {
    let world = World::new().await;
    let (Seated { audited, .. }, number) = certified(&world, "Smaller Ltd").await;
    decides(&world, &audited, CaseKind::Suspension, Vote::Suspend).await.expect("suspended");
    let case = opens(&world, &audited, CaseKind::Suspended).await.expect("a case");
    assert_eq!(
        refused_by(decides_case(&world, &audited, case, Vote::Reduce).await),
        "CRT-5",
        "nobody wrote the new scope"
    );
    let by = audited.manager.scheme_manager().expect("a manager");
    let form = || Opening {
        scope: "Operation of one model".into(),
        sites: "Head office; 12 Cheapside, London".into(),
        ..opening(CaseKind::Suspended)
    };
    world
        .db
        .write(&audited.manager, async |tx| write_scope(tx, &by, case, form()).await)
        .await
        .expect("written");
    assert!(count(&world, "vote_voids").await >= 2, "what was signed was another case");
    let seated: Vec<uuid::Uuid> = sqlx::query_scalar(
        "select person_id from panel_seats where body_id = $1 and case_id = $2 order by chair, id",
    )
    .bind(world.body)
    .bind(case)
    .fetch_all(&world.owner)
    .await
    .expect("seats");
    for person in seated {
        let panel = vec![crate::actor::Function::PanelMember];
        let member = world.as_in(person, crate::actor::Room::Panel, panel).await;
        signs(&world, case, &member, "reduce").await.expect("signed");
    }
    let entry = register(&world, &number).await;
    assert!(entry.standing.is_valid(), "{:?}", entry.standing);
    assert_eq!(
        (entry.content.revision, entry.content.scope.as_str()),
        (2, "Operation of one model")
    );
}

#[tokio::test]
async fn sta_1_withdrawn_is_for_good_and_the_register_answers_still() {
    let world = World::new().await;
    let (Seated { audited, .. }, number) = certified(&world, "Gone Ltd").await;
    decides(&world, &audited, CaseKind::Withdrawal, Vote::Maintain).await.expect("kept");
    assert!(register(&world, &number).await.standing.is_valid());
    decides(&world, &audited, CaseKind::Withdrawal, Vote::Withdraw).await.expect("withdrawn");
    let entry = register(&world, &number).await;
    assert!(entry.genuine && entry.standing == Standing::Withdrawn);
    for kind in CaseKind::ALL {
        assert!(opens(&world, &audited, kind).await.is_err(), "{kind:?}");
    }
}

#[tokio::test]
async fn dec_4_what_keeps_a_certificate_is_unanimous_and_what_takes_it_is_the_chairs() {
    let world = World::new().await;
    let (Seated { audited, .. }, number) = certified(&world, "Divided Ltd").await;
    let case = opens(&world, &audited, CaseKind::Suspension).await.expect("a case");
    let panel = seats(&world, &audited, case).await;
    signs(&world, case, &panel[0], "suspend").await.expect("a vote");
    signs(&world, case, &panel[1], "maintain").await.expect("a vote");
    assert_eq!(refused_by(signs(&world, case, &panel[2], "maintain").await), "DEC-4");
    signs(&world, case, &panel[2], "suspend").await.expect("a decision");
    assert!(register(&world, &number).await.standing.is_suspended());
}

#[tokio::test]
async fn imp_1_in_the_second_cycle_who_audited_the_first_may_decide_but_not_who_led_into_it() {
    let world = World::new().await;
    let (Seated { audited, .. }, number) = certified(&world, "Rotating Ltd").await;
    let helper = panel_member(&world, "Old Auditor").await;
    on_team(&world, &audited, audited.stage_2, &helper).await;
    let case = opens(&world, &audited, CaseKind::Withdrawal).await.expect("a case");
    let seated = async |case| seat_down(&world, &audited, case, &helper, "").await;
    assert_eq!(refused_by(seated(case).await), "IMP-1");
    decides_case(&world, &audited, case, Vote::Maintain).await.expect("kept");
    world.clock.advance(Duration::days(1000));
    sqlx::query("update deadlines set done_on = due_on where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("held");
    let audit = reported(&world, &audited, ("recertification", 1), "recommend").await;
    decides(&world, &audited, CaseKind::Recertification, Vote::Renew).await.expect("renewed");
    let case = opens(&world, &audited, CaseKind::Withdrawal).await.expect("a case");
    seated(case).await.expect("three years later");
    let late = panel_member(&world, "New Auditor").await;
    on_team(&world, &audited, audit, &late).await;
    assert_eq!(refused_by(seat_down(&world, &audited, case, &late, "").await), "IMP-1");
    assert!(register(&world, &number).await.content.expires_on > expiry(world.clock.today(), 36));
}

async fn on_team(world: &World, audited: &Audited, audit: uuid::Uuid, who: &crate::actor::Actor) {
    sqlx::query("insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
         values ($1, $2, $3, $4, gen_random_uuid(), $5, 'observer', $5, now())")
        .bind(world.body).bind(audited.file.client_id).bind(audited.file.engagement_id).bind(audit).bind(who.person().expect("a person"))
        .execute(&world.owner).await.expect("an observer");
}
