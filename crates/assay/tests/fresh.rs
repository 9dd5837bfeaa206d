//! A fresh installation for one test: a database of its own, the real portals, and a clock to move.

use assay::story::{Played, Player};
use axum::Router;
use certification::keys::Keyring;
use certification::people::Links;
use certification::testing::{SECRET, database_url};
use certification::{Clock, Db, evidence::Store, installation};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;
use web::{App, Settings};

/// An installation with nobody in it, in demonstration, so that the role picker opens its doors.
pub struct Fresh {
    pub app: App,
    pub doors: Router,
    pub clock: Clock,
    pub links: Links,
    pub admin_url: String,
    name: String,
    /// Where evidence lies.
    pub folder: PathBuf,
}

impl Fresh {
    pub async fn new() -> Fresh {
        let name = format!("assay_fresh_{}", Uuid::now_v7().simple());
        let mut server =
            PgConnection::connect(&database_url()).await.expect("the tests' server answers");
        sqlx::query(AssertSqlSafe(format!("create database {name}")))
            .execute(&mut server)
            .await
            .expect("a database");
        let admin_url = beside(&database_url(), &name);
        // Roles belong to the whole server: installations that are made at once take turns, as every test does.
        sqlx::query("select pg_advisory_lock(852963)").execute(&mut server).await.expect("a turn");
        let login =
            installation::prepare(&admin_url, SECRET).await.expect("the database is made ready");
        sqlx::query("select pg_advisory_unlock(852963)")
            .execute(&mut server)
            .await
            .expect("the turn is over");
        installation::mark_demonstration(&admin_url).await.expect("a demonstration");
        let clock = Clock::default();
        // Said for the test that counts them; nobody listens elsewhere.
        let login = login.log_slow_statements(log::LevelFilter::Debug, std::time::Duration::ZERO);
        let db = Db::connect(login, clock.clone(), 16).await.expect("the server's login");
        let folder = std::env::temp_dir().join(&name);
        let store = Store::folder(&folder).expect("a store");
        let settings = Settings {
            public_url: "http://assay.test".into(),
            demonstration: true,
            secret: SECRET.to_vec(),
        };
        let app = App {
            db,
            store,
            settings: Arc::new(settings),
            draw: assay::drawing::draw(),
            draw_report: assay::drawing::draw_report("http://assay.test".into(), true),
            keyring: Keyring::new(SECRET),
        };
        let doors = web::router(app.clone());
        Fresh {
            app,
            doors,
            clock,
            links: Links::new(SECRET, "http://assay.test"),
            admin_url,
            name,
            folder,
        }
    }

    /// Somebody of the demonstration, signed in.
    pub async fn enter(&self, key: &str) -> Played<Player> {
        Player::enter(&self.doors, key).await
    }

    /// Ends the installation: no database and no folder stay behind.
    pub async fn end(self) {
        self.app.db.close().await;
        let mut server =
            PgConnection::connect(&database_url()).await.expect("the tests' server answers");
        let _ = sqlx::query(AssertSqlSafe(format!("drop database {} with (force)", self.name)))
            .execute(&mut server)
            .await;
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The same server's address for another database: the path's last part changes, its parameters stay.
fn beside(url: &str, name: &str) -> String {
    let (base, parameters) =
        url.split_once('?').map_or((url, String::new()), |(base, p)| (base, format!("?{p}")));
    let server = base.rsplit_once('/').map_or(base, |(server, _)| server);
    format!("{server}/{name}{parameters}")
}
