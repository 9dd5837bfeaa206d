//! The daily duties: what is due goes before people, the status lists are made anew, the log's checkpoint goes to
//! each body, and everything issued and sealed is read again.

use super::Worker;
use certification::{certificates, escalation, log, rereading};
use time::{Date, Duration, OffsetDateTime};

/// Until the duties are tried again after a failure.
const AGAIN: Duration = Duration::minutes(10);

/// Once on each date of the installation's clock, and again some minutes after a failure. Another worker may do them
/// as well; each step is taken once all the same.
#[derive(Default)]
pub(super) struct Daily {
    done_on: Option<Date>,
    not_before: Option<OffsetDateTime>,
}

impl Daily {
    pub(super) async fn duties(&mut self, worker: &Worker) {
        let now = worker.db.clock().now();
        if self.done_on == Some(now.date()) || self.not_before.is_some_and(|then| now < then) {
            return;
        }
        let (db, ring, url) = (&worker.db, &worker.keyring, worker.public_url.as_str());
        let done = [
            ("reminders, warnings and proposals", escalation::run(db).await),
            ("status lists", certificates::renew_lists(db, ring, url).await),
            ("mails with checkpoints", log::tell(db, url).await),
            ("what is wrong with what was issued and sealed", rereading::run(db, url).await),
        ];
        let failed = done.iter().any(|(_, done)| done.is_err());
        for (what, done) in done {
            match done {
                Ok(count) => tracing::info!(what, count, "a daily duty is done"),
                Err(cause) => {
                    tracing::error!(what, %cause, "a daily duty failed and is tried again")
                }
            }
        }
        match failed {
            true => self.not_before = Some(now + AGAIN),
            false => self.done_on = Some(now.date()),
        }
    }
}
