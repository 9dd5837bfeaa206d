//! Whom the body may not certify (IMP-3, IMP-4).

use super::{change, refused, scheme_manager, send, write};
use crate::actor::Actor;
use crate::applications::testing::{reasons, submitted_application};
use crate::applications::*;
use crate::cycle::months_after;
use crate::error::Result;
use crate::testing::World;
use time::{Date, Duration};
use uuid::Uuid;

async fn try_to_accept(
    world: &World,
    manager: &Actor,
    file: Uuid,
    edit: impl FnOnce(&mut Review),
) -> Result<()> {
    let act = world.db.write(manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let mut typed = reasons(of_file(tx, file).await?.version);
        edit(&mut typed);
        accept(tx, &by, file, typed).await
    });
    act.await
}

fn tied(key: &'static str, ended: Option<Date>) -> impl FnOnce(&mut Review) {
    move |typed| {
        typed.tie = key.into();
        typed.tie_who = "Marsh Advisory, which our owner owns".into();
        typed.tie_ended_on = ended.map(|day| day.to_string()).unwrap_or_default();
    }
}

#[tokio::test]
async fn imp_3_no_application_is_accepted_within_two_years_of_internal_audits_or_consultancy() {
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, scheme_manager(&world).await);
    let file = submitted_application(&world, &client, 1).await.engagement_id;
    let two_years_ago = months_after(world.now().date(), -24);
    let a_day_too_late = two_years_ago + Duration::days(1);
    for key in ["internal_audits", "consultancy", "both"] {
        for ended in [Some(a_day_too_late), None] {
            let refusal = refused(try_to_accept(&world, &manager, file, tied(key, ended)).await);
            assert_eq!(refusal.rule.id, "IMP-3");
            assert!(refusal.because.contains("Marsh Advisory"), "{}", refusal.because);
        }
    }
    let state = world.db.read(&manager, async |tx| of_file(tx, file).await).await.unwrap().state;
    assert!(state.is_under_review(), "a refusal changes nothing");
    let ended = tied("both", Some(two_years_ago));
    try_to_accept(&world, &manager, file, ended).await.expect("two years are over today");
    let kept: (String, Option<Date>) =
        sqlx::query_as("select tie, tie_ended_on from application_reviews where body_id = $1")
            .bind(world.body)
            .fetch_one(&world.owner)
            .await
            .unwrap();
    assert_eq!(kept, ("both".to_owned(), Some(two_years_ago)));
}

#[tokio::test]
async fn imp_3_whoever_was_tied_to_the_client_is_named_before_it_is_accepted() {
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, scheme_manager(&world).await);
    let file = submitted_application(&world, &client, 1).await.engagement_id;
    let silent = try_to_accept(&world, &manager, file, |typed| typed.tie.clear()).await;
    assert_eq!(super::fields(silent), ["tie"]);
    let nobody = try_to_accept(&world, &manager, file, |typed| typed.tie = "both".into()).await;
    assert_eq!(super::fields(nobody), ["tie_who"]);
}

#[tokio::test]
async fn imp_4_another_certification_body_is_not_certified_and_says_so_itself() {
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, scheme_manager(&world).await);
    let file = write(&world, &client, 2).await.engagement_id;
    let say = async |answer: &str| {
        let edit = |typed: &mut Typed| typed.certification_body = answer.into();
        change(&world, &client, Section::Organisation, edit).await.expect("saved");
    };
    say("").await;
    let refusal = refused(send(&world, &client).await);
    assert_eq!(refusal.rule.id, "APP-1");
    assert!(refusal.missing[0].contains("certify management systems"), "{:?}", refusal.missing);
    say("yes").await;
    send(&world, &client).await.expect("it is the body that refuses");
    let refusal = refused(try_to_accept(&world, &manager, file, |_| {}).await);
    assert_eq!(refusal.rule.id, "IMP-4");
    sqlx::query("update applications set certification_body = null where body_id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .unwrap();
    let refusal = refused(try_to_accept(&world, &manager, file, |_| {}).await);
    assert_eq!(refusal.rule.id, "IMP-4", "an application from before the question was asked");
}
