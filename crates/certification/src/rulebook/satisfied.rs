//! Under which rules each act of the record stands: what had to hold before it went through, or what it keeps. So
//! that a timeline answers not only who did what and when, but by which rule it was right. Every act stands under
//! RET-2 besides.

use super::*;

macro_rules! acts {
    ($($act:literal [$($rule:ident)*];)*) => {
        /// Each act by its key, with its rules; none where an act rests on no numbered rule but the record's own.
        pub const ACTS: &[(&str, &[&Rule])] = &[$(($act, &[$($rule),*])),*];
    };
}

acts! {
    // Application and scope.
    "application_begun" [];
    "application_submitted" [APP_1 APP_4 APP_5];
    "application_accepted" [APP_2 IMP_3 IMP_4];
    "application_returned" [APP_2];
    "application_declined" [APP_2];
    "ai_system_added" [APP_5];
    "ai_system_changed" [APP_5];
    "ai_system_removed" [APP_5];
    "ai_systems_imported" [APP_5];
    "register_confirmed" [APP_5];
    "scope_revised" [APP_4 APP_6];
    "statement_issued" [APP_5 AUD_4];
    "evidence_given" [];
    "file_exported" [];
    // Audit time, fee, programme.
    "audit_time_determined" [TIM_1 TIM_2 TIM_3 TIM_4];
    "proposal_offered" [APP_2 IMP_7 TIM_2 TIM_7];
    "proposal_accepted" [APP_3 TIM_7];
    "proposal_declined" [TIM_7];
    "programme_made" [APP_3 PRG_1];
    "programme_audit_changed" [PRG_1];
    "programme_in_force" [PRG_1 PRG_2 TIM_6 SRV_1 SRV_2];
    "sites_sampled" [TIM_6];
    "audit_part_chosen" [PRG_2];
    "special_audit_added" [SPC_1];
    "audits_held_apart" [TIM_3];
    "audits_held_together" [TIM_3];
    // Team and plan.
    "conflicts_declared" [IMP_2 IMP_5];
    "team_member_appointed" [CMP_2 CMP_3 CMP_4 IMP_2];
    "team_member_released" [PLN_2];
    "team_told" [CMP_1 CMP_3 CMP_6 IMP_5 PLN_2];
    "team_agreed" [PLN_2];
    "team_objected" [PLN_2];
    "objection_answered" [PLN_2];
    "team_care" [SPC_1];
    "plan_saved" [PLN_1];
    "plan_sent" [IMP_5 PLN_1 PLN_3];
    "plan_taken_back" [PLN_1];
    "plan_agreed" [PLN_2];
    "other_dates_asked" [PLN_2];
    // The audit.
    "document_asked" [PLN_1];
    "document_provided" [PLN_1];
    "document_withdrawn" [PLN_1];
    "documents_checked" [AUD_1];
    "concern_named" [AUD_1];
    "concern_taken_back" [AUD_1];
    "audit_opened" [APP_3 AUD_2 AUD_3 AUD_5 PLN_2];
    "audit_closed" [AUD_5 FND_6 TIM_5];
    "requirements_concluded" [AUD_4];
    "report_issued" [AUD_1 AUD_4 AUD_5 AUD_6 PLN_3];
    "report_corrected" [AUD_6];
    "readiness_reviewed" [AUD_2 CMP_1 CMP_6 IMP_5];
    // Findings.
    "finding_raised" [FND_1];
    "finding_changed" [FND_1];
    "finding_regraded" [FND_7];
    "finding_taken_back" [FND_1];
    "grade_reviewed" [FND_7];
    "finding_answered" [FND_2];
    "answer_accepted" [FND_2];
    "answer_returned" [FND_2];
    "effect_verified" [FND_3 FND_6];
    "effect_missing" [FND_3 FND_6];
    "finding_closed" [FND_2 FND_3 FND_4];
    "finding_risen" [FND_6];
    "minor_kept" [FND_6];
    // The decision, and what follows it.
    "case_opened" [DEC_2];
    "case_scope_written" [DEC_2 DEC_5];
    "panel_appointed" [CMP_2 CMP_5 IMP_1 IMP_2 IMP_6];
    "panel_released" [DEC_6];
    "panel_asked" [DEC_1];
    "panel_answered" [DEC_1];
    "panel_deliberated" [DEC_1];
    "signature_given" [DEC_1 DEC_3 IMP_1 IMP_5];
    "signatures_voided" [DEC_3];
    "case_decided" [DEC_4 DEC_5 DEC_6 CMP_5 FND_3 FND_4 FND_5 CRT_1 CRT_2];
    "certification_maintained" [DEC_7];
    "published" [PUB_2];
    "consent_given" [PUB_2];
    "consent_withdrawn" [PUB_2];
    // The years after a grant.
    "change_reported" [APP_6];
    "change_answered" [APP_6];
    "due_reminded" [SRV_1 SRV_2 STA_2];
    "due_brought_forward" [SRV_2];
    "overdue_warned" [SRV_1 SRV_2 STA_2];
    "suspension_proposed" [STA_2];
    "transfer_asked" [TRF_1];
    "transfer_reviewed" [TRF_1];
    "transfer_declined" [TRF_1];
    "transfer_stated" [TRF_1];
    // Beside it.
    "complaint_lodged" [CAP_1];
    "complaint_acknowledged" [CAP_1];
    "complaint_progress" [CAP_1];
    "complaint_decider" [CAP_1];
    "complaint_decided" [CAP_1];
    "complaint_told" [CAP_1];
    "hold_placed" [RET_1];
    "hold_lifted" [RET_1];
    "note_written" [];
    // Which rule it was stands in the entry's own sentence.
    "warning_overridden" [];
    "assessor_looked" [];
}

/// The rules under which an act stands; none for one that is not listed.
pub fn satisfied(act: &str) -> &'static [&'static Rule] {
    ACTS.iter().find(|(key, _)| *key == act).map_or(&[], |(_, rules)| rules)
}

/// The rule with this id.
pub fn by_id(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// Whether an act is in the table; what a test arranges is no act.
#[cfg(test)]
pub(crate) fn is_listed(act: &str) -> bool {
    act == "arranged" || ACTS.iter().any(|(key, _)| *key == act)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    /// Every source file of this crate but for tests: what they record is arranged.
    fn sources(folder: &Path, into: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() && !matches!(name.as_str(), "tests" | "testing") {
                sources(&path, into);
            } else if name.ends_with(".rs") && !name.contains("test") && name != "satisfied.rs" {
                into.push(fs::read_to_string(path).expect("a file"));
            }
        }
    }

    fn everything() -> Vec<String> {
        let mut all = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        all
    }

    /// What stands at one place of a call's arguments, from its opening bracket on.
    fn argument(call: &str, place: usize) -> &str {
        let (mut depth, mut from, mut at) = (0, 0, 0);
        for (n, letter) in call.char_indices() {
            match letter {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth == 0 => return call[from..n].trim(),
                ')' | ']' | '}' => depth -= 1,
                ',' if depth == 0 && at == place => return call[from..n].trim(),
                ',' if depth == 0 => (at, from) = (at + 1, n + 1),
                _ => {}
            }
        }
        ""
    }

    #[test]
    fn every_act_that_the_code_records_says_under_which_rules_it_stands() {
        let mut missing = Vec::new();
        let calls = [("Entry::new(", 1), ("note_on_file(", 2)];
        for source in everything() {
            for (call, place) in calls {
                for rest in source.split(call).skip(1) {
                    let act = argument(rest, place);
                    let Some(key) = act.strip_prefix('"').and_then(|a| a.strip_suffix('"')) else {
                        // Chosen beside it: `record::Entry::new` holds those to the table in every test.
                        continue;
                    };
                    if !is_listed(key) {
                        missing.push(key.to_owned());
                    }
                }
            }
        }
        assert!(missing.is_empty(), "list these acts with their rules: {missing:?}");
    }

    #[test]
    fn no_act_is_listed_that_nothing_records_and_none_twice() {
        let all = everything().concat();
        for (act, rules) in ACTS {
            assert!(all.contains(&format!("\"{act}\"")), "nothing records {act}");
            assert_eq!(ACTS.iter().filter(|(key, _)| key == act).count(), 1, "{act}");
            for rule in *rules {
                assert!(by_id(rule.id).is_some(), "{act} names {}, which is no rule", rule.id);
            }
        }
    }
}
