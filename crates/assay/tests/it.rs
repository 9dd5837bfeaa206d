//! The whole product behind its doors: journeys, every route for everybody, statements per page, faults.

mod checked;
mod doors;
mod faults;
mod fresh;
mod gates;
mod integrated;
mod journey;
mod life;
mod logged;
mod mails;
mod notice;
mod own_domain;
mod panel_reads;
mod statements;
mod years;
