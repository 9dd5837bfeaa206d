//! The whole record of a case in one place, for the panel that decides on it (DEC-2): three statements,
//! however much there is.

use super::decider::Decider;
use super::panel::Question;
use crate::as_json;
use crate::audits::Kind;
use crate::db::Tx;
use crate::error::Result;
use crate::findings::rounds::{EvidenceFile, Round, Verification};
use crate::findings::{Grade, State as FindingState};
use crate::standards::AIMS;
use sqlx::types::Json;
use std::collections::BTreeMap;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// Everything a panel reads.
#[derive(Debug, Clone)]
pub struct Whole {
    pub origin: Origin,
    pub audits: Vec<AuditPart>,
    pub findings: Vec<FindingPart>,
    pub evidence: Vec<GivenFile>,
    pub questions: Vec<Question>,
    pub notes: Vec<Note>,
}

/// Where it came from: application, AI systems, time and agreement.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Origin {
    pub application: ApplicationPart,
    pub sites: Vec<SitePart>,
    pub exclusions: Vec<ExclusionPart>,
    pub held: Vec<HeldPart>,
    pub reviews: Vec<ReviewPart>,
    pub systems: Systems,
    pub determination: Option<DeterminationPart>,
    pub proposal: Option<ProposalPart>,
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct ApplicationPart {
    pub legal_name: String,
    pub registration: String,
    pub address: String,
    pub country: String,
    pub sector: String,
    pub people_total: Option<i32>,
    pub people_ai: Option<i32>,
    pub scope: String,
    pub units: String,
    pub processes: String,
    pub outsourced: String,
    pub ai_roles: Vec<String>,
    pub languages: Vec<String>,
    pub consultancy: Option<bool>,
    pub consultancy_by: String,
    pub signatory_name: String,
    pub signatory_position: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct SitePart {
    pub name: String,
    pub address: String,
    pub country: String,
    pub people: Option<i32>,
    pub central: bool,
    pub scope: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ExclusionPart {
    pub what: String,
    pub justification: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct HeldPart {
    pub standard: String,
    pub issued_by: String,
    pub number: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ReviewPart {
    pub outcome: String,
    pub information: String,
    pub differences: String,
    pub competence: String,
    pub impartiality: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// The AI-system register in numbers, and its first entries.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Systems {
    pub total: i64,
    pub high: i64,
    pub personal: i64,
    pub procured: i64,
    pub first: Vec<SystemPart>,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct SystemPart {
    pub name: String,
    pub purpose: String,
    pub stage: String,
    pub risk_class: String,
    pub origin: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct DeterminationPart {
    pub table_key: String,
    pub table_version: String,
    pub table_checked: bool,
    pub unchecked_reason: String,
    pub initial_half_days: i32,
    pub stage_1_half_days: i32,
    pub stage_2_half_days: i32,
    pub surveillance_half_days: i32,
    pub recertification_half_days: i32,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ProposalPart {
    pub number: String,
    pub currency: String,
    pub total_minor: i64,
    pub agreement_version: String,
    pub by: Option<String>,
    #[serde(with = "time::serde::rfc3339::option")]
    pub at: Option<OffsetDateTime>,
}

/// One audit of the programme with everything that it left.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct AuditPart {
    pub id: Uuid,
    pub kind: String,
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
    pub team: Vec<MemberPart>,
    pub objections: Vec<ObjectionPart>,
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

#[derive(Debug, Clone, serde::Deserialize)]
pub struct CheckPart {
    pub item: String,
    pub result: String,
    pub document_version: String,
    pub note: String,
}

impl CheckPart {
    pub fn title(&self) -> &'static str {
        match self.item.as_str() {
            "scope" => "Scope of the management system",
            "ai_policy" => "AI policy",
            "risk_assessment" => "AI risk assessment",
            "ai_system_register" => "Register of AI systems",
            "statement_of_applicability" => "Statement of applicability",
            "procedures" => "Procedures",
            "internal_audit" => "Internal audit",
            _ => "Management review",
        }
    }

    /// A tag's kind and words.
    pub fn tag(&self) -> (&'static str, &'static str) {
        match self.result.as_str() {
            "complete" => ("good", "Complete"),
            "incomplete" => ("act", "Incomplete"),
            _ => ("bad", "Missing"),
        }
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ConcernPart {
    pub requirement: String,
    pub statement: String,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ReadinessPart {
    pub ready: bool,
    pub team_competent: bool,
    pub reasons: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct ConclusionPart {
    pub requirement: String,
    pub conclusion: String,
    pub methods: Vec<String>,
    pub evidence: String,
    pub by: String,
}

impl ConclusionPart {
    pub fn title(&self) -> String {
        AIMS.requirement(&self.requirement).map(|r| r.title.clone()).unwrap_or_default()
    }

    /// A tag's kind and words.
    pub fn tag(&self) -> (&'static str, &'static str) {
        match self.conclusion.as_str() {
            "conforms" => ("good", "Conforms"),
            "observation" => ("wait", "Observation"),
            "minor" => ("act", "Minor nonconformity"),
            "major" => ("bad", "Major nonconformity"),
            _ => ("plain", "Not applicable"),
        }
    }

    pub fn by_method(&self, method: &str) -> bool {
        self.methods.iter().any(|m| m == method)
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

/// A finding with its rounds.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct FindingPart {
    pub number: i32,
    pub audit: String,
    pub requirement: String,
    pub grade: String,
    pub state: String,
    pub statement: String,
    pub evidence: String,
    pub drop_reason: String,
    pub rounds: Vec<Round>,
    pub verifications: Vec<Verification>,
}

impl FindingPart {
    pub fn grade_title(&self) -> &'static str {
        Grade::from_key(&self.grade).map_or("", Grade::title)
    }

    pub fn state_title(&self) -> &'static str {
        FindingState::from_key(&self.state).map_or("", FindingState::title)
    }

    pub fn is_nonconformity(&self) -> bool {
        Grade::from_key(&self.grade).is_some_and(Grade::is_nonconformity)
    }

    pub fn is_settled(&self) -> bool {
        matches!(self.state.as_str(), "closed" | "noted" | "dropped")
    }

    pub fn requirement_title(&self) -> String {
        AIMS.requirement(&self.requirement).map(|r| r.title.clone()).unwrap_or_default()
    }

    pub fn audit_title(&self) -> &'static str {
        Kind::from_key(&self.audit).map_or("Audit", Kind::title)
    }
}

/// A file, and what it was given for.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct GivenFile {
    #[serde(flatten)]
    pub file: EvidenceFile,
    pub about: String,
}

impl GivenFile {
    pub fn about_title(&self) -> &'static str {
        match self.about.as_str() {
            "application" => "Application",
            "document_request" => "Document asked for",
            "finding" => "Corrective action",
            "conclusion" => "Conclusion",
            _ => "Meeting",
        }
    }
}

#[derive(Debug, Clone, serde::Deserialize)]
pub struct Note {
    pub about: String,
    pub text: String,
    pub by: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// The whole record of the decider's case.
pub async fn whole(tx: &mut Tx<'_>, decider: &Decider) -> Result<Whole> {
    let engagement = decider.seat().engagement_id;
    let origin = origin(tx, engagement).await?;
    let audits = audits(tx, engagement).await?;
    let mut rest = rest(tx, engagement).await?;
    for finding in &mut rest.findings {
        let (rounds, verifications) =
            (std::mem::take(&mut finding.rounds), std::mem::take(&mut finding.verifications));
        finding.rounds = crate::findings::rounds::with_verifications(rounds, verifications);
    }
    let Rest { findings, evidence, questions, notes } = rest;
    Ok(Whole { origin, audits, findings, evidence, questions, notes })
}

async fn origin(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Origin> {
    let body = tx.actor().body()?;
    let found = sqlx::query_scalar!(
        r#"select json_build_object('application', to_jsonb(a),
             'sites', (select coalesce(json_agg(to_jsonb(s) order by s.position), '[]') from sites s where s.body_id = a.body_id and s.application_id = a.id),
             'exclusions', (select coalesce(json_agg(to_jsonb(s) order by s.position), '[]') from exclusions s where s.body_id = a.body_id and s.application_id = a.id),
             'held', (select coalesce(json_agg(to_jsonb(s) order by s.position), '[]') from certificates_held s where s.body_id = a.body_id and s.application_id = a.id),
             'reviews', (select coalesce(json_agg(to_jsonb(r) || jsonb_build_object('by', p.name) order by r.id), '[]')
                from application_reviews r join people p on p.id = r.by_person where r.body_id = a.body_id and r.application_id = a.id),
             'systems', (select json_build_object('total', count(*), 'high', count(*) filter (where risk_class in ('high', 'prohibited')),
                 'personal', count(*) filter (where personal_data = 'yes'), 'procured', count(*) filter (where origin = 'procured'),
                 'first', (select coalesce(json_agg(to_jsonb(f)), '[]') from (select name, purpose, stage, risk_class, origin from ai_systems f
                    where f.body_id = a.body_id and f.engagement_id = a.engagement_id and f.removed_at is null order by f.id limit 50) f))
                from ai_systems s where s.body_id = a.body_id and s.engagement_id = a.engagement_id and s.removed_at is null),
             'determination', (select to_jsonb(d) || jsonb_build_object('by', p.name) from determinations d join people p on p.id = d.by_person
                where d.body_id = a.body_id and d.engagement_id = a.engagement_id order by d.id desc limit 1),
             'proposal', (select to_jsonb(d) || jsonb_build_object('by', p.name, 'at', d.answered_at) from proposals d left join people p on p.id = d.answered_by
                where d.body_id = a.body_id and d.engagement_id = a.engagement_id and d.state = 'accepted' limit 1)
           ) as "origin!: Json<Origin>"
           from applications a where a.body_id = $1 and a.engagement_id = $2"#,
        body,
        engagement
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(found.0)
}

async fn audits(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Vec<AuditPart>> {
    let body = tx.actor().body()?;
    let found = sqlx::query_scalar!(
        r#"select to_jsonb(a) || jsonb_build_object(
             'team', (select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'role', t.role, 'released', t.released_at is not null,
                 'release_reason', t.release_reason, 'conflict', (select d.conflict from declarations d where d.body_id = t.body_id
                   and d.engagement_id = t.engagement_id and d.person_id = t.person_id and d.capacity = 'team' order by d.id desc limit 1)) order by t.id), '[]')
                from team_members t join people p on p.id = t.person_id where t.body_id = a.body_id and t.audit_id = a.id),
             'objections', (select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'reason', o.reason, 'outcome', o.outcome, 'answer', o.answer) order by o.id), '[]')
                from team_objections o join people p on p.id = o.person_id where o.body_id = a.body_id and o.audit_id = a.id),
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
    let place = |id: &str| AIMS.requirements.iter().position(|r| r.id == id);
    audits.iter_mut().for_each(|audit| audit.conclusions.sort_by_key(|c| place(&c.requirement)));
    Ok(audits)
}

struct Rest {
    findings: Vec<FindingPart>,
    evidence: Vec<GivenFile>,
    questions: Vec<Question>,
    notes: Vec<Note>,
}

async fn rest(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Rest> {
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
                   from verifications v join people b on b.id = v.by_person where v.body_id = f.body_id and v.finding_id = f.id)) order by f.number), '[]')
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
              from notes n join people p on p.id = n.by_person where n.body_id = $1 and n.engagement_id = $2) as "notes!: Json<Vec<Note>>""#,
        body,
        engagement
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Rest {
        findings: row.findings.0,
        evidence: row.evidence.0,
        questions: row.questions.0,
        notes: row.notes.0,
    })
}
