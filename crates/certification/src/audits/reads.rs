//! What the audit portal's pages ask: a person's own audits, and how far one of them has come.

use super::{Brief, Kind, State};
use crate::db::Tx;
use crate::error::Result;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// An audit in whose team the acting person is.
#[derive(Debug, Clone)]
pub struct Own {
    pub id: Uuid,
    pub client_name: String,
    pub reference: String,
    pub kind: Kind,
    pub state: State,
    pub role: String,
    /// The planned day, or the first of the window.
    pub day: Date,
    pub planned: bool,
    pub declared: bool,
}

/// The acting person's audits: those with work left first, by day; after `after`, at most `limit`.
pub async fn own(tx: &mut Tx<'_>, after: Option<Uuid>, limit: i64) -> Result<Vec<Own>> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let rows = sqlx::query!(
        r#"with mine as (
             select a.id, c.name as client_name, e.reference, a.kind, a.state, t.role, coalesce(a.starts_on, a.window_from) as day,
               a.starts_on is not null as planned,
               exists (select from declarations d where d.body_id = a.body_id and d.engagement_id = a.engagement_id
                 and d.person_id = t.person_id and d.capacity = 'team') as declared,
               (a.state = 'reported', coalesce(a.starts_on, a.window_from), a.id) as place
             from team_members t
             join audits a on a.body_id = t.body_id and a.id = t.audit_id
             join engagements e on e.body_id = a.body_id and e.id = a.engagement_id
             join clients c on c.body_id = a.body_id and c.client_id = a.client_id
             where t.body_id = $1 and t.person_id = $2 and t.released_at is null)
           select id as "id!", client_name as "client_name!", reference as "reference!", kind as "kind!", state as "state!", role as "role!",
             day as "day!", planned as "planned!", declared as "declared!"
           from mine where $3::uuid is null or place > (select m.place from mine m where m.id = $3)
           order by place limit $4"#,
        body,
        person,
        after,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Own {
                kind: Kind::kept(&row.kind)?,
                state: State::kept(&row.state)?,
                id: row.id,
                client_name: row.client_name,
                reference: row.reference,
                role: row.role,
                day: row.day,
                planned: row.planned,
                declared: row.declared,
            })
        })
        .collect()
}

/// A member of the team, with whether the declaration of conflicts is there.
#[derive(Debug, Clone)]
pub struct Member {
    pub name: String,
    pub role: String,
    pub conflict: Option<bool>,
}

impl Member {
    /// The role in words.
    pub fn role_title(&self) -> &'static str {
        role_title(&self.role)
    }
}

/// A team role in words.
pub fn role_title(role: &str) -> &'static str {
    match role {
        "lead_auditor" => "Lead auditor",
        "auditor" => "Auditor",
        "technical_expert" => "Technical expert",
        "trainee" => "Trainee",
        "translator" => "Translator",
        _ => "Observer",
    }
}

/// The team as it is now, lead auditor first.
pub async fn team(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Member>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Member,
        r#"select p.name, t.role, d.conflict as "conflict?" from team_members t
           join people p on p.id = t.person_id
           left join lateral (select conflict from declarations d where d.body_id = t.body_id and d.engagement_id = t.engagement_id
             and d.person_id = t.person_id and d.capacity = 'team' order by d.id desc limit 1) d on true
           where t.body_id = $1 and t.audit_id = $2 and t.released_at is null
           order by t.role <> 'lead_auditor', p.name"#,
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?)
}

/// How far an audit has come, counted.
#[derive(Debug, Clone)]
pub struct Progress {
    pub declared: bool,
    pub plan_state: Option<String>,
    pub checks: i64,
    pub concerns: i64,
    /// Requirements with conclusion, method and evidence.
    pub concluded: i64,
    pub majors: i64,
    pub minors: i64,
    pub observations: i64,
    pub opened_at: Option<OffsetDateTime>,
    pub closed_at: Option<OffsetDateTime>,
    pub draft: bool,
    pub report_version: Option<i32>,
    pub reported_at: Option<OffsetDateTime>,
}

/// Counts how far an audit has come; the caller has the audit, so it may be seen.
pub async fn progress(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Progress> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    Ok(sqlx::query_as!(
        Progress,
        r#"select
             exists (select from declarations d where d.body_id = $1 and d.engagement_id = a.engagement_id and d.person_id = $3 and d.capacity = 'team') as "declared!",
             (select state from plans p where p.body_id = $1 and p.audit_id = a.id) as "plan_state?",
             (select count(*) from document_checks c where c.body_id = $1 and c.audit_id = a.id) as "checks!",
             (select count(*) from concerns c where c.body_id = $1 and c.audit_id = a.id) as "concerns!",
             (select count(*) from conclusions c where c.body_id = $1 and c.audit_id = a.id and c.conclusion <> '' and c.evidence <> ''
                and (c.methods <> '{}' or c.conclusion = 'not_applicable')) as "concluded!",
             (select count(*) from findings f where f.body_id = $1 and f.audit_id = a.id and f.grade = 'major' and f.state <> 'dropped') as "majors!",
             (select count(*) from findings f where f.body_id = $1 and f.audit_id = a.id and f.grade = 'minor' and f.state <> 'dropped') as "minors!",
             (select count(*) from findings f where f.body_id = $1 and f.audit_id = a.id and f.grade = 'observation' and f.state <> 'dropped') as "observations!",
             a.opened_at, a.closed_at, a.reported_at,
             exists (select from report_drafts d where d.body_id = $1 and d.audit_id = a.id) as "draft!",
             (select max(version) from reports r where r.body_id = $1 and r.audit_id = a.id) as "report_version?"
           from audits a where a.body_id = $1 and a.id = $2"#,
        body,
        audit_id,
        person
    )
    .fetch_one(tx.sql())
    .await?)
}

/// The next act on an audit: what, on which of its pages, and why now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    pub button: &'static str,
    /// Below the audit's own address.
    pub tail: &'static str,
    pub why: String,
}

/// Chosen by the state, from the same table that the acts obey.
pub fn next(audit: &Brief, progress: &Progress, requirements: usize) -> Next {
    let step = |button, tail, why: &str| Next { button, tail, why: why.to_owned() };
    let asked = i64::try_from(audit.standard.documented_information.len()).unwrap_or(i64::MAX);
    let documents = asked - progress.checks;
    match (audit.state, audit.kind.is_stage_1()) {
        _ if !progress.declared && !audit.state.is_reported() => step(
            "Declare conflicts",
            "/declaration",
            "Your assignment counts once you have declared.",
        ),
        (State::Programmed, _) => step(
            "Go to the plan",
            "/plan",
            "The plan is still to be made, sent to the client and agreed.",
        ),
        (State::Planned, _) if audit.is_lead() => step(
            "Hold the opening meeting",
            "/meetings",
            "The plan is agreed: the audit begins with its opening meeting.",
        ),
        (State::Planned, _) => step("Read the plan", "/plan", "The lead auditor opens the audit."),
        (State::UnderWay, true) if documents > 0 => Next {
            button: "Check the documented information",
            tail: "/checks",
            why: format!("{documents} of {asked} items are still to be checked."),
        },
        (State::UnderWay, false) if (progress.concluded as usize) < requirements => Next {
            button: "Work through the requirements",
            tail: "/requirements",
            why: format!(
                "{} of {requirements} requirements have conclusion, method and evidence.",
                progress.concluded
            ),
        },
        (State::UnderWay, _) => step(
            "Hold the closing meeting",
            "/meetings",
            "What was to be looked at is looked at: tell the client in the closing meeting.",
        ),
        (State::Held, _) => step(
            "Complete the report",
            "/report",
            "The meetings are held: the report is issued once nothing is missing.",
        ),
        (State::Reported, _) => {
            step("Read the report", "/report", "The report is issued and locked.")
        }
    }
}
