//! What counts as qualified, and who may say so.

mod papers;

use super::*;
use crate::actor::{Actor, Function};
use crate::error::{Error, Result};
use crate::testing::World;
use uuid::Uuid;

fn approval(world: &World) -> Approval {
    Approval {
        id: Uuid::now_v7().to_string(),
        function: vec!["auditor".into()],
        standard: vec!["ISO/IEC 42001:2023".into()],
        evidence: "Two witnessed audits.".into(),
        valid_until: (world.clock.today() + time::Duration::days(10)).to_string(),
        ..Approval::default()
    }
}

async fn approves(world: &World, by: &Actor, person: Uuid, form: Approval) -> Result<()> {
    let act = world.db.write(by, async |tx| {
        let keeper = tx.actor().competence_keeper()?;
        approve(tx, &keeper, person, form, Vec::new()).await
    });
    act.await
}

async fn ends(world: &World, by: &Actor, id: Uuid) -> Result<Uuid> {
    let act = world.db.write(by, async |tx| {
        let keeper = tx.actor().competence_keeper()?;
        end(tx, &keeper, id, Ending { reason: "Not witnessed in time.".into() }).await
    });
    act.await
}

/// What the person is qualified for today.
async fn held(world: &World, by: &Actor, person: Uuid) -> usize {
    let today = world.clock.today();
    let file = world.db.read(by, async |tx| file_of(tx, person).await).await.expect("the file");
    Kind::ALL
        .into_iter()
        .flat_map(|kind| file.of_kind(kind))
        .filter(|line| line.is_current(today))
        .count()
}

fn rule<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.rule.id,
        other => panic!("not refused by a rule: {other:?}"),
    }
}

#[tokio::test]
async fn nobody_approves_their_own_qualification_and_only_keepers_approve() {
    let world = World::new().await;
    let keeper = world.staff("Quinn Quality", &[Function::QualityManager]).await;
    let own = keeper.person().expect("a person");
    assert_eq!(rule(approves(&world, &keeper, own, approval(&world)).await), "CMP-2");
    let administrator = world.staff("Ada Min", &[Function::Administrator]).await;
    let auditor = world.staff("Aron Auditor", &[Function::Auditor]).await;
    let person = auditor.person().expect("a person");
    for nobody in [&administrator, &auditor] {
        assert_eq!(rule(approves(&world, nobody, person, approval(&world)).await), "CMP-2");
    }
    assert_eq!(held(&world, &keeper, person).await, 0);
    approves(&world, &keeper, person, approval(&world)).await.expect("approved");
    assert_eq!(held(&world, &keeper, person).await, 2);
}

#[tokio::test]
async fn a_qualification_counts_until_its_last_day() {
    let world = World::new().await;
    let keeper = world.staff("Quinn Quality", &[Function::QualityManager]).await;
    let person =
        world.staff("Aron Auditor", &[Function::Auditor]).await.person().expect("a person");
    approves(&world, &keeper, person, approval(&world)).await.expect("approved");
    world.clock.advance(time::Duration::days(10));
    assert_eq!(held(&world, &keeper, person).await, 2, "on the last day");
    world.clock.advance(time::Duration::DAY);
    assert_eq!(held(&world, &keeper, person).await, 0, "the day after");
}

#[tokio::test]
async fn what_is_ended_counts_no_longer_and_is_ended_once() {
    let world = World::new().await;
    let keeper = world.staff("Quinn Quality", &[Function::QualityManager]).await;
    let person =
        world.staff("Aron Auditor", &[Function::Auditor]).await.person().expect("a person");
    approves(&world, &keeper, person, approval(&world)).await.expect("approved");
    let id: Uuid = sqlx::query_scalar(
        "select id from qualifications where body_id = $1 and kind = 'function'",
    )
    .bind(world.body)
    .fetch_one(&world.owner)
    .await
    .expect("a qualification");
    let auditor = world.as_in(person, crate::Room::Audit, vec![Function::Auditor]).await;
    assert_eq!(rule(ends(&world, &auditor, id).await), "CMP-2");
    assert_eq!(ends(&world, &keeper, id).await.expect("ended"), person);
    assert_eq!(held(&world, &keeper, person).await, 1);
    assert!(matches!(ends(&world, &keeper, id).await, Err(Error::Stale(_))));
    let neighbour = world.neighbour().await;
    let stranger = neighbour.staff("Quirin Quality", &[Function::QualityManager]).await;
    assert!(matches!(ends(&neighbour, &stranger, id).await, Err(Error::NotFound)));
    let elsewhere = approves(&neighbour, &stranger, person, approval(&neighbour)).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)), "nor approves what is another body's");
}

#[tokio::test]
async fn an_approval_says_what_on_what_ground_and_until_when_and_is_made_once() {
    let world = World::new().await;
    let keeper = world.staff("Quinn Quality", &[Function::QualityManager]).await;
    let person =
        world.staff("Aron Auditor", &[Function::Auditor]).await.person().expect("a person");
    let Err(Error::Invalid(errors)) = approves(&world, &keeper, person, Approval::default()).await
    else {
        panic!("nothing was approved")
    };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["function", "valid_until"]);
    let invented = Approval { function: vec!["emperor".into()], ..approval(&world) };
    assert!(matches!(approves(&world, &keeper, person, invented).await, Err(Error::Invalid(_))));
    let form =
        || Approval { id: "0198a000-0000-7000-8000-000000000000".into(), ..approval(&world) };
    approves(&world, &keeper, person, form()).await.expect("approved");
    approves(&world, &keeper, person, form()).await.expect("the same form again");
    assert_eq!(held(&world, &keeper, person).await, 2);
}
