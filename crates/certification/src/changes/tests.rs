//! A change is reported once, answered once with a reason, and told both ways (APP-6).

use super::*;
use crate::Actor;
use crate::actor::Function;
use crate::applications::testing::{accepted_application, submitted_application};
use crate::error::{Error, Result};
use crate::home::{self, Matter};
use crate::standards::Scheme;
use crate::standards::testing::{AIMS, ISMS, QMS};
use crate::testing::World;
use uuid::Uuid;

async fn manager(world: &World) -> Actor {
    world.staff("Helen Marsh", &[Function::SchemeManager]).await
}

fn typed(id: Uuid) -> Report {
    Report {
        id: id.to_string(),
        kind: "ai_system".into(),
        what: "A credit model now decides alone.".into(),
        since: "2026-03-01".into(),
        link: String::new(),
    }
}

async fn tell(world: &World, client: &Actor, report: Report) -> Result<()> {
    world.db.write(client, async |tx| super::report(tx, report).await).await
}

async fn say(world: &World, by: &Actor, id: Uuid, answer: &str, reason: &str) -> Result<()> {
    let act = world.db.write(by, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let version = of(tx, id).await?.version.to_string();
        let typed = Answer { version, answer: answer.into(), reason: reason.into() };
        super::answer(tx, &by, id, typed).await
    });
    act.await
}

async fn mails(world: &World, like: &str) -> i64 {
    sqlx::query_scalar("select count(*) from mails where body_id = $1 and body like $2")
        .bind(world.body)
        .bind(like)
        .fetch_one(&world.owner)
        .await
        .unwrap()
}

#[tokio::test]
async fn app_6_a_change_is_reported_answered_and_told_and_stays_on_both_homes_until_then() {
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, manager(&world).await);
    let file = accepted_application(&world, &manager, &client, 1).await;
    let id = Uuid::now_v7();
    for _ in 0..2 {
        tell(&world, &client, typed(id)).await.expect("reported; sent twice, one effect");
    }
    assert_eq!(mails(&world, "%A credit model now decides alone.%").await, 1);
    let matter = async |actor: &Actor, in_office: bool| {
        let look = world.db.read(actor, async |tx| {
            if in_office { home::for_office(tx).await } else { home::for_client(tx).await }
        });
        look.await.unwrap().into_iter().find(|item| item.matter == Matter::Change)
    };
    assert!(matter(&manager, true).await.expect("on the office's home").needs);
    assert!(!matter(&client, false).await.expect("on the client's home").needs);
    let bare = say(&world, &manager, id, "", " ").await;
    assert!(matches!(bare, Err(Error::Invalid(e)) if e.0.len() == 2));
    for _ in 0..2 {
        say(&world, &manager, id, "next_audit", "It is small.").await.expect("answered once");
    }
    assert_eq!(mails(&world, "%looked at in the next audit%It is small.%").await, 1);
    let again = say(&world, &manager, id, "special_audit", "On reflection.").await;
    assert!(matches!(again, Err(Error::Refused(refusal)) if refusal.rule.id == "ORDER"));
    assert!(matter(&manager, true).await.is_none() && matter(&client, false).await.is_none());
    let read = world.db.read(&client, async |tx| own(tx, None, 10).await).await.unwrap();
    assert_eq!(read[0].answer, Some(Answered::NextAudit));
    let of_file = world
        .db
        .read(&manager, async |tx| super::of_file(tx, file.engagement_id, None, 10).await)
        .await;
    assert_eq!(of_file.unwrap().len(), 1);
    let acts: Vec<String> = sqlx::query_scalar(
        "select act from record_entries where body_id = $1 and act like 'change_%' order by seq",
    )
    .bind(world.body)
    .fetch_all(&world.owner)
    .await
    .unwrap();
    assert_eq!(acts, ["change_reported", "change_answered"]);
}

#[tokio::test]
async fn app_6_nothing_is_reported_before_acceptance_and_no_scope_changes_without_a_scope() {
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, manager(&world).await);
    submitted_application(&world, &client, 1).await;
    let early = tell(&world, &client, typed(Uuid::now_v7())).await;
    assert!(matches!(early, Err(Error::Refused(refusal)) if refusal.rule.id == "APP-6"));
    let other = world.client("Northgate Ltd").await;
    accepted_application(&world, &manager, &other, 1).await;
    let id = Uuid::now_v7();
    tell(&world, &other, typed(id)).await.unwrap();
    let bare = say(&world, &manager, id, "scope_change", "They asked.").await;
    assert!(matches!(bare, Err(Error::Refused(refusal)) if refusal.rule.id == "APP-6"));
    let unsafe_link = Report { link: "javascript:alert(1)".into(), ..typed(Uuid::now_v7()) };
    assert!(matches!(tell(&world, &other, unsafe_link).await, Err(Error::Invalid(_))));
}

/// Who is not certified for AI is offered nothing about it, and is asked in the words of its own scheme.
#[tokio::test]
async fn app_6_a_change_of_ai_systems_is_reported_only_where_the_standard_is_about_them() {
    let offered = |standard: Scheme| Kind::offered(standard).map(Kind::key).collect::<Vec<_>>();
    assert!(offered(*AIMS).contains(&"ai_system"));
    for other in [*ISMS, *QMS] {
        assert_eq!(offered(other).len() + 1, offered(*AIMS).len());
        let words = Kind::offered(other).map(|kind| kind.title_under(other));
        assert!(words.into_iter().all(|words| !words.contains("AI ")), "{other}");
    }
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, manager(&world).await);
    let file = accepted_application(&world, &manager, &client, 1).await;
    sqlx::query("update engagements set standard = $3 where body_id = $1 and id = $2")
        .bind(world.body)
        .bind(file.engagement_id)
        .bind(&ISMS.name)
        .execute(&world.owner)
        .await
        .unwrap();
    let of_ai = tell(&world, &client, typed(Uuid::now_v7())).await;
    assert!(matches!(of_ai, Err(Error::Invalid(errors)) if errors.0[0].0 == "kind"));
    let incident = Report { kind: "incident".into(), ..typed(Uuid::now_v7()) };
    tell(&world, &client, incident).await.expect("reported");
    assert_eq!(mails(&world, "%An information security incident, since%").await, 1);
}

#[tokio::test]
async fn another_client_and_another_body_see_no_change_and_answer_none() {
    let (world, next) = (World::new().await, World::new().await);
    let (client, helen) = (world.client("Brightlane Ltd").await, manager(&world).await);
    accepted_application(&world, &helen, &client, 1).await;
    let id = Uuid::now_v7();
    tell(&world, &client, typed(id)).await.unwrap();
    let (other, foreign) = (world.client("Northgate Ltd").await, manager(&next).await);
    for actor in [&other, &foreign] {
        let look = world.db.read(actor, async |tx| of(tx, id).await).await;
        assert!(matches!(look, Err(Error::NotFound)));
    }
    assert!(matches!(say(&world, &foreign, id, "no_action", "None.").await, Err(Error::NotFound)));
    assert!(world.db.read(&other, async |tx| own(tx, None, 9).await).await.unwrap().is_empty());
}
