//! Which attempt is made on which rule. Every rule of the register has one, and each is written and made.

use certification::rulebook;

const TRIED: &str = "
IMP-1: the_lead_auditor_is_given_a_seat a_panel_member_joins_the_audit_team somebody_who_was_on_the_audit_team_signs
    the_lead_auditor_reviews_the_own_report
IMP-2: last_years_consultant_audits last_years_employee_of_the_client_audits a_former_employee_signs a_former_consultant_reviews_readiness
IMP-3: a_client_of_our_own_internal_audits_is_accepted
IMP-4: another_certification_body_is_accepted
IMP-5: nobody_has_declared last_years_consultant_audits a_member_reads_and_signs_before_declaring readiness_is_reviewed_before_declaring
    a_member_opens_evidence_before_declaring
IMP-6: a_risk_has_no_owner_and_no_review a_scheme_manager_keeps_the_register a_risk_is_overtaken
    minutes_do_not_say_who_attended a_stale_risk_shows_on_the_home
    a_panel_is_appointed_over_a_stale_register
IMP-7: a_new_fee_is_offered_during_stage_2 a_new_fee_is_offered_while_the_panel_sits
CMP-1: nobody_in_the_team_knows_the_sector
CMP-2: an_auditor_leads_without_being_qualified a_lead_auditor_whose_qualification_has_ended
    somebody_is_approved_on_nothing
    somebody_without_qualification_is_given_a_seat an_administrator_reviews
CMP-3: a_team_has_no_lead_auditor a_second_lead_auditor_is_appointed an_auditor_opens_the_audit
    an_expert_raises_a_finding an_expert_concludes
CMP-4: an_auditor_was_not_watched_in_time
CMP-5: nobody_on_the_panel_knows_the_sector nobody_who_knows_the_sector_completes_the_panel
CMP-6: nobody_in_the_team_knows_ai_law
APP-1: an_empty_application_is_submitted
APP-2: time_is_determined_before_the_review a_fee_is_offered_before_the_review
    an_application_is_declined_without_telling_why an_application_is_accepted_without_reasons
APP-3: a_programme_is_made_before_the_agreement half_of_the_offer_is_accepted the_office_accepts_for_the_client
APP-4: an_exclusion_loses_its_reason
APP-5: an_application_is_submitted_without_a_register
APP-6: a_change_is_reported_before_acceptance
TIM-1: an_adjustment_has_no_reason a_fee_is_offered_without_audit_time
    audit_time_comes_out_the_same_again
TIM-2: a_fee_is_offered_on_a_table_that_nobody_checked people_are_more_than_the_frame_has_rows_for
TIM-3: reductions_go_beyond_the_table integration_is_added_to_what_the_limits_leave
TIM-4: a_surveillance_is_given_less_than_a_third
TIM-6: a_programme_goes_ahead_without_a_plan_of_its_sites a_sampled_site_loses_most_of_its_time
    the_draw_comes_out_the_same_again time_is_saved_at_sites_that_nobody_planned
TIM-5: the_meetings_lie_too_near_together days_too_few_for_the_audit_time_are_planned
TIM-7: an_offer_is_accepted_after_its_last_day an_accepted_fee_is_declined a_fee_is_written_by_hand
PRG-1: a_programme_has_an_audit_without_objectives a_surveillance_is_given_less_than_a_third
PRG-2: a_clause_is_in_no_audit_of_the_cycle
PLN-1: a_plan_lacks_interviews_and_a_way_to_communicate
PLN-2: a_plan_goes_out_before_the_team_is_known a_client_agrees_to_a_team_that_is_being_formed
    dates_are_agreed_while_the_team_may_be_objected_to a_client_agrees_with_its_own_objection_open
    a_valid_objection_means_a_new_team a_new_face_comes_to_the_opening_untold
PLN-3: a_remote_part_has_neither_means_nor_risks
AUD-1: stage_1_is_reported_without_its_checks ready_although_the_ai_policy_is_missing a_finding_is_raised_in_stage_1
AUD-2: stage_2_is_opened_before_stage_1_is_reported the_office_finds_ready_what_the_report_does_not
    stage_2_is_opened_before_the_review
AUD-3: stage_2_is_opened_long_after_stage_1
AUD-4: a_heading_has_no_conclusions a_clause_is_concluded_not_applicable
AUD-5: documents_are_checked_before_the_opening_meeting nobody_attended_the_opening_meeting
    the_opening_meeting_is_tomorrow
AUD-6: an_empty_report_is_issued an_issued_report_is_written_in a_check_is_changed_after_the_report
    the_first_version_still_says_what_it_said a_nonconformity_is_recommended_away
    a_finding_is_taken_back_after_the_report
FND-1: an_objective_is_found_against a_heading_is_found_against a_finding_has_no_evidence
    a_nonconformity_is_filed_as_an_observation a_grade_changes_without_a_reason
FND-2: half_an_answer_is_sent the_plan_is_due_in_the_past an_answer_is_returned_without_a_reason
    the_client_accepts_its_own_answer
FND-3: a_major_is_closed_before_its_effect_is_seen a_case_is_opened_over_a_major
FND-4: a_case_is_opened_over_open_findings a_minor_loses_its_plan_before_the_grant
FND-5: a_major_was_verified_too_late
FND-6: the_next_audit_closes_over_an_open_minor
FND-7: the_team_softens_a_grade_after_the_report
DEC-1: a_member_without_a_seat_opens_the_case a_former_employee_signs a_member_whose_qualification_has_ended_signs
DEC-2: a_case_is_opened_over_open_findings a_case_is_opened_over_a_major
DEC-3: somebody_else_signs_what_was_prepared what_was_prepared_is_signed_after_ten_minutes
    a_signature_has_a_wrong_password a_signature_lacks_reason_or_statement the_record_changes_under_the_pen
DEC-4: a_chair_decides_with_one_member the_chair_signs_first a_grant_goes_over_a_colleagues_refusal
DEC-5: a_signature_lacks_reason_or_statement the_decision_is_kept
DEC-6: a_member_signs_twice the_decision_is_sent_ten_times_at_once a_decided_case_is_signed_again
DEC-7: a_surveillance_is_maintained_that_was_not_held
CRT-1: an_attestation_would_name_no_mark it_names_what_an_attestation_must_name
CRT-2: a_refusal_brings_no_attestation it_names_what_an_attestation_must_name
CRT-3: an_attestation_is_to_hold_for_ten_years it_names_what_an_attestation_must_name
CRT-4: the_body_is_accredited_for_another_sector it_names_what_an_attestation_must_name
CRT-5: the_client_renames_itself_after_the_decision the_document_is_written_over
CRT-6: a_word_of_the_register_changes genuine_and_no_longer_valid
PUB-1: anyone_reads_how_the_body_certifies
PUB-2: a_client_consents_before_there_is_anything_to_list nobody_is_listed_without_consent
    the_office_consents_for_the_client consent_is_given_and_taken_back
    outside_registers_are_allowed_before_there_is_anything_to_tell the_office_allows_outside_registers
    a_client_that_did_not_consent_is_exported
SRV-1: a_surveillance_is_let_go_by the_same_day_comes_twice
SRV-2: a_surveillance_is_let_go_by
STA-2: a_surveillance_is_let_go_by a_proposal_decides_nothing the_same_day_comes_twice
REC-1: nothing_is_renewed_before_its_audit
REC-2: a_renewal_builds_on_the_old_expiry
REC-3: six_months_after_expiry_it_is_renewed
STA-1: a_suspension_names_no_reason a_suspended_scope_is_extended
CAP-1: a_complaint_says_nothing a_token_is_guessed an_appeal_is_against_nothing
    a_complaint_is_decided_before_it_is_acknowledged who_reviewed_the_application_is_to_decide
    who_was_not_appointed_decides the_outcome_is_told
SPC-1: the_client_agrees_to_a_team_at_short_notice
TRF-1: a_suspended_certificate_is_taken_over a_certificate_that_is_not_there_goes_out
RET-1: a_file_is_deleted_before_its_day a_hold_is_placed_without_a_reason
RET-2: every_act_is_on_the_record the_record_is_written_in_by_hand an_entry_of_the_record_changes
EXT-1: a_client_that_did_not_consent_is_exported a_month_to_come_is_exported
    a_month_is_exported_long_after_it
TEN-1: a_neighbouring_body_reaches_over_the_wall
";

const WRITTEN: &[&str] = &[
    include_str!("agreement.rs"),
    include_str!("application.rs"),
    include_str!("cycle.rs"),
    include_str!("complaints.rs"),
    include_str!("decision.rs"),
    include_str!("findings.rs"),
    include_str!("grant.rs"),
    include_str!("impartiality.rs"),
    include_str!("kept.rs"),
    include_str!("leaving.rs"),
    include_str!("overdue.rs"),
    include_str!("plan.rs"),
    include_str!("register.rs"),
    include_str!("reported.rs"),
    include_str!("seats.rs"),
    include_str!("stage_1.rs"),
    include_str!("stage_2.rs"),
    include_str!("team.rs"),
];

/// Each rule's number with the attempts on it.
fn tried() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut tried: Vec<(&str, Vec<&str>)> = Vec::new();
    for word in TRIED.split_whitespace() {
        match (word.strip_suffix(':'), tried.last_mut()) {
            (Some(rule), _) => tried.push((rule, Vec::new())),
            (None, Some((_, attempts))) => attempts.push(word),
            (None, None) => panic!("{word} is tried on no rule"),
        }
    }
    tried
}

#[test]
fn every_rule_is_tried_and_every_attempt_is_made() {
    let tried = tried();
    for rule in rulebook::ALL {
        let attempts = tried.iter().find(|(id, _)| *id == rule.id).map(|(_, attempts)| attempts);
        assert!(attempts.is_some_and(|a| !a.is_empty()), "nobody tries to break {}", rule.id);
    }
    for name in tried.iter().flat_map(|(_, attempts)| attempts) {
        let (written, made) = (format!("async fn {name}("), format!("    {name}(&"));
        for part in [written, made] {
            assert!(WRITTEN.iter().any(|file| file.contains(&part)), "nowhere: {part}");
        }
    }
}
