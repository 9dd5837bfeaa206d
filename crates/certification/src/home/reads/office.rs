//! The office's matters: every file's next act, whose turn it is, and what falls due.

use super::{Row, items};
use crate::db::Tx;
use crate::error::Result;
use crate::home::Item;
use time::Duration;
use uuid::Uuid;

/// The office's matters: every file's next act, whose turn it is, and what falls due within 90 days.
pub async fn for_office(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    office(tx, None).await
}

/// The office's matters of one file.
pub async fn of_file(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Item>> {
    office(tx, Some(engagement_id)).await
}

async fn office(tx: &mut Tx<'_>, only: Option<Uuid>) -> Result<Vec<Item>> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let soon = today + Duration::days(90);
    let rows = sqlx::query_as!(
        Row,
        r#"with coming as (
          select v.* from transfer_reviews v where v.body_id = $1 and v.outcome = 'take_over'
            and not exists (select from cases k join decisions d on d.body_id = k.body_id and d.case_id = k.id
              where k.body_id = $1 and k.engagement_id = v.engagement_id and k.kind = 'transfer' and d.decided_at >= v.at)
        ), to_come as (
          select a.*, g.made_at, d.opens_on, d.due_on
          from audits a join programmes g on g.body_id = a.body_id and g.id = a.programme_id and g.state = 'in_force'
          left join deadlines d on d.body_id = a.body_id and d.engagement_id = a.engagement_id and d.cycle = a.cycle and d.kind = a.kind
          where a.body_id = $1 and a.state = 'programmed' and a.team_state <> 'agreed'
        ), matters as (
          select case a.state when 'accepted' then 'audit_time' else 'application' end as matter,
            a.state <> 'returned' as needs, a.engagement_id, a.id as subject_id, '' as detail, a.submitted_at as since, null::date as due
          from applications a
          where a.body_id = $1 and (a.state in ('submitted', 'returned') or a.state = 'accepted'
            and not exists (select from determinations d where d.body_id = $1 and d.engagement_id = a.engagement_id))
          union all
          select 'fee', true, d.engagement_id, d.id, '', d.at, null from determinations d
          where d.body_id = $1 and not exists (select from proposals p where p.body_id = $1
            and p.engagement_id = d.engagement_id and p.state in ('offered', 'accepted'))
            and not exists (select from determinations n where n.body_id = $1 and n.engagement_id = d.engagement_id and n.id > d.id)
          union all
          select 'proposal', false, p.engagement_id, p.id, p.number, p.offered_at, p.valid_until from proposals p
          where p.body_id = $1 and p.state = 'offered'
          union all
          select 'programme', true, p.engagement_id, p.id, '', p.answered_at, null from proposals p
          where p.body_id = $1 and p.state = 'accepted' and not exists (select from programmes g
            where g.body_id = $1 and g.engagement_id = p.engagement_id and g.state = 'in_force')
            and not exists (select from coming v where v.engagement_id = p.engagement_id)
            and not exists (select from transfers t where t.body_id = $1 and t.engagement_id = p.engagement_id and t.answered_at is null)
          union all
          select 'transfer_case', true, v.engagement_id, v.id, v.issuing_body, v.at, v.expires_on from coming v
          where not exists (select from cases k where k.body_id = $1 and k.engagement_id = v.engagement_id and k.state = 'open')
            and exists (select from proposals p where p.body_id = $1 and p.engagement_id = v.engagement_id and p.state = 'accepted')
          union all
          select case when a.team_state = 'told' then 'team_agreement' else 'team' end, a.team_state = 'forming',
            a.engagement_id, a.id, a.kind, coalesce(a.team_told_at, a.made_at), coalesce(a.due_on, a.window_from)
          from to_come a where coalesce(a.opens_on, a.window_from) <= $2
          union all
          select 'objection', true, o.engagement_id, o.audit_id, '', o.at, null from team_objections o
          where o.body_id = $1 and o.outcome is null
          union all
          select 'readiness', true, a.engagement_id, a.id, a.kind, a.reported_at, null from audits a
          where a.body_id = $1 and a.kind = 'stage_1' and a.state = 'reported' and not exists (
            select from readiness_reviews r where r.body_id = $1 and r.audit_id = a.id)
          union all
          select 'answer', false, f.engagement_id, min(f.id::text)::uuid, count(*) || ' open', min(f.issued_at), min(f.answer_due_on) from findings f
          where f.body_id = $1 and f.state in ('issued', 'returned') group by f.engagement_id
          union all
          select 'case', true, a.engagement_id, a.id, '', a.reported_at, null from audits a
          where a.body_id = $1 and a.kind = 'stage_2' and a.state = 'reported'
            and not exists (select from audits l where l.body_id = $1 and l.engagement_id = a.engagement_id and l.cycle = a.cycle
              and l.kind = 'stage_2' and (l.reported_at is null or l.reported_at > a.reported_at))
            and not exists (select from cases c where c.body_id = $1 and c.engagement_id = a.engagement_id)
            and not exists (select from findings f where f.body_id = $1 and f.engagement_id = a.engagement_id
              and (f.grade = 'major' and f.state not in ('closed', 'dropped')
                or f.grade = 'minor' and f.state not in ('accepted', 'verified', 'closed', 'dropped')))
          union all
          select 'case', true, a.engagement_id, a.id, a.kind, a.reported_at, null from audits a
          where a.body_id = $1 and a.kind in ('surveillance_1', 'surveillance_2', 'recertification') and a.state = 'reported'
            and not exists (select from cases c where c.body_id = $1 and c.engagement_id = a.engagement_id
              and (c.audit_id = a.id or c.state = 'open' or c.opened_at > a.reported_at and c.kind <> 'initial' and c.state = 'decided'))
          union all
          select 'programme', true, d.engagement_id, min(d.id::text)::uuid, '', min(d.opens_on)::timestamptz, null from deadlines d
          where d.body_id = $1 and d.cycle > 1 and not exists (select from programmes g where g.body_id = $1 and g.engagement_id = d.engagement_id
            and g.cycle = d.cycle and g.state = 'in_force') and d.cycle = (select max(n.cycle) from deadlines n where n.body_id = $1
            and n.engagement_id = d.engagement_id) group by d.engagement_id, d.cycle
          union all
          select case when s.seats > b.panel_members and s.chairs = 1 then 'signature' else 'panel_seats' end,
            not (s.seats > b.panel_members and s.chairs = 1), c.engagement_id, c.id, case when c.kind = 'suspension' and c.opened_by is null then 'Suspension, proposed because of what is overdue' else '' end,
            c.opened_at, null
          from cases c join bodies b on b.id = c.body_id
          cross join lateral (select count(*) as seats, count(*) filter (where p.chair) as chairs from panel_seats p
            where p.body_id = $1 and p.case_id = c.id and p.released_at is null) s
          where c.body_id = $1 and c.state = 'open'
          union all
          select 'change', true, g.engagement_id, g.id, g.kind, g.reported_at, null from changes g
          where g.body_id = $1 and g.state = 'reported'
          union all
          select 'deadline', true, d.engagement_id, d.id, d.kind, d.opens_on::timestamptz, d.due_on from deadlines d
          where d.body_id = $1 and d.done_on is null and d.due_on <= $2
            and not exists (select from to_come a where a.engagement_id = d.engagement_id and a.cycle = d.cycle and a.kind = d.kind and d.due_on >= $4)
          union all
          select 'transfer', true, t.engagement_id, t.id, t.other_body, t.asked_at, null from transfers t
          where t.body_id = $1 and t.answered_at is null
          union all
          select 'transfer_out', true, t.engagement_id, t.id, t.other_body, t.answered_at, null from transfers t
          where t.body_id = $1 and t.direction = 'out' and t.answered_at is not null
            and not exists (select from transfers n where n.body_id = $1 and n.engagement_id = t.engagement_id and n.id > t.id)
            and not exists (select from cases k where k.body_id = $1 and k.engagement_id = t.engagement_id and k.kind = 'withdrawal' and k.opened_at >= t.answered_at)
            and not exists (select from certificate_status w where w.body_id = $1 and w.engagement_id = t.engagement_id and w.status = 'withdrawn')
            and exists (select from certificates h where h.body_id = $1 and h.engagement_id = t.engagement_id and h.expires_on >= $4)
          union all
          select 'overdue_finding', true, s.engagement_id, s.subject_id, s.about, s.at, s.due_on from escalations s
          join findings f on f.body_id = s.body_id and f.id = s.subject_id and f.state in ('issued', 'answered', 'returned', 'accepted')
          where s.body_id = $1 and s.subject_kind = 'finding' and s.step in ('warning', 'proposal')
            and not exists (select from escalations n where n.body_id = $1 and n.subject_id = s.subject_id and n.id > s.id)
        )
        select m.matter as "matter!", m.needs as "needs!", m.engagement_id as "engagement_id!", m.subject_id as "subject_id!",
          f.client as "client!", m.detail as "detail!", m.since as "since!", m.due
        from matters m join named_files f on f.body_id = $1 and f.engagement_id = m.engagement_id
        where $3::uuid is null or m.engagement_id = $3
        order by m.due nulls last, m.since limit 60"#,
        body,
        soon,
        only,
        today
    )
    .fetch_all(tx.sql())
    .await?;
    items(rows)
}
