//! Accounts, sessions and credentials: one account per person for the whole installation, by e-mail.

mod credentials;
mod sessions;

pub use credentials::{Passwords, Proven, prove, sign_in};
pub use sessions::{Entered, Membership, enter, leave, remember};
