//! What a certification body knows and may do, in the order of a certificate's life. SQL lives here;
//! HTTP and HTML do not. Every verb has one order: load, rule, guarded update, the act as a row, record.

// The ground everything stands on.
pub mod actor;
pub(crate) mod addressees;
pub mod as_json;
pub mod clock;
pub mod countries;
pub mod db;
pub mod differences;
pub mod enforcement;
pub mod error;
pub mod outbox;
pub mod parse;
pub mod record;
pub mod rulebook;
pub mod standards;
pub mod zone;

// Who is here.
pub mod accreditations;
pub mod assessors;
pub mod bodies;
pub mod installation;
pub mod people;

// The life of a certificate.
pub mod ai_systems;
pub mod applications;
pub mod assessment;
pub mod audit_time;
pub mod audits;
pub mod case_files;
pub mod certificates;
pub mod changes;
pub mod competence;
pub mod complaints;
pub mod cycle;
pub mod decisions;
pub mod escalation;
pub mod evidence;
pub mod exports;
pub mod files;
pub mod findings;
pub mod home;
pub mod impartiality;
pub mod joint;
pub mod keys;
pub mod log;
pub mod notes;
pub mod programmes;
pub mod proposals;
pub mod publishing;
pub mod reports;
pub mod rereading;
pub mod retention;
pub mod sampling;
pub mod scope;
pub mod statements;
pub mod teams;
pub mod transfers;

#[cfg(feature = "testing")]
pub mod testing;

pub use actor::{Actor, Room};
pub use clock::Clock;
pub use db::{Db, Tx};
pub use error::{Error, FieldErrors, Refusal, Result};
pub use record::File;
pub use zone::Zone;
