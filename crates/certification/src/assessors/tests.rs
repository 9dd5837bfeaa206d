//! An assessor at a body: let in from outside, reading, kept, and out again by itself.

use super::*;
use crate::actor::{Actor, Function, Room};
use crate::error::{Error, Result};
use crate::people::{self, Links};
use crate::record;
use crate::rulebook;
use crate::testing::World;
use time::macros::{date, datetime};
use time::{Date, Duration};
use uuid::Uuid;

fn links() -> Links {
    Links::new(crate::testing::SECRET, "https://assay.example")
}

async fn administrator(world: &World) -> Actor {
    world.staff("Anna Admin", &[Function::Administrator]).await
}

async fn email_of(world: &World, person: Uuid) -> String {
    sqlx::query_scalar("select email from people where id = $1")
        .bind(person)
        .fetch_one(&world.owner)
        .await
        .expect("an address")
}

async fn let_in(world: &World, by: &Actor, person: Uuid, last_day: &str) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let typed = Invitation {
        id: id.to_string(),
        name: "Ines Inspector".into(),
        email: email_of(world, person).await,
        sent_by: "Example Accreditation Service".into(),
        last_day: last_day.into(),
    };
    let act = async |tx: &mut crate::Tx<'_>| {
        let by = by.administrator()?;
        invite(tx, &by, &links(), typed).await
    };
    world.db.write(by, act).await.map(|()| id)
}

/// Somebody who is let in until this day.
async fn assessor(world: &World, by: &Actor, last_day: Date) -> Uuid {
    let person = world.person("Ines Inspector").await;
    let_in(world, by, person, &last_day.to_string()).await.expect("let in");
    person
}

/// What the door of the office answers to whoever holds this token.
async fn at_the_door(world: &World, token: &str) -> Result<Actor> {
    let entered = people::enter(&world.db, token).await?.expect("the session lives");
    entered.actor(&world.slug, Room::Office, None)
}

#[tokio::test]
async fn an_access_is_open_on_its_last_day_and_over_on_the_next_by_the_bodys_own_clocks() {
    let world = World::new().await;
    let admin = administrator(&world).await;
    sqlx::query("update bodies set time_zone = 'Pacific/Auckland' where id = $1")
        .bind(world.body)
        .execute(&world.owner)
        .await
        .expect("moved");
    // In Auckland it is the 20th from 11:00 UTC of the 19th on, until 11:00 UTC of the 20th.
    world.clock.set_shift(datetime!(2026-05-18 12:00 UTC) - crate::Clock::default().now());
    let admin = admin.in_zone(crate::Zone::of_body("Pacific/Auckland"));
    let person = assessor(&world, &admin, date!(2026 - 05 - 20)).await;
    for (now, opens) in [
        (datetime!(2026-05-19 12:00 UTC), true),
        (datetime!(2026-05-20 11:58 UTC), true),
        (datetime!(2026-05-20 12:01 UTC), false),
    ] {
        world.clock.set_shift(now - crate::Clock::default().now());
        let token = people::remember(&world.db, person, "").await.expect("a session");
        assert_eq!(at_the_door(&world, &token).await.is_ok(), opens, "{now}");
    }
}

#[tokio::test]
async fn a_session_that_is_open_when_the_last_day_ends_finds_every_door_shut() {
    let world = World::new().await;
    let admin = administrator(&world).await;
    let today = world.clock.today();
    let person = assessor(&world, &admin, today).await;
    world.clock.set_shift(
        today.midnight().assume_utc() + Duration::minutes(23 * 60 + 59)
            - crate::Clock::default().now(),
    );
    let token = people::remember(&world.db, person, "").await.expect("a session");
    let inside = at_the_door(&world, &token).await.expect("the last minute");
    assert!(inside.only_looks());
    world.clock.advance(Duration::minutes(2));
    let shut = at_the_door(&world, &token).await;
    let stranger = world.person("Sam Stranger").await;
    let never = people::remember(&world.db, stranger, "").await.expect("a session");
    assert!(matches!(shut, Err(Error::NotFound)));
    assert!(matches!(at_the_door(&world, &never).await, Err(Error::NotFound)), "told alike");
    let entered = people::enter(&world.db, &token).await.expect("a look").expect("it lives");
    assert!(entered.memberships.is_empty(), "nothing of the body shows any more");
}

#[tokio::test]
async fn a_last_day_is_given_and_not_far_away() {
    let world = World::new().await;
    let admin = administrator(&world).await;
    let (person, today) = (world.person("Ines Inspector").await, world.clock.today());
    let far = (today + Duration::days(LONGEST + 1)).to_string();
    let past = (today - Duration::days(1)).to_string();
    for wrong in ["", "next week", &far, &past] {
        let refused = let_in(&world, &admin, person, wrong).await;
        assert!(
            matches!(refused, Err(Error::Invalid(errors)) if errors.0[0].0 == "last_day"),
            "{wrong}"
        );
    }
    let furthest = (today + Duration::days(LONGEST)).to_string();
    let_in(&world, &admin, person, &furthest).await.expect("let in");
    let longer = "update memberships set last_day = last_day + 10 where body_id = $1 and function = 'assessor'";
    let held = sqlx::query(longer).bind(world.body).execute(&world.owner).await;
    assert!(held.expect_err("held").to_string().contains("memberships_assessor_not_for_long"));
}

#[tokio::test]
async fn only_an_administrator_lets_in_and_only_from_outside() {
    let world = World::new().await;
    let (admin, today) = (administrator(&world).await, world.clock.today().to_string());
    let auditor = world.staff("Otto Auditor", &[Function::Auditor]).await;
    let client = world.client("Harbour Ltd").await;
    for inside in [&auditor, &client] {
        let refused = let_in(&world, &admin, inside.person().expect("one"), &today).await;
        let said = refused.expect_err("refused").to_string();
        assert!(said.contains("an assessor comes from outside"), "{said}");
    }
    let manager = world.staff("Mia Manager", &[Function::SchemeManager]).await;
    assert!(manager.administrator().is_err());
    // Nor does an assessor become one of the body's own people meanwhile.
    let person = world.person("Ines Inspector").await;
    let_in(&world, &admin, person, &today).await.expect("let in");
    for function in ["auditor", "assessor"] {
        let typed = people::Invitation {
            id: Uuid::now_v7().to_string(),
            name: "Ines Inspector".into(),
            email: email_of(&world, person).await,
            function: function.into(),
        };
        let act = async |tx: &mut crate::Tx<'_>| {
            let by = admin.administrator()?;
            people::invite(tx, &by, &links(), typed).await
        };
        assert!(matches!(world.db.write(&admin, act).await, Err(Error::Invalid(_))), "{function}");
    }
}

#[tokio::test]
async fn an_access_is_given_once_ended_at_once_and_given_anew_after_it_expired() {
    let world = World::new().await;
    let admin = administrator(&world).await;
    let (person, today) = (world.person("Ines Inspector").await, world.clock.today());
    let id = let_in(&world, &admin, person, &today.to_string()).await.expect("let in");
    let again = let_in(&world, &admin, person, &today.to_string()).await;
    assert!(again.expect_err("refused").to_string().contains("has access already"));
    let token = people::remember(&world.db, person, "").await.expect("a session");
    let finish = async |id: Uuid| {
        world.db.write(&admin, async |tx| end(tx, &admin.administrator()?, id).await).await
    };
    finish(id).await.expect("ended");
    finish(id).await.expect("sent twice is one effect");
    assert!(matches!(at_the_door(&world, &token).await, Err(Error::NotFound)));
    let own = "select id from memberships where body_id = $1 and function = 'administrator'";
    let own: Uuid =
        sqlx::query_scalar(own).bind(world.body).fetch_one(&world.owner).await.expect("one");
    assert!(matches!(finish(own).await, Err(Error::NotFound)), "no other function ends here");
    let_in(&world, &admin, person, &today.to_string()).await.expect("a second access");
    world.clock.advance(Duration::days(1));
    let tomorrow = world.clock.today().to_string();
    let_in(&world, &admin, person, &tomorrow).await.expect("a third, after the second expired");
    let seen = world.db.read(&admin, async |tx| accesses(tx, None, 10).await).await.expect("read");
    let standing: Vec<_> = seen.iter().map(|access| access.standing(world.clock.today())).collect();
    assert_eq!(standing, [Standing::Open, Standing::Expired, Standing::Ended]);
}

#[tokio::test]
async fn an_assessor_reads_and_the_database_itself_refuses_every_change() {
    let world = World::new().await;
    let case = crate::audits::testing::planned(&world).await;
    let admin = administrator(&world).await;
    let person = assessor(&world, &admin, world.clock.today()).await;
    let looker = world.as_in(person, Room::Office, vec![Function::Assessor]).await;
    let read = world.db.read(&looker, async |tx| crate::files::of(tx, case.engagement).await).await;
    let file = read.expect("an assessor reads what the office reads").file();
    let note = async |tx: &mut crate::Tx<'_>| {
        let typed =
            crate::notes::Typed { id: Uuid::now_v7().to_string(), text: "I was here.".into() };
        crate::notes::write(tx, file, typed).await
    };
    let refused = world.db.write(&looker, note).await;
    assert!(matches!(refused, Err(Error::Refused(refusal)) if refusal.rule == rulebook::CMP_2));
    // With whatever functions besides, and whatever is tried around the verbs.
    let also =
        world.as_in(person, Room::Office, vec![Function::SchemeManager, Function::Assessor]).await;
    for attempt in [
        "set transaction read write",
        "update memberships set last_day = last_day + 1",
        "insert into looked_days (body_id, client_id, engagement_id, person_id, day) select body_id, client_id, id, gen_random_uuid(), now()::date from engagements",
        "delete from sessions",
    ] {
        let tried = world.db.write(&also, async |tx| {
            sqlx::query(attempt).execute(tx.sql()).await?;
            sqlx::query("update clients set name = name").execute(tx.sql()).await?;
            Ok(())
        });
        assert!(tried.await.is_err(), "{attempt}");
    }
    let notes: i64 = sqlx::query_scalar("select count(*) from notes where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("a count");
    assert_eq!(notes, 0);
}

#[tokio::test]
async fn each_look_is_kept_and_a_day_of_looks_is_one_entry_of_the_files_record() {
    let world = World::new().await;
    let case = crate::audits::testing::planned(&world).await;
    let admin = administrator(&world).await;
    let person = assessor(&world, &admin, world.clock.today() + Duration::days(5)).await;
    let looker = world.as_in(person, Room::Office, vec![Function::Assessor]).await;
    let open = async |page: &str, ids: &[Uuid]| {
        looked(&world.db, &looker, page, ids).await.expect("kept");
    };
    open("/office/clients/1/record", &[case.engagement]).await;
    open("/office/clients/1/audits/2/team", &[case.engagement, case.stage_1]).await;
    open("/office/audits/2", &[case.stage_1]).await;
    open("/office/complaints", &[]).await;
    world.clock.advance(Duration::days(1));
    open("/office/clients/1/record", &[case.engagement]).await;
    let read = async |tx: &mut crate::Tx<'_>| {
        let all = looks(tx, None, None, 10).await?;
        let nobodys = looks(tx, Some(Uuid::now_v7()), None, 10).await?;
        Ok((
            all,
            nobodys,
            record::lines(tx, case.engagement, i64::MAX, 50).await?,
            record::verify(tx, case.engagement).await?,
        ))
    };
    let (all, nobodys, lines, chain) = world.db.read(&case.manager, read).await.expect("read");
    assert_eq!((all.len(), nobodys.len()), (5, 0));
    assert_eq!(all.iter().filter(|look| look.engagement_id == Some(case.engagement)).count(), 4);
    assert_eq!(all[1].page, "/office/complaints");
    let entries: Vec<_> = lines.iter().filter(|line| line.act == "assessor_looked").collect();
    assert_eq!(entries.len(), 2, "one for each day");
    assert_eq!(entries[0].who, "Ines Inspector");
    assert_eq!(
        entries[0].sentence,
        "Looked at this file as an assessor of Example Accreditation Service."
    );
    assert!(chain.is_ok(), "the chain holds");
    let other = world.neighbour().await;
    let theirs = other.staff("Sam Stranger", &[Function::QualityManager]).await;
    let seen = other.db.read(&theirs, async |tx| looks(tx, None, None, 10).await).await;
    assert!(seen.expect("read").is_empty(), "nothing of it shows at another body");
}

#[tokio::test]
async fn what_an_assessor_tried_is_kept_though_it_may_change_nothing() {
    let world = World::new().await;
    let admin = administrator(&world).await;
    let person = assessor(&world, &admin, world.clock.today()).await;
    let looker = world.as_in(person, Room::Office, vec![Function::Assessor]).await;
    let refusal = crate::actor::changes_nothing();
    let tried = crate::enforcement::Attempted { refusal: &refusal, attempt: "POST /x", ids: &[] };
    crate::enforcement::keep_refusal(&world.db, &looker, tried).await.expect("kept");
    let kept: i64 = sqlx::query_scalar("select count(*) from refusals where by_person = $1")
        .bind(person)
        .fetch_one(&world.owner)
        .await
        .expect("a count");
    assert_eq!(kept, 1);
}

#[tokio::test]
async fn an_assessor_has_no_competence_file_and_owns_no_risk() {
    let world = World::new().await;
    let admin = administrator(&world).await;
    let person = assessor(&world, &admin, world.clock.today()).await;
    let lists = async |tx: &mut crate::Tx<'_>| {
        let owners = crate::impartiality::owners(tx).await?;
        let matrix = crate::competence::matrix(tx).await?;
        Ok((owners.iter().any(|o| o.id == person), matrix.iter().any(|l| l.person_id == person)))
    };
    assert_eq!(world.db.read(&admin, lists).await.expect("read"), (false, false));
}
