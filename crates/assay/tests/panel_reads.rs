//! What the panel reads is what it signs: everything that the digest of a record covers stands on the page of the
//! whole record.

use crate::doors::keys;
use crate::fresh::Fresh;
use crate::gates::said;
use crate::journey::stage;
use assay::story::Played;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::collections::BTreeSet;

/// For each kind of thing in the digest, what of it must stand on the page; `$1` is the file.
const READ: &[(&str, &str)] = &[
    ("application", "select scope from applications where engagement_id = $1"),
    (
        "site",
        "select s.address from sites s join applications a on a.id = s.application_id where a.engagement_id = $1",
    ),
    (
        "exclusion",
        "select s.justification from exclusions s join applications a on a.id = s.application_id where a.engagement_id = $1",
    ),
    (
        "certificate_held",
        "select s.number from certificates_held s join applications a on a.id = s.application_id where a.engagement_id = $1",
    ),
    (
        "application_review",
        "select s.competence from application_reviews s join applications a on a.id = s.application_id where a.engagement_id = $1",
    ),
    ("ai_system", "select purpose from ai_systems where engagement_id = $1"),
    ("determination", "select unchecked_reason from determinations where engagement_id = $1"),
    ("sampling_plan", "select seed from sampling_plans where engagement_id = $1"),
    (
        "scope_revision",
        "select encode(digest, 'hex') from scope_revisions where engagement_id = $1",
    ),
    (
        "register_revision",
        "select encode(digest, 'hex') from register_revisions where engagement_id = $1",
    ),
    (
        "statement",
        "select label from statement_versions where engagement_id = $1 union all select encode(digest, 'hex') from statement_versions where engagement_id = $1 union all select content -> 0 ->> 'justification' from statement_versions where engagement_id = $1",
    ),
    (
        "change",
        "select what from changes where engagement_id = $1 union all select reason from changes where engagement_id = $1",
    ),
    ("transfer", "select reasons from transfers where engagement_id = $1"),
    (
        "transfer_review",
        "select unnest(array[status_checked_how, reports_seen, nonconformities, complaints, outcome_reasons]) from transfer_reviews where engagement_id = $1",
    ),
    (
        "override",
        "select unnest(array[rule, warned, reason]) from overrides where engagement_id = $1",
    ),
    (
        "grade_change",
        "select g.reason from grade_changes g join findings f on f.id = g.finding_id where f.engagement_id = $1",
    ),
    ("minor_kept", "select reason from minors_kept where engagement_id = $1"),
    ("proposal", "select number from proposals where engagement_id = $1 and state = 'accepted'"),
    ("programme", "select 'Programme of cycle ' || cycle from programmes where engagement_id = $1"),
    ("audit", "select objectives from audits where engagement_id = $1"),
    (
        "team_member",
        "select p.name from team_members t join people p on p.id = t.person_id where engagement_id = $1",
    ),
    (
        "declaration",
        "select p.name || ' (' from declarations d join people p on p.id = d.person_id where engagement_id = $1 and capacity = 'team' union all select 'no conflict declared'",
    ),
    (
        "joint_audit",
        "select e.reference || ', ' || e.standard from joint_audits j join joint_audits o on o.joint_id = j.joint_id and o.audit_id <> j.audit_id join engagements e on e.id = o.engagement_id where j.engagement_id = $1",
    ),
    ("team_objection", "select reason from team_objections where engagement_id = $1"),
    (
        "plan",
        "select unnest(array[objectives, communication, remote_means]) from plans where engagement_id = $1",
    ),
    ("interview", "select topic from interviews where engagement_id = $1"),
    ("document_request", "select title from document_requests where engagement_id = $1"),
    ("document_check", "select note from document_checks where engagement_id = $1"),
    ("concern", "select statement from concerns where engagement_id = $1"),
    ("meeting", "select attended from meetings where engagement_id = $1"),
    ("conclusion", "select evidence from conclusions where engagement_id = $1"),
    ("report", "select encode(digest, 'hex') from reports where engagement_id = $1"),
    ("readiness_review", "select reasons from readiness_reviews where engagement_id = $1"),
    ("finding", "select statement from findings where engagement_id = $1"),
    (
        "response",
        "select r.root_cause from responses r join findings f on f.id = r.finding_id where f.engagement_id = $1",
    ),
    (
        "judgement",
        "select j.reason from judgements j join responses r on r.id = j.response_id join findings f on f.id = r.finding_id where f.engagement_id = $1",
    ),
    (
        "verification",
        "select v.how from verifications v join findings f on f.id = v.finding_id where f.engagement_id = $1",
    ),
    ("evidence", "select name from evidence where engagement_id = $1"),
    ("note", "select text from notes where engagement_id = $1"),
    ("case", "select because from cases where engagement_id = $1 and because <> ''"),
    (
        "certificate",
        "select encode(content_digest, 'hex') from certificates where engagement_id = $1",
    ),
    (
        "certificate_status",
        "select 'Suspended on ' || from_on_in_words from (select to_char(from_on, 'FMDD FMMonth YYYY') as from_on_in_words from certificate_status where engagement_id = $1) s",
    ),
    ("question", "select text from questions where engagement_id = $1"),
];

/// What the play does not come by: set down by whoever owns the database, each with words of its own.
const ARRANGED: &str = "
create temporary table f as select e.body_id, e.client_id, e.id as engagement_id, (select id from people where name = 'Helen Marsh') as helen, now() as at
  from engagements e join clients c on c.client_id = e.client_id where c.name like 'Harbour%';
insert into register_revisions (body_id, client_id, engagement_id, id, revision, content, digest, made_by, made_at)
  select body_id, client_id, engagement_id, gen_random_uuid(), 1, '[]', sha256('register'), helen, at from f;
insert into statement_versions (body_id, client_id, engagement_id, id, revision, label, dated_on, content, digest, made_by, made_at)
  select body_id, client_id, engagement_id, gen_random_uuid(), 1, '7.4', '2026-01-01',
    '[{\"control\": \"A.2.2\", \"applicable\": true, \"justification\": \"The policy is ours.\", \"implemented\": \"yes\", \"documented\": \"AIP-1\"}]', sha256('statement'), helen, at from f;
update changes c set state = 'answered', answer = 'next_audit', reason = 'The team looks at the ranking.', answered_by = helen, answered_at = f.at
  from f where c.engagement_id = f.engagement_id;
insert into transfers (body_id, client_id, engagement_id, id, direction, other_body, certificate_number, reasons, asked_by, asked_at, answered_by, answered_at)
  select body_id, client_id, engagement_id, gen_random_uuid(), 'in', 'Elder Certification', 'EC-1', 'One body for all.', helen, at, helen, at from f;
insert into transfer_reviews (body_id, client_id, engagement_id, transfer_id, id, certificate_number, issuing_body, accreditation_body, accreditation_valid,
  status, status_checked_how, status_checked_on, reasons, reports_seen, nonconformities, complaints, cycle_stage, issued_on, expires_on, outcome, outcome_reasons, by_person, at)
  select t.body_id, t.client_id, t.engagement_id, t.id, gen_random_uuid(), 'EC-1', 'Elder Certification', 'UKAS', true, 'suspended', 'By a letter of May.', '2026-01-01',
    'One body.', 'The Stage 2 report.', 'One is open.', 'Two came in.', 'after_initial', '2025-01-01', '2028-01-01', 'decline', 'It is suspended.', f.helen, f.at
  from transfers t join f on f.engagement_id = t.engagement_id;
insert into overrides (body_id, client_id, engagement_id, id, rule, warned, reason, by_person, at)
  select body_id, client_id, engagement_id, gen_random_uuid(), 'AUD-3', 'Stage 2 comes late.', 'The plant stood still.', helen, at from f;
insert into grade_changes (body_id, client_id, finding_id, id, from_grade, to_grade, how, reason, by_person, at)
  select f.body_id, f.client_id, n.id, gen_random_uuid(), 'major', 'minor', 'review', 'It is one case only.', helen, at from f join findings n on n.engagement_id = f.engagement_id where n.number = 1;
insert into minors_kept (body_id, client_id, engagement_id, audit_id, finding_id, reason, by_person, at)
  select f.body_id, f.client_id, f.engagement_id, a.id, n.id, 'The rota begins in June.', helen, at from f
  join findings n on n.engagement_id = f.engagement_id and n.number = 1 join audits a on a.engagement_id = f.engagement_id and a.kind = 'surveillance_1';
insert into engagements (body_id, client_id, id, standard, opened_at, reference)
  select body_id, client_id, gen_random_uuid(), 'ISO/IEC 27001:2022', at, 'TA-0099' from f;
insert into programmes (body_id, client_id, engagement_id, id, state, cycle, made_by, made_at)
  select e.body_id, e.client_id, e.id, gen_random_uuid(), 'draft', 1, f.helen, f.at from engagements e, f where e.reference = 'TA-0099';
insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, cycle, state, objectives, criteria, methods, half_days, window_from, window_to)
  select p.body_id, p.client_id, p.engagement_id, p.id, gen_random_uuid(), 'stage_2', 1, 'programmed', 'Conformity', 'ISO/IEC 27001:2022', 'Interviews', 4, '2026-01-01', '2026-02-01'
  from programmes p join engagements e on e.id = p.engagement_id where e.reference = 'TA-0099';
insert into joint_audits (body_id, client_id, engagement_id, audit_id, joint_id, by_person, at)
  select a.body_id, a.client_id, a.engagement_id, a.id, '01890000-0000-7000-8000-000000000001', f.helen, f.at from f
  join audits a on a.client_id = f.client_id and a.kind = 'stage_2';
insert into notes (body_id, client_id, engagement_id, id, about, text, by_person, at)
  select body_id, client_id, engagement_id, gen_random_uuid(), 'file', 'The client prefers mornings.', helen, at from f;
insert into cases (body_id, client_id, engagement_id, id, kind, cycle, state, opened_by, opened_at, because, reason_code)
  select body_id, client_id, engagement_id, gen_random_uuid(), 'suspension', 1, 'decided', helen, at, 'Two letters stayed unanswered.', 'client_asks' from f;
insert into decisions (body_id, client_id, engagement_id, case_id, id, outcome, reasons, asked_for, decided_on, decided_at, decided_by, record_digest)
  select c.body_id, c.client_id, c.engagement_id, c.id, gen_random_uuid(), 'suspend', 'It is silent.', '', f.at::date, f.at, helen, sha256('suspended')
  from f join cases c on c.engagement_id = f.engagement_id and c.kind = 'suspension';
insert into certificate_status (body_id, client_id, engagement_id, id, decision_id, outcome, decided_on, number, status, from_on, reason_code, until_on, at)
  select d.body_id, d.client_id, d.engagement_id, gen_random_uuid(), d.id, d.outcome, d.decided_on, t.number, 'suspended', d.decided_on, 'client_asks', d.decided_on + 100, f.at
  from f join decisions d on d.engagement_id = f.engagement_id and d.outcome = 'suspend' join certificates t on t.engagement_id = f.engagement_id;
insert into cases (body_id, client_id, engagement_id, id, kind, cycle, state, opened_by, opened_at, because)
  select body_id, client_id, engagement_id, gen_random_uuid(), 'withdrawal', 1, 'open', helen, at, 'The client leaves the market.' from f;
insert into panel_seats (body_id, client_id, engagement_id, case_id, id, person_id, chair, appointed_by, appointed_at)
  select c.body_id, c.client_id, c.engagement_id, c.id, gen_random_uuid(), p.id, false, f.helen, f.at
  from f join cases c on c.engagement_id = f.engagement_id and c.state = 'open', people p where p.name = 'Priya Raman'";

/// The kinds of things that the digest lists, as its statement names them.
fn digested() -> BTreeSet<&'static str> {
    let statement = include_str!("../../certification/src/decisions/digest.rs");
    let kinds = statement.split("select '").skip(1).filter_map(|rest| rest.split('\'').next());
    kinds.collect()
}

#[tokio::test]
async fn everything_that_a_member_signs_stands_on_the_page_of_the_whole_record() -> Played {
    let house = Fresh::new().await;
    keys::play(&stage(&house)).await?;
    let read: BTreeSet<_> = READ.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(read, digested(), "each kind of thing in the digest has its place on the page");
    let mut sql = PgConnection::connect(&house.admin_url).await.expect("the database");
    sqlx::raw_sql(AssertSqlSafe(ARRANGED)).execute(&mut sql).await.expect("arranged");
    let case = "select engagement_id::text, id::text from cases where state = 'open'";
    let (file, case): (String, String) =
        sqlx::query_as(case).fetch_one(&mut sql).await.expect("a case");
    let priya = house.enter("priya").await?;
    let page = said(&priya.read(&format!("/b/thames/panel/cases/{case}")).await?);
    for (kind, words) in READ {
        let words = AssertSqlSafe(words.replace("$1", &format!("'{file}'::uuid")));
        let words: Vec<String> = sqlx::query_scalar(words).fetch_all(&mut sql).await.expect(kind);
        assert!(!words.is_empty(), "the play has no {kind}");
        for words in words {
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(page.contains(&words), "{kind}: “{words}” is signed and cannot be read");
        }
    }
    house.end().await;
    Ok(())
}
