//! Each standard has a file of its own, and asks only what its scheme asks.

use crate::actor::{Actor, Function};
use crate::applications::testing::{answers, submitted_application};
use crate::applications::*;
use crate::audit_time::versions;
use crate::error::{Error, Result};
use crate::files;
use crate::standards::testing::{AIMS, ISMS, QMS};
use crate::testing::World;

async fn offers(world: &World, names: &[&str]) {
    sqlx::query("update bodies set offers = $2 where id = $1")
        .bind(world.body)
        .bind(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
        .execute(&world.owner)
        .await
        .expect("offered");
}

async fn begins(world: &World, client: &Actor, standard: &str) -> Result<files::Brief> {
    let typed = Begin { legal_name: "Brightlane Ltd".into(), standard: standard.into() };
    world.db.write(client, async |tx| begin(tx, typed).await).await
}

/// Every section answered but what is about AI, then sent.
async fn answers_and_submits(world: &World, client: &Actor) -> Result<()> {
    world
        .db
        .write(client, async |tx| {
            for section in Section::ALL {
                let typed = Typed {
                    version: own(tx).await?.version.to_string(),
                    people_ai: String::new(),
                    ai_roles: Vec::new(),
                    ai_systems_total: String::new(),
                    ..answers("Brightlane Ltd", 2)
                };
                save(tx, section, &typed).await?;
            }
            let version = own(tx).await?.version.to_string();
            submit(tx, Versioned { version }).await
        })
        .await
}

#[tokio::test]
async fn app_5_only_a_standard_about_ai_asks_for_roles_and_a_register() {
    let world = World::new().await;
    offers(&world, &[&AIMS.name, &ISMS.name, &QMS.name]).await;
    for standard in [&ISMS.name, &QMS.name] {
        let client = world.client("Brightlane Ltd").await;
        begins(&world, &client, standard).await.expect("begun");
        answers_and_submits(&world, &client).await.expect("nothing on AI is asked");
    }
    let client = world.client("Brightlane Ltd").await;
    begins(&world, &client, &AIMS.name).await.expect("begun");
    match answers_and_submits(&world, &client).await {
        Err(Error::Refused(refusal)) => {
            assert!(refusal.missing.iter().any(|item| item.contains("AI roles")), "{refusal:?}");
            assert!(refusal.missing.iter().any(|item| item.contains("register")), "{refusal:?}");
        }
        other => panic!("it should be refused, but: {other:?}"),
    }
}

#[tokio::test]
async fn a_client_applies_only_for_what_the_body_offers_and_has_a_file_for_each_standard() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    assert!(matches!(begins(&world, &client, &ISMS.name).await, Err(Error::Invalid(_))));
    let first = submitted_application(&world, &client, 1).await;
    offers(&world, &[&AIMS.name, &ISMS.name]).await;
    assert!(matches!(begins(&world, &client, "").await, Err(Error::Invalid(_))), "which one?");
    let second = begins(&world, &client, &ISMS.name).await.expect("a second file");
    assert_ne!(first.engagement_id, second.engagement_id);
    let again = begins(&world, &client, &ISMS.name).await.expect("the same file");
    assert_eq!(again.engagement_id, second.engagement_id);
    let shown = async |actor: &Actor| {
        let own = world.db.read(actor, async |tx| own(tx).await).await.expect("its own");
        (own.standard.name.clone(), own.address)
    };
    let (newest, address) = shown(&client).await;
    assert_eq!(newest, ISMS.name);
    assert!(address.contains("Finsbury"), "what is known of the organisation is not asked again");
    let at_hand = client.clone().with_file(Some(first.engagement_id));
    assert_eq!(shown(&at_hand).await.0, AIMS.name);
    let other = world.client("Northgate Ltd").await.with_file(Some(first.engagement_id));
    let theirs = world.db.read(&other, async |tx| own(tx).await).await;
    assert!(matches!(theirs, Err(Error::NotFound)), "another client's file is never at hand");
}

#[tokio::test]
async fn tim_2_a_scheme_is_offered_only_the_tables_that_fit_it() {
    let world = World::new().await;
    let manager = world.staff("Helen Marsh", &[Function::SchemeManager]).await;
    for (standard, fitting) in [(*QMS, "iaf-md-5"), (*ISMS, "iso-iec-27006")] {
        let read = world.db.read(&manager, async |tx| versions::in_force(tx, standard).await);
        let tables = read.await.expect("tables");
        assert_eq!(tables.of("").expect("the first").key, fitting);
        assert!(matches!(tables.of("indicative-ai-systems"), Err(Error::Invalid(_))));
    }
}
