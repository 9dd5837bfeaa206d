//! Password links and wrong passwords.

use super::{LINKS, NEW, address, ask_for_link, links, mailed, mails_to, open_account, said};
use crate::people::*;
use crate::testing::{PASSWORD, World};
use time::Duration;

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
