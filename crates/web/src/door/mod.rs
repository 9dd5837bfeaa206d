//! The door: signing in, opening an account, and the way to one's portals.

use crate::app::Routes;

mod account;
mod demonstration;
mod sign_in;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .and(sign_in::routes())
        .and(account::routes())
        .and(demonstration::routes())
}
