//! Warnings that want a reason, fixed topics that want a conclusion, remote parts that want an account.

use super::super::testing::surveillance_planned;
use super::*;
use crate::findings::Grade;
use crate::reports::testing::{concluded, text};
use crate::reports::{issue, save};
use crate::standards::testing::AIMS;
use crate::testing::World;
use crate::{enforcement, findings, teams};
use time::Duration;

#[tokio::test]
async fn aud_3_a_late_stage_2_is_opened_only_with_a_written_reason() {
    let world = World::new().await;
    let case = planned(&world).await;
    stage_1_reported(&world, &case.lead, case.stage_1).await.expect("Stage 1");
    readiness_reviewed(&world, &case.manager, case.stage_1).await.expect("a review");
    world.clock.advance(Duration::days(200));
    let open = async |because: &str| {
        let typed = meetings::Typed { because: because.into(), ..meeting(&world, 0) };
        world.db.write(&case.lead, async |tx| meetings::open(tx, case.stage_2, typed).await).await
    };
    assert_eq!(rule(open("  ").await), "AUD-3");
    assert_eq!(state(&world, case.stage_2).await, "planned");
    open("The client moved its offices.").await.expect("opened with a reason");
    let look =
        async |tx: &mut crate::Tx<'_>| enforcement::overrides_of(tx, case.engagement, 10).await;
    let kept = world.db.read(&case.manager, look).await.expect("read");
    assert!(kept.iter().any(|k| k.rule == "AUD-3" && k.reason == "The client moved its offices."));
}

#[tokio::test]
async fn aud_3_a_late_stage_2_is_planned_only_with_a_reason_which_holds_for_the_planned_day() {
    let world = World::new().await;
    let case = planned(&world).await;
    stage_1_reported(&world, &case.lead, case.stage_1).await.expect("Stage 1");
    readiness_reviewed(&world, &case.manager, case.stage_1).await.expect("a review");
    let day = world.clock.today() + Duration::days(200);
    sqlx::query("delete from plans where body_id = $1 and audit_id = $2")
        .bind(world.body)
        .bind(case.stage_2)
        .execute(&world.owner)
        .await
        .expect("no plan yet");
    sqlx::query("update audits set window_from = $2, window_to = $2 + 30 where body_id = $1 and kind = 'stage_2'")
        .bind(world.body)
        .bind(day)
        .execute(&world.owner)
        .await
        .expect("a late window");
    let sends = async |because: &str| {
        let sent = world.db.write(&case.lead, async |tx| {
            let audit = brief(tx, case.stage_2).await?;
            let form = teams::testing::complete_plan(&audit, tx.actor().person()?, 2);
            plan::save(tx, case.stage_2, form).await?;
            plan::send(tx, case.stage_2, 1, because).await
        });
        sent.await
    };
    assert_eq!(rule(sends(" ").await), "AUD-3");
    sends("The client moves its offices.").await.expect("sent with a reason");
    let opens = async || {
        let typed = meetings::Typed { because: String::new(), ..meeting(&world, 0) };
        world.db.write(&case.lead, async |tx| meetings::open(tx, case.stage_2, typed).await).await
    };
    world.clock.advance(Duration::days(201));
    assert_eq!(rule(opens().await), "AUD-3", "a day later than planned");
    world.clock.advance(Duration::days(-1));
    opens().await.expect("on the planned day, without a second reason");
}

#[tokio::test]
async fn tim_5_meetings_too_near_together_close_an_audit_only_with_a_written_reason() {
    let world = World::new().await;
    let case = planned(&world).await;
    open(&world, &case.lead, case.stage_1, 60).await.expect("opened");
    let close = async |because: &str| {
        let typed = meetings::Typed { because: because.into(), ..meeting(&world, 0) };
        world.db.write(&case.lead, async |tx| meetings::close(tx, case.stage_1, typed).await).await
    };
    assert_eq!(rule(close("").await), "TIM-5");
    assert_eq!(state(&world, case.stage_1).await, "under_way");
    close("Documents were read the week before.").await.expect("closed with a reason");
}

/// A surveillance that is held, with every requirement concluded on and no report yet.
async fn surveillance_held(world: &World, case: &Planned) -> Uuid {
    let audit = surveillance_planned(world, case, Kind::Surveillance1).await;
    open(world, &case.lead, audit, 0).await.expect("opened");
    world.clock.advance(Duration::hours(2));
    let closing = meeting(world, 0);
    let held = world.db.write(&case.lead, async |tx| {
        for group in &AIMS.groups {
            conclusions::save(tx, audit, &group.id, concluded(&group.id, &[])).await?;
        }
        meetings::close(tx, audit, closing).await
    });
    held.await.expect("held");
    audit
}

#[tokio::test]
async fn prg_2_no_surveillance_is_reported_while_a_fixed_topic_has_no_conclusion() {
    let world = World::new().await;
    let case = planned(&world).await;
    let audit = surveillance_held(&world, &case).await;
    let topics = [
        "internal_audit",
        "earlier_findings",
        "complaints",
        "objectives",
        "improvement",
        "operational_control",
        "changes",
        "marks",
    ];
    for (version, topic) in (0..).zip(topics) {
        let issued = world.db.write(&case.lead, async |tx| {
            let without = |key: &str| (key == topic).then_some("  ");
            save(tx, audit, version, text(Kind::Surveillance1, without)).await
        });
        issued.await.expect("a draft may be incomplete");
        let issued =
            world.db.write(&case.lead, async |tx| issue(tx, audit, version + 1).await.map(drop));
        assert_eq!(rule(issued.await), "PRG-2", "{topic}");
    }
}

#[tokio::test]
async fn prg_2_a_surveillance_is_reported_only_with_the_part_that_it_takes() {
    let world = World::new().await;
    let case = planned(&world).await;
    let audit = surveillance_planned(&world, &case, Kind::Surveillance1).await;
    sqlx::query("update audits set takes = '{6.1.2,A.6.2.4}' where id = $1")
        .bind(audit)
        .execute(&world.owner)
        .await
        .expect("a part is chosen");
    open(&world, &case.lead, audit, 0).await.expect("opened");
    world.clock.advance(Duration::hours(2));
    let closing = meeting(&world, 0);
    let tried = world.db.write(&case.lead, async |tx| {
        conclusions::save(tx, audit, "6", concluded("6", &[])).await?;
        meetings::close(tx, audit, closing).await?;
        save(tx, audit, 0, text(Kind::Surveillance1, |_| None)).await?;
        issue(tx, audit, 1).await.map(drop)
    });
    match tried.await {
        Err(Error::Refused(refusal)) => {
            assert_eq!((refusal.rule.id, refusal.missing.len()), ("AUD-4", 1));
            assert!(refusal.missing[0].starts_with("A.6.2.4"), "{:?}", refusal.missing);
        }
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn pln_3_a_report_says_how_far_remote_means_were_used() {
    let world = World::new().await;
    let case = planned(&world).await;
    let audit = surveillance_held(&world, &case).await;
    sqlx::query("update plans set remotely = 'yes' where audit_id = $1")
        .bind(audit)
        .execute(&world.owner)
        .await
        .expect("a remote part");
    let silent = world.db.write(&case.lead, async |tx| {
        let without = |key: &str| (key == "remote_use").then_some("");
        save(tx, audit, 0, text(Kind::Surveillance1, without)).await?;
        issue(tx, audit, 1).await.map(drop)
    });
    assert_eq!(rule(silent.await), "PLN-3");
    let told = world.db.write(&case.lead, async |tx| {
        save(tx, audit, 0, text(Kind::Surveillance1, |_| None)).await?;
        issue(tx, audit, 1).await.map(drop)
    });
    told.await.expect("issued");
}

#[tokio::test]
async fn fnd_6_an_open_minor_becomes_a_major_when_the_next_audit_closes_unless_a_reason_is_written()
{
    let world = World::new().await;
    let case = planned(&world).await;
    let minors = [("6.1.2", Grade::Minor), ("8.2", Grade::Minor), ("9.2.2", Grade::Observation)];
    let (first, _) =
        super::super::testing::surveillance_reported(&world, &case, Kind::Surveillance1, &minors)
            .await;
    let next = surveillance_planned(&world, &case, Kind::Surveillance2).await;
    open(&world, &case.lead, next, 0).await.expect("opened");
    let carried = world.db.read(&case.lead, async |tx| {
        let audit = brief(tx, next).await?;
        findings::carried(tx, &audit).await
    });
    let numbers: Vec<_> = carried.await.expect("read").iter().map(|c| c.number).collect();
    assert_eq!(numbers.len(), 2);
    world.clock.advance(Duration::hours(2));
    let mut closing = meeting(&world, 0);
    closing.finding = numbers.iter().map(ToString::to_string).collect();
    closing.stays_minor = vec!["  ".into(), "The new tool comes in May.".into()];
    let close = world.db.write(&case.lead, async |tx| meetings::close(tx, next, closing).await);
    close.await.expect("closed");
    let now = world.db.read(&case.lead, async |tx| {
        let now = findings::of_audit(tx, first).await?;
        let changes = findings::grade_changes(tx, now[0].id).await?;
        Ok((now, changes))
    });
    let (now, changes) = now.await.expect("read");
    let grades: Vec<_> = now.iter().map(|f| f.grade).collect();
    assert_eq!(grades, [Grade::Major, Grade::Minor, Grade::Observation]);
    assert_eq!((changes.len(), changes[0].from, changes[0].to), (1, Grade::Minor, Grade::Major));
    let kept =
        async |tx: &mut crate::Tx<'_>| enforcement::overrides_of(tx, case.engagement, 10).await;
    let kept = world.db.read(&case.lead, kept).await.expect("read");
    let kept: Vec<_> = kept.iter().filter(|one| one.rule == "FND-6").collect();
    assert_eq!((kept.len(), kept[0].reason.as_str()), (1, "The new tool comes in May."));
    assert!(kept[0].warned.contains("still open at the closing meeting of Surveillance 2"));
    let told: i64 =
        sqlx::query_scalar("select count(*) from mails where subject like '%become major%'")
            .fetch_one(&world.owner)
            .await
            .expect("mails");
    assert!(told > 0);
}
