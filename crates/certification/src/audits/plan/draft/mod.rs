//! A plan as it is typed: kept however incomplete, and read into what it means.

mod defaults;
mod meant;

pub use defaults::defaults;
pub(super) use meant::Meant;

use crate::error::{Error, Result};
use crate::parse::{LONG, Reading, SHORT};
use meant::{interview, request};
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
    /// Whether anything is audited remotely: "yes" or "no".
    pub remotely: String,
    pub remote: String,
    pub remote_means: String,
    pub remote_risks: String,
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
            remotely: remotely(&mut r, &self.remotely),
            remote: r.optional("remote", &self.remote, LONG),
            remote_means: r.optional("remote_means", &self.remote_means, LONG),
            remote_risks: r.optional("remote_risks", &self.remote_risks, LONG),
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

/// Whether anything is audited remotely; a draft may leave it open.
fn remotely(r: &mut Reading, typed: &str) -> String {
    match typed.trim() {
        known @ ("" | "yes" | "no") => known.to_owned(),
        _ => {
            r.errors.add("remotely", "Choose whether anything is audited remotely");
            String::new()
        }
    }
}
