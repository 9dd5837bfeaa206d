//! The one way to a connection: `read` and `write` want an actor, enter the actor's room with the body
//! set, and hand out a transaction. Its braces are the transaction; commit happens on `Ok`, once, here.

use crate::actor::{Actor, Room, changes_nothing};
use crate::clock::Clock;
use crate::decisions;
use crate::error::{Error, Result};
use crate::record::{self, Entry};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Executor, PgConnection, PgPool, Postgres, Transaction};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use time::{Date, OffsetDateTime};
use uuid::{ContextV7, Timestamp, Uuid};

/// The installation's database, seen through its rooms. The pool is private: no actor, no connection.
#[derive(Clone)]
pub struct Db {
    pool: PgPool,
    clock: Clock,
}

/// How a transaction begins that cannot change anything.
const READ_ONLY: &str = "begin read only";

/// A transaction inside one room of one body, with the actor in it.
pub struct Tx<'a> {
    inner: Transaction<'static, Postgres>,
    actor: &'a Actor,
    now: OffsetDateTime,
    entries: Vec<Entry>,
    ids: Mutex<ContextV7>,
}

impl Db {
    /// Opens the pool with the server's own login (see [`crate::db::refuse_unsafe_login`]).
    ///
    /// # Errors
    /// A fault when the database does not answer.
    pub async fn connect(login: PgConnectOptions, clock: Clock, connections: u32) -> Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(connections)
            // Longer than a hundred people need who sign at once; shorter than a request may take.
            .acquire_timeout(Duration::from_secs(30))
            .test_before_acquire(false)
            // A request dropped while BEGIN is in flight would hand its open transaction to the next one
            // (sqlx before 0.9.1): every connection comes back through a ROLLBACK.
            .after_release(|connection, _| {
                Box::pin(async move {
                    connection.execute("rollback; reset all; reset role").await?;
                    Ok(true)
                })
            })
            // Else each of these would leave a warning in the log that there was nothing to roll back.
            .connect_with(login.options([("client_min_messages", "error")]))
            .await?;
        Ok(Self { pool, clock })
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Looks, and cannot change: the transaction is read only.
    pub async fn read<T>(
        &self,
        actor: &Actor,
        work: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut tx = self.enter(actor, READ_ONLY).await?;
        let found = work(&mut tx).await?;
        tx.inner.commit().await?;
        Ok(found)
    }

    /// Acts: everything inside commits together when `work` answers `Ok`, the record's entries last. Of whoever
    /// only looks the transaction is read only, and PostgreSQL itself refuses whatever would change a row.
    pub async fn write<T>(
        &self,
        actor: &Actor,
        work: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        if !actor.only_looks() {
            return self.set_down(actor, work).await;
        }
        let mut tx = self.enter(actor, READ_ONLY).await?;
        match work(&mut tx).await {
            Err(Error::Fault(cause)) if cause.contains("read-only transaction") => {
                Err(changes_nothing().into())
            }
            Ok(_) if !tx.entries.is_empty() => Err(changes_nothing().into()),
            other => other,
        }
    }

    /// Sets down what somebody did, whoever it is: an act, and of those who only look that they looked, and what
    /// was refused to them.
    pub(crate) async fn set_down<T>(
        &self,
        actor: &Actor,
        work: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut tx = self.enter(actor, "begin").await?;
        let done = work(&mut tx).await?;
        let entries = std::mem::take(&mut tx.entries);
        let mut files: Vec<_> = entries.iter().map(|entry| entry.file).collect();
        // An act on audits held together stands on both records.
        files.dedup();
        record::append(&mut tx, entries).await?;
        for file in files {
            decisions::void_overtaken_signatures(&mut tx, file).await?;
        }
        tx.inner.commit().await?;
        Ok(done)
    }

    /// Begins and enters role, body, client and person in one round trip. Only ids and fixed words are
    /// spliced, never text.
    async fn enter<'a>(&self, actor: &'a Actor, begin: &str) -> Result<Tx<'a>> {
        // Once something was asked, no statement makes a read-only transaction another.
        let asked = if actor.only_looks() { "; select" } else { "" };
        let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        let sql = format!(
            "{begin}; set local role {}; set local app.body = '{}'; set local app.client = '{}'; set local app.person = '{}'{asked}",
            actor.room().role(),
            id(actor.body),
            id(actor.client),
            id(actor.person),
        );
        let inner = self.pool.begin_with(AssertSqlSafe(sql)).await?;
        Ok(Tx { inner, actor, now: self.clock.now(), entries: Vec::new(), ids: Mutex::default() })
    }

    /// Closes the pool after the last request.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl<'a> Tx<'a> {
    /// Who acts; the record is written from here and cannot be lied to.
    pub fn actor(&self) -> &'a Actor {
        self.actor
    }

    /// The time of this act, UTC, on the installation's clock: one instant for the whole transaction.
    pub fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// The date of this act: the body's local date.
    pub fn today(&self) -> Date {
        self.day_of(self.now)
    }

    /// The body's local date at this moment.
    pub fn day_of(&self, at: OffsetDateTime) -> Date {
        self.actor.zone.day_of(at)
    }

    /// A new id (UUID version 7), ordered by this act's time on the installation's clock and then as it was asked
    /// for, so that lists by id are lists by time.
    pub fn new_id(&self) -> Uuid {
        let ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = u64::try_from(self.now.unix_timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(&*ids, seconds, self.now.nanosecond()))
    }

    /// Puts an act on the record, to be written just before the commit.
    pub(crate) fn record(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    pub(crate) fn sql(&mut self) -> &mut PgConnection {
        &mut self.inner
    }

    /// Goes on in another room of the same body within this transaction. For the house's own duties only,
    /// such as voiding a panel's signatures when a client's act changes the record.
    pub(crate) async fn go_to(&mut self, room: Room) -> Result<()> {
        sqlx::query(AssertSqlSafe(format!("set local role {}", room.role())))
            .execute(self.sql())
            .await?;
        Ok(())
    }
}

/// Refuses a login that could look over the walls: superuser, BYPASSRLS, owner of a table; or a table with
/// `body_id` that has no wall (TEN-1). Answers the sentence to print.
pub async fn refuse_unsafe_login(db: &Db) -> Result<()> {
    let mut connection = db.pool.acquire().await?;
    let unsafe_login = sqlx::query_scalar!(
        r#"select rolsuper or rolbypassrls or exists (select from pg_class where relowner = r.oid and relkind in ('r', 'v')) as "unsafe!"
           from pg_roles r where rolname = session_user"#
    )
    .fetch_one(&mut *connection)
    .await?;
    if unsafe_login {
        return Err(Error::Fault("the server's login may look over the walls between bodies (superuser, BYPASSRLS or owner of tables); give it the login assay_server".into()));
    }
    let open = sqlx::query_scalar!(
        r#"select c.relname::text as "table!" from pg_class c
           join pg_attribute a on a.attrelid = c.oid and a.attname = 'body_id' and not a.attisdropped
           where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
             and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid))"#
    )
    .fetch_all(&mut *connection)
    .await?;
    if open.is_empty() {
        Ok(())
    } else {
        Err(Error::Fault(format!("these tables have no wall between bodies: {}", open.join(", "))))
    }
}
