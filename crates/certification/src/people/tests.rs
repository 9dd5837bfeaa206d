//! Accounts, links and functions, each tried from the side that must not work.

use super::*;
use crate::actor::{Actor, Function, Room};
use crate::error::{Error, Result};
use crate::testing::{PASSWORD, World};
use time::Duration;
use uuid::Uuid;

const NEW: &str = "three green lanterns";

fn links() -> Links {
    Links::new(b"the secret of this test's installation", "https://assay.test")
}

fn address(who: &str) -> String {
    format!("{who}.{}@example.test", Uuid::now_v7().simple())
}

/// What the form was told, as "field: message".
fn said<T>(result: Result<T>) -> String {
    match result {
        Err(Error::Invalid(errors)) => errors.to_string(),
        Err(other) => other.to_string(),
        Ok(_) => "accepted".to_owned(),
    }
}

/// The mails to an address, oldest first, seen over the walls.
async fn mails_to(world: &World, email: &str) -> Vec<String> {
    sqlx::query_scalar("select body from mails where to_address = $1 order by id")
        .bind(email)
        .fetch_all(&world.owner)
        .await
        .expect("mails")
}

/// The token of the newest link that was mailed to an address.
async fn mailed(world: &World, email: &str) -> String {
    let text = mails_to(world, email).await.pop().expect("a mail was written");
    let link = text
        .lines()
        .find(|line| line.starts_with("https://assay.test/"))
        .expect("a link")
        .to_owned();
    link.split("token=").nth(1).and_then(|rest| rest.split('&').next()).expect("a token").to_owned()
}

async fn open_account(world: &World, email: &str) {
    let typed = Opening {
        name: "Ada Lovelace".into(),
        email: email.into(),
        password: NEW.into(),
        at: world.slug.clone(),
        next: "/b/x/apply".into(),
    };
    open(&world.db, &links(), typed).await.expect("an account is opened");
}

async fn ask_for_link(world: &World, email: &str) {
    let typed = Forgotten { email: email.into(), at: world.slug.clone(), ..Forgotten::default() };
    forgotten(&world.db, &links(), typed).await.expect("the answer is always the same");
}

#[tokio::test]
async fn an_account_opens_nothing_until_its_address_is_confirmed_with_the_password() {
    let (world, email) = (World::new().await, address("ada"));
    open_account(&world, &email).await;
    assert!(said(sign_in(&world.db, &email, NEW).await).contains("Confirm your e-mail address"));
    let token = mailed(&world, &email).await;
    assert_eq!(
        whose(&world.db, &links(), &token, Purpose::Confirm).await.ok(),
        Some(email.clone())
    );
    assert!(
        said(confirm(&world.db, &links(), &token, "somebody else's words").await)
            .contains("not the password")
    );
    let person = confirm(&world.db, &links(), &token, NEW).await.expect("confirmed");
    assert_eq!(sign_in(&world.db, &email, NEW).await.ok(), Some(person));
    assert!(
        said(confirm(&world.db, &links(), &token, NEW).await).contains("used already"),
        "a link works once"
    );
}

#[tokio::test]
async fn what_is_wrong_with_a_new_account_is_said_all_at_once() {
    let world = World::new().await;
    let told = said(
        open(
            &world.db,
            &links(),
            Opening { email: "nonsense".into(), password: "short".into(), ..Opening::default() },
        )
        .await,
    );
    for field in ["name:", "email:", "password:"] {
        assert!(told.contains(field), "{field} {told}");
    }
}

#[tokio::test]
async fn nobody_takes_over_an_account_by_opening_it_again() {
    let world = World::new().await;
    let victim = world.person("Grace Hopper").await;
    let email: String = sqlx::query_scalar("select email from people where id = $1")
        .bind(victim)
        .fetch_one(&world.owner)
        .await
        .expect("an address");
    open_account(&world, &email).await;
    assert_eq!(
        sign_in(&world.db, &email, PASSWORD).await.ok(),
        Some(victim),
        "the password is the old one"
    );
    assert!(said(sign_in(&world.db, &email, NEW).await).contains("No account has"));
    let name: String = sqlx::query_scalar("select name from people where id = $1")
        .bind(victim)
        .fetch_one(&world.owner)
        .await
        .expect("a name");
    assert_eq!(name, "Grace Hopper");
    assert!(mails_to(&world, &email).await[0].contains("There is an account with this address"));
}

#[tokio::test]
async fn an_address_opened_by_a_stranger_is_free_for_its_owner() {
    let (world, email) = (World::new().await, address("owner"));
    open_account(&world, &email).await;
    let typed = Opening {
        name: "The Owner".into(),
        email: email.to_uppercase(),
        password: "seven quiet harbours".into(),
        at: world.slug.clone(),
        ..Opening::default()
    };
    open(&world.db, &links(), typed).await.expect("opened anew");
    let token = mailed(&world, &email).await;
    assert!(
        said(confirm(&world.db, &links(), &token, NEW).await).contains("not the password"),
        "the stranger's password is gone"
    );
    confirm(&world.db, &links(), &token, "seven quiet harbours").await.expect("the owner's works");
}

#[tokio::test]
async fn a_password_link_works_once_in_its_time_for_its_purpose_and_ends_every_session() {
    let world = World::new().await;
    let person = world.person("Mary Somerville").await;
    let email: String = sqlx::query_scalar("select email from people where id = $1")
        .bind(person)
        .fetch_one(&world.owner)
        .await
        .expect("an address");
    let session = remember(&world.db, person, "a browser").await.expect("a session");
    ask_for_link(&world, &email).await;
    let token = mailed(&world, &email).await;
    assert!(
        said(whose(&world.db, &links(), &token, Purpose::Confirm).await).contains("used already"),
        "another purpose"
    );
    let forged = Links::new(b"another installation's secret", "https://assay.test");
    assert!(
        said(whose(&world.db, &forged, &token, Purpose::Password).await).contains("used already"),
        "another key"
    );
    let set = |password: &str| {
        set_password(
            &world.db,
            &LINKS,
            NewPassword { token: token.clone(), password: password.into() },
        )
    };
    assert!(
        said(set("too short").await).contains("12 characters"),
        "and the link is not used up by a bad password"
    );
    assert!(enter(&world.db, &session).await.expect("a look").is_some());
    assert_eq!(set(NEW).await.ok(), Some(person));
    assert!(enter(&world.db, &session).await.expect("a look").is_none(), "the old session is over");
    assert!(said(set("another good password").await).contains("used already"));
    assert_eq!(sign_in(&world.db, &email, NEW).await.ok(), Some(person));
}

static LINKS: std::sync::LazyLock<Links> = std::sync::LazyLock::new(links);

#[tokio::test]
async fn a_link_is_worth_nothing_after_half_an_hour() {
    let world = World::new().await;
    let person = world.person("Emmy Noether").await;
    let email: String = sqlx::query_scalar("select email from people where id = $1")
        .bind(person)
        .fetch_one(&world.owner)
        .await
        .expect("an address");
    ask_for_link(&world, &email).await;
    let token = mailed(&world, &email).await;
    world.clock.advance(Duration::minutes(29));
    whose(&world.db, &links(), &token, Purpose::Password).await.expect("still good");
    world.clock.advance(Duration::minutes(2));
    assert!(
        said(set_password(&world.db, &links(), NewPassword { token, password: NEW.into() }).await)
            .contains("time is over")
    );
}

#[tokio::test]
async fn an_unknown_address_gets_the_same_answer_and_no_mail_and_a_known_one_is_not_flooded() {
    let world = World::new().await;
    let (nobody, known) = (address("nobody"), address("known"));
    ask_for_link(&world, &nobody).await;
    assert!(mails_to(&world, &nobody).await.is_empty());
    for _ in 0..9 {
        open_account(&world, &known).await;
    }
    assert_eq!(mails_to(&world, &known).await.len(), 5);
    world.clock.advance(Duration::minutes(61));
    ask_for_link(&world, &known).await;
    assert_eq!(mails_to(&world, &known).await.len(), 6);
}

#[tokio::test]
async fn ten_wrong_passwords_lock_an_address_for_a_while_even_for_the_right_one() {
    let world = World::new().await;
    let person = world.person("Sofia Kovalevskaya").await;
    let email: String = sqlx::query_scalar("select email from people where id = $1")
        .bind(person)
        .fetch_one(&world.owner)
        .await
        .expect("an address");
    for _ in 0..10 {
        assert!(
            said(sign_in(&world.db, &email, "not the password").await).contains("No account has")
        );
    }
    assert!(said(sign_in(&world.db, &email, PASSWORD).await).contains("Too many wrong passwords"));
    world.clock.advance(Duration::minutes(16));
    assert_eq!(sign_in(&world.db, &email, PASSWORD).await.ok(), Some(person));
}

#[tokio::test]
async fn changing_the_password_asks_for_the_present_one_and_ends_other_sessions() {
    let world = World::new().await;
    let person = world.person("Hypatia").await;
    let token = remember(&world.db, person, "a browser").await.expect("a session");
    let me = enter(&world.db, &token).await.expect("a look").expect("signed in").at_the_door();
    let change = |present: &str, password: &str| {
        change_password(
            &world.db,
            &me,
            Change { present: present.into(), password: password.into() },
        )
    };
    assert!(said(change("wrong", NEW).await).starts_with("present:"));
    assert!(said(change(PASSWORD, "short").await).starts_with("password:"));
    assert_eq!(change(PASSWORD, NEW).await.ok(), Some(person));
    assert!(enter(&world.db, &token).await.expect("a look").is_none());
}

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
