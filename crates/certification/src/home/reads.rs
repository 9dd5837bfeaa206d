//! The statements behind the homes. Each list is bounded: a home shows what comes first, its pages the rest.

use super::{Done, Item, Matter};
use crate::db::Tx;
use crate::error::{Error, Result};
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

struct Row {
    matter: String,
    needs: bool,
    engagement_id: Uuid,
    subject_id: Uuid,
    client: String,
    detail: String,
    since: OffsetDateTime,
    due: Option<Date>,
}

fn items(rows: Vec<Row>) -> Result<Vec<Item>> {
    let item = |row: Row| {
        let matter = Matter::from_key(&row.matter)
            .ok_or_else(|| Error::Fault(format!("no such matter: {}", row.matter)))?;
        let Row { needs, engagement_id, subject_id, client, detail, since, due, .. } = row;
        Ok(Item { matter, needs, engagement_id, subject_id, client, detail, since, due })
    };
    rows.into_iter().map(item).collect()
}

/// The office's matters: every file's next act, whose turn it is, and what falls due within 90 days.
pub async fn for_office(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    office(tx, None).await
}

/// The office's matters of one file.
pub async fn of_file(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Item>> {
    office(tx, Some(engagement_id)).await
}

async fn office(tx: &mut Tx<'_>, only: Option<Uuid>) -> Result<Vec<Item>> {
    let (body, soon) = (tx.actor().body()?, tx.today() + Duration::days(90));
    let rows = sqlx::query_as!(
        Row,
        r#"with matters as (
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
          union all
          select case when a.team_state = 'told' then 'team_agreement' else 'team' end, a.team_state = 'forming',
            a.engagement_id, a.id, a.kind, coalesce(a.team_told_at, g.made_at), a.window_from
          from audits a join programmes g on g.body_id = a.body_id and g.id = a.programme_id and g.state = 'in_force'
          where a.body_id = $1 and a.state = 'programmed' and a.team_state <> 'agreed' and a.window_from <= $2
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
            and not exists (select from cases c where c.body_id = $1 and c.engagement_id = a.engagement_id)
            and not exists (select from findings f where f.body_id = $1 and f.engagement_id = a.engagement_id
              and (f.grade = 'major' and f.state not in ('closed', 'dropped')
                or f.grade = 'minor' and f.state not in ('accepted', 'verified', 'closed', 'dropped')))
          union all
          select case when s.seats > b.panel_members and s.chairs = 1 then 'signature' else 'panel_seats' end,
            not (s.seats > b.panel_members and s.chairs = 1), c.engagement_id, c.id, '', c.opened_at, null
          from cases c join bodies b on b.id = c.body_id
          cross join lateral (select count(*) as seats, count(*) filter (where p.chair) as chairs from panel_seats p
            where p.body_id = $1 and p.case_id = c.id and p.released_at is null) s
          where c.body_id = $1 and c.state = 'open'
          union all
          select 'deadline', true, d.engagement_id, d.id, d.kind, d.opens_on::timestamptz, d.due_on from deadlines d
          where d.body_id = $1 and d.done_on is null and d.due_on <= $2
        )
        select m.matter as "matter!", m.needs as "needs!", m.engagement_id as "engagement_id!", m.subject_id as "subject_id!",
          c.name as client, m.detail as "detail!", m.since as "since!", m.due
        from matters m join engagements e on e.body_id = $1 and e.id = m.engagement_id
        join clients c on c.body_id = $1 and c.client_id = e.client_id
        where $3::uuid is null or m.engagement_id = $3
        order by m.due nulls last, m.since limit 60"#,
        body,
        soon,
        only
    )
    .fetch_all(tx.sql())
    .await?;
    items(rows)
}

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
          select 'plan', true, o.engagement_id, o.id, o.kind, o.team_told_at, o.window_from from own o
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
          c.name as client, m.detail as "detail!", m.since as "since!", m.due
        from matters m join engagements e on e.body_id = $1 and e.id = m.engagement_id
        join clients c on c.body_id = $1 and c.client_id = e.client_id
        order by m.due nulls last, m.since limit 60"#,
        body,
        person
    )
    .fetch_all(tx.sql())
    .await?;
    items(rows)
}

/// A panel member's matters: the open cases where the person has a seat. The chair's turn comes last.
pub async fn for_panel(tx: &mut Tx<'_>) -> Result<Vec<Item>> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let rows = sqlx::query_as!(
        Row,
        r#"with own as (
          select c.id, c.engagement_id, s.chair, s.appointed_at,
            exists (select from declarations d where d.body_id = $1 and d.engagement_id = c.engagement_id
              and d.person_id = $2 and d.capacity = 'panel') as declared,
            exists (select from votes v where v.body_id = $1 and v.case_id = c.id and v.person_id = $2
              and not exists (select from vote_voids x where x.body_id = $1 and x.vote_id = v.id)) as signed,
            (select count(*) from panel_seats o where o.body_id = $1 and o.case_id = c.id and o.released_at is null and not o.chair
              and not exists (select from votes v where v.body_id = $1 and v.case_id = c.id and v.person_id = o.person_id
                and not exists (select from vote_voids x where x.body_id = $1 and x.vote_id = v.id))) as members_to_sign
          from panel_seats s join cases c on c.body_id = s.body_id and c.id = s.case_id
          where s.body_id = $1 and s.person_id = $2 and s.released_at is null and c.state = 'open'
        )
        select case when not o.declared then 'declaration' else 'signature' end as "matter!",
          not o.declared or not o.signed and (not o.chair or o.members_to_sign = 0) as "needs!",
          o.engagement_id as "engagement_id!", o.id as "subject_id!", c.name as client,
          case when o.chair then 'You chair this panel' else '' end as "detail!", o.appointed_at as "since!", null::date as due
        from own o join engagements e on e.body_id = $1 and e.id = o.engagement_id
        join clients c on c.body_id = $1 and c.client_id = e.client_id
        order by o.appointed_at limit 60"#,
        body,
        person
    )
    .fetch_all(tx.sql())
    .await?;
    items(rows)
}

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

/// The newest acts of the last seven days: in the office all of the body's, in the client's room what the
/// client may read, elsewhere one's own.
pub async fn recently(tx: &mut Tx<'_>) -> Result<Vec<Done>> {
    let (body, person, since) =
        (tx.actor().body()?, tx.actor().person()?, tx.now() - Duration::days(7));
    let own_only = !matches!(tx.actor().room(), crate::Room::Office | crate::Room::Client);
    Ok(sqlx::query_as!(
        Done,
        "select r.engagement_id, c.name as client, r.sentence, p.name as who, r.at
         from record_entries r join people p on p.id = r.person_id
         join clients c on c.body_id = r.body_id and c.client_id = r.client_id
         where r.body_id = $1 and r.at > $2 and (not $3 or r.person_id = $4) and r.act <> 'application_begun'
         order by r.at desc limit 8",
        body,
        since,
        own_only,
        person
    )
    .fetch_all(tx.sql())
    .await?)
}
