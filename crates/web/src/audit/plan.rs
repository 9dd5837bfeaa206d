//! The audit plan: written by the lead auditor, kept however incomplete, sent whole (PLN-1).

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell, field_date};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Audit;
use askama::Template;
use certification::audits;
use certification::audits::plan::{self, Form, InterviewRow, Plan, RequestRow, Step};
use certification::rulebook::Rule;
use certification::{joint, teams};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/audit/audits/{audit}/plan", show, save)
        .post("/b/{body}/audit/audits/{audit}/plan/send", send)
        .post("/b/{body}/audit/audits/{audit}/plan/take-back", take_back)
        .post("/b/{body}/audit/audits/{audit}/plan/from", take_over)
}

#[derive(Template)]
#[template(path = "audit/plan.html")]
struct Page {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    plan: Plan,
    /// Whether the acting person writes it now.
    writes: bool,
    form: Filled,
    interviews: Vec<InterviewRow>,
    requests: Vec<RequestRow>,
    auditors: Vec<(String, String)>,
    /// The team, as the plan shows its roles.
    team: Vec<String>,
    /// What the plan's days are warned of, if they are sent like this (AUD-3, TIM-5).
    warned: Vec<(&'static Rule, String)>,
}

impl Page {
    fn may_be_taken_back(&self) -> bool {
        self.audit.is_lead() && self.plan.state.after(Step::TakeBack).is_ok()
    }
}

async fn show(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    page(&room, id, None).await
}

async fn page(room: &Audit, id: Uuid, typed: Option<Filled>) -> Answer {
    let (audit, plan, members, warned) = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let plan = plan::of(tx, &audit).await?;
            let members = teams::members(tx, id).await?;
            let auditors = members.iter().filter(|member| member.role.audits()).count();
            let warned = match plan.state.is_draft() && audit.is_lead() {
                true => plan::warned(tx, &audit, &plan, auditors).await?,
                false => Vec::new(),
            };
            Ok((audit, plan, members, warned))
        })
        .await?;
    let form = typed.unwrap_or_else(|| filled(&plan));
    let rows: Form = form.read()?;
    let auditing = members.iter().filter(|member| member.role.audits());
    let mut shell = room.shell();
    shell.failed = form.failed();
    let page = Page {
        shell,
        writes: audit.is_lead() && plan.state.after(Step::Save).is_ok(),
        interviews: rows.interviews(),
        requests: rows.requests(),
        auditors: auditing.map(|m| (m.person_id.to_string(), m.name.clone())).collect(),
        team: members
            .iter()
            .map(|m| format!("{}, {}", m.name, m.role.title().to_lowercase()))
            .collect(),
        audit,
        tab: "plan",
        warned,
        plan,
        form,
    };
    room.page_at(page.form.status(), &page)
}

/// Takes days, places and interviews over from the plan of an audit that is held together with this one.
async fn take_over(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let from: Uuid = form.value("from").parse().map_err(|_| Problem::bad_request())?;
    match room.write(async |tx| joint::take_plan(tx, id, from).await).await {
        Ok(()) => room.done(
            &format!("/audits/{id}/plan"),
            "Taken over. Read it, and change what differs here.",
        ),
        Err(problem) => Err(problem),
    }
}

/// The form as the plan stands.
fn filled(plan: &Plan) -> Filled {
    let mut values = vec![
        ("version", plan.version.to_string()),
        ("objectives", plan.objectives.clone()),
        ("criteria", plan.criteria.clone()),
        ("scope", plan.scope.clone()),
        ("sites", plan.sites.clone()),
        ("starts_on", field_date(plan.starts_on)),
        ("ends_on", field_date(plan.ends_on)),
        ("duration", plan.duration.clone()),
        ("communication", plan.communication.clone()),
        ("remotely", plan.remotely.clone()),
        ("remote", plan.remote.clone()),
        ("remote_means", plan.remote_means.clone()),
        ("remote_risks", plan.remote_risks.clone()),
        ("accompanying", plan.accompanying.clone()),
    ];
    for held in &plan.interviews {
        values.extend([
            ("interview_day", field_date(Some(held.day))),
            ("interview_from", held.from_field()),
            ("interview_to", held.to_field()),
            ("interview_topic", held.topic.clone()),
            ("interview_with", held.with_whom.clone()),
            ("interview_auditor", held.auditor_id.to_string()),
            ("interview_place", held.place.clone()),
        ]);
    }
    for asked in &plan.requests {
        values.extend([
            ("request_id", asked.id.map(|id| id.to_string()).unwrap_or_default()),
            ("request_title", asked.title.clone()),
            ("request_why", asked.why.clone()),
        ]);
    }
    Filled::from_values(values)
}

async fn save(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed: Form = form.read()?;
    match room.write(async |tx| plan::save(tx, id, typed).await).await {
        Ok(()) => room.done(
            &format!("/audits/{id}/plan"),
            "The plan is kept. Send it to the client when it is complete.",
        ),
        Err(problem) => page(&room, id, Some(form.with(problem)?)).await,
    }
}

fn version(form: &Filled) -> Result<i32, Problem> {
    form.value("version").parse().map_err(|_| Problem::bad_request())
}

async fn send(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let version = version(&form)?;
    let because = form.value("because").to_owned();
    match room.write(async |tx| plan::send(tx, id, version, &because).await).await {
        Ok(()) => room.done(
            &format!("/audits/{id}/plan"),
            "The client has the plan and agrees the dates, or asks for others.",
        ),
        Err(problem) => refused(&room, id, &because, problem).await,
    }
}

async fn take_back(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let version = version(&form)?;
    match room.write(async |tx| plan::take_back(tx, id, version).await).await {
        Ok(()) => room.done(&format!("/audits/{id}/plan"), "The plan is a draft again."),
        Err(problem) => refused(&room, id, "", problem).await,
    }
}

/// The plan as it stands, with why the step was not taken.
async fn refused(room: &Audit, id: Uuid, because: &str, problem: Problem) -> Answer {
    let plan = room
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            plan::of(tx, &audit).await
        })
        .await?;
    let mut form = filled(&plan);
    form.set("because", because);
    page(room, id, Some(form.with(problem)?)).await
}
