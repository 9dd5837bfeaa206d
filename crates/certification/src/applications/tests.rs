//! What the gates of an application refuse, and what they let through.

use super::testing::{
    accepted_application, answers, complete_system, reasons, submitted_application, written,
};
use super::*;
use crate::actor::{Actor, Function};
use crate::ai_systems;
use crate::error::{Error, Refusal, Result};
use crate::files;
use crate::record;
use crate::testing::World;

async fn scheme_manager(world: &World) -> Actor {
    world.staff("Helen Marsh", &[Function::SchemeManager]).await
}

async fn write(world: &World, client: &Actor, systems: usize) -> files::Brief {
    let act = world.db.write(client, async |tx| written(tx, "Brightlane Ltd", systems).await);
    act.await.expect("the application is written")
}

async fn send(world: &World, client: &Actor) -> Result<()> {
    let act = world.db.write(client, async |tx| {
        let version = own(tx).await?.version.to_string();
        submit(tx, Versioned { version }).await
    });
    act.await
}

async fn change(
    world: &World,
    client: &Actor,
    section: Section,
    edit: impl FnOnce(&mut Typed),
) -> Result<()> {
    let version = world.db.read(client, async |tx| own(tx).await).await?.version.to_string();
    let mut typed = Typed { version, ..answers("Brightlane Ltd", 2) };
    edit(&mut typed);
    world.db.write(client, async |tx| save(tx, section, &typed).await).await
}

fn refused<T: std::fmt::Debug>(outcome: Result<T>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => refusal,
        other => panic!("a rule should refuse this, but: {other:?}"),
    }
}

fn fields<T: std::fmt::Debug>(outcome: Result<T>) -> Vec<String> {
    match outcome {
        Err(Error::Invalid(errors)) => errors.0.into_iter().map(|(field, _)| field).collect(),
        other => panic!("fields should be named, but: {other:?}"),
    }
}

#[tokio::test]
async fn an_application_begins_once_with_number_record_and_signatory() {
    let world = World::new().await;
    let (one, two) = (world.client("Brightlane Ltd").await, world.client("Northgate Ltd").await);
    let start = async |actor: &Actor| {
        let typed = Begin { legal_name: "Brightlane Ltd".into() };
        world.db.write(actor, async |tx| begin(tx, typed).await).await.expect("it begins")
    };
    let (first, again, other) = (start(&one).await, start(&one).await, start(&two).await);
    assert_eq!(first.engagement_id, again.engagement_id);
    assert!(
        first.reference.ends_with("-0001") && other.reference.ends_with("-0002"),
        "{} {}",
        first.reference,
        other.reference
    );
    let lines = world
        .db
        .read(&one, async |tx| record::lines(tx, first.engagement_id, i64::MAX, 9).await)
        .await
        .unwrap();
    assert_eq!(
        lines.iter().map(|line| line.act.as_str()).collect::<Vec<_>>(),
        ["application_begun"]
    );
}

#[tokio::test]
async fn two_posts_of_the_same_form_at_once_make_one_client_and_one_engagement() {
    let world = World::new().await;
    let mut actor = world.client("Elsewhere Ltd").await;
    actor.client = Some(uuid::Uuid::now_v7());
    let start = || {
        world.db.write(&actor, async |tx| {
            begin(tx, Begin { legal_name: "Brightlane Ltd".into() }).await
        })
    };
    let (one, two) = tokio::join!(start(), start());
    assert_eq!(one.unwrap().engagement_id, two.unwrap().engagement_id);
}

#[tokio::test]
async fn applying_under_somebody_elses_client_id_is_not_found_and_makes_no_member() {
    let world = World::new().await;
    let (owner, mut stranger) =
        (world.client("Brightlane Ltd").await, world.client("Northgate Ltd").await);
    write(&world, &owner, 1).await;
    stranger.client = owner.client;
    let attempt = world
        .db
        .write(&stranger, async |tx| begin(tx, Begin { legal_name: "Mine now".into() }).await)
        .await;
    assert!(matches!(attempt, Err(Error::NotFound)));
    let members: i64 = sqlx::query_scalar(
        "select count(*) from client_members where body_id = $1 and client_id = $2",
    )
    .bind(world.body)
    .bind(owner.client)
    .fetch_one(&world.owner)
    .await
    .unwrap();
    assert_eq!(members, 1);
}

#[tokio::test]
async fn app_1_names_everything_that_is_missing() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    world
        .db
        .write(&client, async |tx| begin(tx, Begin { legal_name: "Brightlane Ltd".into() }).await)
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

#[tokio::test]
async fn a_draft_takes_anything_of_the_right_shape_and_says_what_has_not() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    write(&world, &client, 1).await;
    let wrong = change(&world, &client, Section::People, |t| {
        (t.people_total, t.people_ai) = ("many".into(), "-4".into());
        t.languages = vec!["tlh".into()];
    });
    assert_eq!(fields(wrong.await), ["people_total", "people_ai", "languages"]);
    let wrong = change(&world, &client, Section::Sites, |t| {
        (t.site_name[0], t.site_people[1]) = ("x".repeat(301), "few".into())
    });
    assert_eq!(fields(wrong.await), ["site_name-0", "site_people-1"]);
    let wrong =
        change(&world, &client, Section::Certificates, |t| t.held_expires[0] = "31/05/2028".into());
    assert_eq!(fields(wrong.await), ["held_expires-0"]);
}

#[tokio::test]
async fn a_section_saved_twice_is_saved_once_and_a_stale_page_overwrites_nothing() {
    let world = World::new().await;
    let client = world.client("Brightlane Ltd").await;
    write(&world, &client, 1).await;
    let look = async || world.db.read(&client, async |tx| own(tx).await).await.unwrap();
    let stale = look().await.version.to_string();
    let typed =
        Typed { version: stale.clone(), units: "Only one".into(), ..answers("Brightlane Ltd", 1) };
    for _ in 0..2 {
        world
            .db
            .write(&client, async |tx| save(tx, Section::Scope, &typed).await)
            .await
            .expect("the same again is no conflict");
    }
    let late =
        Typed { version: stale, units: "Something else".into(), ..answers("Brightlane Ltd", 1) };
    let outcome = world.db.write(&client, async |tx| save(tx, Section::Scope, &late).await).await;
    assert!(matches!(outcome, Err(Error::Stale(_))));
    assert_eq!(look().await.units, "Only one");
}

#[tokio::test]
async fn what_is_submitted_is_locked_until_it_is_returned() {
    let world = World::new().await;
    let (client, manager) = (world.client("Brightlane Ltd").await, scheme_manager(&world).await);
    let file = submitted_application(&world, &client, 1).await;
    let locked = change(&world, &client, Section::Scope, |t| t.units = "More".into()).await;
    assert_eq!(refused(locked).rule.id, "ORDER");
    let system = complete_system("Late arrival");
    let locked = world
        .db
        .write(&client, async |tx| ai_systems::add(tx, uuid::Uuid::now_v7(), &system).await)
        .await;
    assert_eq!(refused(locked).rule.id, "ORDER");
    let version = world
        .db
        .read(&manager, async |tx| of_file(tx, file.engagement_id).await)
        .await
        .unwrap()
        .version;
    let act = world.db.write(&manager, async |tx| {
        let by = tx.actor().scheme_manager()?;
        let answer = "Which units does the scope hold?".to_owned();
        return_with_questions(tx, &by, file.engagement_id, Review { answer, ..reasons(version) })
            .await
    });
    act.await.unwrap();
    change(&world, &client, Section::Scope, |t| {
        (t.units, t.ai_systems_total) = ("More".into(), "1".into())
    })
    .await
    .expect("it is open again");
    send(&world, &client).await.expect("and submitted again");
}

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
