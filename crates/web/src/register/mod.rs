//! Anyone: the bodies' public pages, applying, and looking a certificate up.

use crate::app::Routes;

mod apply;
mod batch;
mod check;
mod checked;
mod complain;
mod directory;
mod given;
mod home;
mod json;
mod log;
mod proofs;
mod rules;
mod statics;
mod turns;
mod verdict;
mod verify;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .and(home::routes())
        .and(apply::routes())
        .and(complain::routes())
        .and(turns::shared(batch::routes().and(check::routes())))
        .and(verify::routes())
        .and(proofs::routes())
        .and(directory::routes())
        .and(log::routes())
        .and(rules::routes())
        .and(statics::routes())
}
