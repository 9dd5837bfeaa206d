//! The client's matters: what the client owes, and what the body is about to do.

use super::{Row, items};
use crate::db::Tx;
use crate::error::Result;
use crate::home::Item;

/// The client's matters: what the client owes, and what the body is about to do.
pub async fn for_client(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    let rows = sqlx::query_as!(
        Row,
        r#"with matters as (
          select 'application' as matter, a.state <> 'submitted' as needs, a.engagement_id, a.id as subject_id, a.state as detail,
            coalesce(a.submitted_at, e.opened_at) as since, null::date as due
          from applications a join engagements e on e.body_id = a.body_id and e.id = a.engagement_id
          where a.body_id = $1 and a.client_id = $2 and a.state in ('draft', 'returned', 'submitted')
          union all
          select 'proposal', true, p.engagement_id, p.id, p.number, p.offered_at, p.valid_until from proposals p
          where p.body_id = $1 and p.client_id = $2 and p.state = 'offered'
          union all
          select 'team_agreement', true, a.engagement_id, a.id, a.kind, a.team_told_at, null from audits a
          where a.body_id = $1 and a.client_id = $2 and a.state = 'programmed' and a.team_state = 'told'
          union all
          select 'plan_agreement', true, p.engagement_id, p.audit_id, a.kind, p.sent_at, p.starts_on from plans p
          join audits a on a.body_id = p.body_id and a.id = p.audit_id
          where p.body_id = $1 and p.client_id = $2 and p.state = 'sent'
          union all
          select 'documents', true, r.engagement_id, r.audit_id, count(*) || ' to provide', min(r.asked_at), min(a.starts_on)
          from document_requests r join audits a on a.body_id = r.body_id and a.id = r.audit_id
          where r.body_id = $1 and r.client_id = $2 and r.provided_at is null and r.withdrawn_at is null and a.state <> 'reported'
          group by r.engagement_id, r.audit_id
          union all
          select case when f.state in ('issued', 'returned') then 'answer' else 'judgement' end, f.state in ('issued', 'returned'),
            f.engagement_id, f.id, 'F-' || f.number || ' against ' || f.requirement, f.issued_at, f.answer_due_on
          from findings f where f.body_id = $1 and f.client_id = $2 and f.state in ('issued', 'returned', 'answered')
          union all
          select 'change', false, g.engagement_id, g.id, g.kind, g.reported_at, null from changes g
          where g.body_id = $1 and g.client_id = $2 and g.state = 'reported'
          union all
          select case s.subject_kind when 'finding' then 'overdue_finding' else 'overdue_audit' end, true, s.engagement_id, s.subject_id,
            s.about || case s.step when 'proposal' then ': a suspension is before the panel, nothing is decided yet' else '' end, s.at, s.due_on
          from escalations s where s.body_id = $1 and s.client_id = $2 and s.step in ('warning', 'proposal')
            and not exists (select from escalations n where n.body_id = $1 and n.client_id = $2 and n.subject_id = s.subject_id and n.id > s.id)
            and (exists (select from deadlines d where d.body_id = $1 and d.id = s.subject_id and d.done_on is null)
              or exists (select from findings f where f.body_id = $1 and f.id = s.subject_id and f.state in ('issued', 'answered', 'returned', 'accepted')))
        )
        select m.matter as "matter!", m.needs as "needs!", m.engagement_id as "engagement_id!", m.subject_id as "subject_id!",
          c.name as client, m.detail as "detail!", m.since as "since!", m.due
        from matters m join clients c on c.body_id = $1 and c.client_id = $2
        order by m.due nulls last, m.since limit 60"#,
        body,
        client
    )
    .fetch_all(tx.sql())
    .await?;
    items(rows)
}
