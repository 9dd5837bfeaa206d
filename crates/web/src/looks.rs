//! What an assessor looks at is kept before it is shown; what cannot be kept is not shown.

use crate::app::App;
use crate::problem::Problem;
use axum::response::{IntoResponse, Response};
use certification::{Actor, assessors};
use uuid::Uuid;

/// The response, once it is kept that this actor opened the page; of everybody but assessors nothing is kept.
pub(crate) async fn kept(app: &App, actor: &Actor, path: &str, response: Response) -> Response {
    if !actor.only_looks() || !response.status().is_success() {
        return response;
    }
    let ids: Vec<Uuid> = path.split('/').filter_map(|part| part.parse().ok()).collect();
    match assessors::looked(&app.db, actor, path, &ids).await {
        Ok(()) => response,
        Err(cause) => Problem::from(cause).into_response(),
    }
}
