//! What must hold after every act, asked of the database in plain SQL and by none of the product's own reads.

use super::Tally;
use super::stage::Stage;
use crate::decisions::testing::register;
use proptest::test_runner::TestCaseError;
use time::{Date, Duration};

/// Each question counts what must not be there; it knows the body only.
const NEVER: [(&str, &str); 7] = [
    (
        "a signature counts by somebody from a team of the cycle",
        "select count(*) from votes v join cases c on c.body_id = v.body_id and c.id = v.case_id
         where v.body_id = $1 and not exists (select from vote_voids x where x.vote_id = v.id) and exists (
           select from team_members t join audits a on a.body_id = t.body_id and a.id = t.audit_id
           where t.engagement_id = v.engagement_id and t.person_id = v.person_id and a.cycle = c.cycle
             and (c.state = 'open' or t.appointed_at <= v.signed_at))",
    ),
    (
        "a decision was made by somebody from a team of the cycle",
        "select count(*) from decisions d join cases c on c.body_id = d.body_id and c.id = d.case_id
         where d.body_id = $1 and exists (
           select from team_members t join audits a on a.body_id = t.body_id and a.id = t.audit_id
           where t.engagement_id = d.engagement_id and t.person_id = d.decided_by and a.cycle = c.cycle and t.appointed_at <= d.decided_at)",
    ),
    (
        "a decision was made without its quorum, all over the same record, or without its chair",
        "select count(*) from decisions d join bodies b on b.id = d.body_id where d.body_id = $1 and (
           (select count(distinct v.person_id) from votes v where v.case_id = d.case_id and not v.chair and v.record_digest = d.record_digest
              and (d.outcome <> 'grant' or v.vote = 'grant')
              and not exists (select from vote_voids x where x.vote_id = v.id)) < b.panel_members
           or not exists (select from votes v where v.case_id = d.case_id and v.chair and v.person_id = d.decided_by
              and v.record_digest = d.record_digest and v.vote = d.outcome))",
    ),
    (
        "a member who was against it, or had a conflict, sat on the panel of a grant",
        "select count(*) from decisions d join panel_seats s on s.case_id = d.case_id and s.released_at is null
         where d.body_id = $1 and d.outcome = 'grant' and s.appointed_at <= d.decided_at and (
           not exists (select from votes v where v.case_id = d.case_id and v.person_id = s.person_id and v.vote = 'grant'
             and v.record_digest = d.record_digest)
           or exists (select from declarations n where n.engagement_id = d.engagement_id and n.person_id = s.person_id and n.capacity = 'panel'
             and n.conflict and n.declared_at <= d.decided_at and not exists (select from declarations m where m.engagement_id = n.engagement_id
               and m.person_id = n.person_id and m.capacity = 'panel' and m.id > n.id and m.declared_at <= d.decided_at)))",
    ),
    (
        "there is a certificate without a decision for it",
        "select count(*) from certificates t where t.body_id = $1 and not exists (
           select from decisions d where d.body_id = t.body_id and d.id = t.decision_id and d.outcome = 'grant')",
    ),
    (
        "a certificate is effective before its decision, or holds longer than the body's term",
        "select count(*) from certificates t join decisions d on d.id = t.decision_id join bodies b on b.id = t.body_id
         where t.body_id = $1 and (t.effective_on < d.decided_on or t.expires_on > d.decided_on + b.certificate_months * interval '1 month')",
    ),
    (
        "the first surveillance's last date is later than twelve months after the decision",
        "select count(*) from deadlines l join decisions d on d.engagement_id = l.engagement_id and d.outcome = 'grant'
         where l.body_id = $1 and l.kind = 'surveillance_1' and l.due_on > d.decided_on + interval '12 months'",
    ),
];

/// Asks everything. A grant is looked at in the moment in which it is new: what a review finds after it is
/// another matter.
pub(super) async fn rules(stage: &Stage, tally: &mut Tally) -> Result<(), TestCaseError> {
    for (never, count) in NEVER {
        if counts(stage, count).await > 0 {
            return Err(TestCaseError::fail(never));
        }
    }
    let granted =
        counts(stage, "select count(*) from decisions where body_id = $1 and outcome = 'grant'")
            .await;
    let decided = counts(stage, "select count(*) from decisions where body_id = $1").await;
    if stage.newly_decided(decided) {
        *tally.entry(if granted > 0 { "granted" } else { "refused" }).or_default() += 1;
        let open = counts(
            stage,
            "select count(*) from findings where body_id = $1 and (grade = 'major' and state not in ('closed', 'dropped')
               or grade = 'minor' and state not in ('accepted', 'verified', 'closed', 'dropped'))",
        );
        if granted > 0 && open.await > 0 {
            return Err(TestCaseError::fail(
                "a grant met an open major, or a minor without a plan",
            ));
        }
    }
    Ok(())
}

async fn counts(stage: &Stage, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql)
        .bind(stage.world.body)
        .fetch_one(&stage.world.owner)
        .await
        .expect("an answer")
}

/// What the register answers on the last day of a certificate and on the day after it.
pub(super) async fn not_beyond_expiry(stage: &Stage) -> Result<(), TestCaseError> {
    let world = &stage.world;
    let issued: Option<(String, Date)> =
        sqlx::query_as("select number, expires_on from certificates where body_id = $1")
            .bind(world.body)
            .fetch_optional(&world.owner)
            .await
            .expect("a certificate or none");
    let Some((number, expires_on)) = issued else { return Ok(()) };
    for (day, valid) in [(expires_on, true), (expires_on + Duration::days(1), false)] {
        world.clock.advance(day - world.clock.today());
        if register(world, &number).await.standing.is_valid() != valid {
            return Err(TestCaseError::fail(format!("on {day}, with expiry {expires_on}")));
        }
    }
    Ok(())
}
