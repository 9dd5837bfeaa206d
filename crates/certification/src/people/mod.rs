//! Accounts, sessions and credentials: one account per person for the whole installation, by e-mail; and who
//! holds which function at a body.

mod accounts;
mod casting;
mod colleagues;
mod credentials;
mod demonstration;
mod factors;
mod functions;
mod letters;
mod links;
mod new_passwords;
mod sessions;
#[cfg(test)]
mod tests;

pub use accounts::{
    Change, Forgotten, NewPassword, Opening, change_password, confirm, forgotten, open,
    set_password, whose,
};
pub use casting::Casting;
pub use colleagues::{Colleague, Colleagues, Held, colleagues};
pub use credentials::{Passwords, Proven, prove, sign_in};
pub use demonstration::{Role, cast, in_the_role_of};
pub use factors::{
    Codes, Factors, NewCodes, NewPasskey, Offered, Passkey, Site, ToConfirm, add_passkey,
    begin_codes, code_in_demonstration, code_of, codes_to_confirm, confirm_codes, factors,
    offer_passkey, offered_passkey, remove_codes, remove_passkey, site_of,
};
pub use functions::{Invitation, end, invite};
pub use links::{Links, Purpose};
pub use sessions::{Entered, Membership, enter, leave, remember};

pub(crate) use casting::cast as cast_people;
pub(crate) use factors::{answer_of_passkey, use_code};
pub(crate) use functions::{account, letterhead};
pub(crate) use links::{Account, INVITED};
