//! A plan as it is typed: kept however incomplete, and read into what it means.

use crate::audits::Kind;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading, SHORT};
use time::{Date, Time};
use uuid::Uuid;

/// The plan's form. Rows of interviews and of documents are repeated fields, in the order of the rows.
#[derive(Default, Debug, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Form {
    pub version: String,
    pub objectives: String,
    pub criteria: String,
    pub scope: String,
    pub sites: String,
    pub starts_on: String,
    pub ends_on: String,
    pub duration: String,
    pub communication: String,
    pub remote: String,
    pub accompanying: String,
    pub interview_day: Vec<String>,
    pub interview_from: Vec<String>,
    pub interview_to: Vec<String>,
    pub interview_topic: Vec<String>,
    pub interview_with: Vec<String>,
    pub interview_auditor: Vec<String>,
    pub interview_place: Vec<String>,
    pub request_id: Vec<String>,
    pub request_title: Vec<String>,
    pub request_why: Vec<String>,
}

/// One row of interviews, as typed.
#[derive(Default, Debug, Clone)]
pub struct InterviewRow {
    pub day: String,
    pub from: String,
    pub to: String,
    pub topic: String,
    pub with_whom: String,
    pub auditor: String,
    pub place: String,
}

/// One row of documents asked for, as typed; the id is empty for a new one.
#[derive(Default, Debug, Clone)]
pub struct RequestRow {
    pub id: String,
    pub title: String,
    pub why: String,
}

pub(super) struct Meant {
    pub objectives: String,
    pub criteria: String,
    pub scope: String,
    pub sites: String,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub duration: String,
    pub communication: String,
    pub remote: String,
    pub accompanying: String,
    pub interviews: Vec<MeantInterview>,
    pub requests: Vec<MeantRequest>,
}

pub(super) struct MeantInterview {
    pub day: Date,
    pub from: Time,
    pub to: Time,
    pub topic: String,
    pub with_whom: String,
    pub auditor: Uuid,
    pub place: String,
}

pub(super) struct MeantRequest {
    pub id: Option<Uuid>,
    pub title: String,
    pub why: String,
}

/// What Stage 1 always asks for: the documented information that it checks. Title and why.
pub fn defaults(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Stage1 => &[
            ("Scope of the AI management system", "Clause 4.3: what is in, what is out, and why"),
            ("AI policy", "Clause 5.2 and control A.2.2"),
            (
                "AI risk assessment and treatment",
                "Clauses 6.1.2 and 6.1.3: process and latest results",
            ),
            ("Register of AI systems", "What the certification is about"),
            ("Statement of applicability", "Clause 6.1.3: every control, with version and date"),
            ("Procedures", "Those that the management system rests on"),
            ("Internal audit", "Clause 9.2: programme and latest results"),
            ("Management review", "Clause 9.3: latest inputs and results"),
        ],
        Kind::Stage2 | Kind::Surveillance1 | Kind::Surveillance2 | Kind::Recertification => &[
            ("What has changed since the last audit", "Documents, AI systems, people and sites"),
            (
                "Records of AI system impact assessments",
                "Clause 8.4: the latest of each system in scope",
            ),
        ],
    }
}

impl Form {
    /// The rows of interviews that hold anything.
    pub fn interviews(&self) -> Vec<InterviewRow> {
        let at = |fields: &[String], n: usize| fields.get(n).cloned().unwrap_or_default();
        (0..self.interview_topic.len())
            .map(|n| InterviewRow {
                day: at(&self.interview_day, n),
                from: at(&self.interview_from, n),
                to: at(&self.interview_to, n),
                topic: at(&self.interview_topic, n),
                with_whom: at(&self.interview_with, n),
                auditor: at(&self.interview_auditor, n),
                place: at(&self.interview_place, n),
            })
            .filter(|row| {
                [&row.day, &row.from, &row.to, &row.topic, &row.with_whom]
                    .iter()
                    .any(|typed| !typed.trim().is_empty())
            })
            .collect()
    }

    /// The rows of documents that hold anything.
    pub fn requests(&self) -> Vec<RequestRow> {
        let at = |fields: &[String], n: usize| fields.get(n).cloned().unwrap_or_default();
        (0..self.request_title.len())
            .map(|n| RequestRow {
                id: at(&self.request_id, n),
                title: at(&self.request_title, n),
                why: at(&self.request_why, n),
            })
            .filter(|row| !row.title.trim().is_empty() || !row.why.trim().is_empty())
            .collect()
    }

    /// What was typed; `auditors` are those of the team who may hold an interview (CMP-3). Empty texts and
    /// dates stay empty; a row that holds anything holds all that it needs.
    pub(super) fn meant(&self, auditors: &[Uuid]) -> Result<Meant> {
        let mut r = Reading::default();
        let starts_on = r.date("starts_on", &self.starts_on, "the first day");
        let ends_on = r.date("ends_on", &self.ends_on, "the last day");
        if starts_on.zip(ends_on).is_some_and(|(from, to)| from > to) {
            r.errors.add("ends_on", "Enter a last day that is not before the first");
        }
        let mut interviews = Vec::new();
        for (n, row) in self.interviews().iter().enumerate() {
            interviews.extend(interview(&mut r, n + 1, row, auditors));
        }
        let requests = self
            .requests()
            .iter()
            .enumerate()
            .map(|(n, row)| request(&mut r, n + 1, row))
            .collect();
        let meant = Meant {
            objectives: r.optional("objectives", &self.objectives, LONG),
            criteria: r.optional("criteria", &self.criteria, LONG),
            scope: r.optional("scope", &self.scope, LONG),
            sites: r.optional("sites", &self.sites, LONG),
            starts_on,
            ends_on,
            duration: r.optional("duration", &self.duration, SHORT),
            communication: r.optional("communication", &self.communication, LONG),
            remote: r.optional("remote", &self.remote, LONG),
            accompanying: r.optional("accompanying", &self.accompanying, LONG),
            interviews,
            requests,
        };
        r.done()?;
        Ok(meant)
    }

    pub(super) fn version(&self) -> Result<i32> {
        self.version.trim().parse().map_err(|_| Error::NotFound)
    }
}

/// Fields of a row are named with its number, e.g. "interview_from-2", as the page names its inputs.
fn interview(
    r: &mut Reading,
    n: usize,
    row: &InterviewRow,
    auditors: &[Uuid],
) -> Option<MeantInterview> {
    let field = |name: &str| format!("interview_{name}-{n}");
    let mut needed = |name: &str, typed: &str, what: &str| {
        if typed.trim().is_empty() {
            r.errors.add(field(name), format!("Interview {n}: enter {what}"));
        }
    };
    needed("day", &row.day, "the day");
    needed("from", &row.from, "when it begins");
    needed("to", &row.to, "when it ends");
    let day = r.date(&field("day"), &row.day, "the day");
    let from = r.time(&field("from"), &row.from, "the beginning");
    let to = r.time(&field("to"), &row.to, "the end");
    if from.zip(to).is_some_and(|(from, to)| from >= to) {
        r.errors.add(field("to"), format!("Interview {n}: enter an end after its beginning"));
    }
    let topic = r.required(&field("topic"), &row.topic, "what it is about", SHORT);
    let with_whom = r.required(&field("with"), &row.with_whom, "with whom it is", SHORT);
    let place = r.optional(&field("place"), &row.place, SHORT);
    let known = |id: &str| id.parse::<Uuid>().ok().filter(|id| auditors.contains(id));
    let auditor =
        r.choice(&field("auditor"), &row.auditor, "the auditor of the team who holds it", known);
    let (from, to) = from.zip(to).filter(|(from, to)| from < to)?;
    Some(MeantInterview { day: day?, from, to, topic, with_whom, auditor: auditor?, place })
}

fn request(r: &mut Reading, n: usize, row: &RequestRow) -> MeantRequest {
    MeantRequest {
        id: row.id.parse().ok(),
        title: r.required(
            &format!("request_title-{n}"),
            &row.title,
            "which document you ask for",
            SHORT,
        ),
        why: r.optional(&format!("request_why-{n}"), &row.why, SHORT),
    }
}
