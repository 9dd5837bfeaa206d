//! An account is its owner's, and nobody else's.

use super::{NEW, address, links, mailed, mails_to, open_account, said};
use crate::people::*;
use crate::testing::{PASSWORD, World};

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
