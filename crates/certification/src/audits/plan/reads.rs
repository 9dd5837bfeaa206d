//! What screens and gates ask about a plan.

use super::{State, draft};
use crate::audits::Brief;
use crate::db::Tx;
use crate::error::{Error, Result};
use serde::Deserialize;
use sqlx::types::Json;
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

/// A plan with its interviews and documents. Before its first saving it is filled from the programme and
/// the application.
#[derive(Debug, Clone)]
pub struct Plan {
    /// 0 before it was ever saved.
    pub version: i32,
    pub state: State,
    pub objectives: String,
    pub criteria: String,
    pub scope: String,
    pub sites: String,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub duration: String,
    pub communication: String,
    /// "yes", "no", or empty while nobody has said.
    pub remotely: String,
    pub remote: String,
    pub remote_means: String,
    pub remote_risks: String,
    pub accompanying: String,
    pub sent_at: Option<OffsetDateTime>,
    pub agreed_at: Option<OffsetDateTime>,
    pub agreed_by: Option<String>,
    /// Why the client asked for other dates, while the plan has not been sent again.
    pub other_dates: String,
    pub interviews: Vec<Interview>,
    pub requests: Vec<Request>,
}

/// One interview.
#[derive(Debug, Clone)]
pub struct Interview {
    pub day: Date,
    pub from: Time,
    pub to: Time,
    pub topic: String,
    pub with_whom: String,
    pub auditor_id: Uuid,
    pub auditor: String,
    pub place: String,
}

impl Interview {
    /// "09:30 to 10:30".
    pub fn hours(&self) -> String {
        format!("{} to {}", hour(self.from), hour(self.to))
    }

    /// As a time field wants it: "09:30".
    pub fn from_field(&self) -> String {
        hour(self.from)
    }

    pub fn to_field(&self) -> String {
        hour(self.to)
    }

    /// Whether one person would be in two places at once.
    pub(super) fn clashes(&self, other: &Interview) -> bool {
        self.auditor_id == other.auditor_id
            && self.day == other.day
            && self.from < other.to
            && other.from < self.to
    }
}

fn hour(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A document asked for.
#[derive(Debug, Clone, Deserialize)]
pub struct Request {
    pub id: Option<Uuid>,
    pub title: String,
    pub why: String,
}

impl Plan {
    /// The interviews by day, in order.
    pub fn days(&self) -> Vec<(Date, Vec<&Interview>)> {
        let mut days: Vec<(Date, Vec<&Interview>)> = Vec::new();
        for interview in &self.interviews {
            match days.last_mut() {
                Some((day, held)) if *day == interview.day => held.push(interview),
                _ => days.push((interview.day, vec![interview])),
            }
        }
        days
    }

    /// The interviews by who holds them, each in the order of time.
    pub fn by_auditor(&self) -> Vec<(String, Vec<&Interview>)> {
        let mut people: Vec<(String, Vec<&Interview>)> = Vec::new();
        for interview in &self.interviews {
            match people.iter_mut().find(|(name, _)| *name == interview.auditor) {
                Some((_, held)) => held.push(interview),
                None => people.push((interview.auditor.clone(), vec![interview])),
            }
        }
        people
    }
}

/// The plan of an audit. Two statements. In the client's room a plan that was not sent is not found.
pub async fn of(tx: &mut Tx<'_>, audit: &Brief) -> Result<Plan> {
    let interviews = interviews(tx, audit.id).await?;
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select a.objectives as given_objectives, a.criteria as given_criteria,
             coalesce(p.version, 0) as "version!", coalesce(p.state, 'draft') as "state!", p.objectives as "objectives?", p.criteria as "criteria?",
             p.scope as "scope?", p.sites as "sites?", p.starts_on as "starts_on?", p.ends_on as "ends_on?", p.duration as "duration?",
             p.communication as "communication?", p.remote as "remote?", coalesce(p.remotely, '') as "remotely!", coalesce(p.remote_means, '') as "remote_means!",
             coalesce(p.remote_risks, '') as "remote_risks!", p.accompanying as "accompanying?", p.sent_at as "sent_at?",
             p.agreed_at as "agreed_at?", g.name as "agreed_by?", coalesce(p.other_dates, '') as "other_dates!",
             concat_ws(E'\n\n', nullif(f.scope, ''), 'Units: ' || nullif(f.units, ''), 'Processes: ' || nullif(f.processes, '')) as "asked_scope!",
             coalesce((select string_agg(concat_ws(', ', s.name, nullif(s.address, ''), nullif(s.country, '')), E'\n' order by s.position)
               from sites s where s.body_id = $1 and s.application_id = f.id), '') as "asked_sites!",
             coalesce((select json_agg(json_build_object('id', q.id, 'title', q.title, 'why', q.why) order by q.id)
               from document_requests q where q.body_id = $1 and q.audit_id = a.id and q.withdrawn_at is null), '[]') as "requests!: Json<Vec<Request>>"
           from audits a left join plans p on p.body_id = a.body_id and p.audit_id = a.id left join people g on g.id = p.agreed_by
           left join applications f on f.body_id = a.body_id and f.engagement_id = a.engagement_id
           where a.body_id = $1 and a.id = $2"#,
        body,
        audit.id
    )
    .fetch_one(tx.sql())
    .await?;
    let state = State::kept(&row.state)?;
    let new = row.version == 0;
    let requests = if new { default_requests(audit) } else { row.requests.0 };
    if tx.actor().room() == crate::Room::Client && state.is_draft() {
        return Err(Error::NotFound);
    }
    Ok(Plan {
        version: row.version,
        state,
        objectives: row.objectives.unwrap_or(row.given_objectives),
        criteria: row.criteria.unwrap_or(row.given_criteria),
        scope: row.scope.unwrap_or(row.asked_scope),
        sites: row.sites.unwrap_or(row.asked_sites),
        starts_on: if new { Some(audit.window_from.max(tx.today())) } else { row.starts_on },
        ends_on: row.ends_on,
        duration: row.duration.unwrap_or_else(|| days(audit.half_days)),
        communication: row.communication.unwrap_or_default(),
        remotely: row.remotely,
        remote: row.remote.unwrap_or_default(),
        remote_means: row.remote_means,
        remote_risks: row.remote_risks,
        accompanying: row.accompanying.unwrap_or_default(),
        sent_at: row.sent_at,
        agreed_at: row.agreed_at,
        agreed_by: row.agreed_by,
        other_dates: row.other_dates,
        interviews,
        requests,
    })
}

fn days(half_days: i32) -> String {
    let (whole, half) = (half_days / 2, if half_days % 2 == 1 { ".5" } else { "" });
    format!("{whole}{half} auditor days of eight hours")
}

fn default_requests(audit: &Brief) -> Vec<Request> {
    let given = draft::defaults(audit.standard, audit.kind).iter();
    given
        .map(|document| Request {
            id: None,
            title: document.title.clone(),
            why: document.why.clone(),
        })
        .collect()
}

async fn interviews(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Interview>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Interview,
        r#"select i.day, i.from_time as "from", i.to_time as "to", i.topic, i.with_whom, i.auditor_id, p.name as auditor, i.place
           from interviews i join people p on p.id = i.auditor_id
           where i.body_id = $1 and i.audit_id = $2 order by i.day, i.from_time, i.id"#,
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?)
}
