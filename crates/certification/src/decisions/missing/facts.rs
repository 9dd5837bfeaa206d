//! The facts of one file, in one statement.

use super::{AuditFact, Facts, FindingFact, TakenOver};
use crate::certificates::{Attestation, Change, Life, Revision};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::standards::Scheme;
use sqlx::types::Json;
use uuid::Uuid;

pub(in crate::decisions) async fn facts(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Facts> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let row = sqlx::query!(
        r#"select e.standard as "standard: Scheme", b.minors_closed_first, n.cycle as "cycle!", m.number as "number?", m.content as "content?: Json<Attestation>",
             exists (select from applications p where p.body_id = e.body_id and p.engagement_id = e.id and p.state = 'accepted') as "accepted!",
             exists (select from proposals p where p.body_id = e.body_id and p.engagement_id = e.id and p.state = 'accepted') as "agreed!",
             coalesce(s1.state = 'reported', false) as "stage_1_reported!",
             coalesce((select r.ready and r.team_competent from readiness_reviews r
               where r.body_id = s1.body_id and r.audit_id = s1.id order by r.id desc limit 1), false) as "stage_1_ready!",
             coalesce(s2.state = 'reported' and s2.cycle = n.cycle + 1, false) as "stage_2_reported!",
             s2.closed_at as "closed_at?",
             (select r.content -> 'text' from reports r where r.body_id = s2.body_id and r.audit_id = s2.id
               order by r.version desc limit 1) as "report?",
             coalesce((select d.document_version from document_checks d where d.body_id = s1.body_id and d.audit_id = s1.id
               and d.item = 'statement_of_applicability'), '') as "soa_version!",
             (select coalesce(json_agg(json_build_object('number', f.number, 'grade', f.grade, 'state', f.state, 'of_stage_2', coalesce(f.audit_id = s2.id, false), 'verified_at',
                 (select max(v.at) from verifications v where v.body_id = f.body_id and v.finding_id = f.id and v.effective)) order by f.number), '[]')
              from findings f where f.body_id = e.body_id and f.engagement_id = e.id) as "findings!: Json<Vec<FindingFact>>",
             exists (select from cases c where c.body_id = e.body_id and c.engagement_id = e.id and c.kind = 'initial' and c.state = 'decided'
               and c.cycle = n.cycle + 1) as "initial_decided!",
             exists (select from cases c where c.body_id = e.body_id and c.engagement_id = e.id and c.state = 'open') as "case_open!",
             exists (select from deadlines d where d.body_id = e.body_id and d.engagement_id = e.id and d.cycle = n.cycle
               and d.kind in ('surveillance_1', 'surveillance_2') and d.done_on is null and d.due_on < $3) as "overdue!",
             (select json_build_object('id', a.id, 'report', (select r.content -> 'text' from reports r where r.body_id = a.body_id and r.audit_id = a.id
                 order by r.version desc limit 1), 'decided', exists (select from cases c where c.body_id = a.body_id and c.engagement_id = a.engagement_id
                 and c.audit_id = a.id and c.kind = 'surveillance' and c.state = 'decided'))
              from audits a where a.body_id = e.body_id and a.engagement_id = e.id and a.cycle = n.cycle and a.state = 'reported'
                and a.kind in ('surveillance_1', 'surveillance_2') order by a.reported_at desc, a.kind desc limit 1) as "surveillance: Json<AuditFact>",
             (select json_build_object('id', a.id, 'report', (select r.content -> 'text' from reports r where r.body_id = a.body_id and r.audit_id = a.id
                 order by r.version desc limit 1), 'decided', exists (select from cases c where c.body_id = a.body_id and c.engagement_id = a.engagement_id
                 and c.audit_id = a.id and c.kind = 'recertification' and c.state = 'decided'))
              from audits a where a.body_id = e.body_id and a.engagement_id = e.id and a.cycle = n.cycle and a.state = 'reported'
                and a.kind = 'recertification' limit 1) as "recertification: Json<AuditFact>",
             exists (select from audits a where a.body_id = e.body_id and a.engagement_id = e.id and a.state = 'reported' and a.special_for = 'scope_extension'
                and a.reported_at > coalesce((select max(t.issued_at) from certificates t where t.body_id = e.body_id and t.engagement_id = e.id), '-infinity')) as "scope_audited!",
             (select coalesce(json_agg(json_build_object('revision', t.revision, 'outcome', t.outcome, 'effective_on', t.effective_on, 'expires_on', t.expires_on)
                order by t.revision), '[]') from certificates t where t.body_id = e.body_id and t.number = m.number) as "revisions!: Json<Vec<Revision>>",
             (select coalesce(json_agg(json_build_object('status', s.status, 'from_on', s.from_on, 'reason_code', s.reason_code, 'until_on', s.until_on)
                order by s.id), '[]') from certificate_status s where s.body_id = e.body_id and s.number = m.number) as "changes!: Json<Vec<Change>>",
             (select json_build_object('issued_on', v.issued_on, 'expires_on', v.expires_on, 'cycle_stage', v.cycle_stage)
              from transfer_reviews v where v.body_id = e.body_id and v.engagement_id = e.id and v.outcome = 'take_over'
              order by v.id desc limit 1) as "transfer: Json<TakenOver>",
             exists (select from cases k join decisions d on d.body_id = k.body_id and d.case_id = k.id
               where k.body_id = e.body_id and k.engagement_id = e.id and k.kind = 'transfer' and d.decided_at >= (select max(v.at) from transfer_reviews v
                 where v.body_id = e.body_id and v.engagement_id = e.id and v.outcome = 'take_over')) as "transfer_decided!"
           from engagements e
           join bodies b on b.id = e.body_id
           cross join lateral (select coalesce(max(d.cycle), 0) as cycle from deadlines d where d.body_id = e.body_id and d.engagement_id = e.id) n
           left join audits s1 on s1.body_id = e.body_id and s1.engagement_id = e.id and s1.kind = 'stage_1' and s1.cycle = n.cycle + 1
           left join lateral (select * from audits a where a.body_id = e.body_id and a.engagement_id = e.id and a.kind = 'stage_2'
             and a.cycle <= n.cycle + 1 order by a.cycle desc, a.reported_at desc nulls first limit 1) s2 on true
           left join lateral (select c.number, c.content from certificates c where c.body_id = e.body_id and c.engagement_id = e.id
             order by c.issued_at desc, c.revision desc limit 1) m on true
           where e.body_id = $1 and e.id = $2"#,
        body,
        engagement,
        today
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)?;
    Ok(Facts {
        zone: tx.actor().zone().clone(),
        application_accepted: row.accepted,
        agreement_in_force: row.agreed,
        stage_1_reported: row.stage_1_reported,
        stage_1_ready: row.stage_1_ready,
        stage_2_reported: row.stage_2_reported,
        stage_2_closed: row.closed_at,
        report: row.report.unwrap_or_default(),
        has_statement: row.standard.statement_of_applicability,
        soa_version: row.soa_version,
        findings: row.findings.0,
        minors_closed_first: row.minors_closed_first,
        initial_decided: row.initial_decided,
        cycle: row.cycle,
        life: Life { revisions: row.revisions.0, changes: row.changes.0 },
        surveillance: row.surveillance.map(|audit| audit.0),
        recertification: row.recertification.map(|audit| audit.0),
        scope_audited: row.scope_audited,
        surveillance_overdue: row.overdue,
        case_open: row.case_open,
        transfer: row.transfer.map(|taken| taken.0),
        transfer_decided: row.transfer_decided,
        certificate: row.number.zip(row.content.map(|content| content.0)),
    })
}
