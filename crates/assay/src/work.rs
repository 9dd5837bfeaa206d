//! `assay work`: delivers the mail, one after another, and looks again every two seconds; once on each date it
//! does the daily duty, which puts before people what is due or overdue.

use crate::Halt;
use crate::database::Database;
use crate::mail::Courier;
use crate::settings::Settings;
use crate::stop::Stop;
use certification::keys::Keyring;
use certification::{Db, certificates, escalation, installation, outbox};
use std::time::Duration;
use time::{Date, OffsetDateTime};

const PAUSE: Duration = Duration::from_secs(2);
/// After a failure of the database, which others will have noticed as well.
const LONGER: Duration = Duration::from_secs(10);

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
        let house = House { keyring: Keyring::new(&settings.secret()?), public_url };
        deliver_until(&db, &courier, &house, stop).await;
        db.close().await;
        Ok(())
    }
    .await;
    database.close().await?;
    worked
}

/// What the duties need to know of the installation.
pub(crate) struct House {
    pub(crate) keyring: Keyring,
    pub(crate) public_url: String,
}

/// Delivers what waits and does each day's duty, until the end.
pub(crate) async fn deliver_until(db: &Db, courier: &Courier, house: &House, stop: &Stop) {
    let mut daily = Daily { done_on: None, not_before: OffsetDateTime::UNIX_EPOCH };
    while !stop.asked() {
        daily.duty(db, house).await;
        let pause = match outbox::deliver(db, async |mail| courier.send(mail).await).await {
            Ok(true) => continue,
            Ok(false) => PAUSE,
            Err(cause) => {
                tracing::error!(%cause, "the outbox does not answer");
                LONGER
            }
        };
        tokio::select! { () = tokio::time::sleep(pause) => {}, () = stop.wait() => {} }
    }
}

/// Steps taken, and bodies whose status lists were renewed.
async fn done(db: &Db, house: &House) -> certification::Result<(usize, usize)> {
    let taken = escalation::run(db).await?;
    Ok((taken, certificates::renew_lists(db, &house.keyring, &house.public_url).await?))
}

/// Until the daily duty is tried again after a failure.
const AGAIN: time::Duration = time::Duration::minutes(10);

/// The daily duty: once on each date of the installation's clock, and again some minutes after a failure. Another
/// worker may do it as well; each step is taken once all the same.
struct Daily {
    done_on: Option<Date>,
    not_before: OffsetDateTime,
}

impl Daily {
    async fn duty(&mut self, db: &Db, house: &House) {
        let now = db.clock().now();
        if self.done_on == Some(now.date()) || now < self.not_before {
            return;
        }
        match done(db, house).await {
            Ok((taken, renewed)) => {
                tracing::info!(
                    taken,
                    renewed,
                    "the day's reminders, warnings and proposals are made, and status lists renewed"
                );
                self.done_on = Some(now.date());
            }
            Err(cause) => {
                tracing::error!(%cause, "the daily duty failed and is tried again");
                self.not_before = now + AGAIN;
            }
        }
    }
}
