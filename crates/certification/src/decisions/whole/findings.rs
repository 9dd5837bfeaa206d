//! Findings with their rounds, and what else lies in the file: evidence, questions and notes.

use crate::audits::Kind;
use crate::db::Tx;
use crate::decisions::conversation::Question;
use crate::error::Result;
use crate::findings::rounds::{EvidenceFile, Round, Verification};
use crate::findings::{Grade, State as FindingState};
use crate::standards::Scheme;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

/// A finding with its rounds.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct FindingPart {
    pub number: i32,
    pub audit: String,
    pub requirement: String,
    /// From the scheme.
    #[serde(skip)]
    pub requirement_title: &'static str,
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

pub(super) struct Rest {
    pub(super) findings: Vec<FindingPart>,
    pub(super) evidence: Vec<GivenFile>,
    pub(super) questions: Vec<Question>,
    pub(super) notes: Vec<Note>,
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
    let mut findings = row.findings.0;
    findings.iter_mut().for_each(|f| f.requirement_title = standard.title_of(&f.requirement));
    Ok(Rest { findings, evidence: row.evidence.0, questions: row.questions.0, notes: row.notes.0 })
}
