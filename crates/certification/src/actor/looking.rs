//! What is said to an assessor who would change something.

use crate::error::Refusal;
use crate::rulebook;

/// The refusal of every act of an assessor.
pub fn changes_nothing() -> Refusal {
    rulebook::CMP_2.refuse(
        "You are here as an accreditation assessor: you may read everything that the office reads, and change nothing.",
        "Ask somebody of the body to do it.",
    )
}
