//! The door: signing in, opening an account, and the way to one's portals.

use crate::app::{App, Routes};
use certification::people::Links;

mod account;
mod demonstration;
mod factors;
mod password;
mod portals;
mod sign_in;
mod welcome;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .and(sign_in::routes())
        .and(portals::routes())
        .and(account::routes())
        .and(factors::routes())
        .and(password::routes())
        .and(demonstration::routes())
}

/// What the door's addresses carry: where the visitor wants to go on to, the body it came from, a link's token.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Way {
    next: String,
    at: String,
    token: String,
    with: String,
}

impl Way {
    /// The same way in another address of the door, e.g. "/door/account?next=%2Fb…".
    fn on(&self, path: &str) -> String {
        let (next, at) = (crate::paths::own_path(&self.next).unwrap_or_default(), self.body());
        let pairs: Vec<_> = [("next", next), ("at", at)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let query = serde_html_form::to_string(&pairs).unwrap_or_default();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The body that the visitor came from: named, or the one whose page it wants to go on to.
    fn body(&self) -> &str {
        let named = self
            .next
            .strip_prefix("/b/")
            .and_then(|rest| rest.split(['/', '?']).next())
            .unwrap_or_default();
        let plain = |slug: &&str| {
            slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        Some(self.at.as_str())
            .filter(|at| !at.is_empty())
            .or(Some(named))
            .filter(plain)
            .unwrap_or_default()
    }
}

/// The maker of one-time links.
pub(crate) fn links(app: &App) -> Links {
    Links::new(&app.settings.secret, &app.settings.public_url)
}
