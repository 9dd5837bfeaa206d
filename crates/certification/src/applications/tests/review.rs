//! The review with its reasons, and who does not see it (APP-2).

use super::{fields, refused, scheme_manager, write};
use crate::ai_systems;
use crate::applications::testing::{accepted_application, reasons, submitted_application};
use crate::applications::*;
use crate::error::Error;
use crate::testing::World;

#[tokio::test]
async fn app_2_a_review_names_all_four_reasons_and_the_answer_that_is_owed() {
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, scheme_manager(&world).await);
    let file = submitted_application(&world, &client, 1).await;
    let version = world
        .db
        .read(&manager, async |tx| of_file(tx, file.engagement_id).await)
        .await
        .unwrap()
        .version;
    let attempt = async |outcome, typed: Review| {
        let act = async |tx: &mut crate::Tx<'_>| {
            let by = tx.actor().scheme_manager()?;
            review(tx, &by, file.engagement_id, outcome, typed).await
        };
        world.db.write(&manager, act).await
    };
    let bare = Review { version: version.to_string(), ..Review::default() };
    let four = ["information", "differences", "competence", "impartiality"];
    assert_eq!(fields(attempt(Outcome::Accepted, bare.clone()).await), four);
    let untied = Review { tie: String::new(), ..reasons(version) };
    assert_eq!(fields(attempt(Outcome::Accepted, untied).await), ["tie"]);
    assert_eq!(fields(attempt(Outcome::Declined, bare).await), [&four[..], &["answer"]].concat());
    assert_eq!(fields(attempt(Outcome::Returned, reasons(version)).await), ["answer"]);
    let declined = Review { answer: "We do not certify this sector.".into(), ..reasons(version) };
    attempt(Outcome::Declined, declined.clone()).await.expect("declined with its reasons");
    attempt(Outcome::Declined, declined).await.expect("sent twice, one effect");
    assert_eq!(refused(attempt(Outcome::Accepted, reasons(version + 1)).await).rule.id, "ORDER");
    let reviews: i64 =
        sqlx::query_scalar("select count(*) from application_reviews where body_id = $1")
            .bind(world.body)
            .fetch_one(&world.owner)
            .await
            .unwrap();
    assert_eq!(reviews, 1);
    let told: i64 = sqlx::query_scalar("select count(*) from mails where body_id = $1 and to_address = $2 and body like '%We do not certify this sector.%'")
        .bind(world.body).bind(client.email()).fetch_one(&world.owner).await.unwrap();
    assert_eq!(told, 1);
    assert_eq!(
        world.db.read(&client, async |tx| own(tx).await).await.unwrap().answer,
        "We do not certify this sector."
    );
}

#[tokio::test]
async fn app_2_nothing_is_offered_on_an_application_that_is_not_accepted() {
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, scheme_manager(&world).await);
    let file = submitted_application(&world, &client, 1).await;
    let look = world.db.read(&manager, async |tx| accepted(tx, file.engagement_id).await).await;
    assert_eq!(refused(look).rule.id, "APP-2");
    let other = world.client("Northgate Ltd").await;
    let file = accepted_application(&world, &manager, &other, 1).await;
    assert!(
        world.db.read(&manager, async |tx| accepted(tx, file.engagement_id).await).await.is_ok()
    );
}

#[tokio::test]
async fn the_clients_room_sees_no_review_and_the_office_no_draft_in_its_list() {
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, scheme_manager(&world).await);
    let file = accepted_application(&world, &manager, &client, 1).await;
    let drafting = world.client("Brightlight Ltd").await;
    write(&world, &drafting, 1).await;
    let id =
        world.db.read(&manager, async |tx| of_file(tx, file.engagement_id).await).await.unwrap().id;
    assert_eq!(
        world.db.read(&manager, async |tx| earlier_reviews(tx, id).await).await.unwrap().len(),
        1
    );
    assert!(world.db.read(&client, async |tx| earlier_reviews(tx, id).await).await.is_err());
    let listed = async |name: &str, state| {
        let filter = Filter { state, name: name.into(), after: None };
        world.db.read(&manager, async |tx| list(tx, &filter, 10).await).await.unwrap().len()
    };
    assert_eq!(listed("", None).await, 1);
    assert_eq!(listed("  bRIGHTLANE", None).await, 1);
    assert_eq!(listed("lane", None).await, 0, "names are found by their beginning");
    assert_eq!(listed("", Some(State::Submitted)).await, 0);
    assert_eq!(listed("", Some(State::Accepted)).await, 1);
}

#[tokio::test]
async fn another_body_and_another_client_find_nothing() {
    let (world, next) = (World::new().await, World::new().await);
    let (client, foreign) = (world.client("Brightlane Ltd").await, scheme_manager(&next).await);
    let file = submitted_application(&world, &client, 1).await;
    let other = world.client("Northgate Ltd").await;
    for actor in [&foreign, &other] {
        let look = world.db.read(actor, async |tx| of_file(tx, file.engagement_id).await).await;
        assert!(matches!(look, Err(Error::NotFound)));
        assert!(
            world
                .db
                .read(actor, async |tx| ai_systems::list(tx, file.engagement_id, None, 9).await)
                .await
                .unwrap()
                .is_empty()
        );
    }
    let act = world.db.write(&foreign, async |tx| {
        let by = tx.actor().scheme_manager()?;
        accept(tx, &by, file.engagement_id, reasons(1)).await
    });
    assert!(matches!(act.await, Err(Error::NotFound)));
}
