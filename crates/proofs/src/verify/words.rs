//! The report as it is read at a prompt: the two answers, whose key it is, what it says, what was checked.

use super::report::{Genuine, Outcome, Report, State};
use std::fmt::{Display, Formatter, Result};

impl Display for Report {
    fn fmt(&self, to: &mut Formatter) -> Result {
        writeln!(to, "Genuine?  {}. {}", genuine(self.genuine), self.sentence)?;
        match &self.validity {
            Some(validity) => {
                writeln!(to, "Valid?    {}. {}", state(validity.state), validity.sentence)?
            }
            None => writeln!(
                to,
                "Valid?    No answer: only of what is genuine can it be said whether it holds."
            )?,
        }
        if let Some(who) = &self.who {
            writeln!(to, "\nWhose key? {}\n  {}", who.sentence, who.fingerprint)?;
        }
        self.facts(to)?;
        writeln!(to)?;
        self.checks.iter().try_for_each(|check| {
            writeln!(to, "{} {}: {}", mark(check.outcome), check.name, check.sentence)
        })
    }
}

impl Report {
    fn facts(&self, to: &mut Formatter) -> Result {
        let Some(facts) = &self.facts else { return Ok(()) };
        writeln!(
            to,
            "\n{}",
            if self.genuine == Genuine::Yes { "What it says" } else { "What it claims" }
        )?;
        let number = format!("{}, revision {}", facts.number, facts.revision);
        let rows = [
            ("Certified", &facts.client),
            ("Standard", &facts.standard),
            ("Scope", &facts.scope),
            ("Number", &number),
            ("Body", &facts.body),
            ("From", &facts.valid_from),
            ("Until", &facts.valid_until),
            ("To note", &facts.conditions.join(" ")),
            ("Register", &facts.register),
        ];
        for (name, words) in rows {
            writeln!(to, "  {name:<10}{}", words.replace('\n', ", "))?;
        }
        facts.sites.iter().try_for_each(|site| {
            writeln!(to, "  {:<10}{}, {}", "Site", site.name, site.address.replace('\n', ", "))
        })
    }
}

fn genuine(answer: Genuine) -> &'static str {
    match answer {
        Genuine::Yes => "Yes",
        Genuine::No => "No",
        Genuine::Unproven => "Not proven",
        Genuine::Unreadable => "Cannot be read",
    }
}

fn state(state: State) -> &'static str {
    match state {
        State::Valid => "Yes",
        State::Suspended => "No, suspended",
        State::Withdrawn => "No, withdrawn or replaced",
        State::Expired => "No, expired",
        State::NotYet => "Not yet",
        State::Unknown => "Unknown",
    }
}

fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "ok  ",
        Outcome::Failed => "FAIL",
        Outcome::Noted => "note",
    }
}
