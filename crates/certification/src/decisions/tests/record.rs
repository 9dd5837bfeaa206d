//! What the panel reads is what it signs, and a change of it voids what was signed.

use super::{count, refused_by};
use crate::actor::{Function, Room};
use crate::decisions::testing::*;
use crate::decisions::*;
use crate::error::Error;
use crate::findings;
use crate::testing::World;
use uuid::Uuid;

#[tokio::test]
async fn dec_3_a_change_of_the_record_voids_signatures_once_and_tells_the_members() {
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
