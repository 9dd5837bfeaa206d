//! The cycle after a decision: what falls due, and when.
