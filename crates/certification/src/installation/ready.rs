//! Making a database ready: roles, migrations, and the server's own login.

use super::{MIGRATIONS, Unready};
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};
use std::str::FromStr;

/// The password of the server's login, drawn from the installation's secret.
pub fn server_password(secret: &[u8]) -> String {
    hex::encode(Sha256::new().chain_update(secret).chain_update("assay_server").finalize())
}

/// Makes the database ready: roles and migrations. Answers whether the login had the right to; where it has
/// not, the migrations must be current already. Touches no login's password.
pub async fn migrate(admin_url: &str) -> Result<bool, Unready> {
    let mut admin = connect(admin_url).await?;
    let privileged: bool = sqlx::query_scalar(
        "select rolsuper or rolcreaterole from pg_roles where rolname = current_user",
    )
    .fetch_one(&mut admin)
    .await?;
    if !privileged {
        current(&mut admin).await?;
        return Ok(false);
    }
    admin.execute(include_str!("../../roles.sql")).await?;
    admin.execute("do $$ begin execute format('grant connect on database %I to assay_server', current_database()); end $$").await?;
    MIGRATIONS.run(&mut admin).await.map_err(|cause| {
        Unready(format!("the database was made by another version of this program: {cause}"))
    })?;
    // So that a server without the administrator's rights can see whether the schema is its own.
    admin.execute("grant select on _sqlx_migrations to assay_door").await?;
    Ok(true)
}

/// Makes the database ready and answers the server's own login: with an administrator's address its password is
/// drawn from the secret and set; any other login is the server's already.
pub async fn prepare(admin_url: &str, secret: &[u8]) -> Result<PgConnectOptions, Unready> {
    let options = options(admin_url)?;
    if !migrate(admin_url).await? {
        return Ok(options);
    }
    let password = server_password(secret);
    let mut admin = connect(admin_url).await?;
    // The lock of roles.sql: two programs that start at once take turns.
    let mut tx = admin.begin().await?;
    tx.execute("select pg_advisory_xact_lock(741852963)").await?;
    tx.execute(AssertSqlSafe(format!("alter role assay_server password '{password}'"))).await?;
    tx.commit().await?;
    Ok(options.username("assay_server").password(&password))
}

/// Whether the schema is exactly this program's.
async fn current(login: &mut PgConnection) -> Result<(), Unready> {
    let behind = || {
        Unready("the database is not ready for this version, and this login may not make it so; run `assay migrate` with an administrator's DATABASE_URL first".into())
    };
    let mut tx = login.begin().await?;
    tx.execute("set local role assay_door").await.map_err(|_| behind())?;
    let applied: Vec<(i64, Vec<u8>)> = sqlx::query_as(
        "select version, checksum from _sqlx_migrations where success order by version",
    )
    .fetch_all(&mut *tx)
    .await
    .map_err(|_| behind())?;
    let wanted: Vec<_> =
        MIGRATIONS.iter().map(|step| (step.version, step.checksum.to_vec())).collect();
    if applied == wanted { Ok(()) } else { Err(behind()) }
}

fn options(url: &str) -> Result<PgConnectOptions, Unready> {
    let read = PgConnectOptions::from_str(url)
        .map_err(|cause| Unready(format!("DATABASE_URL is not a PostgreSQL address: {cause}")));
    Ok(read?.application_name("assay").disable_statement_logging())
}

pub(super) async fn connect(url: &str) -> Result<PgConnection, Unready> {
    let connecting = async {
        options(url)?
            .connect()
            .await
            .map_err(|cause| Unready(format!("the database does not answer: {cause}")))
    };
    tokio::time::timeout(std::time::Duration::from_secs(15), connecting)
        .await
        .map_err(|_| Unready("the database does not answer within 15 seconds".into()))?
}
