//! The office of a certification body.

use crate::app::Routes;

mod applications;
mod audit_time;
mod cases;
mod clients;
mod competence;
mod declarations;
mod due;
mod escalations;
mod export;
mod file;
mod findings;
mod home;
mod outbox;
mod people;
mod programmes;
mod proposals;
mod publishing;
mod reports;
mod retention;
mod settings;
mod teams;
mod transfers;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .and(home::routes())
        .and(clients::routes())
        .and(file::routes())
        .and(applications::routes())
        .and(audit_time::routes())
        .and(proposals::routes())
        .and(programmes::routes())
        .and(teams::routes())
        .and(declarations::routes())
        .and(reports::routes())
        .and(publishing::routes())
        .and(findings::routes())
        .and(cases::routes())
        .and(due::routes())
        .and(escalations::routes())
        .and(transfers::routes())
        .and(retention::routes())
        .and(export::routes())
        .and(people::routes())
        .and(competence::routes())
        .and(outbox::routes())
        .and(settings::routes())
}
