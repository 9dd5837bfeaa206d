//! The programme of the cycle's audits (PRG).
