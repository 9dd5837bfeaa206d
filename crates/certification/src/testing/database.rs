//! The database of the tests, migrated once.

use super::SECRET;
use crate::installation;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, PgPool};
use std::str::FromStr;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// The administrator's URL of the tests' database, from ASSAY_TEST_DATABASE_URL.
pub fn database_url() -> String {
    std::env::var("ASSAY_TEST_DATABASE_URL")
        .expect("ASSAY_TEST_DATABASE_URL names the tests' database; `cargo xtask test` starts one")
}

/// A fresh, empty database beside the tests' one, by its URL; gone when the work is done.
pub async fn with_database(work: impl AsyncFnOnce(&str)) {
    let (server, name) = (database_url(), format!("assay_apart_{}", Uuid::now_v7().simple()));
    let mut owner = PgConnection::connect(&server).await.expect("the server answers");
    owner.execute(AssertSqlSafe(format!("create database {name}"))).await.expect("a database");
    let (base, query) = server
        .split_once('?')
        .map_or((server.as_str(), String::new()), |(base, query)| (base, format!("?{query}")));
    let url =
        format!("{}/{name}{query}", base.rsplit_once('/').expect("a database in the address").0);
    work(&url).await;
    owner.execute(AssertSqlSafe(format!("drop database {name} with (force)"))).await.expect("gone");
}

/// The server's login on the tests' database, and the owner's connections.
pub async fn connect() -> (PgConnectOptions, PgPool) {
    static MIGRATED: OnceCell<()> = OnceCell::const_new();
    let options = PgConnectOptions::from_str(&database_url()).expect("a database URL");
    MIGRATED.get_or_init(async || migrate(&options).await).await;
    let owner = PgPoolOptions::new()
        .max_connections(2)
        .connect_with(options.clone())
        .await
        .expect("the test database answers");
    (server_login(options), owner)
}

pub(super) fn server_login(options: PgConnectOptions) -> PgConnectOptions {
    options.username("assay_server").password(&installation::server_password(SECRET))
}

/// Roles and migrations, once; processes that start together take turns on an advisory lock.
async fn migrate(options: &PgConnectOptions) {
    let mut owner = PgConnection::connect_with(options).await.expect("the test database answers");
    owner.execute("select pg_advisory_lock(852963)").await.expect("a turn");
    let done = sqlx::query_scalar::<_, bool>(
        "select to_regclass('_sqlx_migrations') is not null
         and exists (select from pg_roles where rolname = 'assay_server')",
    )
    .fetch_one(&mut owner)
    .await
    .expect("a look");
    if !done || crate::installation::MIGRATIONS.run(&mut owner).await.is_err() {
        owner.execute(include_str!("../../roles.sql")).await.expect("the roles");
        owner
            .execute(AssertSqlSafe(format!(
                "alter role assay_server password '{}'",
                installation::server_password(SECRET)
            )))
            .await
            .expect("a login");
        owner.execute("drop schema public cascade; create schema public; grant usage on schema public to public").await.expect("a clean start");
        crate::installation::MIGRATIONS.run(&mut owner).await.expect("the migrations");
    }
    owner.execute("select pg_advisory_unlock(852963)").await.expect("the turn is over");
}
