//! Who comes through which door: the cookie, and an extractor per portal that proves the room. A wrong
//! portal or another body is not found; without a session the way leads to the sign-in.

mod cookies;
mod doors;
mod entering;
mod visit;

pub use cookies::{
    act_for, brings_notice, cookie, forget_notice, look_at_file, set_session, token, with_notice,
};
pub use doors::doors;
pub use entering::Shut;
pub use visit::{Visit, demonstration_date};

use crate::app::App;
use crate::page::Portal;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use certification::people::Entered;
use entering::{inside, outside};

macro_rules! portals {
    ($($(#[$doc:meta])* $name:ident by $way:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name(pub Visit);

        impl std::ops::Deref for $name {
            type Target = Visit;
            fn deref(&self) -> &Visit {
                &self.0
            }
        }

        impl FromRequestParts<App> for $name {
            type Rejection = Shut;
            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Shut> {
                $way(parts, app, Portal::$name).await.map($name)
            }
        }
    )*};
}

portals! {
    /// Inside a body's office.
    Office by inside;
    /// Inside a body's audit portal.
    Audit by inside;
    /// Inside a body's panel portal.
    Panel by inside;
    /// Inside a body's client portal, for one client organisation.
    Client by inside;
    /// Anyone, at the register or a body's public page.
    Register by outside;
}

/// Anyone, at the door's own pages.
pub struct AtDoor(pub Visit);

impl std::ops::Deref for AtDoor {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl FromRequestParts<App> for AtDoor {
    type Rejection = Shut;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Shut> {
        outside(parts, app, Portal::Door).await.map(AtDoor)
    }
}

/// Signed in, whatever the person may do: the door's own pages, and applying for the first time.
pub struct SignedIn {
    pub visit: Visit,
    pub entered: Entered,
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Shut;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Shut> {
        let visit = outside(parts, app, Portal::Door).await?;
        match visit.entered.clone() {
            Some(entered) => Ok(SignedIn { visit, entered }),
            None => Err(Shut::SignIn(parts.uri.path().to_owned())),
        }
    }
}
