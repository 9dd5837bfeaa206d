//! Findings, and everything that lies in the file beside its audits, in one statement.

use super::beside::Beside;
use super::findings::{FindingPart, GivenFile, Note};
use crate::db::Tx;
use crate::decisions::conversation::Question;
use crate::error::Result;
use crate::standards::Scheme;
use sqlx::types::Json;
use uuid::Uuid;

pub(super) struct Rest {
    pub(super) findings: Vec<FindingPart>,
    pub(super) evidence: Vec<GivenFile>,
    pub(super) questions: Vec<Question>,
    pub(super) notes: Vec<Note>,
    pub(super) beside: Beside,
}

pub(super) async fn rest(tx: &mut Tx<'_>, engagement: Uuid, standard: Scheme) -> Result<Rest> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select
             (select coalesce(json_agg(json_build_object('number', f.number, 'audit', a.kind, 'requirement', f.requirement, 'grade', f.grade, 'state', f.state,
                 'statement', f.statement, 'evidence', f.evidence, 'drop_reason', f.drop_reason,
                 'rounds', (select coalesce(json_agg(json_build_object('round', r.round, 'correction', r.correction, 'root_cause', r.root_cause,
                     'action', r.action, 'responsible', r.responsible, 'due_on', r.due_on, 'by', b.name, 'at', r.at, 'judgement',
                     (select json_build_object('outcome', j.outcome, 'reason', j.reason, 'by', q.name, 'at', j.at)
                      from judgements j join people q on q.id = j.by_person where j.body_id = r.body_id and j.response_id = r.id)) order by r.round), '[]')
                   from responses r join people b on b.id = r.by_person where r.body_id = f.body_id and r.finding_id = f.id),
                 'verifications', (select coalesce(json_agg(json_build_object('effective', v.effective, 'how', v.how, 'by', b.name, 'at', v.at) order by v.id), '[]')
                   from verifications v join people b on b.id = v.by_person where v.body_id = f.body_id and v.finding_id = f.id),
                 'grades', (select coalesce(json_agg(to_jsonb(g) || jsonb_build_object('by', b.name) order by g.id), '[]')
                   from grade_changes g join people b on b.id = g.by_person where g.body_id = f.body_id and g.finding_id = f.id),
                 'kept', (select coalesce(json_agg(json_build_object('audit', u.kind, 'reason', k.reason, 'by', b.name, 'at', k.at) order by k.at), '[]')
                   from minors_kept k join people b on b.id = k.by_person join audits u on u.body_id = k.body_id and u.id = k.audit_id
                   where k.body_id = f.body_id and k.finding_id = f.id)) order by f.number), '[]')
              from findings f join audits a on a.body_id = f.body_id and a.id = f.audit_id
              where f.body_id = $1 and f.engagement_id = $2) as "findings!: Json<Vec<FindingPart>>",
             (select coalesce(json_agg(json_build_object('id', e.id, 'name', e.name, 'bytes', e.bytes, 'sha256', encode(e.sha256, 'hex'),
                 'by', p.name, 'at', e.uploaded_at, 'about', e.about_kind) order by e.id), '[]')
              from evidence e join people p on p.id = e.uploaded_by where e.body_id = $1 and e.engagement_id = $2) as "evidence!: Json<Vec<GivenFile>>",
             (select coalesce(json_agg(json_build_object('id', q.id, 'text', q.text, 'by', p.name, 'at', q.asked_at, 'answer', q.answer,
                 'answered_by', r.name, 'answered_at', q.answered_at) order by q.id), '[]')
              from questions q join people p on p.id = q.asked_by left join people r on r.id = q.answered_by
              where q.body_id = $1 and q.engagement_id = $2) as "questions!: Json<Vec<Question>>",
             (select coalesce(json_agg(json_build_object('about', n.about, 'text', n.text, 'by', p.name, 'at', n.at) order by n.id), '[]')
              from notes n join people p on p.id = n.by_person where n.body_id = $1 and n.engagement_id = $2) as "notes!: Json<Vec<Note>>",
             json_build_object(
               'transfers', (select coalesce(json_agg(to_jsonb(t) || jsonb_build_object('asked_by', p.name, 'review',
                   (select to_jsonb(r) || jsonb_build_object('by', n.name) from transfer_reviews r join people n on n.id = r.by_person
                    where r.body_id = t.body_id and r.transfer_id = t.id)) order by t.id), '[]')
                 from transfers t join people p on p.id = t.asked_by where t.body_id = $1 and t.engagement_id = $2),
               'changes', (select coalesce(json_agg(to_jsonb(g) || jsonb_build_object('reported_by', p.name, 'answered_by', q.name) order by g.id), '[]')
                 from changes g join people p on p.id = g.reported_by left join people q on q.id = g.answered_by where g.body_id = $1 and g.engagement_id = $2),
               'overridden', (select coalesce(json_agg(to_jsonb(o) || jsonb_build_object('by', p.name) order by o.id), '[]')
                 from overrides o join people p on p.id = o.by_person where o.body_id = $1 and o.engagement_id = $2),
               'scope', (select coalesce(json_agg(json_build_object('revision', r.revision, 'because', r.because, 'by', p.name, 'at', r.made_at,
                   'digest', encode(r.digest, 'hex')) order by r.revision), '[]')
                 from scope_revisions r join people p on p.id = r.made_by where r.body_id = $1 and r.engagement_id = $2),
               'register', (select coalesce(json_agg(json_build_object('revision', r.revision, 'because', '', 'by', p.name, 'at', r.made_at,
                   'digest', encode(r.digest, 'hex')) order by r.revision), '[]')
                 from register_revisions r join people p on p.id = r.made_by where r.body_id = $1 and r.engagement_id = $2),
               'statements', (select coalesce(json_agg(json_build_object('revision', r.revision, 'because', r.label, 'by', p.name, 'at', r.made_at,
                   'digest', encode(r.digest, 'hex'), 'controls', r.content) order by r.revision), '[]')
                 from statement_versions r join people p on p.id = r.made_by where r.body_id = $1 and r.engagement_id = $2),
               'samplings', (select coalesce(json_agg(to_jsonb(s) || jsonb_build_object('by_name', p.name, 'present', s.cycle = present_cycle($1, $2)) order by s.id), '[]')
                 from sampling_plans s join people p on p.id = s.by_person where s.body_id = $1 and s.engagement_id = $2),
               'programmes', (select coalesce(json_agg(json_build_object('cycle', g.cycle, 'state', g.state, 'by', p.name, 'at', g.made_at) order by g.cycle), '[]')
                 from programmes g join people p on p.id = g.made_by where g.body_id = $1 and g.engagement_id = $2),
               'cases', (select coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'because', c.because, 'reason_code', c.reason_code, 'audit_id', c.audit_id, 'opened_at', c.opened_at,
                   'new_scope', c.new_scope, 'outcome', d.outcome, 'reasons', d.reasons, 'decided_on', d.decided_on) order by c.id), '[]')
                 from cases c left join decisions d on d.body_id = c.body_id and d.case_id = c.id where c.body_id = $1 and c.engagement_id = $2),
               'certificates', (select coalesce(json_agg(json_build_object('number', t.number, 'revision', t.revision, 'effective_on', t.effective_on,
                   'expires_on', t.expires_on, 'digest', encode(t.content_digest, 'hex')) order by t.issued_at, t.revision), '[]')
                 from certificates t where t.body_id = $1 and t.engagement_id = $2),
               'statuses', (select coalesce(json_agg(to_jsonb(s) order by s.id), '[]') from certificate_status s where s.body_id = $1 and s.engagement_id = $2)
             ) as "beside!: Json<Beside>""#,
        body,
        engagement
    )
    .fetch_one(tx.sql())
    .await?;
    let mut findings = row.findings.0;
    findings.iter_mut().for_each(|f| f.requirement_title = standard.title_of(&f.requirement));
    Ok(Rest {
        findings,
        evidence: row.evidence.0,
        questions: row.questions.0,
        notes: row.notes.0,
        beside: row.beside.0,
    })
}
