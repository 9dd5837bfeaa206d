//! Everything known about an audit, gathered in one statement.

use super::content::Facts;
use crate::db::Tx;
use crate::error::Result;
use uuid::Uuid;

/// The facts that the report of this audit rests on, as they stand.
pub(super) async fn of(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Facts> {
    let body = tx.actor().body()?;
    let json = sqlx::query_scalar!(
        r#"select jsonb_build_object(
          'body', (select jsonb_build_object('name', b.name, 'legal_name', b.legal_name, 'address', b.address, 'country', b.country)
             from bodies b where b.id = a.body_id),
          'client', (select jsonb_build_object('name', coalesce(nullif(p.legal_name, ''), c.name), 'address', coalesce(p.address, ''),
               'country', coalesce(p.country, ''), 'scope', coalesce(p.scope, ''))
             from clients c left join applications p on p.body_id = c.body_id and p.engagement_id = a.engagement_id
             where c.body_id = a.body_id and c.client_id = a.client_id),
          'audit', jsonb_build_object('reference', e.reference, 'standard', e.standard, 'kind', a.kind, 'cycle', a.cycle,
             'half_days', a.half_days, 'objectives', a.objectives, 'criteria', a.criteria, 'methods', a.methods, 'takes', a.takes),
          'plan', (select jsonb_build_object('objectives', p.objectives, 'criteria', p.criteria, 'scope', p.scope, 'sites', p.sites,
               'starts_on', to_char(p.starts_on, 'YYYY-MM-DD'), 'ends_on', to_char(p.ends_on, 'YYYY-MM-DD'), 'duration', p.duration,
               'remote', p.remote, 'remotely', p.remotely, 'remote_means', p.remote_means, 'remote_risks', p.remote_risks, 'accompanying', p.accompanying)
             from plans p where p.body_id = a.body_id and p.audit_id = a.id),
          'team', (select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'role', t.role) order by t.role <> 'lead_auditor', p.name, t.id), '[]')
             from team_members t join people p on p.id = t.person_id
             where t.body_id = a.body_id and t.audit_id = a.id and t.released_at is null),
          'meetings', (select coalesce(jsonb_agg(jsonb_build_object('kind', m.kind,
               'held_at', to_char(m.held_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
               'attended', m.attended, 'differences', m.differences) order by m.kind desc), '[]')
             from meetings m where m.body_id = a.body_id and m.audit_id = a.id),
          'checks', (select coalesce(jsonb_agg(jsonb_build_object('item', c.item, 'result', c.result, 'document_version', c.document_version,
               'note', c.note) order by c.item), '[]') from document_checks c where c.body_id = a.body_id and c.audit_id = a.id),
          'concerns', (select coalesce(jsonb_agg(jsonb_build_object('requirement', c.requirement, 'statement', c.statement) order by c.id), '[]')
             from concerns c where c.body_id = a.body_id and c.audit_id = a.id),
          'gaps', (select coalesce(jsonb_agg(jsonb_build_object('name', s.name, 'empty', s.empty) order by s.name), '[]')
             from (select i.name, array_remove(array[
                 case when i.purpose = '' then 'purpose' end, case when i.function = '' then 'function' end,
                 case when i.design_decisions = '' then 'design decisions' end, case when i.training_data = '' then 'data in training' end,
                 case when i.operation_data = '' then 'data in operation' end, case when i.decides = '' then 'what it decides' end,
                 case when i.context = '' then 'context' end, case when i.owner = '' then 'owner' end,
                 case when i.limitations = '' then 'limitations' end, case when i.failure_modes = '' then 'failure modes' end,
                 case when i.bias_indicators = '' then 'bias indicators' end, case when i.stage = '' then 'life-cycle stage' end,
                 case when i.origin = '' then 'built or procured' end, case when i.origin = 'procured' and i.supplier = '' then 'supplier' end,
                 case when i.risk_class = '' then 'risk class' end, case when i.personal_data = '' then 'personal data' end], null) as empty
               from ai_systems i where a.kind = 'stage_1' and i.body_id = a.body_id and i.engagement_id = a.engagement_id and i.removed_at is null) s
             where cardinality(s.empty) > 0),
          'conclusions', (select coalesce(jsonb_agg(jsonb_build_object('requirement', c.requirement, 'conclusion', c.conclusion,
               'methods', c.methods, 'evidence', c.evidence, 'who', p.name)), '[]')
             from conclusions c join people p on p.id = c.by_person where c.body_id = a.body_id and c.audit_id = a.id),
          'findings', (select coalesce(jsonb_agg(jsonb_build_object('number', f.number, 'requirement', f.requirement, 'grade', f.grade,
               'statement', f.statement, 'evidence', f.evidence, 'raised_by', p.name) order by f.number), '[]')
             from findings f join people p on p.id = f.raised_by
             where f.body_id = a.body_id and f.audit_id = a.id and f.state <> 'dropped')
        ) as "facts!"
        from audits a join engagements e on e.body_id = a.body_id and e.id = a.engagement_id
        where a.body_id = $1 and a.id = $2"#,
        body,
        audit_id
    )
    .fetch_one(tx.sql())
    .await?;
    let mut facts: Facts = serde_json::from_value(json)?;
    let standard = facts.audit.standard;
    facts.conclusions.sort_by_key(|c| standard.place(&c.requirement));
    Ok(facts)
}
