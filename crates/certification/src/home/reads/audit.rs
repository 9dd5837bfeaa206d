//! An auditor's matters: the audits of the person's own teams.

use super::{Row, items};
use crate::db::Tx;
use crate::error::Result;
use crate::home::Item;

/// An auditor's matters: the audits of the person's own teams.
pub async fn for_audit(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let rows = sqlx::query_as!(
        Row,
        r#"with own as (
          select t.role, t.appointed_at, a.*, p.state as plan_state, p.sent_at as plan_sent_at,
            exists (select from declarations d where d.body_id = $1 and d.engagement_id = a.engagement_id
              and d.person_id = $2 and d.capacity = 'team') as declared
          from team_members t join audits a on a.body_id = t.body_id and a.id = t.audit_id
          left join plans p on p.body_id = a.body_id and p.audit_id = a.id
          where t.body_id = $1 and t.person_id = $2 and t.released_at is null
        ), matters as (
          select 'declaration' as matter, true as needs, o.engagement_id, o.id as subject_id, o.kind as detail, o.appointed_at as since, null::date as due
          from own o where not o.declared and o.state <> 'reported'
          union all
          select 'plan', true, o.engagement_id, o.id, o.kind, o.team_told_at, o.window_to from own o
          where o.role = 'lead_auditor' and o.declared and o.state = 'programmed' and o.team_state <> 'forming'
            and coalesce(o.plan_state, 'draft') = 'draft'
          union all
          select 'plan_agreement', false, o.engagement_id, o.id, o.kind, o.plan_sent_at, o.window_from from own o
          where o.state = 'programmed' and o.plan_state = 'sent'
          union all
          select 'opening', o.role = 'lead_auditor', o.engagement_id, o.id, o.kind, o.appointed_at, o.starts_on from own o where o.state = 'planned'
          union all
          select 'audit_work', true, o.engagement_id, o.id, o.kind, o.opened_at, o.ends_on from own o
          where o.state = 'under_way' and o.role in ('lead_auditor', 'auditor', 'technical_expert')
          union all
          select 'report', o.role = 'lead_auditor', o.engagement_id, o.id, o.kind, o.closed_at, null from own o where o.state = 'held'
          union all
          select case f.state when 'answered' then 'judgement' when 'accepted' then 'verification' when 'verified' then 'closing' else 'answer' end,
            f.state in ('answered', 'accepted', 'verified'), f.engagement_id, f.id, 'F-' || f.number || ' against ' || f.requirement, f.issued_at, f.answer_due_on
          from findings f where f.body_id = $1 and f.state in ('issued', 'returned', 'answered', 'accepted', 'verified')
            and exists (select from own o where o.engagement_id = f.engagement_id and o.role in ('lead_auditor', 'auditor'))
          union all
          select 'question', true, q.engagement_id, q.id, left(q.text, 80), q.asked_at, null from questions q
          where q.body_id = $1 and q.answered_at is null and exists (select from own o where o.engagement_id = q.engagement_id)
        )
        select m.matter as "matter!", m.needs as "needs!", m.engagement_id as "engagement_id!", m.subject_id as "subject_id!",
          f.client as "client!", m.detail as "detail!", m.since as "since!", m.due
        from matters m join named_files f on f.body_id = $1 and f.engagement_id = m.engagement_id
        order by m.due nulls last, m.since limit 60"#,
        body,
        person
    )
    .fetch_all(tx.sql())
    .await?;
    items(rows)
}
