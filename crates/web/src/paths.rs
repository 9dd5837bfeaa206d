//! Addresses: ids in them (one that cannot be read is not found, like an id that never was), what is asked for
//! behind the question mark, and paths that lead nowhere else.

use crate::problem::Problem;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use std::convert::Infallible;

/// The parts of the address, e.g. `At((_, id)): At<(String, Uuid)>` for "/b/{body}/office/applications/{id}".
pub struct At<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(found) =
            Path::<T>::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        Ok(At(found))
    }
}

/// What stands behind the question mark; what cannot be read counts as not asked.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Asked(
            serde_html_form::from_str(parts.uri.query().unwrap_or_default()).unwrap_or_default(),
        ))
    }
}

/// The text as a path of this installation; `None` for anything that a browser could take for another host.
pub fn own_path(path: &str) -> Option<&str> {
    let plain = path.len() <= 2000 && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    (plain && path.starts_with('/') && !path.starts_with("//")).then_some(path)
}

/// The own path in a whole address, such as a referrer's.
pub fn path_of(address: &str) -> Option<&str> {
    let after_scheme = address.split_once("://")?.1;
    own_path(&after_scheme[after_scheme.find('/')?..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leads_to_another_host() {
        assert_eq!(own_path("/b/thames/apply?step=2"), Some("/b/thames/apply?step=2"));
        for elsewhere in [
            "",
            "b/thames",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "/a\nb",
            "/a b",
            "\t//evil.example",
        ] {
            assert_eq!(own_path(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(path_of("http://localhost:8080/b/thames?x=1"), Some("/b/thames?x=1"));
        assert_eq!(path_of("http://localhost:8080"), None);
        assert_eq!(path_of("http://evil.example//evil.example"), None);
    }
}
