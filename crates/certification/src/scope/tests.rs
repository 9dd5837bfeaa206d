//! The scope's revisions: the first with the acceptance, every later one as the answer to a change.

use super::*;
use crate::Actor;
use crate::actor::Function;
use crate::applications::Typed;
use crate::applications::testing::{accepted_application, answers, submitted_application};
use crate::changes::{self, Report};
use crate::differences::How;
use crate::error::{Error, Result};
use crate::testing::World;
use uuid::Uuid;

async fn reported(world: &World) -> (Actor, Actor, Uuid, Uuid) {
    let client = world.client("Brightlane Ltd").await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    let file = accepted_application(world, &manager, &client, 1).await.engagement_id;
    let id = Uuid::now_v7();
    let report = Report {
        id: id.to_string(),
        kind: "sites".into(),
        what: "A third site opened.".into(),
        since: "2026-03-01".into(),
        link: String::new(),
    };
    world.db.write(&client, async |tx| changes::report(tx, report).await).await.unwrap();
    (client, manager, file, id)
}

async fn change_to(world: &World, by: &Actor, id: Uuid, edit: fn(&mut Typed)) -> Result<()> {
    let act = world.db.write(by, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let version = changes::of(tx, id).await?.version.to_string();
        let mut typed = Typed { version, ..answers("Brightlane Ltd", 1) };
        edit(&mut typed);
        revise(tx, &by, id, "The client opened a site.", &typed).await
    });
    act.await
}

fn third_site(typed: &mut Typed) {
    typed.site_name.push("Leeds".into());
    typed.site_address.push("1 Park Row, Leeds LS1 5AB".into());
    typed.site_country.push("GB".into());
    typed.site_people.push("12".into());
    typed.site_central.push("no".into());
    typed.site_scope.push("Operation".into());
    typed.site_people[0] = "48".into();
    (typed.exclusion_what, typed.exclusion_why) = (vec![], vec![]);
}

#[tokio::test]
async fn the_accepted_scope_is_frozen_as_revision_1_and_a_change_makes_the_next_with_what_differs()
{
    let world = World::new().await;
    let (client, manager, file, id) = reported(&world).await;
    let first = world.db.read(&client, async |tx| newest(tx, file).await).await.unwrap();
    assert_eq!((first.revision, first.content.sites.len()), (1, 2));
    for _ in 0..2 {
        change_to(&world, &manager, id, third_site).await.expect("revised; sent twice, once");
    }
    let auditor = world.staff("Jon Bell", &[Function::Auditor]).await;
    let member = world.staff("Ines Roth", &[Function::PanelMember]).await;
    for reader in [&client, &manager, &auditor, &member] {
        let kept = world.db.read(reader, async |tx| revisions(tx, file, 10).await).await.unwrap();
        assert_eq!(kept.iter().map(|r| r.revision).collect::<Vec<_>>(), [2, 1]);
        assert!(kept[1].differences.is_none(), "there is nothing before the first");
        let differences = kept[0].differences.as_ref().expect("what differs");
        let told: Vec<_> = differences.iter().map(|d| (d.how, d.title.as_str())).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told.contains(&(How::Added, "Site: Leeds")));
        assert!(told.contains(&(How::Removed, "Left out: Marketing analytics")));
        assert_eq!(differences[0].fields, [("People", "60".to_owned(), "48".to_owned())]);
    }
    let answered = world.db.read(&client, async |tx| changes::of(tx, id).await).await.unwrap();
    assert_eq!(answered.answer, Some(changes::Answered::ScopeChange));
    let told: i64 = sqlx::query_scalar("select count(*) from mails where body_id = $1 and to_address = $2 and body like '%a change of scope%The client opened a site.%'")
        .bind(world.body).bind(client.email()).fetch_one(&world.owner).await.unwrap();
    assert_eq!(told, 1);
}

#[tokio::test]
async fn app_4_a_revised_scope_leaves_nothing_out_without_its_reason() {
    let world = World::new().await;
    let (_, manager, file, id) = reported(&world).await;
    let bare = change_to(&world, &manager, id, |t| t.exclusion_why = vec![" ".into()]).await;
    assert!(matches!(bare, Err(Error::Refused(refusal)) if refusal.rule.id == "APP-4"));
    let same = change_to(&world, &manager, id, |_| {}).await;
    assert!(matches!(same, Err(Error::Invalid(e)) if e.0[0].0 == "scope"));
    let gone = change_to(&world, &manager, id, |t| t.site_address[1].clear()).await;
    assert!(matches!(gone, Err(Error::Invalid(e)) if e.0[0].0 == "sites"));
    let now = world.db.read(&manager, async |tx| newest(tx, file).await).await.unwrap();
    assert_eq!(now.revision, 1);
}

#[tokio::test]
async fn no_scope_is_approved_before_acceptance_and_none_is_seen_over_a_wall() {
    let (world, next) = (World::new().await, World::new().await);
    let (_, _, file, id) = reported(&world).await;
    let applying = world.client("Northgate Ltd").await;
    let early = submitted_application(&world, &applying, 1).await.engagement_id;
    let own = world.db.read(&applying, async |tx| newest(tx, early).await).await;
    assert!(matches!(own, Err(Error::NotFound)));
    let foreign = next.staff("Ada Finch", &[Function::SchemeManager]).await;
    for actor in [&applying, &foreign] {
        let look = world.db.read(actor, async |tx| newest(tx, file).await).await;
        assert!(matches!(look, Err(Error::NotFound)));
    }
    assert!(matches!(change_to(&world, &foreign, id, third_site).await, Err(Error::NotFound)));
}
