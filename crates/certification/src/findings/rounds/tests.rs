//! Every round is whole, judged by the team and by nobody else, and kept.

use super::*;
use crate::actor::{Actor, Function};
use crate::decisions::testing::{Audited, audited};
use crate::testing::World;

/// A file whose minor awaits an answer.
async fn owed(world: &World) -> Audited {
    let audited = audited(world, "Owing Ltd").await;
    sqlx::query("delete from responses where body_id = $1 and finding_id = $2")
        .bind(world.body)
        .bind(audited.minor)
        .execute(&world.owner)
        .await
        .expect("no answer yet");
    sqlx::query("update findings set state = 'issued' where body_id = $1 and id = $2")
        .bind(world.body)
        .bind(audited.minor)
        .execute(&world.owner)
        .await
        .expect("issued");
    audited
}

fn whole(world: &World) -> Answering {
    Answering {
        id: Uuid::now_v7().to_string(),
        correction: "Filled the gaps.".into(),
        root_cause: "Nobody was named.".into(),
        action: "A rota with an alarm.".into(),
        responsible: "Head of operations".into(),
        due_on: world.clock.today().to_string(),
        ..Answering::default()
    }
}

async fn answers(world: &World, by: &Actor, finding: Uuid, form: Answering) -> Result<()> {
    world.db.write(by, async |tx| answer(tx, finding, form).await).await
}

async fn judges(world: &World, by: &Actor, finding: Uuid, outcome: &str) -> Result<()> {
    let form = Judging { outcome: outcome.into(), reason: "Because.".into(), ..Judging::default() };
    world.db.write(by, async |tx| judge(tx, finding, form).await).await
}

async fn verifies(world: &World, by: &Actor, finding: Uuid, effective: &str) -> Result<()> {
    let form = Verifying {
        effective: effective.into(),
        how: "Read the logs of a month.".into(),
        ..Verifying::default()
    };
    world.db.write(by, async |tx| verify(tx, finding, form).await).await
}

async fn closes(world: &World, by: &Actor, finding: Uuid) -> Result<()> {
    world.db.write(by, async |tx| close(tx, finding, "").await).await
}

async fn reads(world: &World, by: &Actor, finding: Uuid) -> Result<Dossier> {
    world.db.read(by, async |tx| dossier(tx, finding).await).await
}

#[tokio::test]
async fn fnd_2_an_answer_lacks_none_of_its_five_parts() {
    let world = World::new().await;
    let file = owed(&world).await;
    let Err(Error::Invalid(errors)) =
        answers(&world, &file.client, file.minor, Answering::default()).await
    else {
        panic!("answered")
    };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["correction", "root_cause", "action", "responsible", "due_on"]);
    for late in ["2000-01-01", "1066-10-14", "tomorrow"] {
        let form = Answering { due_on: late.into(), ..whole(&world) };
        assert!(
            matches!(answers(&world, &file.client, file.minor, form).await, Err(Error::Invalid(e)) if e.0[0].0 == "due_on"),
            "{late}"
        );
    }
    assert!(reads(&world, &file.client, file.minor).await.expect("a finding").rounds.is_empty());
}

#[tokio::test]
async fn fnd_2_rounds_go_on_until_the_effect_is_there_and_all_of_them_are_kept() {
    let world = World::new().await;
    let file = owed(&world).await;
    let (client, lead, minor) = (&file.client, &file.lead, file.minor);
    assert!(
        matches!(judges(&world, lead, minor, "accepted").await, Err(Error::Refused(_))),
        "nothing to judge yet"
    );
    answers(&world, client, minor, whole(&world)).await.expect("answered");
    judges(&world, lead, minor, "returned").await.expect("returned");
    answers(&world, client, minor, whole(&world)).await.expect("answered again");
    judges(&world, lead, minor, "accepted").await.expect("accepted");
    assert!(
        matches!(closes(&world, lead, minor).await, Err(Error::Refused(r)) if r.rule.id == "FND-3")
    );
    verifies(&world, lead, minor, "no").await.expect("without effect");
    answers(&world, client, minor, whole(&world)).await.expect("a third time");
    judges(&world, lead, minor, "accepted").await.expect("accepted");
    verifies(&world, lead, minor, "yes").await.expect("effective");
    closes(&world, lead, minor).await.expect("closed");
    let (by_client, by_team) = (
        reads(&world, client, minor).await.expect("a finding"),
        reads(&world, lead, minor).await.expect("a finding"),
    );
    for seen in [by_client, by_team] {
        let rounds: Vec<_> = seen
            .rounds
            .iter()
            .map(|r| (r.judgement.as_ref().map(Judgement::accepted), r.verifications.len()))
            .collect();
        assert_eq!(rounds, [(Some(false), 0), (Some(true), 1), (Some(true), 1)]);
        assert!(seen.state == State::Closed && seen.closed_at.is_some());
    }
    assert!(
        matches!(answers(&world, client, minor, whole(&world)).await, Err(Error::Refused(_))),
        "closed is closed"
    );
}

#[tokio::test]
async fn fnd_2_only_an_auditor_of_this_engagements_team_judges() {
    let world = World::new().await;
    let file = owed(&world).await;
    answers(&world, &file.client, file.minor, whole(&world)).await.expect("answered");
    let stranger = world.staff("Sid Stranger", &[Function::Auditor]).await;
    assert!(matches!(
        judges(&world, &stranger, file.minor, "accepted").await,
        Err(Error::NotFound)
    ));
    assert!(matches!(reads(&world, &stranger, file.minor).await, Err(Error::NotFound)));
    assert!(
        matches!(judges(&world, &file.client, file.minor, "accepted").await, Err(Error::NotFound)),
        "nobody judges the own answer"
    );
    let expert = world.staff("Eve Expert", &[Function::TechnicalExpert]).await;
    sqlx::query("insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
         values ($1, $2, $3, $4, $5, $6, 'technical_expert', $6, now())")
        .bind(world.body).bind(file.file.client_id).bind(file.file.engagement_id).bind(file.stage_2).bind(Uuid::now_v7()).bind(expert.person().expect("a person"))
        .execute(&world.owner).await.expect("an expert");
    assert!(
        matches!(judges(&world, &expert, file.minor, "accepted").await, Err(Error::Refused(r)) if r.rule.id == "CMP-3")
    );
    let neighbour = world.neighbour().await;
    let other = neighbour.client("Elsewhere Ltd").await;
    assert!(matches!(
        answers(&neighbour, &other, file.minor, whole(&world)).await,
        Err(Error::NotFound)
    ));
    let same_body = world.client("Next Door Ltd").await;
    assert!(matches!(
        answers(&world, &same_body, file.minor, whole(&world)).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn a_draft_is_kept_until_it_is_sent_and_sent_twice_is_one_answer() {
    let world = World::new().await;
    let file = owed(&world).await;
    let half = Answering { correction: "Half a thou\u{0}ght".into(), ..Answering::default() };
    world
        .db
        .write(&file.client, async |tx| save_draft(tx, file.minor, half).await)
        .await
        .expect("kept");
    let kept = world
        .db
        .read(&file.client, async |tx| draft(tx, file.minor).await)
        .await
        .expect("a look")
        .expect("a draft");
    assert_eq!(kept.words.correction, "Half a thought");
    let other = |kept_at| Answering {
        correction: "A colleague's thought".into(),
        kept_at,
        ..Answering::default()
    };
    let saved =
        |form| world.db.write(&file.client, async |tx| save_draft(tx, file.minor, form).await);
    let overtaken = saved(other(String::new())).await;
    assert!(matches!(overtaken, Err(Error::Stale(_))), "who did not see it does not replace it");
    saved(other(kept.mark())).await.expect("who saw it does");
    let form = whole(&world);
    answers(&world, &file.client, file.minor, form.clone()).await.expect("answered");
    answers(&world, &file.client, file.minor, form).await.expect("the same again");
    assert_eq!(reads(&world, &file.client, file.minor).await.expect("a finding").rounds.len(), 1);
    assert!(
        world
            .db
            .read(&file.client, async |tx| draft(tx, file.minor).await)
            .await
            .expect("a look")
            .is_none()
    );
}

#[tokio::test]
async fn two_auditors_at_once_are_one_judgement() {
    let world = World::new().await;
    let file = owed(&world).await;
    answers(&world, &file.client, file.minor, whole(&world)).await.expect("answered");
    let (one, two) = tokio::join!(
        judges(&world, &file.lead, file.minor, "accepted"),
        judges(&world, &file.lead, file.minor, "returned")
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let kept: i64 = sqlx::query_scalar("select count(*) from judgements where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("a count");
    assert_eq!(kept, 1);
}

#[tokio::test]
async fn what_is_raised_and_not_issued_stays_the_teams() {
    let world = World::new().await;
    let file = owed(&world).await;
    sqlx::query("update findings set issued_at = null, state = 'raised' where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("not issued");
    assert!(matches!(reads(&world, &file.client, file.minor).await, Err(Error::NotFound)));
    let listed = world
        .db
        .read(&file.client, async |tx| of_file(tx, file.file.engagement_id, 0, 20).await)
        .await
        .expect("a list");
    assert!(listed.is_empty());
}
