//! Free, in writing, acknowledged, its progress and outcome told, and decided by nobody with an earlier part
//! (CAP-1).

use super::*;
use crate::actor::{Actor, Function};
use crate::decisions::testing::{Seated, audited, case_before_panel, granted};
use crate::error::{Error, Result};
use crate::people::Links;
use crate::testing::World;
use uuid::Uuid;

fn links() -> Links {
    Links::new(b"the secret of this test's installation", "https://assay.test")
}

fn typed() -> OfVisitor {
    OfVisitor {
        id: Uuid::now_v7().to_string(),
        name: "Nora Neighbour".into(),
        email: "nora@example.test".into(),
        subject: "A seal on a product".into(),
        text: "A certified company prints your seal on its boxes.".into(),
    }
}

async fn lodges(world: &World, form: OfVisitor) -> Result<Lodged> {
    let anyone = Actor::visitor(Some(world.body));
    world.db.write(&anyone, async |tx| lodge_as_visitor(tx, &links(), form).await).await
}

async fn follows(world: &World, token: &str) -> Result<Followed> {
    let anyone = Actor::visitor(Some(world.body));
    world.db.read(&anyone, async |tx| follow(tx, token).await).await
}

async fn only(world: &World) -> Uuid {
    sqlx::query_scalar("select id from complaints where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("one complaint")
}

async fn count(world: &World, what: &str) -> i64 {
    let sql = format!("select count(*) from {what} where body_id = $1");
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("a count")
}

async fn quality(world: &World) -> Actor {
    world.staff("Quinn Quality", &[Function::QualityManager]).await
}

async fn acknowledges(
    world: &World,
    by: &Actor,
    id: Uuid,
    (file, about): (&str, &str),
) -> Result<()> {
    let form = Acknowledgement {
        version: "1".into(),
        file: file.into(),
        about_person: about.into(),
        text: "We look into it.".into(),
    };
    let quality = by.quality_manager()?;
    world.db.write(by, async |tx| acknowledge(tx, &quality, &links(), id, form).await).await
}

async fn version(world: &World, by: &Actor, id: Uuid) -> Result<String> {
    let matter = world.db.read(by, async |tx| complaint(tx, id).await).await?;
    Ok(matter.version.to_string())
}

async fn progresses(world: &World, by: &Actor, id: Uuid) -> Result<()> {
    let (quality, version) = (by.quality_manager()?, version(world, by, id).await?);
    let form = Progress { id: String::new(), version, text: "We asked the company.".into() };
    world.db.write(by, async |tx| report_progress(tx, &quality, &links(), id, form).await).await
}

async fn appoints(world: &World, by: &Actor, id: Uuid, who: Uuid) -> Result<()> {
    let (quality, version) = (by.quality_manager()?, version(world, by, id).await?);
    let form = Appointed { id: String::new(), version, decider: who.to_string() };
    world.db.write(by, async |tx| appoint_decider(tx, &quality, id, form).await).await
}

async fn decides(world: &World, by: &Actor, id: Uuid) -> Result<()> {
    let version = version(world, by, id).await?;
    let reasons = "The seal belongs to the system, not to the box.".into();
    let form = Decision { version, outcome: "upheld".into(), reasons };
    world.db.write(by, async |tx| decide(tx, id, form).await).await
}

async fn tells(world: &World, by: &Actor, id: Uuid) -> Result<()> {
    let (quality, version) = (by.quality_manager()?, version(world, by, id).await?);
    let form = Telling { version };
    world.db.write(by, async |tx| tell(tx, &quality, &links(), id, form).await).await
}

fn rule<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
    match outcome {
        Err(Error::Refused(refusal)) => refusal.rule.id,
        other => panic!("not refused by a rule: {other:?}"),
    }
}

#[tokio::test]
async fn cap_1_a_visitors_complaint_goes_all_the_way_and_each_step_is_told() {
    let world = World::new().await;
    let lodged = lodges(&world, typed()).await.expect("lodged");
    let (id, quinn) = (only(&world).await, quality(&world).await);
    let decider = world.staff("Dana Decider", &[Function::Administrator]).await;
    assert_eq!(rule(progresses(&world, &quinn, id).await), "CAP-1", "not acknowledged yet");
    acknowledges(&world, &quinn, id, ("", "")).await.expect("acknowledged");
    let person = decider.person().expect("a person");
    appoints(&world, &quinn, id, person).await.expect("appointed");
    assert_eq!(rule(decides(&world, &decider, id).await), "CAP-1", "no progress was told");
    progresses(&world, &quinn, id).await.expect("told");
    assert_eq!(rule(decides(&world, &quinn, id).await), "CAP-1", "she was not appointed");
    assert_eq!(rule(tells(&world, &quinn, id).await), "CAP-1", "not decided");
    decides(&world, &decider, id).await.expect("decided");
    let untold = follows(&world, &lodged.token).await.expect("to follow");
    assert_eq!((untold.outcome, untold.state.told_as()), (None, "Being looked into"));
    tells(&world, &quinn, id).await.expect("told");
    let told = follows(&world, &lodged.token).await.expect("to follow");
    assert_eq!(told.outcome.as_deref(), Some("upheld"));
    assert_eq!(told.notes().len(), 1);
    let mails =
        "mails m join bodies b on b.id = m.body_id where m.to_address = 'nora@example.test' and m.";
    let sql = format!("select count(*) from {mails}body_id = $1");
    let mails: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("mails");
    assert_eq!(mails, 4, "receipt, acknowledgement, progress, outcome");
    assert_eq!(rule(decides(&world, &decider, id).await), "CAP-1", "once");
}

#[tokio::test]
async fn cap_1_a_token_opens_one_matter_to_its_holder_and_nothing_else_is_public() {
    let world = World::new().await;
    let form = typed();
    let again = OfVisitor { id: form.id.clone(), ..typed() };
    let stranger = OfVisitor { id: form.id.clone(), email: "eve@example.test".into(), ..typed() };
    let lodged = lodges(&world, form).await.expect("lodged");
    let twice = lodges(&world, again).await.expect("the same form again");
    assert_eq!(lodged.token, twice.token);
    assert_eq!(count(&world, "complaints").await, 1, "sent twice, one complaint");
    let guessed = lodges(&world, stranger).await.expect("an answer");
    assert!(matches!(follows(&world, &guessed.token).await, Err(Error::NotFound)));
    assert!(matches!(follows(&world, "00").await, Err(Error::NotFound)));
    let neighbour = world.neighbour().await;
    assert!(matches!(follows(&neighbour, &lodged.token).await, Err(Error::NotFound)));
    let kept: Vec<u8> =
        sqlx::query_scalar("select token_digest from complaints where body_id = $1")
            .bind(world.body)
            .fetch_one(&world.owner)
            .await
            .expect("a digest");
    assert_ne!(hex::encode(kept), lodged.token, "the token itself is kept nowhere");
    let anyone = Actor::visitor(Some(world.body));
    for table in ["complaints", "complaint_notes", "complaint_decisions"] {
        let sql = format!("select * from {table}");
        let looked = world.db.read(&anyone, async |tx| {
            Ok(sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(tx.sql()).await?.len())
        });
        assert!(looked.await.is_err(), "{table}");
    }
}

#[tokio::test]
async fn cap_1_a_flood_and_a_book_are_sent_back() {
    let world = World::new().await;
    for _ in 0..3 {
        lodges(&world, typed()).await.expect("lodged");
    }
    assert!(matches!(lodges(&world, typed()).await, Err(Error::Invalid(_))), "a fourth in a day");
    world.clock.advance(time::Duration::hours(25));
    lodges(&world, typed()).await.expect("the next day");
    let book = OfVisitor { text: "x".repeat(9_000), email: "long@example.test".into(), ..typed() };
    assert!(matches!(lodges(&world, book).await, Err(Error::Invalid(_))));
    let Err(Error::Invalid(errors)) = lodges(&world, OfVisitor::default()).await else {
        panic!("an empty complaint")
    };
    let fields: Vec<_> = errors.0.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["name", "email", "subject", "text"]);
}

async fn decided_case(world: &World) -> Seated {
    let seated = case_before_panel(world, audited(world, "Appellant Ltd").await).await;
    granted(world, &seated).await.expect("granted");
    seated
}

async fn appeals(world: &World, client: &Actor, kind: &str, against: &str) -> Result<Lodged> {
    let form = OfClient {
        id: Uuid::now_v7().to_string(),
        kind: kind.into(),
        against: against.into(),
        subject: "The scope is too narrow".into(),
        text: "We asked for both sites.".into(),
    };
    world.db.write(client, async |tx| lodge_as_client(tx, &links(), form).await).await
}

#[tokio::test]
async fn cap_1_an_appeal_names_the_decision_or_finding_and_nobody_with_an_earlier_part_decides_it()
{
    let world = World::new().await;
    let seated = decided_case(&world).await;
    let (client, quinn) = (&seated.audited.client, quality(&world).await);
    let empty = appeals(&world, client, "appeal", "").await;
    assert!(matches!(empty, Err(Error::Invalid(_))), "an appeal against nothing");
    let offered = world.db.read(client, async |tx| may_appeal_against(tx).await).await;
    let offered = offered.expect("what to appeal against");
    let invented = format!("decision {}", Uuid::now_v7());
    assert!(matches!(appeals(&world, client, "appeal", &invented).await, Err(Error::Invalid(_))));
    let decision = offered.iter().map(Against::key).find(|key| key.starts_with("decision"));
    appeals(&world, client, "appeal", &decision.expect("the decision")).await.expect("lodged");
    let id = only(&world).await;
    acknowledges(&world, &quinn, id, ("", "")).await.expect("acknowledged");
    progresses(&world, &quinn, id).await.expect("told");
    let person = |actor: &Actor| actor.person().expect("a person");
    for earlier in [&seated.audited.lead, &seated.chair, &seated.members[0]] {
        world.give(person(earlier), Function::Administrator).await;
        assert_eq!(rule(appoints(&world, &quinn, id, person(earlier)).await), "CAP-1");
        let forced = sqlx::query("insert into complaint_deciders (body_id, complaint_id, id, person_id, appointed_by, appointed_at)
             values ($1, $2, $3, $4, $4, now())")
            .bind(world.body).bind(id).bind(Uuid::now_v7()).bind(person(earlier))
            .execute(&world.owner).await;
        assert!(forced.expect_err("the database refuses").to_string().contains("CAP-1"));
    }
    let outside = world.staff("Aron Auditor", &[Function::Auditor]).await;
    assert!(matches!(appoints(&world, &quinn, id, person(&outside)).await, Err(Error::NotFound)));
    appoints(&world, &quinn, id, person(&quinn)).await.expect("who handles it may decide it");
    decides(&world, &quinn, id).await.expect("decided");
    let read = world.db.read(client, async |tx| own(tx).await).await.expect("the client's own");
    assert_eq!(read[0].outcome, None, "not told yet");
    tells(&world, &quinn, id).await.expect("told");
    let read = world.db.read(client, async |tx| own(tx).await).await.expect("the client's own");
    assert_eq!(read[0].outcome.as_deref(), Some("upheld"));
    let acts: Vec<String> = sqlx::query_scalar(
        "select act from record_entries where body_id = $1 and act like 'complaint%' order by seq",
    )
    .bind(world.body)
    .fetch_all(&world.owner)
    .await
    .expect("the record");
    let lodged_to_told = ["lodged", "acknowledged", "progress", "decider", "decided", "told"];
    assert_eq!(acts, lodged_to_told.map(|act| format!("complaint_{act}")));
}

#[tokio::test]
async fn cap_1_who_reviewed_the_application_and_who_is_complained_about_decide_nothing() {
    let world = World::new().await;
    let audited = audited(&world, "Applicant Ltd").await;
    let (quinn, person) = (quality(&world).await, |a: &Actor| a.person().expect("a person"));
    let manager = &audited.manager;
    sqlx::query("insert into application_reviews (body_id, client_id, application_id, id, outcome, information, differences, competence, impartiality, answer, by_person, at)
         select body_id, client_id, id, gen_random_uuid(), 'accepted', 'x', 'x', 'x', 'x', 'x', $2, now() from applications where body_id = $1")
        .bind(world.body).bind(person(manager)).execute(&world.owner).await.expect("a review");
    lodges(&world, typed()).await.expect("lodged");
    let id = only(&world).await;
    let accused = world.staff("Ada Accused", &[Function::Administrator]).await;
    let (file, about) = (audited.file.engagement_id.to_string(), person(&accused).to_string());
    acknowledges(&world, &quinn, id, (&file, &about)).await.expect("acknowledged");
    for barred in [manager, &accused] {
        assert_eq!(rule(appoints(&world, &quinn, id, person(barred)).await), "CAP-1");
    }
    // A stranger's complaint about a client stands on its record, and is not the client's to read.
    let lines = world.db.read(&audited.client, async |tx| {
        crate::record::lines(tx, audited.file.engagement_id, i64::MAX, 50).await
    });
    let lines = lines.await.expect("its record");
    assert!(lines.iter().all(|line| !line.act.starts_with("complaint")));
    let own = world.db.read(&audited.client, async |tx| own(tx).await).await.expect("own");
    assert!(own.is_empty());
    // Who gets a part after the appointment decides nothing either.
    progresses(&world, &quinn, id).await.expect("told");
    let late = world.staff("Lara Late", &[Function::Administrator]).await;
    appoints(&world, &quinn, id, person(&late)).await.expect("appointed");
    sqlx::query("insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
         values ($1, $2, $3, $4, $5, $6, 'observer', $6, now())")
        .bind(world.body).bind(audited.file.client_id).bind(audited.file.engagement_id).bind(audited.stage_2)
        .bind(Uuid::now_v7()).bind(person(&late)).execute(&world.owner).await.expect("an observer");
    assert_eq!(rule(decides(&world, &late, id).await), "CAP-1");
    assert_eq!(count(&world, "complaint_decisions").await, 0);
}
