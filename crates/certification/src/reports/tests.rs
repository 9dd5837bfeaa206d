//! AUD-1, AUD-4, AUD-5, AUD-6: a report is issued only complete, and is locked once issued.

use super::testing::{
    complete_checks, concluded, finding, meeting, readiness_reviewed, stage_1_reported,
    stage_2_reported, text,
};
use super::*;
use crate::actor::{Actor, Function};
use crate::audits::testing::{Planned, planned};
use crate::audits::{Kind, brief, checks, conclusions, meetings};
use crate::error::{Error, Refusal, Result};
use crate::findings::{self, Grade};
use crate::standards::testing::AIMS;
use crate::teams::testing::no_conflict;
use crate::teams::{Capacity, Declared, declare};
use crate::testing::World;
use uuid::Uuid;

fn refused<T: std::fmt::Debug>(result: Result<T>) -> Refusal {
    match result {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("no rule refused: {other:?}"),
    }
}

async fn held(world: &World, lead: &Actor, audit: Uuid) {
    let (opening, closing) = (meeting(world, 40), meeting(world, 10));
    let both = world.db.write(lead, async |tx| {
        meetings::open(tx, audit, opening).await?;
        meetings::close(tx, audit, closing).await
    });
    both.await.expect("held");
}

async fn saved(
    world: &World,
    by: &Actor,
    audit: Uuid,
    version: i32,
    typed: impl Fn(&str) -> String,
) -> Result<()> {
    world.db.write(by, async |tx| save(tx, audit, version, typed).await).await
}

async fn issued_now(world: &World, by: &Actor, audit: Uuid, draft: i32) -> Result<Uuid> {
    world.db.write(by, async |tx| issue(tx, audit, draft).await).await
}

async fn ready_for_2(world: &World) -> Planned {
    let case = planned(world).await;
    stage_1_reported(world, &case.lead, case.stage_1).await.expect("Stage 1");
    readiness_reviewed(world, &case.manager, case.stage_1).await.expect("a review");
    case
}

#[tokio::test]
async fn aud_1_stage_1_is_not_reported_without_checks_conclusion_and_programme() {
    let world = World::new().await;
    let case = planned(&world).await;
    held(&world, &case.lead, case.stage_1).await;
    let nothing = refused(issued_now(&world, &case.lead, case.stage_1, 0).await);
    assert_eq!(nothing.rule.id, "AUD-6");
    assert_eq!(
        nothing
            .missing
            .iter()
            .filter(|item| item.contains("Check of documented information"))
            .count(),
        8
    );
    saved(
        &world,
        &case.lead,
        case.stage_1,
        0,
        text(Kind::Stage1, |key| matches!(key, "readiness" | "programme").then_some("")),
    )
    .await
    .expect("kept");
    world
        .db
        .write(&case.lead, async |tx| checks::save(tx, case.stage_1, complete_checks()).await)
        .await
        .expect("checked");
    let refusal = refused(issued_now(&world, &case.lead, case.stage_1, 1).await);
    assert_eq!(refusal.rule.id, "AUD-1");
    assert_eq!(
        refusal.missing,
        ["Conclusion on readiness (AUD-1)", "Programme for Stage 2 (AUD-1)"]
    );
    let mut gone = complete_checks();
    gone.version.fill("1".into());
    (gone.result[0], gone.note[0]) = ("missing".into(), "No scope.".into());
    world
        .db
        .write(&case.lead, async |tx| checks::save(tx, case.stage_1, gone).await)
        .await
        .expect("checked");
    saved(&world, &case.lead, case.stage_1, 1, text(Kind::Stage1, |_| None)).await.expect("kept");
    assert_eq!(refused(issued_now(&world, &case.lead, case.stage_1, 2).await).missing.len(), 1);
    saved(
        &world,
        &case.lead,
        case.stage_1,
        2,
        text(Kind::Stage1, |key| (key == "readiness").then_some("not_ready")),
    )
    .await
    .expect("kept");
    issued_now(&world, &case.lead, case.stage_1, 3).await.expect("issued");
}

#[tokio::test]
async fn aud_4_stage_2_is_not_reported_while_one_requirement_is_open_or_a_finding_is_wanting() {
    let world = World::new().await;
    let case = ready_for_2(&world).await;
    held(&world, &case.lead, case.stage_2).await;
    saved(
        &world,
        &case.lead,
        case.stage_2,
        0,
        text(Kind::Stage2, |key| (key == "recommendation").then_some("after_corrective_action")),
    )
    .await
    .expect("kept");
    let nothing = refused(issued_now(&world, &case.lead, case.stage_2, 1).await);
    assert_eq!((nothing.rule.id, nothing.missing.len()), ("AUD-4", AIMS.requirements.len()));
    for group in AIMS.groups.iter().filter(|group| group.id != "A.10") {
        let typed = concluded(&group.id, &[("6.1.2", Grade::Minor)]);
        world
            .db
            .write(&case.lead, async |tx| {
                conclusions::save(tx, case.stage_2, &group.id, typed).await
            })
            .await
            .expect("concluded");
    }
    let refusal = refused(issued_now(&world, &case.lead, case.stage_2, 1).await);
    assert_eq!(refusal.missing.len(), 3 + 1, "{:?}", refusal.missing);
    assert!(
        refusal
            .missing
            .iter()
            .any(|item| item.starts_with("6.1.2: concluded as minor, but no such nonconformity"))
    );
    world
        .db
        .write(&case.lead, async |tx| {
            conclusions::save(tx, case.stage_2, "A.10", concluded("A.10", &[])).await
        })
        .await
        .expect("concluded");
    world
        .db
        .write(&case.auditor, async |tx| {
            findings::raise(tx, case.stage_2, Uuid::now_v7(), finding("6.1.2", Grade::Minor)).await
        })
        .await
        .expect("raised");
    assert_eq!(refused(issued_now(&world, &case.auditor, case.stage_2, 1).await).rule.id, "CMP-3");
    issued_now(&world, &case.lead, case.stage_2, 1).await.expect("issued");
}

#[tokio::test]
async fn aud_5_and_order_no_report_without_both_meetings() {
    let world = World::new().await;
    let case = planned(&world).await;
    assert_eq!(refused(issued_now(&world, &case.lead, case.stage_1, 0).await).rule.id, "ORDER");
    held(&world, &case.lead, case.stage_1).await;
    sqlx::query("delete from meetings where audit_id = $1 and kind = 'opening'")
        .bind(case.stage_1)
        .execute(&world.owner)
        .await
        .expect("gone");
    let refusal = refused(issued_now(&world, &case.lead, case.stage_1, 0).await);
    assert!(
        refusal
            .missing
            .iter()
            .any(|item| item == "The opening meeting: when, and who attended (AUD-5)"),
        "{:?}",
        refusal.missing
    );
}

#[tokio::test]
async fn aud_6_every_field_that_is_asked_for_is_missed_by_its_name() {
    let world = World::new().await;
    let case = ready_for_2(&world).await;
    held(&world, &case.lead, case.stage_2).await;
    for group in &AIMS.groups {
        let typed = concluded(&group.id, &[]);
        world
            .db
            .write(&case.lead, async |tx| {
                conclusions::save(tx, case.stage_2, &group.id, typed).await
            })
            .await
            .expect("concluded");
    }
    let mut version = 0;
    for field in fields(Kind::Stage2).iter().filter(|field| field.required) {
        saved(
            &world,
            &case.lead,
            case.stage_2,
            version,
            text(Kind::Stage2, |key| (key == field.key).then_some(" ")),
        )
        .await
        .expect("kept");
        version += 1;
        let refusal = refused(issued_now(&world, &case.lead, case.stage_2, version).await);
        assert_eq!(
            (refusal.rule.id, refusal.missing),
            ("AUD-6", vec![format!("{} (AUD-6)", field.label)])
        );
    }
    sqlx::query("delete from plans where audit_id = $1")
        .bind(case.stage_2)
        .execute(&world.owner)
        .await
        .expect("gone");
    saved(&world, &case.lead, case.stage_2, version, text(Kind::Stage2, |_| None))
        .await
        .expect("kept");
    assert!(
        refused(issued_now(&world, &case.lead, case.stage_2, version + 1).await).missing[0]
            .starts_with("The plan")
    );
}

#[tokio::test]
async fn aud_6_an_issued_report_is_locked_in_every_room_and_a_correction_is_a_new_version() {
    let world = World::new().await;
    let case = ready_for_2(&world).await;
    stage_2_reported(&world, &case.lead, case.stage_2, &[("6.1.2", Grade::Major)])
        .await
        .expect("reported");
    let panel = world.staff("Pia Panel", &[Function::PanelMember]).await;
    for actor in [&case.lead, &case.manager, &panel, &case.client] {
        for sql in [
            "update reports set version = 9 where body_id = $1",
            "delete from reports where body_id = $1",
        ] {
            let tried = world
                .db
                .write(actor, async |tx| {
                    Ok(sqlx::query(sql).bind(world.body).execute(tx.sql()).await?)
                })
                .await;
            assert!(
                matches!(tried, Err(Error::Fault(cause)) if cause.contains("permission denied")),
                "{sql} as {:?}",
                actor.room()
            );
        }
    }
    let typed =
        |key: &str| text(Kind::Stage2, |k| (k == "recommendation").then_some("not_recommend"))(key);
    let correct = async |by: &Actor, version, reason: &str| {
        world.db.write(by, async |tx| correct(tx, case.stage_2, version, reason, typed).await).await
    };
    assert!(
        matches!(correct(&case.lead, 1, " ").await, Err(Error::Invalid(errors)) if errors.0[0].0 == "reason")
    );
    assert_eq!(refused(correct(&case.auditor, 1, "Mine.").await).rule.id, "CMP-3");
    correct(&case.lead, 1, "The recommendation was wrong.").await.expect("corrected");
    assert!(matches!(correct(&case.lead, 1, "Twice.").await, Err(Error::Stale(_))));
    let read = async |version| {
        world
            .db
            .read(&case.lead, async |tx| issued(tx, case.stage_2, version).await)
            .await
            .expect("read")
            .expect("issued")
    };
    let (first, second) = (read(Some(1)).await, read(None).await);
    assert_eq!(first.content.text.recommendation(), Some(Recommendation::AfterCorrectiveAction));
    assert_eq!(
        (second.content.version, second.content.text.recommendation()),
        (2, Some(Recommendation::NotRecommend))
    );
    assert!(
        first.intact
            && second.intact
            && first.digest != second.digest
            && !first.is_newest()
            && second.is_newest()
    );
}

#[tokio::test]
async fn a_byte_changed_behind_the_houses_back_shows() {
    let world = World::new().await;
    let case = planned(&world).await;
    stage_1_reported(&world, &case.lead, case.stage_1).await.expect("reported");
    sqlx::query("update reports set content = jsonb_set(content, '{text,summary}', '\"All is well.\"') where audit_id = $1")
        .bind(case.stage_1).execute(&world.owner).await.expect("forged");
    let report = world
        .db
        .read(&case.manager, async |tx| issued(tx, case.stage_1, None).await)
        .await
        .expect("read")
        .expect("issued");
    assert!(!report.intact);
}

#[tokio::test]
async fn two_who_write_at_once_or_issue_at_once_have_one_effect() {
    let world = World::new().await;
    let case = planned(&world).await;
    held(&world, &case.lead, case.stage_1).await;
    world
        .db
        .write(&case.lead, async |tx| checks::save(tx, case.stage_1, complete_checks()).await)
        .await
        .expect("checked");
    saved(&world, &case.lead, case.stage_1, 0, text(Kind::Stage1, |_| None)).await.expect("kept");
    assert!(matches!(
        saved(&world, &case.auditor, case.stage_1, 0, text(Kind::Stage1, |_| Some("ready"))).await,
        Err(Error::Stale(_))
    ));
    assert!(matches!(issued_now(&world, &case.lead, case.stage_1, 0).await, Err(Error::Stale(_))));
    let both =
        futures::future::join_all((0..6).map(|_| issued_now(&world, &case.lead, case.stage_1, 1)))
            .await;
    assert_eq!(both.iter().filter(|done| done.is_ok()).count(), 1);
    let desk = world
        .db
        .read(&case.lead, async |tx| {
            let audit = brief(tx, case.stage_1).await?;
            desk(tx, &audit).await
        })
        .await
        .expect("read");
    assert_eq!((desk.version, desk.missing.len()), (1, 0));
}

#[tokio::test]
async fn imp_1_nobody_reviews_the_readiness_of_an_audit_of_their_own() {
    let world = World::new().await;
    let case = planned(&world).await;
    stage_1_reported(&world, &case.lead, case.stage_1).await.expect("reported");
    let person = case.lead.person().expect("a person");
    world.give(person, Function::SchemeManager).await;
    let both = world.as_in(person, crate::Room::Office, vec![Function::SchemeManager]).await;
    assert_eq!(refused(readiness_reviewed(&world, &both, case.stage_1).await).rule.id, "IMP-1");
}

#[tokio::test]
async fn imp_5_nobody_reviews_readiness_undeclared_or_with_a_conflict() {
    let world = World::new().await;
    let case = planned(&world).await;
    stage_1_reported(&world, &case.lead, case.stage_1).await.expect("reported");
    let reviews = async |declared: Option<Declared>| {
        let act = world.db.write(&case.manager, async |tx| {
            let (by, file) = (tx.actor().scheme_manager()?, brief(tx, case.stage_1).await?.file());
            if let Some(declared) = declared {
                declare(tx, file, Capacity::Reviewer, declared).await?;
            }
            let typed = Reviewing {
                ready: "yes".into(),
                team_competent: "yes".into(),
                reasons: "The report is conclusive.".into(),
            };
            review_readiness(tx, &by, case.stage_1, Uuid::now_v7(), typed).await
        });
        act.await
    };
    assert_eq!(refused(reviews(None).await).rule.id, "IMP-5");
    let advised = Declared { ai_advice: "yes".into(), ..no_conflict() };
    assert_eq!(refused(reviews(Some(advised)).await).rule.id, "IMP-5");
    let employed = Declared { employed: "yes".into(), ..no_conflict() };
    assert_eq!(refused(reviews(Some(employed)).await).rule.id, "IMP-2");
    reviews(Some(no_conflict())).await.expect("reviewed");
}
