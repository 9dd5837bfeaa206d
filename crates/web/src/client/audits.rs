//! The client's say on an audit: who comes, and when. It agrees to the team or objects to a member, and agrees
//! to the plan or asks for other dates (PLN-2).

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell, day};
use crate::paths::At;
use crate::problem::Problem;
use crate::session::Client;
use askama::Template;
use certification::Error;
use certification::audits::plan::{self, Plan};
use certification::audits::{self, Brief};
use certification::cycle;
use certification::programmes::{self, Planned};
use certification::teams::{self, Objection, State, Step, TeamMember};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/client/audits", list)
        .get("/b/{body}/client/audits/{audit}", show)
        .post("/b/{body}/client/audits/{audit}/agree", agree)
        .post("/b/{body}/client/audits/{audit}/object", object)
        .post("/b/{body}/client/audits/{audit}/plan/agree", agree_plan)
        .post("/b/{body}/client/audits/{audit}/plan/dates", other_dates)
}

#[derive(Template)]
#[template(path = "client/audits.html")]
struct List {
    shell: Shell,
    audits: Vec<Planned>,
}

impl List {
    fn when(&self, audit: &Planned) -> String {
        format!("Between {} and {}", day(&audit.window_from), day(&audit.window_to))
    }

    fn href(&self, audit: &Planned) -> String {
        self.shell.href(&format!("/audits/{}", audit.id))
    }

    /// How its tag looks: done, or still to come.
    fn kind(&self, audit: &Planned) -> &'static str {
        if audit.state == audits::State::Reported { "done" } else { "plain" }
    }
}

async fn list(client: Client) -> Answer {
    let programme = client
        .read(async |tx| {
            let (file, programme) = programmes::own(tx).await?;
            let deadlines = cycle::of_file(tx, file.engagement_id).await?;
            Ok(programme.map(|programme| programme.bound_by(&deadlines)))
        })
        .await?;
    let audits = programme.map(|programme| programme.audits).unwrap_or_default();
    client.page(&List { shell: client.shell(), audits })
}

#[derive(Template)]
#[template(path = "client/audit.html")]
struct Page {
    shell: Shell,
    audit: Brief,
    team_state: State,
    team: Vec<TeamMember>,
    objections: Vec<Objection>,
    /// Once it was sent.
    plan: Option<Plan>,
    form: Filled,
    objection_id: Uuid,
    base: String,
}

impl Page {
    /// Who is on the team is the client's to know once it was told.
    fn team_is_told(&self) -> bool {
        self.team_state != State::Forming
    }

    fn may_agree(&self) -> bool {
        self.team_state.after(Step::Agree).is_ok()
            && !self.audit.is_at_short_notice()
            && !self.objections.iter().any(Objection::is_open)
    }

    fn members(&self) -> Vec<(String, String)> {
        self.team
            .iter()
            .map(|m| {
                (m.person_id.to_string(), format!("{}, {}", m.name, m.role.title().to_lowercase()))
            })
            .collect()
    }
}

async fn show(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    again(&client, id, Filled::default()).await
}

async fn again(client: &Client, id: Uuid, form: Filled) -> Answer {
    let (audit, team, objections, plan) = client
        .read(async |tx| {
            let audit = audits::brief(tx, id).await?;
            let plan = match plan::of(tx, &audit).await {
                Err(Error::NotFound) => None,
                found => Some(found?),
            };
            Ok((audit, teams::members(tx, id).await?, teams::objections(tx, id).await?, plan))
        })
        .await?;
    let mut shell = client.shell();
    shell.failed = form.failed();
    let team_state = State::from_key(&audit.team_state).ok_or_else(Problem::not_found)?;
    let base = client.href(&format!("/audits/{id}"));
    let page = Page {
        shell,
        audit,
        team_state,
        team,
        objections,
        plan,
        form,
        objection_id: Uuid::now_v7(),
        base,
    };
    client.page_at(page.form.status(), &page)
}

/// The version that the page showed.
fn version(form: &Filled) -> Result<i32, Problem> {
    form.value("version").parse().map_err(|_| Problem::bad_request())
}

async fn agree(client: Client, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let version = version(&form)?;
    match client.write(async |tx| teams::agree(tx, id, version).await).await {
        Ok(()) => client.done(&format!("/audits/{id}"), "You agreed to the team."),
        Err(problem) => again(&client, id, form.with(problem)?).await,
    }
}

async fn object(client: Client, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    match client.write(async |tx| teams::object(tx, id, typed).await).await {
        Ok(()) => client.done(
            &format!("/audits/{id}"),
            "Your objection was sent. The certification body answers it.",
        ),
        Err(problem) => again(&client, id, form.with(problem)?).await,
    }
}

async fn agree_plan(client: Client, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let version = version(&form)?;
    match client.write(async |tx| plan::agree(tx, id, version).await).await {
        Ok(()) => client.done(&format!("/audits/{id}"), "You agreed to the plan and its dates."),
        Err(problem) => again(&client, id, form.with(problem)?).await,
    }
}

async fn other_dates(client: Client, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    match client.write(async |tx| plan::ask_for_other_dates(tx, id, typed).await).await {
        Ok(()) => {
            client.done(&format!("/audits/{id}"), "The lead auditor plans again and writes to you.")
        }
        Err(problem) => again(&client, id, form.with(problem)?).await,
    }
}
