//! What every page costs the database: its statements, counted where they are sent. None needs more than six,
//! however many rows it shows.

use crate::doors::keys::{self, Keys};
use crate::fresh::Fresh;
use crate::journey::stage;
use assay::story::{Played, Player};
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

/// Counts what is sent to PostgreSQL by this thread: the library says it of each statement, and of "begin"
/// with the room that is entered.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicUsize>);

impl<S: Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}
