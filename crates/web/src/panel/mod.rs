//! The panel: reading the whole record, asking, signing.

use crate::app::Routes;

mod cases;
mod declarations;
mod home;
mod questions;
mod scope;
mod signing;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .and(home::routes())
        .and(cases::routes())
        .and(declarations::routes())
        .and(questions::routes())
        .and(signing::routes())
        .and(scope::routes())
}
