//! The client's portal.

use crate::app::Routes;

mod ai_systems;
mod application;
mod attestation;
mod audits;
mod changes;
mod complaints;
mod cycle;
mod documents;
mod files;
mod findings;
mod home;
mod import;
mod proposal;
mod reports;
mod scope;
mod sections;
mod statement;
mod stored;
mod transfer;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .and(home::routes())
        .and(files::routes())
        .and(application::routes())
        .and(sections::routes())
        .and(ai_systems::routes())
        .and(import::routes())
        .and(proposal::routes())
        .and(audits::routes())
        .and(documents::routes())
        .and(reports::routes())
        .and(findings::routes())
        .and(attestation::routes())
        .and(cycle::routes())
        .and(changes::routes())
        .and(scope::routes())
        .and(statement::routes())
        .and(complaints::routes())
        .and(transfer::routes())
}
