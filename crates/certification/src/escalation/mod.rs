//! What is overdue goes before people by itself: reminders well before a last date, a warning on the day after,
//! and then a proposal to suspend, laid before a panel (SRV-1, SRV-2, REC-1, STA-2). Software proposes, people
//! decide: nothing here changes a certificate.

#[cfg(test)]
mod calendar_tests;
mod duty;
mod letters;
mod proposing;
mod reads;
mod step;
mod subjects;
mod suspended;
#[cfg(test)]
mod suspended_tests;
#[cfg(test)]
mod tests;

pub use duty::run;
pub use reads::{Taken, newest, of_file};
pub use step::Step;
