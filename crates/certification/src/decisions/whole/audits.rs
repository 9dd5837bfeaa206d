//! The audits of the programme, as their panel reads them, each with its team, its meetings and its report.

use super::papers::{CheckPart, ConcernPart, ConclusionPart, ReadinessPart};
use super::plans::{PlanPart, RequestPart};
use crate::as_json;
use crate::audits::Kind;
use crate::db::Tx;
use crate::error::Result;
use crate::standards::Scheme;
use sqlx::types::Json;
use std::collections::BTreeMap;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// One audit of the programme with everything that it left.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct AuditPart {
    pub id: Uuid,
    pub kind: String,
    pub cycle: i32,
    pub state: String,
    pub objectives: String,
    pub criteria: String,
    pub methods: String,
    pub half_days: i32,
    #[serde(with = "as_json::day")]
    pub window_from: Date,
    #[serde(with = "as_json::day")]
    pub window_to: Date,
    #[serde(deserialize_with = "as_json::optional_day::deserialize")]
    pub starts_on: Option<Date>,
    #[serde(deserialize_with = "as_json::optional_day::deserialize")]
    pub ends_on: Option<Date>,
    /// The client's other files whose audit is held together with this one, e.g. "TA-0007, ISO/IEC 27001:2022".
    pub together: Vec<String>,
    pub team: Vec<MemberPart>,
    pub objections: Vec<ObjectionPart>,
    pub plan: Option<PlanPart>,
    pub requests: Vec<RequestPart>,
    pub meetings: Vec<MeetingPart>,
    pub checks: Vec<CheckPart>,
    pub concerns: Vec<ConcernPart>,
    pub reviews: Vec<ReadinessPart>,
    pub conclusions: Vec<ConclusionPart>,
    pub report: Option<ReportPart>,
}

impl AuditPart {
    pub fn title(&self) -> &'static str {
        Kind::from_key(&self.kind).map_or("Audit", Kind::title)
    }

    pub fn state_title(&self) -> &'static str {
        crate::audits::State::from_key(&self.state).map_or("", crate::audits::State::title)
    }

    /// Whether anything has happened in it yet.
    pub fn has_begun(&self) -> bool {
        !self.team.is_empty() || self.report.is_some()
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct MemberPart {
    pub name: String,
    pub role: String,
    pub released: bool,
    pub release_reason: String,
    /// What the declaration came to; none if none was made.
    pub conflict: Option<bool>,
}

impl MemberPart {
    pub fn role_title(&self) -> String {
        let words = self.role.replace('_', " ");
        words.chars().take(1).flat_map(char::to_uppercase).chain(words.chars().skip(1)).collect()
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ObjectionPart {
    pub name: String,
    pub reason: String,
    pub outcome: Option<String>,
    pub answer: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct MeetingPart {
    pub kind: String,
    #[serde(with = "time::serde::rfc3339")]
    pub held_at: OffsetDateTime,
    pub attended: String,
    pub differences: String,
}

impl MeetingPart {
    pub fn title(&self) -> &'static str {
        if self.kind == "opening" { "Opening meeting" } else { "Closing meeting" }
    }
}

/// An issued report's newest version: its text by field.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct ReportPart {
    pub version: i32,
    pub text: BTreeMap<String, String>,
    pub digest: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

pub(super) async fn audits(
    tx: &mut Tx<'_>,
    engagement: Uuid,
    standard: Scheme,
) -> Result<Vec<AuditPart>> {
    let body = tx.actor().body()?;
    let found = sqlx::query_scalar!(
        r#"select to_jsonb(a) || jsonb_build_object(
             'together', (select coalesce(jsonb_agg(e.reference || ', ' || e.standard order by e.reference), '[]')
                from joint_audits j join joint_audits o on o.body_id = j.body_id and o.joint_id = j.joint_id and o.audit_id <> j.audit_id
                join engagements e on e.body_id = o.body_id and e.id = o.engagement_id where j.body_id = a.body_id and j.audit_id = a.id),
             'team', (select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'role', t.role, 'released', t.released_at is not null,
                 'release_reason', t.release_reason, 'conflict', (select d.conflict from declarations d where d.body_id = t.body_id
                   and d.engagement_id = t.engagement_id and d.person_id = t.person_id and d.capacity = 'team' order by d.id desc limit 1)) order by t.id), '[]')
                from team_members t join people p on p.id = t.person_id where t.body_id = a.body_id and t.audit_id = a.id),
             'objections', (select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'reason', o.reason, 'outcome', o.outcome, 'answer', o.answer) order by o.id), '[]')
                from team_objections o join people p on p.id = o.person_id where o.body_id = a.body_id and o.audit_id = a.id),
             'plan', (select to_jsonb(p) || jsonb_build_object('agreed_by', g.name, 'interviews', (select coalesce(jsonb_agg(jsonb_build_object('day', i.day,
                 'hours', to_char(i.from_time, 'HH24:MI') || ' to ' || to_char(i.to_time, 'HH24:MI'), 'topic', i.topic, 'with_whom', i.with_whom,
                 'auditor', n.name, 'place', i.place) order by i.day, i.from_time), '[]') from interviews i join people n on n.id = i.auditor_id
                 where i.body_id = p.body_id and i.audit_id = p.audit_id))
                from plans p left join people g on g.id = p.agreed_by where p.body_id = a.body_id and p.audit_id = a.id),
             'requests', (select coalesce(jsonb_agg(to_jsonb(r) order by r.id), '[]') from document_requests r where r.body_id = a.body_id and r.audit_id = a.id),
             'meetings', (select coalesce(jsonb_agg(to_jsonb(m) order by m.held_at), '[]') from meetings m where m.body_id = a.body_id and m.audit_id = a.id),
             'checks', (select coalesce(jsonb_agg(to_jsonb(m) order by m.item), '[]') from document_checks m where m.body_id = a.body_id and m.audit_id = a.id),
             'concerns', (select coalesce(jsonb_agg(to_jsonb(m) order by m.id), '[]') from concerns m where m.body_id = a.body_id and m.audit_id = a.id),
             'reviews', (select coalesce(jsonb_agg(to_jsonb(m) || jsonb_build_object('by', p.name) order by m.id), '[]')
                from readiness_reviews m join people p on p.id = m.by_person where m.body_id = a.body_id and m.audit_id = a.id),
             'conclusions', (select coalesce(jsonb_agg(to_jsonb(m) || jsonb_build_object('by', p.name)), '[]')
                from conclusions m join people p on p.id = m.by_person where m.body_id = a.body_id and m.audit_id = a.id),
             'report', (select jsonb_build_object('version', r.version, 'text', coalesce(r.content -> 'text', '{}'), 'digest', encode(r.digest, 'hex'),
                 'by', p.name, 'at', r.issued_at) from reports r join people p on p.id = r.issued_by
                where r.body_id = a.body_id and r.audit_id = a.id order by r.version desc limit 1)
           ) as "audit!: Json<AuditPart>"
           from audits a where a.body_id = $1 and a.engagement_id = $2 order by a.cycle, a.window_from, a.id"#,
        body,
        engagement
    )
    .fetch_all(tx.sql())
    .await?;
    let mut audits: Vec<_> = found.into_iter().map(|audit| audit.0).collect();
    for audit in &mut audits {
        audit.conclusions.sort_by_key(|c| standard.place(&c.requirement));
        audit.conclusions.iter_mut().for_each(|c| c.title = standard.title_of(&c.requirement));
        audit.checks.iter_mut().for_each(|c| {
            c.title = standard.item(&c.item).map_or("", |item| item.title.as_str());
        });
    }
    Ok(audits)
}
