//! Addresses with ids in them: one that cannot be read is not found, like an id that never was.

use crate::problem::Problem;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// The parts of the address, e.g. `At((_, id)): At<(String, Uuid)>` for "/b/{body}/office/applications/{id}".
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(found) = Path::<T>::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        Ok(At(found))
    }
}
