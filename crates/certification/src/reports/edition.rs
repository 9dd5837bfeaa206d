//! For whom a report is printed: the same facts, more of them or fewer. What is written for the body's own file
//! alone is in the whole report and in no other edition.

use super::text::Field;

/// An edition of an issued report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// All of it, for those who may read the report itself.
    Whole,
    /// What those who answer for the organisation read: what it came to, why, and what was found.
    Board,
    /// All that may be published, with the evidence of each finding.
    Regulator,
    /// The questions that buyers ask about a supplier's audit, on a page.
    Procurement,
}

impl Edition {
    pub const ALL: [Edition; 4] =
        [Edition::Whole, Edition::Board, Edition::Regulator, Edition::Procurement];

    pub fn key(self) -> &'static str {
        match self {
            Edition::Whole => "whole",
            Edition::Board => "board",
            Edition::Regulator => "regulator",
            Edition::Procurement => "procurement",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|edition| edition.key() == key)
    }

    /// As a link names it.
    pub fn title(self) -> &'static str {
        match self {
            Edition::Whole => "The whole report",
            Edition::Board => "For the board",
            Edition::Regulator => "For a regulator",
            Edition::Procurement => "For a procurement questionnaire",
        }
    }

    /// What is in it, for whoever chooses.
    pub fn about(self) -> &'static str {
        match self {
            Edition::Whole => "All of it, what is for the body alone too",
            Edition::Board => "A page and the findings",
            Edition::Regulator => "All that may be published, with evidence",
            Edition::Procurement => "Questions and answers",
        }
    }

    /// Whether what was written in this field is printed under its own heading; the summary and the judgement stand
    /// on the first page of every edition but the questions and answers.
    pub fn tells(self, field: &Field) -> bool {
        const BOARD: [&str; 8] = [
            "readiness_reasons",
            "recommendation_reasons",
            "conformity",
            "strengths",
            "scope_fits",
            "concerns",
            "programme",
            "changes",
        ];
        match self {
            Edition::Whole => true,
            Edition::Board => field.publishable && BOARD.contains(&field.key),
            Edition::Regulator => field.publishable,
            Edition::Procurement => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audits::Kind;
    use crate::reports::fields;

    #[test]
    fn what_is_for_the_body_alone_is_in_the_whole_report_alone_and_the_board_reads_no_more_than_a_regulator()
     {
        for field in Kind::ALL.iter().flat_map(|kind| fields(*kind)) {
            assert!(Edition::Whole.tells(field));
            assert_eq!(Edition::Regulator.tells(field), field.publishable, "{}", field.key);
            assert!(
                !Edition::Board.tells(field) || Edition::Regulator.tells(field),
                "{}",
                field.key
            );
            assert!(!Edition::Procurement.tells(field), "{}", field.key);
        }
    }

    #[test]
    fn every_kind_of_audit_has_something_for_the_board() {
        for kind in Kind::ALL {
            assert!(
                fields(kind).iter().filter(|f| Edition::Board.tells(f)).count() >= 3,
                "{kind:?}"
            );
        }
    }
}
