//! The register's revisions: confirmed by the client, each with what differs.

use crate::ai_systems::{self, *};
use crate::applications::testing::{accepted_application, complete_system, submitted_application};
use crate::differences::How;
use crate::error::{Error, Result};
use crate::testing::World;
use crate::{Actor, actor::Function};
use uuid::Uuid;

async fn confirms(world: &World, client: &Actor, id: Uuid) -> Result<()> {
    world.db.write(client, async |tx| confirm_register(tx, id).await).await
}

#[tokio::test]
async fn a_confirmed_register_is_kept_with_what_was_added_removed_and_changed() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let file = accepted_application(&world, &manager, &client, 2).await.engagement_id;
    let first = Uuid::now_v7();
    for _ in 0..2 {
        confirms(&world, &client, first).await.expect("confirmed; sent twice, once");
    }
    let unchanged = confirms(&world, &client, Uuid::now_v7()).await;
    assert!(matches!(unchanged, Err(Error::Invalid(_))), "{unchanged:?}");
    let systems = world.db.read(&client, async |tx| list(tx, file, None, 9).await).await.unwrap();
    let mut longer = systems[0].entry.clone();
    longer.limitations = "Weak on short texts.".into();
    let (id, version) = (systems[0].id, systems[0].version.to_string());
    let act = world.db.write(&client, async |tx| change(tx, id, &version, &longer).await);
    act.await.expect("entries are corrected after acceptance");
    let add_one = async || {
        let entry = complete_system("System 3");
        world.db.write(&client, async |tx| add(tx, Uuid::now_v7(), &entry).await).await
    };
    let early = add_one().await;
    assert!(matches!(early, Err(Error::Refused(_))), "only an approved scope opens it: {early:?}");
    sqlx::query("insert into changes (body_id, client_id, engagement_id, id, state, kind, what, since, answer, reason, reported_by, reported_at, answered_by, answered_at)
         select body_id, client_id, engagement_id, $2, 'answered', 'ai_system', 'One more.', current_date, 'scope_change', 'Agreed.', made_by, $3, made_by, $3
         from scope_revisions where body_id = $1")
        .bind(world.body).bind(id).bind(world.now()).execute(&world.owner).await.unwrap();
    sqlx::query("insert into scope_revisions select body_id, client_id, engagement_id, $2, 2, content, digest, 'One more.', $2, made_by, $3 from scope_revisions where body_id = $1")
        .bind(world.body).bind(id).bind(world.now()).execute(&world.owner).await.unwrap();
    add_one().await.expect("the scope was changed");
    let gone = systems[1].id;
    world.db.write(&client, async |tx| remove(tx, gone).await).await.expect("removed");
    world.clock.advance(time::Duration::minutes(1));
    confirms(&world, &client, Uuid::now_v7()).await.expect("revision 2");
    let auditor = world.staff("Jon Bell", &[Function::Auditor]).await;
    for reader in [&client, &manager, &auditor] {
        let kept = world.db.read(reader, async |tx| ai_systems::revisions(tx, file, 9).await).await;
        let kept = kept.unwrap();
        let told: Vec<_> = kept[0].differences.as_ref().unwrap().iter().map(|d| d.how).collect();
        assert_eq!(told, [How::Changed, How::Added, How::Removed]);
        assert!(kept[1].differences.is_none());
    }
    let closed = world.db.write(&client, async |tx| remove(tx, id).await).await;
    assert!(matches!(closed, Err(Error::Refused(_))), "confirming closes it again: {closed:?}");
}

#[tokio::test]
async fn no_register_is_confirmed_before_acceptance_nor_seen_over_a_wall() {
    let (world, next) = (World::new().await, World::new().await);
    let client = world.client("Brightlane Ltd").await;
    submitted_application(&world, &client, 1).await;
    let early = confirms(&world, &client, Uuid::now_v7()).await;
    assert!(matches!(early, Err(Error::Refused(refusal)) if refusal.rule.id == "ORDER"));
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let other = world.client("Northgate Ltd").await;
    let file = accepted_application(&world, &manager, &other, 1).await.engagement_id;
    confirms(&world, &other, Uuid::now_v7()).await.unwrap();
    let foreign = next.staff("Ada Finch", &[Function::SchemeManager]).await;
    for reader in [&client, &foreign] {
        let kept = world.db.read(reader, async |tx| ai_systems::revisions(tx, file, 9).await).await;
        assert!(kept.unwrap().is_empty());
    }
}
