//! Anyone: the bodies' public pages, applying, and looking a certificate up.

use crate::app::Routes;

mod apply;
mod complain;
mod directory;
mod home;
mod log;
mod rules;
mod statics;
mod verify;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .and(home::routes())
        .and(apply::routes())
        .and(complain::routes())
        .and(verify::routes())
        .and(directory::routes())
        .and(log::routes())
        .and(rules::routes())
        .and(statics::routes())
}
