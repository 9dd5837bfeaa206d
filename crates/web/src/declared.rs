//! The declaration of conflicts, asked the same of auditors and of panel members: each question apart (IMP-5).

use crate::form::Filled;
use certification::teams::declarations::Newest;

/// A question answered with yes or no.
pub struct Question {
    pub field: &'static str,
    pub text: &'static str,
    pub hint: &'static str,
    /// The field for the day on which it ended, where that matters (IMP-2).
    pub until: &'static str,
}

/// What each person is asked about the client.
pub const QUESTIONS: [Question; 6] = [
    Question {
        field: "employed",
        text: "Have you been employed by this client?",
        hint: "Also as a manager or board member.",
        until: "employed_until",
    },
    Question {
        field: "consulted",
        text: "Have you given it management-system consultancy?",
        hint: "Yourself, or through a firm of yours.",
        until: "consulted_until",
    },
    Question {
        field: "ai_advice",
        text: "Have you advised it on AI?",
        hint: "On design, risk or governance of its AI systems.",
        until: "",
    },
    Question {
        field: "tool_recommendation",
        text: "Have you recommended it a tool or supplier for AI or for its management system?",
        hint: "",
        until: "",
    },
    Question {
        field: "data_protection_officer",
        text: "Are or were you its data-protection officer, or did you provide one?",
        hint: "",
        until: "",
    },
    Question {
        field: "internal_audits",
        text: "Have you done its internal audits?",
        hint: "",
        until: "",
    },
];

/// Yes and no, as the questions offer them.
pub fn yes_no() -> Vec<(String, String)> {
    vec![("no".into(), "No".into()), ("yes".into(), "Yes".into())]
}

/// An empty declaration for a new form.
pub fn fresh() -> Filled {
    Filled::from_values([("id", uuid::Uuid::now_v7().to_string())])
}

/// What the newest declaration came to, in a sentence.
pub fn standing(newest: &Newest) -> String {
    let when = crate::page::day(&newest.declared_at.date());
    match newest.conflict {
        true => format!(
            "You declared a conflict on {when}: you take no part in this client's certification."
        ),
        false => format!("You declared on {when} that you are free of conflicts."),
    }
}
