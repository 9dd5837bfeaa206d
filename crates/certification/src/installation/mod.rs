//! The installation as its operator handles it: making a database ready, telling a demonstration from the
//! real thing, and the demonstration's date. Everything here works on the administrator's connection, or at the door.

use crate::bodies::{self, Founded, Founding};
use crate::clock::Clock;
use crate::error::Result;
use crate::people::{Casting, Links, Passwords, cast_people};
use sqlx::Executor;

mod date;
mod ready;
#[cfg(test)]
mod tests;

pub use date::{alive, move_date, shift};
use ready::connect;
pub use ready::{migrate, prepare, server_password};

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

/// Casts the demonstration's people on the administrator's connection: accounts with keys for the role picker.
pub async fn cast(
    admin_url: &str,
    people: &[Casting<'_>],
    password: &str,
    clock: &Clock,
) -> Result<()> {
    let mut admin = connect(admin_url).await.map_err(|unready| crate::Error::Fault(unready.0))?;
    cast_people(&mut admin, people, &Passwords::hash(password).await?, clock.now()).await
}
