//! `assay work`: delivers the mail, one after another, and looks again every two seconds.

use crate::Halt;
use crate::database::Database;
use crate::mail::Courier;
use crate::settings::Settings;
use crate::stop::Stop;
use certification::{Db, installation, outbox};
use std::time::Duration;

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
        deliver_until(&db, &courier, stop).await;
        db.close().await;
        Ok(())
    }
    .await;
    database.close().await?;
    worked
}

/// Delivers what waits, until the end.
pub(crate) async fn deliver_until(db: &Db, courier: &Courier, stop: &Stop) {
    while !stop.asked() {
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
