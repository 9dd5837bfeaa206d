//! The audit portal: the team at work.

use crate::app::Routes;

mod application;
mod audits;
mod checks;
mod corrective;
mod coverage;
mod declarations;
mod documents;
mod findings;
mod home;
mod meetings;
mod plan;
mod questions;
mod reports;
mod requirements;
mod scope;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .and(home::routes())
        .and(audits::routes())
        .and(application::routes())
        .and(declarations::routes())
        .and(plan::routes())
        .and(documents::routes())
        .and(checks::routes())
        .and(meetings::routes())
        .and(requirements::routes())
        .and(coverage::routes())
        .and(findings::routes())
        .and(corrective::routes())
        .and(reports::routes())
        .and(questions::routes())
        .and(scope::routes())
}
