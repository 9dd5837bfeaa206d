//! Whom the body may not certify: another certification body, and for two years a client that it audited
//! internally or that a body related to it advised (IMP-3, IMP-4).

use super::lists::Choice;
use super::{Application, Review};
use crate::cycle::{in_words, months_after};
use crate::error::{Error, Refusal, Result};
use crate::parse::{Reading, SHORT};
use crate::rulebook;
use time::Date;

/// What the body itself was to the client, as the reviewer answers it.
pub const TIES: &[Choice] = &[
    ("none", "Neither"),
    ("internal_audits", "We carried out internal audits for it"),
    ("consultancy", "We, or a body related to us, gave it consultancy"),
    ("both", "Both"),
];

/// The reviewer's answer, with who it was and when it ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tie {
    /// A key of [`TIES`]; empty where nothing is accepted.
    pub key: String,
    pub who: String,
    /// `None`: it still goes on.
    pub ended_on: Option<Date>,
}

impl Tie {
    pub(super) fn read(accepting: bool, typed: &Review) -> Result<Tie> {
        let mut reading = Reading::default();
        let key = if !accepting && typed.tie.is_empty() {
            Some("")
        } else {
            let what = "whether we did internal audits for it, or a related body advised it";
            reading.choice("tie", &typed.tie, what, |key| {
                TIES.iter().find(|(known, _)| *known == key).map(|(known, _)| *known)
            })
        };
        let bound = key.is_some_and(|key| !key.is_empty() && key != "none");
        let who = if bound {
            reading.required("tie_who", &typed.tie_who, "who it was, and what they did", SHORT)
        } else {
            String::new()
        };
        let ended_on = reading.date("tie_ended_on", &typed.tie_ended_on, "its last day");
        reading.done()?;
        let key = key.ok_or_else(|| Error::Fault("a tie was read as none".into()))?;
        Ok(Tie { key: key.to_owned(), who, ended_on: ended_on.filter(|_| bound) })
    }

    /// Refuses within two years of the last day (IMP-3).
    pub(super) fn lets_accept(&self, today: Date) -> Result<(), Refusal> {
        if self.key == "none" {
            return Ok(());
        }
        let what = match self.key.as_str() {
            "internal_audits" => "internal audits by this body",
            "consultancy" => "consultancy by this body or one related to it",
            _ => "internal audits and consultancy by this body or one related to it",
        };
        let Some(ended) = self.ended_on else {
            return Err(rulebook::IMP_3.refuse(
                format!("The client receives {what}: {}. No last day is named.", self.who),
                "Name the last day if it has ended; else decline the application with this reason.",
            ));
        };
        let free = months_after(ended, 24);
        if today >= free {
            return Ok(());
        }
        Err(rulebook::IMP_3.refuse(
            format!("The client received {what} until {}: {}.", in_words(ended), self.who),
            format!(
                "Decline the application with this reason; it can be accepted from {} on.",
                in_words(free)
            ),
        ))
    }
}

/// Refuses an applicant that certifies management systems itself, or has not said whether it does (IMP-4).
pub(super) fn may_be_certified(application: &Application) -> Result<(), Refusal> {
    match application.certification_body {
        Some(false) => Ok(()),
        Some(true) => Err(rulebook::IMP_4.refuse(
            "The applicant certifies management systems itself.",
            "Decline the application with this reason, or return it if the answer is a mistake.",
        )),
        None => Err(rulebook::IMP_4.refuse(
            "The application does not say whether the applicant certifies management systems itself.",
            "Return it with this question.",
        )),
    }
}
