//! What a rule refused is kept, whoever tried it: noted once per request, whatever page the refusal became.

use crate::app::App;
use certification::enforcement::{self, Attempted};
use certification::{Actor, Refusal};
use std::cell::RefCell;
use uuid::Uuid;

tokio::task_local! {
    /// The refusal that this request met, until its answer is ready.
    static MET: RefCell<Option<Refusal>>;
}

/// Runs a request and answers, beside its response, the last refusal that it met.
pub(crate) async fn watching<T>(request: impl Future<Output = T>) -> (T, Option<Refusal>) {
    MET.scope(RefCell::default(), async {
        let response = request.await;
        (response, MET.with(RefCell::take))
    })
    .await
}

/// A refusal on its way to becoming a page.
pub(crate) fn meet(refusal: &Refusal) {
    // Outside a request nobody tried anything.
    let _ = MET.try_with(|met| met.replace(Some(refusal.clone())));
}

/// Keeps the attempt. Whoever tried is answered the same if this fails; the log says that it did.
pub(crate) async fn keep(app: &App, actor: &Actor, attempt: &str, refusal: &Refusal) {
    if actor.person().is_err() || actor.body().is_err() {
        return;
    }
    let ids: Vec<Uuid> = attempt.split('/').filter_map(|part| part.parse().ok()).collect();
    let tried = Attempted { refusal, attempt, ids: &ids };
    if let Err(cause) = enforcement::keep_refusal(&app.db, actor, tried).await {
        tracing::error!(%cause, attempt, rule = refusal.rule.id, "an attempt was not kept");
    }
}
