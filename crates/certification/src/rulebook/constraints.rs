//! Rules that the database itself holds, by the name of the constraint that holds them.

use super::*;
use crate::error::Refusal;

/// The refusal for a named constraint of the database that guards a rule.
pub(crate) fn held_by_constraint(name: &str) -> Option<Refusal> {
    Some(match name {
        "imp_1_audit_team_never_decides" => IMP_1.refuse(
            "This person took part in an audit of this client in the current cycle.",
            "Appoint somebody who was on none of its audit teams.",
        ),
        "cap_1_no_earlier_part" => CAP_1.refuse(
            "This person had an earlier part in the matter.",
            "Somebody decides who had none: appoint another person.",
        ),
        "certificates_never_back_dated" | "certificates_positive_decision" => CRT_2.refuse(
            "The attestation would not rest on a positive decision of that date.",
            "Let the panel decide first.",
        ),
        "decisions_one_per_case" | "certificates_one_per_decision" | "votes_once" => DEC_6.refuse(
            "This has been decided or signed already.",
            "Open the case again to see what was decided.",
        ),
        "team_members_one_lead" => CMP_3.refuse(
            "The audit has a lead auditor already.",
            "Release the present one first, or appoint this person as auditor.",
        ),
        "proposals_one_offered" | "proposals_one_accepted" => TIM_7.refuse(
            "A proposal stands already.",
            "Open the present proposal; a new one replaces it.",
        ),
        "ret_1_kept_until" => RET_1.refuse(
            "This file is still kept.",
            "The page Retention says until when, and what holds it longer.",
        ),
        _ => return None,
    })
}
