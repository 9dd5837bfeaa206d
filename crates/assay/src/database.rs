//! The database: the one that DATABASE_URL names, else a cluster of the program's own in the data folder.

use crate::Halt;
use crate::settings::Settings;
use certification::{Clock, Db, db, installation};
use cluster::{Cluster, Options};
use tokio::task::spawn_blocking;

/// A database at hand; the cluster stops when this is dropped.
pub(crate) struct Database {
    /// The administrator's address, or the server's own where nothing is left to administer.
    pub(crate) admin_url: String,
    cluster: Option<Cluster>,
}

/// The name of the database in the program's own cluster.
const NAME: &str = "assay";
/// Connections that one program uses at most.
const CONNECTIONS: u32 = 24;

impl Database {
    /// Finds or starts it; starting tells what it is doing.
    pub(crate) async fn open(settings: &Settings) -> Result<Self, Halt> {
        if let Some(url) = &settings.database_url {
            return Ok(Database { admin_url: url.clone(), cluster: None });
        }
        let data = settings.folder()?.join("postgres");
        let cluster = spawn_blocking(move || {
            let cluster =
                Cluster::start(Options { data, fast: false, say: |what| println!("{what}") })?;
            cluster.ensure_database(NAME)?;
            Ok::<_, cluster::ClusterError>(cluster)
        })
        .await??;
        Ok(Database { admin_url: cluster.url(NAME), cluster: Some(cluster) })
    }

    /// Makes it ready, and connects with the server's own login, which may not look over the walls.
    pub(crate) async fn connect(&self, settings: &Settings) -> Result<Db, Halt> {
        let login = installation::prepare(&self.admin_url, &settings.secret()?).await?;
        let clock = Clock::default();
        let db = Db::connect(login, clock.clone(), CONNECTIONS).await.map_err(|cause| {
            Halt(format!("the server's login cannot enter the database: {cause}"))
        })?;
        db::refuse_unsafe_login(&db).await.map_err(|cause| Halt(plain(&cause)))?;
        clock.set_shift(installation::shift(&db).await?);
        Ok(db)
    }

    /// Stops the cluster, if it is ours, and waits until it has.
    pub(crate) async fn close(self) -> Result<(), Halt> {
        if let Some(cluster) = self.cluster {
            spawn_blocking(move || drop(cluster)).await?;
        }
        Ok(())
    }
}

/// `assay migrate`.
pub(crate) async fn migrate(settings: &Settings) -> Result<(), Halt> {
    let database = Database::open(settings).await?;
    let done = installation::migrate(&database.admin_url).await;
    database.close().await?;
    done?;
    println!("The database is ready for this version.");
    Ok(())
}

/// The sentence of a fault without the word for it.
pub(crate) fn plain(cause: &certification::Error) -> String {
    match cause {
        certification::Error::Fault(sentence) => sentence.clone(),
        certification::Error::Invalid(errors) => {
            errors.0.iter().map(|(_, message)| message.as_str()).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}
