//! What a typed plan means, row by row.

use super::{InterviewRow, RequestRow};
use crate::parse::{Reading, SHORT};
use time::{Date, Time};
use uuid::Uuid;

pub(in crate::audits::plan) struct Meant {
    pub objectives: String,
    pub criteria: String,
    pub scope: String,
    pub sites: String,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub duration: String,
    pub communication: String,
    pub remotely: String,
    pub remote: String,
    pub remote_means: String,
    pub remote_risks: String,
    pub accompanying: String,
    pub interviews: Vec<MeantInterview>,
    pub requests: Vec<MeantRequest>,
}

pub(in crate::audits::plan) struct MeantInterview {
    pub day: Date,
    pub from: Time,
    pub to: Time,
    pub topic: String,
    pub with_whom: String,
    pub auditor: Uuid,
    pub place: String,
}

pub(in crate::audits::plan) struct MeantRequest {
    pub id: Option<Uuid>,
    pub title: String,
    pub why: String,
}

/// Fields of a row are named with its number, e.g. "interview_from-2", as the page names its inputs.
pub(super) fn interview(
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

pub(super) fn request(r: &mut Reading, n: usize, row: &RequestRow) -> MeantRequest {
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
