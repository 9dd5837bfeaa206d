//! The office of a certification body.

use crate::app::Routes;

mod accreditations;
mod applications;
mod assessment;
mod assessors;
mod audit_time;
mod case_file;
mod cases;
mod changes;
mod clients;
mod competence;
mod complaints;
mod coverage;
mod declarations;
mod domain;
mod due;
mod escalations;
mod export;
mod file;
mod findings;
mod home;
mod impartiality;
mod keys;
mod laying;
mod maintaining;
mod matrix;
mod minutes;
mod outbox;
mod people;
mod person;
mod programmes;
mod proposals;
mod publishing;
mod reports;
mod rereading;
mod retention;
mod rules;
mod sampling;
mod scope;
mod settings;
mod teams;
mod time_tables;
mod together;
mod transfers;

pub(crate) use reports::audit_of;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .and(home::routes())
        .and(clients::routes())
        .and(file::routes())
        .and(case_file::routes())
        .and(applications::routes())
        .and(audit_time::routes())
        .and(proposals::routes())
        .and(programmes::routes())
        .and(sampling::routes())
        .and(coverage::routes())
        .and(teams::routes())
        .and(together::routes())
        .and(declarations::routes())
        .and(reports::routes())
        .and(publishing::routes())
        .and(findings::routes())
        .and(cases::routes())
        .and(laying::routes())
        .and(maintaining::routes())
        .and(changes::routes())
        .and(scope::routes())
        .and(due::routes())
        .and(escalations::routes())
        .and(transfers::routes())
        .and(retention::routes())
        .and(export::routes())
        .and(people::routes())
        .and(person::routes())
        .and(competence::routes())
        .and(matrix::routes())
        .and(impartiality::routes())
        .and(minutes::routes())
        .and(complaints::routes())
        .and(outbox::routes())
        .and(rules::routes())
        .and(assessors::routes())
        .and(assessment::routes())
        .and(settings::routes())
        .and(keys::routes())
        .and(domain::routes())
        .and(time_tables::routes())
        .and(accreditations::routes())
        .and(rereading::routes())
}
