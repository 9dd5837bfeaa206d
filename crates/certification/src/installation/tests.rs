//! What a database holds, and what is refused on it.

use super::*;
use crate::testing::{SECRET, World, connect, with_database};
use sqlx::{Connection, PgConnection};

#[tokio::test]
async fn a_demonstration_starts_on_nothing_else_and_real_work_never_on_it() {
    with_database(async |url| {
        assert_eq!(holds(url).await.ok(), Some(Holds::Nothing));
        assert!(migrate(url).await.expect("an administrator's login"));
        assert!(migrate(url).await.expect("twice is once"));
        assert_eq!(holds(url).await.ok(), Some(Holds::Earnest { bodies: false }));
        refuse_demonstration(url).await.expect("free for real work");
        refuse_foreign(url).await.expect("and for a demonstration");
        mark_demonstration(url).await.expect("marked");
        refuse_foreign(url).await.expect("its own again");
        assert!(
            refuse_demonstration(url)
                .await
                .is_err_and(|Unready(said)| said.contains("demonstration"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_demonstration_refuses_bodies_in_earnest_and_foreign_tables() {
    with_database(async |url| {
        migrate(url).await.expect("migrated");
        let links = Links::new(b"a secret", "https://assay.test");
        let founding = Founding {
            time_zone: String::new(),
            slug: "real".into(),
            code: "REAL".into(),
            name: "Real".into(),
            legal_name: "Real Ltd".into(),
            address: "1 Quay".into(),
            country: "Ireland".into(),
            email: "office@real.example".into(),
            mark: "RE".into(),
            colour: "#224466".into(),
            administrator_name: "First".into(),
            administrator_email: "first@real.example".into(),
        };
        found(url, &links, &founding, &Clock::default()).await.expect("founded");
        assert!(refuse_foreign(url).await.is_err_and(|Unready(said)| said.contains("in earnest")));
    })
    .await;
    with_database(async |url| {
        let mut owner = PgConnection::connect(url).await.expect("answers");
        owner.execute("create table invoices (id int)").await.expect("somebody else's table");
        assert!(refuse_foreign(url).await.is_err_and(|Unready(said)| said.contains("not ours")));
        assert!(refuse_demonstration(url).await.is_err());
    })
    .await;
}

/// The same database with the server's own login.
fn as_server(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").expect("a URL");
    let (_, place) = rest.split_once('@').expect("a login in the address");
    format!("{scheme}://assay_server:{}@{place}", server_password(SECRET))
}

#[tokio::test]
async fn a_login_without_rights_is_used_as_it_is_and_only_on_a_current_schema() {
    // The login exists in the cluster, with the tests' password.
    connect().await;
    with_database(async |url| {
        let server = as_server(url);
        assert!(migrate(&server).await.is_err_and(|Unready(said)| said.contains("assay migrate")), "an empty database");
        migrate(url).await.expect("migrated");
        assert!(!migrate(&server).await.expect("current"), "nothing to administer");
        assert_eq!(holds(&server).await.ok(), Some(Holds::Earnest { bodies: false }));
        let mut owner = PgConnection::connect(url).await.expect("answers");
        owner.execute("delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)").await.expect("one step behind");
        assert!(migrate(&server).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn an_address_that_does_not_answer_is_a_sentence() {
    let said = holds("postgres://nobody@127.0.0.1:1/none")
        .await
        .err()
        .map(|Unready(said)| said)
        .unwrap_or_default();
    assert!(said.contains("does not answer"), "{said}");
    assert!(holds("not an address").await.is_err());
}

#[tokio::test]
async fn moving_the_date_moves_every_session_with_it() {
    World::apart(async |world| {
        let person = world.person("Traveller").await;
        let token = crate::people::remember(&world.db, person, "").await.expect("a session");
        let before = world.clock.today();
        move_date(&world.db, 365).await.expect("moved");
        assert_eq!(world.clock.today() - before, time::Duration::days(365));
        assert!(
            crate::people::enter(&world.db, &token).await.expect("a look").is_some(),
            "still signed in"
        );
        move_date(&world.db, 30).await.expect("moved on");
        assert_eq!(shift(&world.db).await.ok(), Some(time::Duration::days(395)));
    })
    .await;
}
