//! The statement is drafted heading by heading, issued only whole, and read by the audit, never as a draft.

use super::*;
use crate::applications::testing::accepted_application;
use crate::differences::How;
use crate::error::{Error, Result};
use crate::standards::testing::AIMS;
use crate::testing::World;
use crate::{Actor, actor::Function};
use uuid::Uuid;

async fn own_draft(tx: &mut crate::db::Tx<'_>) -> Result<Draft> {
    let file = crate::files::own(tx).await?;
    draft(tx, &file).await
}

/// Everything under one heading as applicable and implemented.
async fn typed(world: &World, client: &Actor, group: &str) -> Typed {
    let draft = world.db.read(client, async |tx| own_draft(tx).await).await.unwrap();
    let mut typed = Typed::default();
    for (version, control) in draft.controls {
        if AIMS.requirement(&control.control).is_some_and(|r| r.group == group) {
            typed.control.push(control.control);
            typed.version.push(version.to_string());
            typed.applicable.push("yes".into());
            typed.justification.push("Named by the risk assessment.".into());
            typed.implemented.push("yes".into());
            typed.documented.push("AI manual".into());
        }
    }
    typed
}

async fn saves(world: &World, client: &Actor, group: &str, typed: &Typed) -> Result<()> {
    world.db.write(client, async |tx| save(tx, group, typed).await).await
}

async fn whole(world: &World, client: &Actor) {
    for group in AIMS.control_groups() {
        let typed = typed(world, client, &group.id).await;
        for _ in 0..2 {
            saves(world, client, &group.id, &typed).await.expect("saved; sent twice, once");
        }
    }
}

async fn issues(world: &World, client: &Actor, id: Uuid, label: &str) -> Result<()> {
    let typed = Issue { id: id.to_string(), label: label.into(), dated_on: "2026-11-02".into() };
    world.db.write(client, async |tx| issue(tx, typed).await).await
}

fn fields<T: std::fmt::Debug>(outcome: Result<T>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(errors)) => errors.0.into_iter().map(|(field, _)| field).collect(),
        other => panic!("fields should be named, but: {other:?}"),
    }
}

async fn scene(world: &World) -> (Actor, Actor, Uuid) {
    let client = world.client("Brightlane Ltd").await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let file = accepted_application(world, &manager, &client, 1).await.engagement_id;
    (client, manager, file)
}

#[tokio::test]
async fn a_statement_is_issued_whole_with_a_reason_for_each_control_left_out() {
    let world = World::new().await;
    let (client, _, file) = scene(&world).await;
    let empty = fields(issues(&world, &client, Uuid::now_v7(), "1.0").await);
    assert_eq!(empty.len(), 9, "every heading has gaps: {empty:?}");
    whole(&world, &client).await;
    let mut bare = typed(&world, &client, "A.10").await;
    bare.applicable[0] = "no".into();
    bare.justification[0] = " ".into();
    saves(&world, &client, "A.10", &bare).await.expect("a draft is kept incomplete");
    assert_eq!(fields(issues(&world, &client, Uuid::now_v7(), "1.0").await), ["A.10"]);
    whole(&world, &client).await;
    let id = Uuid::now_v7();
    for _ in 0..2 {
        issues(&world, &client, id, "1.0").await.expect("issued; sent twice, once");
    }
    assert_eq!(fields(issues(&world, &client, Uuid::now_v7(), "1.0").await), ["label"]);
    let mut left_out = typed(&world, &client, "A.10").await;
    left_out.applicable[0] = "no".into();
    left_out.justification[0] = "No third party has a part.".into();
    saves(&world, &client, "A.10", &left_out).await.unwrap();
    issues(&world, &client, Uuid::now_v7(), "2.0").await.unwrap();
    let auditor = world.staff("Jon Bell", &[Function::Auditor]).await;
    let read = world.db.read(&auditor, async |tx| versions(tx, file, 9).await).await.unwrap();
    let differs = read[0].differences.as_ref().unwrap();
    assert_eq!((read.len(), differs.len(), differs[0].how), (2, 1, How::Changed));
    assert!(differs[0].title.starts_with("A.10.2"), "{}", differs[0].title);
    let first = world.db.read(&auditor, async |tx| version(tx, file, Some(1)).await).await;
    let first = first.unwrap().expect("it stays as it was");
    assert!(first.content.iter().all(|c| c.applicable == Some(true)) && first.content.len() == 38);
}

#[tokio::test]
async fn two_people_who_write_in_one_statement_overwrite_nothing() {
    let world = World::new().await;
    let (client, ..) = scene(&world).await;
    let before = typed(&world, &client, "A.2").await;
    saves(&world, &client, "A.2", &before).await.unwrap();
    let mut late = before.clone();
    late.documented[0] = "Elsewhere".into();
    assert!(matches!(saves(&world, &client, "A.2", &late).await, Err(Error::Stale(_))));
    assert!(matches!(saves(&world, &client, "A.3", &before).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_draft_is_nobody_elses_and_a_version_is_seen_only_inside_its_walls() {
    let (world, next) = (World::new().await, World::new().await);
    let (client, manager, file) = scene(&world).await;
    whole(&world, &client).await;
    issues(&world, &client, Uuid::now_v7(), "1.0").await.unwrap();
    assert_eq!(world.db.read(&manager, async |tx| label_of(tx, file).await).await.unwrap(), "1.0");
    let sees = async |actor: &Actor| {
        world.db.read(actor, async |tx| version(tx, file, None).await).await.unwrap().is_some()
    };
    let other = world.client("Northgate Ltd").await;
    let foreign = next.staff("Ada Finch", &[Function::SchemeManager]).await;
    assert!(sees(&client).await && sees(&manager).await);
    assert!(!sees(&other).await && !sees(&foreign).await);
    let rights: i64 = sqlx::query_scalar(
        "select count(*) from unnest(array['assay_office', 'assay_audit', 'assay_panel']) r
         where has_table_privilege(r, 'statement_controls', 'select')",
    )
    .fetch_one(&world.owner)
    .await
    .unwrap();
    assert_eq!(rights, 0, "no room of the body reads a draft");
}
