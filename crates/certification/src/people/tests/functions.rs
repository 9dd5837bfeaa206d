//! Who may do what at a body, from the invitation to the end of it.

use super::{NEW, address, links, mailed, mails_to, said};
use crate::actor::{Actor, Function, Room};
use crate::error::{Error, Result};
use crate::people::*;
use crate::testing::World;
use time::Duration;
use uuid::Uuid;

async fn administrator(world: &World) -> Actor {
    world.staff("Anna Admin", &[Function::Administrator]).await
}

async fn invited(world: &World, by: &Actor, email: &str, function: &str, id: Uuid) -> Result<()> {
    let typed = Invitation {
        id: id.to_string(),
        name: "New Colleague".into(),
        email: email.into(),
        function: function.into(),
    };
    world.db.write(by, async |tx| invite(tx, &by.administrator()?, &links(), typed).await).await
}

#[tokio::test]
async fn an_invitation_opens_the_door_once_it_is_answered_and_only_for_the_person_invited() {
    let (world, email, id) = (World::new().await, address("colleague"), Uuid::now_v7());
    let admin = administrator(&world).await;
    invited(&world, &admin, &email, "auditor", id).await.expect("invited");
    invited(&world, &admin, &email, "auditor", id).await.expect("sent twice counts once");
    assert_eq!(mails_to(&world, &email).await.len(), 1);
    let seen = world
        .db
        .read(&admin, async |tx| crate::outbox::mails(tx, None, 50).await)
        .await
        .expect("the outbox");
    assert!(
        seen.iter().all(|mail| mail.to_address != email),
        "the office never reads a link into somebody's account"
    );
    world.clock.advance(Duration::days(6));
    let token = mailed(&world, &email).await;
    let person = set_password(&world.db, &links(), NewPassword { token, password: NEW.into() })
        .await
        .expect("answered");
    let token = remember(&world.db, person, "").await.expect("a session");
    let entered = enter(&world.db, &token).await.expect("a look").expect("signed in");
    assert!(entered.actor(&world.slug, Room::Audit, None).is_ok());
    assert!(entered.actor(&world.slug, Room::Office, None).is_err(), "no other room");
    assert!(
        said(invited(&world, &admin, &email, "auditor", Uuid::now_v7()).await)
            .contains("is an auditor already")
    );
}

#[tokio::test]
async fn only_an_administrator_in_the_office_invites() {
    let world = World::new().await;
    let scheme = world.staff("Sam Scheme", &[Function::SchemeManager]).await;
    assert!(
        said(invited(&world, &scheme, &address("friend"), "auditor", Uuid::now_v7()).await)
            .contains("CMP-2")
    );
    let admin = administrator(&world).await;
    let elsewhere = Actor { room: Room::Panel, ..admin };
    assert!(elsewhere.administrator().is_err());
}

#[tokio::test]
async fn an_ended_function_shuts_the_door_at_the_very_next_request() {
    let world = World::new().await;
    let (admin, auditor) =
        (administrator(&world).await, world.staff("Otto Out", &[Function::Auditor]).await);
    let token =
        remember(&world.db, auditor.person().expect("a person"), "").await.expect("a session");
    let look = async || {
        enter(&world.db, &token).await.expect("a look").expect("still signed in").actor(
            &world.slug,
            Room::Audit,
            None,
        )
    };
    assert!(look().await.is_ok());
    let membership: Uuid = sqlx::query_scalar("select id from memberships where person_id = $1")
        .bind(auditor.person().ok())
        .fetch_one(&world.owner)
        .await
        .expect("one");
    let finish = async || {
        world.db.write(&admin, async |tx| end(tx, &admin.administrator()?, membership).await).await
    };
    finish().await.expect("ended");
    assert!(matches!(look().await, Err(Error::NotFound)));
    finish().await.expect("sent twice is one effect");
    let kept: i64 =
        sqlx::query_scalar("select count(*) from memberships where id = $1 and until is not null")
            .bind(membership)
            .fetch_one(&world.owner)
            .await
            .expect("a row");
    assert_eq!(kept, 1, "ended, never deleted");
    let people =
        world.db.read(&admin, async |tx| colleagues(tx, None).await).await.expect("people").people;
    let otto = people.iter().find(|person| person.name == "Otto Out").expect("still listed");
    assert!(otto.present().is_empty() && otto.past().len() == 1);
}

#[tokio::test]
async fn a_body_keeps_its_last_administrator_and_another_bodys_function_is_not_found() {
    let world = World::new().await;
    let (admin, other) = (administrator(&world).await, world.neighbour().await);
    let own: Uuid = sqlx::query_scalar("select id from memberships where body_id = $1")
        .bind(world.body)
        .fetch_one(&world.owner)
        .await
        .expect("one");
    let ending = async |id: Uuid| {
        world.db.write(&admin, async |tx| end(tx, &admin.administrator()?, id).await).await
    };
    assert!(said(ending(own).await).contains("last administrator"));
    other.staff("Theirs", &[Function::Auditor]).await;
    let foreign: Uuid = sqlx::query_scalar("select id from memberships where body_id = $1")
        .bind(other.body)
        .fetch_one(&world.owner)
        .await
        .expect("one");
    assert!(matches!(ending(foreign).await, Err(Error::NotFound)));
    assert!(matches!(ending(Uuid::now_v7()).await, Err(Error::NotFound)));
    administrator(&world).await;
    ending(own).await.expect("two are there now");
}

#[tokio::test]
async fn who_acts_for_two_clients_says_for_which_and_never_for_a_third() {
    let world = World::new().await;
    let (first, second, stranger) = (
        world.client("First Ltd").await,
        world.client("Second Ltd").await,
        world.client("Third Ltd").await,
    );
    let person = first.person().expect("a person");
    sqlx::query("insert into client_members (body_id, client_id, id, person_id, signatory, since) values ($1, $2, $3, $4, false, $5)")
        .bind(world.body).bind(second.client().ok()).bind(Uuid::now_v7()).bind(person).bind(world.now())
        .execute(&world.owner).await.expect("a second client");
    let token = remember(&world.db, person, "").await.expect("a session");
    let entered = enter(&world.db, &token).await.expect("a look").expect("signed in");
    let acting = |client: Option<Uuid>| {
        entered.actor(&world.slug, Room::Client, client).and_then(|actor| actor.client()).ok()
    };
    assert_eq!(acting(second.client().ok()), second.client().ok());
    assert_ne!(acting(stranger.client().ok()), stranger.client().ok());
    assert!(acting(None).is_some());
}
