//! The register of impartiality risks and the minutes of the committee that looks at it (IMP-6). A risk is
//! never edited: each look at it is a revision of its own.

mod minutes;
mod reads;
mod risks;
mod stale;
#[cfg(test)]
mod tests;

pub use minutes::{Kept, keep_minutes};
pub use reads::{
    Minutes, MinutesLine, Owner, Revision, Risk, minutes, minutes_list, owners, register, risk,
};
pub use risks::{Seen, add_risk, revise};
pub use stale::{stale, warning};

/// Where a risk to impartiality comes from.
pub const SOURCES: &[(&str, &str)] = &[
    ("ownership", "Ownership"),
    ("governance", "Governance and management"),
    ("personnel", "Personnel"),
    ("shared_resources", "Shared resources"),
    ("finances", "Finances"),
    ("contracts", "Contracts and outsourcing"),
    ("training", "Training"),
    ("marketing", "Marketing"),
    ("commission", "Commission for new clients"),
    ("other", "Something else"),
];

/// How much of a risk is left when it is treated.
pub const RESIDUALS: &[(&str, &str)] = &[("low", "Low"), ("medium", "Medium"), ("high", "High")];

/// Whether a risk is still there.
pub const STATES: &[(&str, &str)] =
    &[("open", "The risk is there, and is treated"), ("closed", "The risk is there no longer")];

fn title_of(list: &[(&'static str, &'static str)], key: &str) -> &'static str {
    list.iter().find(|(known, _)| *known == key).map_or("", |(_, title)| title)
}

fn known(list: &[(&'static str, &'static str)], key: &str) -> Option<&'static str> {
    list.iter().find(|(known, _)| *known == key).map(|(known, _)| *known)
}
