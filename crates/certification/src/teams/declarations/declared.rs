//! A declaration as typed, each question answered yes or no, and what it means.

use super::conflict::Declaration;
use crate::error::Result;
use crate::parse::{LONG, Reading};
use time::Date;

/// A declaration as typed: each question answered "yes" or "no".
#[derive(Default, Debug, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Declared {
    pub id: String,
    pub employed: String,
    pub employed_until: String,
    pub consulted: String,
    pub consulted_until: String,
    pub ai_advice: String,
    pub tool_recommendation: String,
    pub data_protection_officer: String,
    pub internal_audits: String,
    pub other: String,
}

impl Declared {
    pub(super) fn meant(&self, today: Date) -> Result<Declaration> {
        let mut r = Reading::default();
        let mut answer =
            |field, typed: &str| r.yes_or_no(field, typed, "yes or no").unwrap_or_default();
        let employed = answer("employed", &self.employed);
        let consulted = answer("consulted", &self.consulted);
        let declared = Declaration {
            employed,
            consulted,
            ai_advice: answer("ai_advice", &self.ai_advice),
            tool_recommendation: answer("tool_recommendation", &self.tool_recommendation),
            data_protection_officer: answer(
                "data_protection_officer",
                &self.data_protection_officer,
            ),
            internal_audits: answer("internal_audits", &self.internal_audits),
            employed_until: ended(&mut r, "employed_until", &self.employed_until, employed, today),
            consulted_until: ended(
                &mut r,
                "consulted_until",
                &self.consulted_until,
                consulted,
                today,
            ),
            other: r.optional("other", &self.other, LONG),
        };
        r.done()?;
        Ok(declared)
    }
}

/// When a tie ended; none while it lasts, or where there was none.
fn ended(r: &mut Reading, field: &str, typed: &str, was: bool, today: Date) -> Option<Date> {
    let until = r.date(field, typed, "when it ended").filter(|_| was);
    if until.is_some_and(|date| date > today) {
        r.errors.add(field, "Enter a day that is past, or leave it empty while it lasts");
    }
    until
}
