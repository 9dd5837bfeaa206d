//! `assay work`: delivers the mail, one after another, and looks again every two seconds; seals the bodies' logs every
//! few seconds; and once on each date does the daily duties.

mod daily;

use crate::Halt;
use crate::database::Database;
use crate::mail::Courier;
use crate::settings::Settings;
use crate::stop::Stop;
use certification::keys::Keyring;
use certification::{Db, installation, log, outbox};
use daily::Daily;
use std::time::Duration;

const PAUSE: Duration = Duration::from_secs(2);
/// After a failure of the database, which others will have noticed as well.
const LONGER: Duration = Duration::from_secs(10);
/// Between two sealings of the logs.
const SEALED_EVERY: Duration = Duration::from_secs(3);
/// Between two looks at the date.
const A_WHILE: Duration = Duration::from_secs(5);

/// What the work needs to know.
pub(crate) struct Worker {
    pub(crate) db: Db,
    pub(crate) keyring: Keyring,
    /// The address that people use, without a slash at its end.
    pub(crate) public_url: String,
    pub(crate) courier: Courier,
}

/// Works until it is asked to stop. Mails name the public address, so it must be said here.
pub(crate) async fn work(settings: &Settings, stop: &Stop) -> Result<(), Halt> {
    let database = Database::open(settings).await?;
    let worked = async {
        installation::refuse_demonstration(&database.admin_url).await?;
        let db = database.connect(settings).await?;
        let public_url =
            settings.public_url.clone().unwrap_or_else(|| format!("http://{}", settings.listen));
        let courier = Courier::new(settings, &public_url)?;
        println!("Assay delivers mail {}", courier.way());
        let keyring = Keyring::new(&settings.secret()?);
        Worker { db: db.clone(), keyring, public_url, courier }.until(stop).await;
        db.close().await;
        Ok(())
    }
    .await;
    database.close().await?;
    worked
}

impl Worker {
    /// Delivers, seals and does each day's duties, each at its own pace, until the end.
    pub(crate) async fn until(&self, stop: &Stop) {
        tokio::join!(self.deliver(stop), self.seal(stop), self.day_by_day(stop));
    }

    async fn deliver(&self, stop: &Stop) {
        while !stop.asked() {
            let sent = outbox::deliver(&self.db, async |mail| self.courier.send(mail).await).await;
            let pause = match sent {
                Ok(true) => continue,
                Ok(false) => PAUSE,
                Err(cause) => {
                    tracing::error!(%cause, "the outbox does not answer");
                    LONGER
                }
            };
            rest(pause, stop).await;
        }
    }

    async fn seal(&self, stop: &Stop) {
        while !stop.asked() {
            let pause = match log::seal(&self.db, &self.keyring, &self.public_url).await {
                Ok(_) => SEALED_EVERY,
                Err(cause) => {
                    tracing::error!(%cause, "a log could not be sealed and is tried again");
                    LONGER
                }
            };
            rest(pause, stop).await;
        }
    }

    async fn day_by_day(&self, stop: &Stop) {
        let mut daily = Daily::default();
        while !stop.asked() {
            daily.duties(self).await;
            rest(A_WHILE, stop).await;
        }
    }
}

async fn rest(pause: Duration, stop: &Stop) {
    tokio::select! { () = tokio::time::sleep(pause) => {}, () = stop.wait() => {} }
}
