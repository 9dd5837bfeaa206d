//! The register of rules itself, in the rulebook's order: name, id, kind, source, where it bites, one sentence.

use super::{Kind, Rule};

macro_rules! rules {
    ($($name:ident $id:literal [$($kind:ident)*] $source:literal $bites:literal $sentence:literal;)*) => {
        $(pub const $name: &Rule = &Rule {
            id: $id, kinds: &[$(Kind::$kind),*], sentence: $sentence, source: $source, bites: $bites,
        };)*
        /// The register of rules, in the rulebook's order.
        pub const ALL: &[&Rule] = &[$($name),*];
    };
}

rules! {
    IMP_1 "IMP-1" [Gate] "ISO/IEC 17021-1 9.5.1.1" "Appointing a panel; signing a decision"
        "Nobody who took part in an audit of this client in the current cycle reviews or decides its certification.";
    IMP_2 "IMP-2" [Gate] "ISO/IEC 17021-1 5.2.10" "Declaring conflicts; appointing a team, a reviewer or a panel"
        "Whoever was employed by the client, or gave it management-system consultancy, takes no part in audit, review or decision until two years after that ended.";
    IMP_3 "IMP-3" [Gate] "ISO/IEC 17021-1 5.2.6, 5.2.7" "Accepting an application"
        "No application is accepted within two years of the body's own internal audits of the client, or of consultancy by a related body.";
    IMP_4 "IMP-4" [Gate] "ISO/IEC 17021-1 5.2.4" "Accepting an application"
        "Another certification body's management system is not certified.";
    IMP_5 "IMP-5" [Gate] "ISO/IEC 17021-1 5.2.13; ISO/IEC 42006 5.2.2" "Telling the client its team; planning; reviewing readiness; reading a case; signing"
        "Each team member, reviewer and panel member declares conflicts for this engagement before the assignment counts, with AI advice, recommending tools, data protection and internal audits asked for one by one; a declared conflict blocks it.";
    IMP_6 "IMP-6" [Record Warn] "ISO/IEC 17021-1 5.2.3" "The register of impartiality risks; appointing a panel"
        "The risks to impartiality are kept in a living register, each with source, treatment, residual risk, owner and next review, and a committee looks at it and keeps minutes; while a review is late, a panel is appointed only with a written reason.";
    IMP_7 "IMP-7" [Gate] "practice; ISO/IEC 17021-1 5.3" "Offering a fee; accepting one"
        "A fee never depends on the outcome: the accepted proposal fixes it, from the audit time, before any audit.";
    CMP_1 "CMP-1" [Gate] "ISO/IEC 17021-1 7.1, 9.2.2" "Telling the client its team; confirming a team for Stage 2"
        "The team together covers every competence that the standard, the sector, the AI roles and the language ask for.";
    CMP_2 "CMP-2" [Gate] "ISO/IEC 17021-1 7.1.3" "Every assignment to a function"
        "A person does the work of a function only while the competence file shows a current, approved qualification for it.";
    CMP_3 "CMP-3" [Gate] "ISO/IEC 17021-1 9.1.4, 9.2.2" "Telling the client its team; sharing out audit time"
        "An audit has one lead auditor, qualified as such; trainees, technical experts, observers and translators never audit alone and do not count as audit time.";
    CMP_4 "CMP-4" [Warn] "ISO/IEC 17021-1 7.2.10" "Appointing an auditor"
        "Each auditor is watched at work from time to time, and the evaluation is in date.";
    CMP_5 "CMP-5" [Gate] "ISO/IEC 17021-1 7.2.8, 9.5.1.1" "Appointing a panel; the chair signs a decision"
        "The panel together is competent for the standard and the sector.";
    CMP_6 "CMP-6" [Gate] "ISO/IEC 42006 7.1.3" "Telling the client its team; confirming a team for Stage 2"
        "A team for an AI management system covers six fields: AI management systems, the standards, AI law, AI methods, the client's sector, and its products and organisation.";
    APP_1 "APP-1" [Gate] "ISO/IEC 17021-1 9.1.1; ISO/IEC 42006 9.1.2" "Submitting an application"
        "An application names the organisation, its sites and people, processes, outsourced functions, standard, scope, AI roles, AI systems, certificates held, consultancy received, languages and who signs.";
    APP_2 "APP-2" [Gate] "ISO/IEC 17021-1 9.1.2" "Accepting, returning or declining an application; offering a fee"
        "The review of an application is recorded with reasons before any offer, and a refusal tells the applicant why.";
    APP_3 "APP-3" [Gate] "ISO/IEC 17021-1 5.1.2" "Making a programme; opening an audit"
        "There is no audit without an agreement in force: the accepted proposal and the certification agreement, with version and signatory.";
    APP_4 "APP-4" [Gate] "ISO/IEC 42001 4.3; practice" "Submitting an application"
        "Every exclusion from the scope has a justification.";
    APP_5 "APP-5" [Gate] "practice; ISO/IEC 42001 A.4, A.6" "Submitting an application; Stage 1"
        "Each AI system in scope has an entry in the register, and what is incomplete is listed where Stage 1 sees it.";
    APP_6 "APP-6" [Record] "ISO/IEC 17021-1 8.5.3; ISO/IEC 42006" "Reporting a change; answering it"
        "The client reports changes, and the body answers each: no action, at the next audit, a special audit, or a change of scope.";
    TIM_1 "TIM-1" [Gate Record] "ISO/IEC 17021-1 9.1.4" "Determining audit time"
        "Audit time comes from a named, dated table and adjustments with reasons; what went in is kept, and calculating again gives the same result.";
    TIM_2 "TIM-2" [Gate] "practice; IAF MD 5; ISO/IEC 42006 Annex A" "Determining audit time; offering a fee"
        "Tables are dated data; a fee is not offered on a table that nobody has checked, unless a reason is written.";
    TIM_3 "TIM-3" [Gate] "IAF MD 5, MD 11" "Determining audit time"
        "Reductions stay within the table's limit and integration within its own; they multiply, and never add.";
    TIM_4 "TIM-4" [Gate] "IAF MD 5" "Determining audit time"
        "Surveillance takes about a third and recertification about two thirds of the initial time, rounded to half days of eight-hour days.";
    TIM_5 "TIM-5" [Warn] "IAF MD 5" "Sending a plan to the client; closing an audit"
        "The time from the opening to the closing meeting is at least four fifths of the audit time.";
    TIM_6 "TIM-6" [Gate] "IAF MD 1" "Choosing sites; determining audit time; putting a programme in force; sending a later audit's plan to the client"
        "Of several sites a sample is audited: the square root, less in surveillance and recertification, rounded up, a quarter of it at random, the central function always, and at most half the time saved at a sampled site; where sampling does not fit, all sites.";
    TIM_7 "TIM-7" [Gate] "practice" "Offering a fee; changing one"
        "The fee is fixed: rate card times audit time and named items; it changes only by a new proposal that the client accepts.";
    PRG_1 "PRG-1" [Gate] "ISO/IEC 17021-1 9.1.3" "Putting a programme in force"
        "The programme covers the cycle, Stage 1 and 2, both surveillances and recertification, each audit with objectives, criteria, methods, days and window.";
    PRG_2 "PRG-2" [Gate] "ISO/IEC 17021-1 9.6.2.2; ISO/IEC 42006" "Putting a programme in force; choosing what an audit takes; issuing a surveillance report"
        "Over the cycle every clause and every applicable control is audited at least once, and each surveillance takes the fixed topics; what is not covered yet is shown.";
    PLN_1 "PLN-1" [Gate] "ISO/IEC 17021-1 9.2.3.2; practice" "Sending a plan to the client"
        "A plan holds objectives, criteria, scope, dates and sites, duration, roles, interviews with times, documents asked for and how to communicate.";
    PLN_2 "PLN-2" [Gate] "ISO/IEC 17021-1 9.2.3.4, 9.2.3.5" "Agreeing a plan; opening an audit"
        "The client is told the team in time to object and agrees the dates; a valid objection means a new team.";
    PLN_3 "PLN-3" [Gate] "IAF MD 4" "Sending a plan to the client; issuing a report"
        "What is audited remotely is agreed, with its means and its risks, and the report says how far and how well it worked.";
    AUD_1 "AUD-1" [Gate] "ISO/IEC 17021-1 9.3.1.2; ISO/IEC 42006 9.3.2.1; practice" "Issuing the Stage 1 report"
        "Stage 1 ends in a written conclusion on readiness, with areas of concern and the completeness, not the effectiveness, of the documented information.";
    AUD_2 "AUD-2" [Gate] "ISO/IEC 17021-1 9.3.1; ISO/IEC 42006 9.3.2" "Opening Stage 2"
        "Stage 2 starts only after Stage 1 is reported and reviewed as ready, and the competence of the Stage 2 team is confirmed.";
    AUD_3 "AUD-3" [Warn] "practice" "Sending the plan of Stage 2; opening Stage 2"
        "Stage 2 follows Stage 1 within the body's own interval.";
    AUD_4 "AUD-4" [Gate] "practice; ISO 19011" "Issuing the Stage 2 report"
        "Each clause and applicable control in the plan has a conclusion and its evidence, by method: document, interview, observation, or test of a control.";
    AUD_5 "AUD-5" [Record] "ISO/IEC 17021-1 9.4.2, 9.4.7" "Opening and closing an audit; issuing its report"
        "Opening and closing meeting are recorded: when, who attended, which differences stayed open.";
    AUD_6 "AUD-6" [Gate] "ISO/IEC 17021-1 9.4.8" "Issuing a report; correcting one"
        "A report is issued only complete, and once issued it is locked: a correction is a new version.";
    FND_1 "FND-1" [Gate] "ISO/IEC 17021-1 9.4.5; practice" "Raising a finding"
        "A finding names one requirement, its evidence and a statement; objectives are no controls, a nonconformity is never filed as an observation, and the auditor proposes neither cause nor solution.";
    FND_2 "FND-2" [Gate] "ISO/IEC 17021-1 9.4.9, 9.4.10" "Answering a finding; judging the answer"
        "The client answers each nonconformity with correction, root cause, corrective action, person and due date; the auditor accepts, or returns it with a reason; every round is kept.";
    FND_3 "FND-3" [Gate] "ISO/IEC 17021-1 9.5.2 b" "Deciding"
        "There is no positive decision while a major nonconformity is not closed: accepted, and its effect verified.";
    FND_4 "FND-4" [Gate] "ISO/IEC 17021-1 9.5.2 c" "Deciding"
        "There is no positive decision while a minor nonconformity lacks an accepted plan, or, where the body chose so, is not closed; its effect is verified by its deadline or at the next audit.";
    FND_5 "FND-5" [Gate] "ISO/IEC 17021-1 9.5.3.2" "Deciding"
        "A major nonconformity not verified within six months of Stage 2's last day means another Stage 2; a grant is locked.";
    FND_6 "FND-6" [Gate] "practice" "Closing the next audit"
        "A minor nonconformity still open when the next audit closes becomes a major, unless the lead auditor writes why not.";
    FND_7 "FND-7" [Gate] "practice" "Changing a grade"
        "A grade is changed only by whoever may raise it, before the report is issued, with the reason kept; after it only by review, on the record.";
    DEC_1 "DEC-1" [Gate] "ISO/IEC 17021-1 9.5.1" "Reading a case; signing a decision"
        "A panel member signs only with a seat on this case's panel, on no audit team of the cycle, free of conflict, and competent.";
    DEC_2 "DEC-2" [Gate] "ISO/IEC 17021-1 9.5.3.1" "Opening a case"
        "A case opens only with a complete file: reports, findings with responses and verification, confirmed application data, objectives met, and the lead auditor's recommendation.";
    DEC_3 "DEC-3" [Gate] "practice" "Signing a decision"
        "A signature is over the complete record as it stood, with the member's credentials given again; if the record changes before the decision, earlier signatures no longer count and the members are told.";
    DEC_4 "DEC-4" [Gate] "practice" "Signing a decision"
        "Quorum and order are the body's policy, the chair signs last, a grant is unanimous, and a decision is never one person's alone.";
    DEC_5 "DEC-5" [Record] "ISO/IEC 17021-1 9.5.1.5" "Deciding"
        "Each decision is kept: outcome, reasons, what more was asked for, who and when.";
    DEC_6 "DEC-6" [Gate] "practice" "Signing a decision"
        "Two people signing at once, a form sent twice or a broken connection never make two decisions or two certificates.";
    DEC_7 "DEC-7" [Gate] "ISO/IEC 17021-1 9.6.1" "Maintaining after a surveillance"
        "Maintaining may rest on the lead auditor's positive conclusion and a reviewer's look, unless a major nonconformity or another trigger for suspension stands: then the panel decides.";
    CRT_1 "CRT-1" [Gate] "ISO/IEC 17021-1 8.2.2; ISO/IEC 42006 8.2.2" "Issuing an attestation"
        "An attestation names client and locations, scope, standard and edition, number, dates, the body, its revision, the statement of applicability's version, and that it does not authorise marking products.";
    CRT_2 "CRT-2" [Gate] "ISO/IEC 17021-1 8.2.2 b" "Issuing an attestation"
        "The effective date is never before the decision's, and no attestation is issued without a positive decision behind it.";
    CRT_3 "CRT-3" [Gate] "ISO/IEC 17021-1; practice" "Issuing an attestation"
        "An attestation is valid for three years, or less if the body says so.";
    CRT_4 "CRT-4" [Gate] "practice" "Issuing an attestation"
        "An attestation is accredited only if the body's accreditation covers scheme and sector on the day of the decision; otherwise the document says in words that it is not.";
    CRT_5 "CRT-5" [Gate] "ISO/IEC 17021-1 8.2.2" "Issuing an attestation"
        "An issued document never changes: a new scope, name or cycle is a new revision, and the old one shows as superseded.";
    CRT_6 "CRT-6" [Gate] "practice" "Verifying an attestation"
        "Genuine, and valid today, are two questions, answered apart; a status older than its own limit is unknown since then, and never valid.";
    PUB_1 "PUB-1" [Record] "ISO/IEC 17021-1 8.1" "The body's public page; the register"
        "Public without asking are the process, the rules from granting to withdrawing, the schemes, the use of name and mark, complaints and appeals, and the impartiality policy; on request the status of a given certificate, suspended ones too.";
    PUB_2 "PUB-2" [Gate] "ISO/IEC 17021-1 8.4.3" "Listing a client in the directory; telling outside registers"
        "Nothing else about a client becomes public without its written consent, recorded with its extent.";
    SRV_1 "SRV-1" [Gate Escalates] "ISO/IEC 17021-1 9.1.3.3" "Putting a programme in force; every day, from 90 days before its last date"
        "The first surveillance is held within twelve months of the certification decision.";
    SRV_2 "SRV-2" [Gate Escalates] "ISO/IEC 17021-1 9.1.3.3" "Putting a programme in force; every day, from 90 days before its last date"
        "There is a surveillance at least once in each calendar year but that of recertification.";
    REC_1 "REC-1" [Gate] "ISO/IEC 17021-1 9.6.3.2" "Planning recertification; renewing"
        "Recertification audit, closed majors and decision come before expiry; the plan counts back from that day and warns early.";
    REC_2 "REC-2" [Gate] "ISO/IEC 17021-1 9.6.3.2.3" "Renewing"
        "Renewed in time, the new expiry may build on the old one, and the attestation is issued on or after the decision.";
    REC_3 "REC-3" [Gate] "ISO/IEC 17021-1 9.6.3.2.4, 9.6.3.2.5" "Renewing after expiry"
        "Not renewed in time, validity is never extended: within six months it can be restored when the work is completed, else after a Stage 2 at least; effective from the decision, expiry from the old cycle, and the gap is shown.";
    STA_1 "STA-1" [Gate] "ISO/IEC 17021-1 9.6.5" "Suspending; restoring"
        "A suspension has a reason, is public, and lasts six months at most: then the certificate is restored, reduced or withdrawn, each by a decision.";
    STA_2 "STA-2" [Gate Escalates] "practice" "Every day: overdue surveillance, overdue majors"
        "An overdue surveillance or an overdue major puts the case before the panel by itself; software proposes, people decide.";
    TRF_1 "TRF-1" [Gate] "IAF MD 2" "Taking a certificate over; giving one away"
        "Only a valid, accredited, unsuspended certificate is taken over, after a documented review; the cycle and the expiry carry over.";
    SPC_1 "SPC-1" [Gate Record] "ISO/IEC 17021-1 9.6.4" "Adding a special audit; telling the client its team"
        "A special audit extends a scope, follows up, or comes at short notice; the client cannot object to the team of one at short notice, so it is chosen with more care.";
    CAP_1 "CAP-1" [Gate] "ISO/IEC 17021-1 9.7, 9.8" "Lodging, taking on and deciding a complaint or appeal"
        "An appeal or complaint is free and in writing; it is acknowledged, its progress reported and its outcome told, and people decide it who had no earlier part in the matter.";
    RET_1 "RET-1" [Gate] "ISO/IEC 17021-1 9.9.4" "Deleting a file or anything of its record"
        "Records of all clients, refused and withdrawn ones too, are kept for the current cycle and one full cycle more; nothing goes earlier, and a legal hold lengthens it.";
    RET_2 "RET-2" [Record] "practice" "Every act on an engagement"
        "Every act on an engagement is on its record: who, when, what; append only and chained by digests.";
    TEN_1 "TEN-1" [Gate] "practice" "Every page and every act"
        "A body's rows are seen and changed only from inside that body: held by the database, not only by the program. Whoever works for several bodies shows one nothing of another, and the operator of the installation neither signs, decides nor edits.";
    EXT_1 "EXT-1" [Record Warn] "IAF MD 28" "Exporting to an outside register; the quality manager's home"
        "Where the body owes it and the client consents, a monthly export tells outside registers of each certificate: number, status, dates, entity, sites, standard and accreditation.";
}
