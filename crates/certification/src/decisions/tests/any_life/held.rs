//! What must hold after every act, asked of the database in plain SQL, with its own knowledge of time zones, and by
//! none of the product's own reads.

use super::Tally;
use super::stage::Stage;
use proptest::test_runner::TestCaseError;

/// Each question counts what must not be there; it knows the body only.
const NEVER: [(&str, &str); 6] = [
    (
        "a certificate is effective before its decision, as the clocks on the body's wall have it",
        "select count(*) from certificates t join decisions d on d.body_id = t.body_id and d.id = t.decision_id join bodies b on b.id = t.body_id
         where t.body_id = $1 and (t.effective_on < (d.decided_at at time zone b.time_zone)::date
           or t.decided_on <> (d.decided_at at time zone b.time_zone)::date or t.issued_at < d.decided_at)",
    ),
    (
        "there is a certificate without a positive decision for it",
        "select count(*) from certificates t where t.body_id = $1 and not exists (select from decisions d
           where d.body_id = t.body_id and d.id = t.decision_id and d.outcome = t.outcome and d.outcome in ('grant', 'extend', 'reduce', 'amend', 'renew'))",
    ),
    (
        "a first certificate holds longer than the body's term, or a change of scope lengthened one",
        "select count(*) from certificates t join bodies b on b.id = t.body_id where t.body_id = $1 and (
           t.outcome = 'grant' and t.expires_on > t.decided_on + b.certificate_months * interval '1 month'
           or t.outcome in ('extend', 'reduce', 'amend') and t.expires_on <> (select o.expires_on from certificates o
             where o.body_id = t.body_id and o.number = t.number and o.revision = t.revision - 1))",
    ),
    (
        "a renewal holds longer than the body's term from the old expiry, or came later than six months after it",
        "select count(*) from certificates t join bodies b on b.id = t.body_id join certificates o
           on o.body_id = t.body_id and o.number = t.number and o.revision = t.revision - 1
         where t.body_id = $1 and t.outcome = 'renew' and (t.expires_on > o.expires_on + b.certificate_months * interval '1 month'
           or t.decided_on > o.expires_on + interval '6 months')",
    ),
    (
        "somebody from a team of the cycle, or of the audit that led into it, decided or has a vote in the decision",
        "select count(*) from decisions d join cases c on c.body_id = d.body_id and c.id = d.case_id
           join votes v on v.body_id = d.body_id and v.case_id = d.case_id and v.record_digest = d.record_digest
             and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id)
           join team_members t on t.body_id = d.body_id and t.person_id in (v.person_id, d.decided_by) and t.appointed_at <= d.decided_at
           join audits a on a.body_id = t.body_id and a.id = t.audit_id
         where d.body_id = $1 and (a.cycle = c.cycle or a.cycle = c.cycle - 1 and a.kind = 'recertification')",
    ),
    (
        "a cycle has no first surveillance, or one later than twelve months after the decision that began it",
        "select count(*) from (select row_number() over (order by d.decided_at) as cycle, (d.decided_at at time zone b.time_zone)::date as day
             from decisions d join bodies b on b.id = d.body_id where d.body_id = $1 and d.outcome in ('grant', 'renew')) g
           left join deadlines l on l.body_id = $1 and l.cycle = g.cycle and l.kind = 'surveillance_1'
         where l.id is null or l.due_on > g.day + interval '12 months' or l.due_on < g.day",
    ),
];

const DECIDED: &str = "select count(*) from decisions where body_id = $1";
const NEWEST_NEEDS_CLOSED: &str = "select count(*) from (select outcome from decisions where body_id = $1 order by decided_at desc, id desc limit 1) d
     where outcome in ('grant', 'extend', 'restore', 'renew')";
const MAJORS: &str = "select count(*) from findings where body_id = $1 and grade = 'major' and state not in ('closed', 'dropped')";

/// Asks everything. A decision is looked at in the moment in which it is new: what an audit finds after it is
/// another matter.
pub(super) async fn rules(stage: &Stage, tally: &mut Tally) -> Result<(), TestCaseError> {
    for (never, count) in NEVER {
        if stage.counts(count).await > 0 {
            return Err(TestCaseError::fail(never));
        }
    }
    if stage.newly_decided(stage.counts(DECIDED).await)
        && stage.counts(NEWEST_NEEDS_CLOSED).await > 0
        && stage.counts(MAJORS).await > 0
    {
        return Err(TestCaseError::fail("a positive decision met an open major"));
    }
    *tally.entry("acts".into()).or_default() += 1;
    Ok(())
}
