//! The installation as its operator handles it: making a database ready, telling a demonstration from the
//! real thing, and the demonstration's date. Everything here works on the administrator's connection, or at the door.

use crate::actor::{Actor, Room};
use crate::bodies::{self, Founded, Founding};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::Result;
use crate::people::{Casting, Links, Passwords, cast_people};
use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};
use std::str::FromStr;
use time::Duration;

/// The schema's steps, one file per capability.
pub(crate) static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// Why the database cannot be used, as a sentence for the operator.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unready(pub String);

impl From<sqlx::Error> for Unready {
    fn from(cause: sqlx::Error) -> Self {
        Unready(format!("the database refused: {cause}"))
    }
}

/// What a database holds before we touch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Nothing,
    /// An installation in earnest; `bodies` says whether anybody works on it.
    Earnest {
        bodies: bool,
    },
    Demonstration,
    /// Tables that are not ours.
    SomethingElse,
}

/// Looks at a database without changing it.
pub async fn holds(admin_url: &str) -> Result<Holds, Unready> {
    let mut admin = connect(admin_url).await?;
    let tables: i64 =
        sqlx::query_scalar("select count(*) from pg_tables where schemaname = 'public'")
            .fetch_one(&mut admin)
            .await?;
    let ours: bool = sqlx::query_scalar("select to_regclass('public.installation') is not null and to_regclass('public.bodies') is not null")
        .fetch_one(&mut admin)
        .await?;
    if !ours {
        return Ok(if tables == 0 { Holds::Nothing } else { Holds::SomethingElse });
    }
    let may_look: bool =
        sqlx::query_scalar("select has_table_privilege('public.installation', 'select')")
            .fetch_one(&mut admin)
            .await?;
    if !may_look {
        admin.execute("set role assay_door").await?;
    }
    let (demonstration, bodies) =
        sqlx::query_as("select exists (select from installation where key = 'demonstration'), exists (select from bodies)").fetch_one(&mut admin).await?;
    Ok(if demonstration { Holds::Demonstration } else { Holds::Earnest { bodies } })
}

/// Refuses to show a demonstration over anything else.
pub async fn refuse_foreign(admin_url: &str) -> Result<(), Unready> {
    match holds(admin_url).await? {
        Holds::Nothing | Holds::Demonstration | Holds::Earnest { bodies: false } => Ok(()),
        Holds::Earnest { bodies: true } => Err(Unready("this database holds certification bodies in earnest; a demonstration wants an empty one".into())),
        Holds::SomethingElse => Err(Unready("this database holds something that is not ours; a demonstration wants an empty one".into())),
    }
}

/// Refuses to work in earnest on a demonstration, where anybody may be anyone, or among foreign tables.
pub async fn refuse_demonstration(admin_url: &str) -> Result<(), Unready> {
    match holds(admin_url).await? {
        Holds::Nothing | Holds::Earnest { .. } => Ok(()),
        Holds::Demonstration => Err(Unready("this database holds a demonstration; show it with `assay demo`, or name another database".into())),
        Holds::SomethingElse => Err(Unready("this database holds something that is not ours; name an empty one".into())),
    }
}

/// Marks the database as a demonstration, for good.
pub async fn mark_demonstration(admin_url: &str) -> Result<(), Unready> {
    let mut admin = connect(admin_url).await?;
    admin.execute("insert into installation (key, value) values ('demonstration', 'yes') on conflict (key) do nothing").await?;
    Ok(())
}

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
    admin.execute(include_str!("../roles.sql")).await?;
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

/// Founds a body on the administrator's connection (see [`bodies::found`]).
pub async fn found(
    admin_url: &str,
    links: &Links,
    founding: &Founding,
    clock: &Clock,
) -> Result<Founded> {
    let mut admin = connect(admin_url).await.map_err(|unready| crate::Error::Fault(unready.0))?;
    bodies::found(&mut admin, links, founding, clock.now()).await
}

/// Casts a demonstration on the administrator's connection: everybody with this password.
pub async fn cast(
    admin_url: &str,
    people: &[Casting<'_>],
    password: &str,
    clock: &Clock,
) -> Result<()> {
    let mut admin = connect(admin_url).await.map_err(|unready| crate::Error::Fault(unready.0))?;
    cast_people(&mut admin, people, &Passwords::hash(password).await?, clock.now()).await
}

fn options(url: &str) -> Result<PgConnectOptions, Unready> {
    let read = PgConnectOptions::from_str(url)
        .map_err(|cause| Unready(format!("DATABASE_URL is not a PostgreSQL address: {cause}")));
    Ok(read?.application_name("assay").disable_statement_logging())
}

async fn connect(url: &str) -> Result<PgConnection, Unready> {
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

/// How far the installation's clock stands from the machine's; only a demonstration's is moved.
pub async fn shift(db: &Db) -> Result<Duration> {
    db.read(&Actor::nobody(Room::Door, None), async |tx| {
        let seconds = sqlx::query_scalar!(
            r#"select value::bigint as "seconds!" from installation where key = 'shift_seconds'"#
        )
        .fetch_optional(tx.sql())
        .await?;
        Ok(Duration::seconds(seconds.unwrap_or_default()))
    })
    .await
}

/// Moves the demonstration's date on by `days`, and every session with it, so that nobody is signed out.
pub async fn move_date(db: &Db, days: i32) -> Result<()> {
    let shift = db
        .write(&Actor::nobody(Room::Door, None), async |tx| {
            let seconds = Duration::days(days.into()).whole_seconds();
            sqlx::query!(
                "update sessions set created_at = created_at + make_interval(days => $1), seen_at = seen_at + make_interval(days => $1),
                   expires_at = expires_at + make_interval(days => $1)",
                days
            )
            .execute(tx.sql())
            .await?;
            let moved = sqlx::query_scalar!(
                r#"insert into installation (key, value) values ('shift_seconds', $1::bigint::text)
                   on conflict (key) do update set value = (installation.value::bigint + $1::bigint)::text
                   returning value::bigint as "seconds!""#,
                seconds
            )
            .fetch_one(tx.sql())
            .await?;
            Ok(moved)
        })
        .await?;
    db.clock().set_shift(Duration::seconds(shift));
    Ok(())
}

/// Answers when the database does.
pub async fn alive(db: &Db) -> Result<()> {
    db.read(&Actor::visitor(None), async |tx| {
        tx.sql().execute("select 1").await?;
        Ok(())
    })
    .await
}
