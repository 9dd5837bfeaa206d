//! World: a fresh body with its people in one migrated database, for tests. Every test has a body of its
//! own, and works through the real rooms, so that tenancy is proven by the way.

mod clocks;
mod database;
#[cfg(test)]
pub(crate) mod days;

pub use database::{connect, database_url, with_database};

use crate::actor::{Actor, Function, Room};
use crate::clock::Clock;
use crate::db::Db;
use database::server_login;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use std::str::FromStr;
use time::OffsetDateTime;
use uuid::Uuid;

/// The password of everybody in a World.
pub const PASSWORD: &str = "correct horse battery staple";

/// Its hash, with small parameters so that tests are quick.
const PASSWORD_HASH: &str = "$argon2id$v=19$m=64,t=1,p=1$jwQ86cwXotrQIy5npWRyjw$v7XppftHs8P+TrEBGq3ZkeET0EFIok1SNiAVg1MgxPQ";

/// A fresh body and its people; the clock is the test's own to move.
pub struct World {
    pub db: Db,
    pub clock: Clock,
    pub body: Uuid,
    pub slug: String,
    pub code: String,
    /// The owner's connections: for arranging and for looking over the walls. Never for proving a wall.
    pub owner: PgPool,
    /// Where the body's people look at the clock; UTC unless the body was moved.
    pub zone: crate::Zone,
}

impl World {
    /// A body with the default policy and nobody in it yet.
    pub async fn new() -> World {
        let (server, owner) = connect().await;
        World::on(server, owner).await
    }

    async fn on(server: PgConnectOptions, owner: PgPool) -> World {
        let clock = Clock::default();
        let db = Db::connect(server, clock.clone(), 8).await.expect("the test database answers");
        let body = Uuid::now_v7();
        let tail = body.simple().to_string()[20..].to_owned();
        let letters: String = tail.bytes().take(5).map(|b| char::from(b'A' + (b % 26))).collect();
        let world = World {
            db,
            clock,
            body,
            slug: format!("body-{tail}"),
            code: letters,
            owner,
            zone: crate::Zone::default(),
        };
        world.found().await;
        world
    }

    /// A body in a database of its own, for what concerns the whole installation: its outbox, its date. The
    /// database goes when the work is done.
    pub async fn apart(work: impl AsyncFnOnce(&World)) {
        // So that the server's login has the tests' password.
        connect().await;
        with_database(async |url| {
            crate::installation::migrate(url).await.expect("an administrator's login");
            let options = PgConnectOptions::from_str(url).expect("a database URL");
            let owner = PgPoolOptions::new()
                .max_connections(2)
                .connect_with(options.clone())
                .await
                .expect("it answers");
            work(&World::on(server_login(options), owner).await).await;
        })
        .await;
    }

    /// A second body on the same installation, with a clock and rooms of its own.
    pub async fn neighbour(&self) -> World {
        World::new().await
    }

    async fn found(&self) {
        let code = self.free_code().await;
        sqlx::query("insert into bodies (id, slug, code, name, legal_name, address, country, email, mark, colour, agreement, created_at)
             values ($1, $2, $3, $4, $4, '1 Test Street', 'GB', $5, 'TB', '#1f4e5f', 'The certification agreement.', $6)")
            .bind(self.body).bind(&self.slug).bind(code).bind(format!("Body {}", self.slug))
            .bind(format!("office@{}.example", self.slug)).bind(self.clock.now())
            .execute(&self.owner).await.expect("a body is founded");
        sqlx::query("insert into rate_cards (body_id, id, valid_from, currency, day_rate_minor, application_minor, certificate_minor, at)
             values ($1, $2, '2020-01-01', 'GBP', 120000, 50000, 30000, $3)")
            .bind(self.body).bind(Uuid::now_v7()).bind(self.clock.now())
            .execute(&self.owner).await.expect("a body has rates");
    }

    /// Codes are short and unique on the installation; the wide space of five letters is drawn from.
    async fn free_code(&self) -> String {
        let n = u128::from_be_bytes(*self.body.as_bytes()) ^ rand::random::<u128>();
        (0..5u32).map(|i| char::from(b'A' + ((n >> (8 * i)) % 26) as u8)).collect()
    }

    /// A person with an account (password [`PASSWORD`]).
    pub async fn person(&self, name: &str) -> Uuid {
        let id = Uuid::now_v7();
        let email =
            format!("{}.{}@example.test", name.to_lowercase().replace(' ', "."), id.simple());
        sqlx::query("insert into people (id, email, email_norm, name, password_hash, email_confirmed_at, created_at) values ($1, $2, $2, $3, $4, $5, $5)")
            .bind(id).bind(email).bind(name).bind(PASSWORD_HASH).bind(self.now())
            .execute(&self.owner).await.expect("a person gets an account");
        id
    }

    /// Gives a person a function at this body.
    pub async fn give(&self, person: Uuid, function: Function) {
        sqlx::query("insert into memberships (body_id, id, person_id, function, since) values ($1, $2, $3, $4, $5)")
            .bind(self.body).bind(Uuid::now_v7()).bind(person).bind(function.key()).bind(self.now())
            .execute(&self.owner).await.expect("a function is given");
    }

    /// A new person with functions, already in the portal of the first.
    pub async fn staff(&self, name: &str, functions: &[Function]) -> Actor {
        let person = self.person(name).await;
        for function in functions {
            self.give(person, *function).await;
        }
        self.as_in(person, functions[0].room(), functions.to_vec()).await
    }

    /// The actor for a person in a room of this body, as the door would make it.
    pub async fn as_in(&self, person: Uuid, room: Room, functions: Vec<Function>) -> Actor {
        let (name, email): (String, String) =
            sqlx::query_as("select name, email from people where id = $1")
                .bind(person)
                .fetch_one(&self.owner)
                .await
                .expect("the person is known");
        Actor {
            person: Some(person),
            name,
            email,
            body: Some(self.body),
            room,
            functions,
            file: None,
            client: None,
            signatory: false,
            zone: self.zone.clone(),
        }
    }

    /// A client organisation with one signatory, in the client's room; nothing applied for yet.
    pub async fn client(&self, name: &str) -> Actor {
        let (person, client) = (self.person(&format!("{name} signatory")).await, Uuid::now_v7());
        sqlx::query(
            "insert into clients (body_id, client_id, name, created_at) values ($1, $2, $3, $4)",
        )
        .bind(self.body)
        .bind(client)
        .bind(name)
        .bind(self.now())
        .execute(&self.owner)
        .await
        .expect("a client");
        sqlx::query("insert into client_members (body_id, client_id, id, person_id, signatory, since) values ($1, $2, $3, $4, true, $5)")
            .bind(self.body).bind(client).bind(Uuid::now_v7()).bind(person).bind(self.now())
            .execute(&self.owner).await.expect("a client's signatory");
        let mut actor = self.as_in(person, Room::Client, vec![]).await;
        (actor.client, actor.signatory) = (Some(client), true);
        actor
    }

    /// Approves a qualification for a person, valid for three years from today.
    pub async fn qualify(&self, person: Uuid, kind: &str, value: &str) {
        let today = self.today();
        sqlx::query("insert into qualifications (body_id, id, person_id, kind, value, approved_on, valid_until) values ($1, $2, $3, $4, $5, $6, $7)")
            .bind(self.body).bind(Uuid::now_v7()).bind(person).bind(kind).bind(value).bind(today)
            .bind(today + time::Duration::days(3 * 366))
            .execute(&self.owner).await.expect("a qualification");
        if matches!(value, "auditor" | "lead_auditor") {
            self.watch(person).await;
        }
    }

    /// Sets down that a person was watched at work today, and passed.
    pub async fn watch(&self, person: Uuid) {
        sqlx::query("insert into witnessed_evaluations (body_id, id, person_id, seen_on, audit, witness, outcome, notes, by_person, at)
             values ($1, $2, $3, $4, 'Stage 2 of another client', 'Wanda Witness', 'passed', 'Prepared, fair and to the point.', $3, $5)")
            .bind(self.body).bind(Uuid::now_v7()).bind(person).bind(self.today()).bind(self.now())
            .execute(&self.owner).await.expect("a witnessed evaluation");
    }

    pub fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }
}

/// The secret of the tests' installations; the server's password comes from it.
pub const SECRET: &[u8] = b"the tests' secret, which keeps nothing";
