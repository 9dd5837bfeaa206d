//! What is missing is named before an application is sent (APP-1, APP-4, APP-5).

use super::{change, refused, send, write};
use crate::actor::Function;
use crate::ai_systems;
use crate::applications::*;
use crate::testing::World;

#[tokio::test]
async fn app_1_names_everything_that_is_missing() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    world
        .db
        .write(&client, async |tx| {
            begin(tx, Begin { legal_name: "Brightlane Ltd".into(), ..Begin::default() }).await
        })
        .await
        .unwrap();
    let refusal = refused(send(&world, &client).await);
    assert_eq!(refusal.rule.id, "APP-1");
    let all = refusal.missing.join("\n");
    for item in [
        "registered address",
        "people in all",
        "people in the AI life cycle",
        "languages",
        "at least one site",
        "the scope you ask for",
        "units",
        "processes",
        "outsourced",
        "AI roles",
        "whether you hold other certificates",
        "whether you received consultancy",
        "Who signs for you: name",
        "the register is empty",
        "whether you leave anything out",
    ] {
        assert!(all.contains(item), "{item} is not named in:\n{all}");
    }
}

#[tokio::test]
async fn app_1_bites_at_each_answer_taken_back() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    write(&world, &client, 2).await;
    type Edit = fn(&mut Typed);
    let cases: [(Section, Edit, &str); 9] = [
        (Section::Organisation, |t| t.legal_name.clear(), "legal name"),
        (Section::People, |t| t.people_ai = "85".into(), "fewer people in the AI life cycle"),
        (Section::People, |t| t.languages.clear(), "languages"),
        (Section::Sites, |t| t.site_address[1].clear(), "address of site 2"),
        (Section::Scope, |t| t.ai_roles.clear(), "AI roles"),
        (Section::Scope, |t| t.outsourced.clear(), "outsourced"),
        (
            Section::Certificates,
            |t| {
                t.held_standard.clear();
            },
            "the certificates you hold",
        ),
        (Section::Consultancy, |t| t.consultancy = "yes".into(), "who gave the consultancy"),
        (Section::Signatory, |t| t.signatory_name.clear(), "name"),
    ];
    for (section, edit, item) in cases {
        change(&world, &client, section, edit).await.expect("a draft is saved incomplete");
        let refusal = refused(send(&world, &client).await);
        assert_eq!((refusal.rule.id, refusal.missing.len()), ("APP-1", 1), "{:?}", refusal.missing);
        assert!(refusal.missing[0].contains(item), "{:?}", refusal.missing);
        change(&world, &client, section, |_| {}).await.expect("the answer is given again");
    }
    send(&world, &client).await.expect("with every answer back, it is submitted");
}

#[tokio::test]
async fn app_4_an_exclusion_without_a_justification_is_named() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    write(&world, &client, 2).await;
    change(&world, &client, Section::Exclusions, |t| t.exclusion_why = vec![" ".into()])
        .await
        .unwrap();
    let refusal = refused(send(&world, &client).await);
    assert_eq!(refusal.rule.id, "APP-4");
    assert_eq!(refusal.missing, ["The justification for leaving out “Marketing analytics”"]);
}

#[tokio::test]
async fn app_5_each_system_in_scope_needs_an_entry_and_incomplete_ones_are_listed() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    let file = write(&world, &client, 2).await;
    change(&world, &client, Section::Scope, |t| t.ai_systems_total = "3".into()).await.unwrap();
    let refusal = refused(send(&world, &client).await);
    assert_eq!(refusal.rule.id, "APP-5");
    assert_eq!(refusal.missing, ["AI systems: the scope names 3, the register holds 2"]);
    let bare = ai_systems::Entry { name: "Chat assistant".into(), ..Default::default() };
    world
        .db
        .write(&client, async |tx| ai_systems::add(tx, uuid::Uuid::now_v7(), &bare).await)
        .await
        .unwrap();
    send(&world, &client).await.expect("an incomplete entry is an entry");
    let auditor = world.staff("Jon Bell", &[Function::Auditor]).await;
    let seen = world
        .db
        .read(&auditor, async |tx| ai_systems::list(tx, file.engagement_id, None, 10).await)
        .await
        .unwrap();
    let lacking: Vec<_> = seen.iter().map(|system| ai_systems::gaps(system).len()).collect();
    assert_eq!(lacking, [0, 0, 15]);
}
