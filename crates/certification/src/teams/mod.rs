//! Teams of audits: appointed by competence (CMP), free of conflict (IMP), told to the client (PLN-2).

mod appointing;
mod care;
pub mod declarations;
mod gates;
mod mails;
mod objections;
mod reads;
mod releasing;
mod telling;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;

pub use appointing::{Appointment, appoint};
pub use care::{Care, take_care};
pub use declarations::{Capacity, Declaration, Declared, conflict, declare, free_of_conflict};
pub use gates::{settled, standing};
pub(crate) use mails::mail_client;
pub use objections::{Answered, Objected, agree, answer_objection, object};
pub use reads::{Objection, Person, TeamMember, everyone, members, objections};
pub use releasing::{Released, release};
pub use telling::tell_client;

use crate::error::{Error, Refusal};
use crate::rulebook;

/// What a member is in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    LeadAuditor,
    Auditor,
    TechnicalExpert,
    Trainee,
    Observer,
    Translator,
}

impl Role {
    pub const ALL: [Role; 6] = [
        Role::LeadAuditor,
        Role::Auditor,
        Role::TechnicalExpert,
        Role::Trainee,
        Role::Observer,
        Role::Translator,
    ];

    /// The key kept in the database.
    pub fn key(self) -> &'static str {
        match self {
            Role::LeadAuditor => "lead_auditor",
            Role::Auditor => "auditor",
            Role::TechnicalExpert => "technical_expert",
            Role::Trainee => "trainee",
            Role::Observer => "observer",
            Role::Translator => "translator",
        }
    }

    /// The words on a page.
    pub fn title(self) -> &'static str {
        match self {
            Role::LeadAuditor => "Lead auditor",
            Role::Auditor => "Auditor",
            Role::TechnicalExpert => "Technical expert",
            Role::Trainee => "Trainee",
            Role::Observer => "Observer",
            Role::Translator => "Translator",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Whether the member audits: alone, and as audit time (CMP-3).
    pub fn audits(self) -> bool {
        matches!(self, Role::LeadAuditor | Role::Auditor)
    }

    /// The function that the competence file must show, if the role asks for one (CMP-2).
    pub fn function(self) -> Option<&'static str> {
        match self {
            Role::LeadAuditor | Role::Auditor | Role::TechnicalExpert => Some(self.key()),
            Role::Trainee | Role::Observer | Role::Translator => None,
        }
    }
}

/// How far a team has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Forming,
    /// The client knows it, and may object.
    Told,
    Agreed,
}

/// What moves a team on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Somebody joins or leaves: the client will be told anew.
    Change,
    TellClient,
    Agree,
    Object,
}

impl State {
    pub const ALL: [State; 3] = [State::Forming, State::Told, State::Agreed];

    pub fn key(self) -> &'static str {
        match self {
            State::Forming => "forming",
            State::Told => "told",
            State::Agreed => "agreed",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            State::Forming => "Being formed",
            State::Told => "Told to the client",
            State::Agreed => "Agreed with the client",
        }
    }

    /// A tag's kind for it.
    pub fn tag(self) -> &'static str {
        match self {
            State::Forming => "act",
            State::Told => "wait",
            State::Agreed => "good",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// As a row keeps it; a key that is none is our own failure.
    pub(crate) fn kept(key: &str) -> Result<Self, Error> {
        Self::from_key(key).ok_or_else(|| Error::Fault("a team in no known state".into()))
    }

    /// The table of steps.
    pub fn after(self, step: Step) -> Result<State, Refusal> {
        match (self, step) {
            (_, Step::Change) => Ok(State::Forming),
            (State::Forming, Step::TellClient) => Ok(State::Told),
            (State::Told, Step::Agree) => Ok(State::Agreed),
            (State::Told, Step::Object) => Ok(State::Told),
            (State::Forming, Step::Agree | Step::Object) => Err(rulebook::PLN_2.refuse(
                "The team is still being formed.",
                "You will be told who is in it; then you can agree or object.",
            )),
            (State::Agreed, Step::Agree | Step::Object) => Err(rulebook::ORDER.refuse(
                "You have agreed to this team already.",
                "If something has come up since, tell the certification body.",
            )),
            (State::Told | State::Agreed, Step::TellClient) => Err(rulebook::ORDER.refuse(
                "The client knows this team already.",
                "Change the team first if it must be told anew.",
            )),
        }
    }
}
