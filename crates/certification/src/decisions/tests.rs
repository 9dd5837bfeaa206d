//! Nobody decides who should not, out of turn, over a record that has changed, or twice.

use super::testing::*;
use super::*;
use crate::actor::{Actor, Function, Room};
use crate::error::{Error, Result};
use crate::findings;
use crate::testing::World;
use crate::{people, rulebook};
use std::sync::Arc;
use time::Duration;
use time::macros::{date, datetime};
use uuid::Uuid;

fn refused_by<T: std::fmt::Debug>(answer: Result<T>) -> String {
    match answer {
        Err(Error::Refused(refusal)) => refusal.rule.id.to_owned(),
        other => panic!("not refused by a rule: {other:?}"),
    }
}

#[test]
fn nothing_happens_in_a_decided_case() {
    for step in
        [Step::Appoint, Step::Release, Step::Ask, Step::Deliberate, Step::Sign, Step::Decide]
    {
        assert!(State::Open.after(step).is_ok());
        assert_eq!(State::Decided.after(step).map_err(|r| r.rule.id), Err("DEC-6"));
    }
}

fn complete() -> Facts {
    Facts {
        application_accepted: true,
        agreement_in_force: true,
        stage_1_reported: true,
        stage_1_ready: true,
        stage_2_reported: true,
        stage_2_closed: Some(datetime!(2026-03-31 16:00 UTC)),
        report: serde_json::json!({"objectives_met": "Yes.", "recommendation": "recommend"}),
        soa_version: "1".into(),
        findings: vec![
            finding("major", "closed", true),
            finding("minor", "accepted", false),
            finding("observation", "noted", false),
        ],
        minors_closed_first: false,
    }
}

fn finding(grade: &str, state: &str, verified: bool) -> missing::FindingFact {
    let verified_at = verified.then_some(datetime!(2026-09-30 10:00 UTC));
    missing::FindingFact { number: 1, grade: grade.into(), state: state.into(), verified_at }
}

fn rules(items: &[Item]) -> Vec<&'static str> {
    items.iter().map(|item| item.rule.id).collect()
}

#[test]
fn a_complete_file_lacks_nothing_and_each_missing_thing_is_named() {
    let today = date!(2026 - 10 - 01);
    assert!(complete().missing(today).against_a_grant().next().is_none());
    assert_eq!(
        Facts::default().missing(today).to_open.len(),
        6,
        "an empty file lacks all that can be named yet"
    );
    type Break<'a> = (&'a dyn Fn(&mut Facts), &'a str);
    let breaking: [Break<'_>; 8] = [
        (&|f| f.application_accepted = false, "DEC-2"),
        (&|f| f.agreement_in_force = false, "DEC-2"),
        (&|f| f.stage_1_ready = false, "DEC-2"),
        (&|f| f.report["recommendation"] = "  ".into(), "DEC-2"),
        (&|f| f.report["objectives_met"] = serde_json::Value::Null, "DEC-2"),
        (&|f| f.findings = vec![finding("major", "verified", true)], "FND-3"),
        (&|f| f.findings = vec![finding("minor", "returned", false)], "FND-4"),
        (&|f| f.minors_closed_first = true, "FND-4"),
    ];
    for (break_it, rule) in breaking {
        let mut facts = complete();
        break_it(&mut facts);
        assert_eq!(rules(&facts.missing(today).to_open), [rule]);
    }
}

#[test]
fn a_major_verified_after_six_months_locks_a_grant_and_only_that() {
    let mut late = complete();
    late.stage_2_closed = Some(datetime!(2026-03-29 16:00 UTC));
    let missing = late.missing(date!(2026 - 10 - 01));
    assert!(missing.is_complete());
    assert_eq!(rules(&missing.grant_locked), ["FND-5"]);
    let mut open = complete();
    open.findings = vec![finding("major", "accepted", false)];
    assert!(
        open.missing(date!(2026 - 09 - 30)).grant_locked.is_empty(),
        "the last day is still in time"
    );
    assert_eq!(rules(&open.missing(date!(2026 - 10 - 01)).grant_locked), ["FND-5"]);
}

#[tokio::test]
async fn a_case_opens_only_with_a_complete_file_and_once() {
    let world = World::new().await;
    let audited = audited(&world, "Lacking Ltd").await;
    sqlx::query("update findings set state = 'answered' where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("reopened");
    let Err(Error::Refused(refusal)) = open(&world, &audited).await else { panic!("opened") };
    assert_eq!((refusal.rule.id, refusal.missing.len()), ("DEC-2", 2), "{refusal}");
    sqlx::query("update findings set state = 'closed' where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("closed");
    open(&world, &audited).await.expect("a case");
    assert_eq!(refused_by(open(&world, &audited).await), "ORDER");
    let quality = world.staff("Quinn Quality", &[Function::QualityManager]).await;
    assert_eq!(
        quality.scheme_manager().map_err(|e| refused_by::<()>(Err(e))).err().as_deref(),
        Some("CMP-2")
    );
}

#[tokio::test]
async fn nobody_from_an_audit_team_gets_a_seat_neither_by_the_program_nor_by_the_database() {
    let world = World::new().await;
    let audited = audited(&world, "Independent Ltd").await;
    let case = open(&world, &audited).await.expect("a case");
    let person = audited.lead.person().expect("a person");
    world.give(person, Function::PanelMember).await;
    world.qualify(person, "function", "panel_member").await;
    world.qualify(person, "standard", "ISO/IEC 42001:2023").await;
    assert_eq!(refused_by(seat_down(&world, &audited, case, &audited.lead, "").await), "IMP-1");
    // Released members took part all the same.
    sqlx::query("update team_members set released_at = now() where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("released");
    assert_eq!(refused_by(seat_down(&world, &audited, case, &audited.lead, "yes").await), "IMP-1");
    let forced = sqlx::query("insert into panel_seats (body_id, client_id, engagement_id, case_id, id, person_id, chair, appointed_by, appointed_at)
         values ($1, $2, $3, $4, $5, $6, true, $6, now())")
        .bind(world.body).bind(audited.file.client_id).bind(audited.file.engagement_id).bind(case).bind(Uuid::now_v7()).bind(person)
        .execute(&world.owner).await;
    assert!(forced.expect_err("the database refuses").to_string().contains("IMP-1"));
}

#[tokio::test]
async fn whoever_joins_an_audit_team_later_loses_the_right_to_decide() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Turncoat Ltd").await).await;
    let (file, member) = (seated.audited.file, &seated.members[0]);
    sqlx::query("insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
         values ($1, $2, $3, $4, $5, $6, 'observer', $6, now())")
        .bind(world.body).bind(file.client_id).bind(file.engagement_id).bind(seated.audited.stage_2).bind(Uuid::now_v7()).bind(member.person().expect("a person"))
        .execute(&world.owner).await.expect("an observer");
    assert_eq!(refused_by(signs(&world, seated.case, member, "grant").await), "IMP-1");
}

#[tokio::test]
async fn without_a_seat_there_is_no_case_and_without_a_declaration_no_record() {
    let world = World::new().await;
    let audited = audited(&world, "Closed Ltd").await;
    let case = open(&world, &audited).await.expect("a case");
    let member = panel_member(&world, "Mia Member").await;
    let looks = async |actor: &Actor| {
        world.db.read(actor, async |tx| Decider::for_case(tx, case).await).await
    };
    assert!(matches!(looks(&member).await, Err(Error::NotFound)), "no seat");
    assert!(
        matches!(looks(&audited.manager).await, Err(Error::NotFound)),
        "the office is no panel"
    );
    seat_down(&world, &audited, case, &member, "").await.expect("a seat");
    assert_eq!(refused_by(looks(&member).await), "IMP-5");
    declare_nothing(&world, &audited.file, &member).await;
    assert!(looks(&member).await.is_ok());
    sqlx::query(
        "update qualifications set valid_until = $2 where body_id = $1 and kind = 'standard'",
    )
    .bind(world.body)
    .bind(world.clock.today() - Duration::days(1))
    .execute(&world.owner)
    .await
    .expect_err("not before approval");
    sqlx::query(
        "update qualifications set ended_on = approved_on where body_id = $1 and kind = 'standard'",
    )
    .bind(world.body)
    .execute(&world.owner)
    .await
    .expect("ended");
    assert_eq!(refused_by(looks(&member).await), "DEC-1");
    let other = world.neighbour().await;
    let stranger = panel_member(&other, "Nel Neighbour").await;
    assert!(matches!(
        other.db.read(&stranger, async |tx| Decider::for_case(tx, case).await).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn an_unqualified_person_gets_no_seat_and_a_released_one_no_vote() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Seats Ltd").await).await;
    let novice = world.staff("Ned Novice", &[Function::PanelMember]).await;
    assert_eq!(
        refused_by(seat_down(&world, &seated.audited, seated.case, &novice, "").await),
        "CMP-2"
    );
    let seat = world
        .db
        .read(&seated.members[0], async |tx| seat(tx, seated.case).await)
        .await
        .expect("a seat");
    let by = seated.audited.manager.scheme_manager().expect("a manager");
    let form = || Releasing { seat: seat.id.to_string(), reason: "On leave.".into() };
    world
        .db
        .write(&seated.audited.manager, async |tx| release(tx, &by, seated.case, form()).await)
        .await
        .expect("released");
    assert!(matches!(
        signs(&world, seated.case, &seated.members[0], "grant").await,
        Err(Error::NotFound)
    ));
    signs(&world, seated.case, &seated.members[1], "grant").await.expect("the other member");
    assert_eq!(
        refused_by(signs(&world, seated.case, &seated.chair, "grant").await),
        "DEC-4",
        "one member is no quorum"
    );
}

#[tokio::test]
async fn the_chair_signs_last_and_a_grant_is_unanimous() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Order Ltd").await).await;
    assert_eq!(refused_by(signs(&world, seated.case, &seated.chair, "grant").await), "DEC-4");
    assert_eq!(
        signs(&world, seated.case, &seated.members[0], "grant").await.expect("a vote"),
        Signed::Voted
    );
    assert_eq!(
        refused_by(signs(&world, seated.case, &seated.members[0], "refuse").await),
        "DEC-6",
        "one standing signature each"
    );
    assert_eq!(refused_by(signs(&world, seated.case, &seated.chair, "grant").await), "DEC-4");
    signs(&world, seated.case, &seated.members[1], "refuse").await.expect("a vote");
    assert_eq!(
        refused_by(signs(&world, seated.case, &seated.chair, "grant").await),
        "DEC-4",
        "not unanimous"
    );
    assert_eq!(
        signs(&world, seated.case, &seated.chair, "refuse").await.expect("a decision"),
        Signed::Refused
    );
    assert_eq!(count(&world, "certificates").await, 0, "a refusal issues nothing");
    assert_eq!(refused_by(signs(&world, seated.case, &seated.chair, "grant").await), "DEC-6");
}

async fn count(world: &World, table: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
        "select count(*) from {table} where body_id = $1"
    )))
    .bind(world.body)
    .fetch_one(&world.owner)
    .await
    .expect("a count")
}

#[tokio::test]
async fn a_wrong_password_or_an_unticked_statement_signs_nothing() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Careless Ltd").await).await;
    let member = &seated.members[0];
    assert!(matches!(people::prove(&world.db, member, "guess").await, Err(Error::Invalid(_))));
    let proven = people::prove(&world.db, member, crate::testing::PASSWORD).await.expect("proven");
    let half = Signature {
        vote: "grant".into(),
        statement: vec!["read".into(), "no_part".into()],
        ..Signature::default()
    };
    let answer = world
        .db
        .write(member, async |tx| {
            let d = Decider::for_case(tx, seated.case).await?;
            sign(tx, &d, &proven, half, &issuing()).await
        })
        .await;
    let Err(Error::Invalid(errors)) = answer else { panic!("signed") };
    assert_eq!(
        errors.0.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(),
        ["reason", "statement"]
    );
    // Somebody else's credentials do not sign for this member.
    let other = people::prove(&world.db, &seated.members[1], crate::testing::PASSWORD)
        .await
        .expect("proven");
    let form = Signature {
        vote: "grant".into(),
        reason: "x".into(),
        statement: STATEMENTS.iter().map(|(k, _)| (*k).into()).collect(),
        ..Signature::default()
    };
    let answer = world
        .db
        .write(member, async |tx| {
            let d = Decider::for_case(tx, seated.case).await?;
            sign(tx, &d, &other, form, &issuing()).await
        })
        .await;
    assert!(matches!(answer, Err(Error::NotFound)));
    assert_eq!(count(&world, "votes").await, 0);
}

#[tokio::test]
async fn a_change_of_the_record_voids_signatures_once_and_tells_the_members() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Moving Ltd").await).await;
    let before = world
        .db
        .read(&seated.chair, async |tx| record_digest(tx, seated.audited.file.engagement_id).await)
        .await
        .expect("a digest");
    for member in &seated.members {
        signs(&world, seated.case, member, "grant").await.expect("a vote");
    }
    assert_eq!(count(&world, "vote_voids").await, 0, "signatures do not change what is signed");
    let mails = count(&world, "mails").await;
    // A client's own act, from its own room, which cannot even see that there is a case.
    sqlx::query("update findings set state = 'returned' where body_id = $1 and id = $2")
        .bind(world.body)
        .bind(seated.audited.minor)
        .execute(&world.owner)
        .await
        .expect("returned");
    let form = findings::rounds::Answering {
        correction: "Filled.".into(),
        root_cause: "A rota.".into(),
        action: "An alarm.".into(),
        responsible: "Ops".into(),
        due_on: world.clock.today().to_string(),
        ..Default::default()
    };
    world
        .db
        .write(&seated.audited.client, async |tx| {
            findings::answer(tx, seated.audited.minor, form).await
        })
        .await
        .expect("answered");
    assert_eq!(count(&world, "vote_voids").await, 2);
    assert_eq!(
        count(&world, "mails").await,
        mails + 3,
        "two members and the lead auditor are told"
    );
    let stale = signs_over(&world, seated.case, &seated.members[0], "grant", &before.hex()).await;
    assert_eq!(refused_by(stale), "DEC-3");
    assert_eq!(
        refused_by(signs(&world, seated.case, &seated.chair, "grant").await),
        "DEC-4",
        "voided signatures are none"
    );
    let board = world
        .db
        .read(&seated.members[0], async |tx| {
            let seat = seat(tx, seated.case).await?;
            board(tx, &seat).await
        })
        .await
        .expect("a board");
    assert!(
        board.own().is_none()
            && board.changes.iter().any(|change| change.sentence.contains("Finding 2")),
        "{:?}",
        board.changes
    );
    for member in &seated.members {
        signs(&world, seated.case, member, "grant").await.expect("signed anew");
    }
    // The minor has no accepted plan any more: the chair cannot grant.
    assert_eq!(refused_by(signs(&world, seated.case, &seated.chair, "grant").await), "FND-4");
    assert_eq!(count(&world, "vote_voids").await, 2, "each is voided once");
    let record = world
        .db
        .read(&seated.audited.manager, async |tx| {
            crate::record::verify(tx, seated.audited.file.engagement_id).await
        })
        .await;
    assert!(matches!(record, Ok(Ok(n)) if n > 0), "the chain holds: {record:?}");
}

#[tokio::test]
async fn a_question_and_its_answer_are_part_of_the_record_and_deliberation_is_not() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Curious Ltd").await).await;
    signs(&world, seated.case, &seated.members[0], "grant").await.expect("a vote");
    let says = |text: &str| Asking { id: Uuid::now_v7().to_string(), text: text.into() };
    world
        .db
        .write(&seated.chair, async |tx| {
            let d = Decider::for_case(tx, seated.case).await?;
            deliberate(tx, &d, says("I wonder.")).await
        })
        .await
        .expect("said");
    assert_eq!(count(&world, "vote_voids").await, 0);
    let question = says("Which log?");
    let id: Uuid = question.id.parse().expect("an id");
    world
        .db
        .write(&seated.chair, async |tx| {
            let d = Decider::for_case(tx, seated.case).await?;
            ask(tx, &d, question).await
        })
        .await
        .expect("asked");
    assert_eq!(count(&world, "vote_voids").await, 1);
    signs(&world, seated.case, &seated.members[0], "grant").await.expect("anew");
    let answer = || Answered { answer: "Model 3's.".into() };
    let stranger = world.staff("Sid Stranger", &[Function::Auditor]).await;
    assert!(matches!(
        world.db.write(&stranger, async |tx| answer_question(tx, id, answer()).await).await,
        Err(Error::NotFound)
    ));
    world
        .db
        .write(&seated.audited.lead, async |tx| answer_question(tx, id, answer()).await)
        .await
        .expect("answered");
    assert_eq!(count(&world, "vote_voids").await, 2);
    assert_eq!(
        refused_by(
            world
                .db
                .write(&seated.audited.lead, async |tx| answer_question(tx, id, answer()).await)
                .await
        ),
        "ORDER"
    );
    // Deliberation is read in the panel's room only: the others have no right on the table at all.
    for room in [Room::Office, Room::Audit, Room::Client] {
        let actor =
            world.as_in(seated.audited.manager.person().expect("a person"), room, vec![]).await;
        let looked = world
            .db
            .read(&actor, async |tx| {
                Ok(sqlx::query("select 1 from deliberations").fetch_all(tx.sql()).await?.len())
            })
            .await;
        assert!(
            matches!(looked, Err(Error::Fault(cause)) if cause.contains("permission denied")),
            "{room:?}"
        );
    }
}

#[tokio::test]
async fn two_members_at_once_both_count() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Both Ltd").await).await;
    let (one, two) = tokio::join!(
        signs(&world, seated.case, &seated.members[0], "grant"),
        signs(&world, seated.case, &seated.members[1], "grant")
    );
    assert_eq!((one.expect("a vote"), two.expect("a vote")), (Signed::Voted, Signed::Voted));
    assert!(matches!(
        signs(&world, seated.case, &seated.chair, "grant").await,
        Ok(Signed::Granted { .. })
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_signatures_at_once_are_one_decision_and_one_certificate() {
    let world = Arc::new(World::new().await);
    let seated = Arc::new(case_before_panel(&world, audited(&world, "Hurried Ltd").await).await);
    for member in &seated.members {
        signs(&world, seated.case, member, "grant").await.expect("a vote");
    }
    let digest = world
        .db
        .read(&seated.chair, async |tx| record_digest(tx, seated.audited.file.engagement_id).await)
        .await
        .expect("a digest")
        .hex();
    let at_once: Vec<_> = (0..100)
        .map(|_| {
            let (world, seated, digest) = (world.clone(), seated.clone(), digest.clone());
            tokio::spawn(async move {
                signs_over(&world, seated.case, &seated.chair, "grant", &digest).await
            })
        })
        .collect();
    let mut granted = 0;
    for attempt in at_once {
        match attempt.await.expect("no panic") {
            Ok(Signed::Granted { .. }) => granted += 1,
            Err(Error::Refused(refusal)) => assert_eq!(refusal.rule, rulebook::DEC_6),
            Err(Error::Stale(_)) => {}
            other => panic!("not a clean answer: {other:?}"),
        }
    }
    assert_eq!(
        (granted, count(&world, "decisions").await, count(&world, "certificates").await),
        (1, 1, 1)
    );
    assert_eq!(count(&world, "votes").await, 3);
}

#[tokio::test]
async fn the_panel_reads_the_whole_record_and_the_office_sees_how_far_it_is() {
    let world = World::new().await;
    let seated = case_before_panel(&world, audited(&world, "Whole Ltd").await).await;
    let whole = world
        .db
        .read(&seated.chair, async |tx| {
            let d = Decider::for_case(tx, seated.case).await?;
            whole(tx, &d).await
        })
        .await
        .expect("the record");
    assert_eq!((whole.audits.len(), whole.findings.len(), whole.origin.sites.len()), (2, 2, 1));
    assert_eq!(whole.findings[0].rounds[0].verifications.len(), 1);
    assert_eq!(
        whole.audits[1].report.as_ref().map(|r| r.text["recommendation"].as_str()),
        Some("recommend")
    );
    signs(&world, seated.case, &seated.members[0], "grant").await.expect("a vote");
    let case = world
        .db
        .read(&seated.audited.manager, async |tx| {
            of_file(tx, seated.audited.file.engagement_id).await
        })
        .await
        .expect("a case")
        .expect("a case");
    assert_eq!(case.lacks(), None);
    let signed: Vec<_> = case.held().map(|seat| (seat.progress().1, seat.vote.clone())).collect();
    assert_eq!(
        signed,
        [("Signed", None), ("Reads the record", None), ("Reads the record", None)],
        "votes stay the panel's until it is decided"
    );
}
