//! The programme of a file: made from the agreement, changed as a draft, put in force.

use super::audit_time::in_number;
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use crate::timeline::Timeline;
use askama::Template;
use certification::cycle::{self, Deadline};
use certification::programmes::{self, Planned, Programme, planned_decision};
use certification::sampling::{self, Plan};
use certification::{Error, audits, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/clients/{file}/programme", show, make)
        .post("/b/{body}/office/clients/{file}/programme/in-force", put_in_force)
        .form("/b/{body}/office/clients/{file}/programme/audits/{audit}", edit, change)
}

#[derive(Template)]
#[template(path = "office/programme.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    programme: Option<Programme>,
    timeline: Timeline,
    /// The day of the decision as planned, as long as nothing is decided.
    decision: Option<time::Date>,
    deadlines: Vec<Deadline>,
    today: time::Date,
    sites: Vec<sampling::Site>,
    samplings: Vec<Plan>,
    programme_id: Uuid,
    /// The cycle that a renewal began and that has no programme yet.
    next: Option<i32>,
    form: Filled,
}

async fn show(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    render(&office, id, Filled::default()).await
}

async fn make(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| programmes::make(tx, &by, id, typed).await).await {
        Ok(_) => office.done(&format!("/clients/{id}/programme"), "The programme is drafted."),
        Err(problem) => render(&office, id, form.with(problem)?).await,
    }
}

async fn put_in_force(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| programmes::put_in_force(tx, &by, id, typed).await).await {
        Ok(()) => office.done(
            &format!("/clients/{id}/programme"),
            "The programme is in force, and the client is told by mail.",
        ),
        Err(problem) => render(&office, id, form.with(problem)?).await,
    }
}

async fn render(office: &Office, id: Uuid, form: Filled) -> Answer {
    let (file, mut programme, deadlines, sites, samplings) = office
        .read(async |tx| {
            let file = files::of(tx, id).await?;
            let programme = programmes::of_file(tx, id).await?;
            let (sites, samplings) =
                (sampling::sites(tx, id).await?, sampling::of_file(tx, id).await?);
            Ok((file, programme, cycle::of_file(tx, id).await?, sites, samplings))
        })
        .await?;
    if let Some(programme) = &mut programme {
        programme.bind(&deadlines);
    }
    let mut shell = office.shell();
    shell.failed = form.failed();
    let today = office.today();
    let stage_2 = programme.as_ref().and_then(|p| p.audit(audits::Kind::Stage2));
    let decision = stage_2.filter(|_| deadlines.is_empty()).map(|a| planned_decision(a.window_to));
    let timeline = Timeline::of(programme.as_ref(), today);
    let programme_id = Uuid::now_v7();
    let begun = deadlines.iter().map(|due| due.cycle).max();
    let next = programme.as_ref().and_then(|p| begun.filter(|cycle| *cycle > p.cycle));
    let tab = "programme";
    let page = Page {
        shell,
        file,
        tab,
        programme,
        timeline,
        decision,
        deadlines,
        today,
        sites,
        samplings,
        programme_id,
        next,
        form,
    };
    office.page_at(page.form.status(), &page)
}

#[derive(Template)]
#[template(path = "office/programme_audit.html")]
struct Edit {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    audit: Planned,
    is_draft: bool,
    form: Filled,
}

async fn edit(office: Office, At((_, id, audit)): At<(String, Uuid, Uuid)>) -> Answer {
    render_audit(&office, id, audit, None).await
}

async fn change(
    office: Office,
    At((_, id, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    let done =
        office.write(async |tx| programmes::change_audit(tx, &by, id, audit, typed).await).await;
    match done {
        Ok(()) => office.done(&format!("/clients/{id}/programme"), "The draft is changed."),
        Err(problem) => render_audit(&office, id, audit, Some(form.with(problem)?)).await,
    }
}

async fn render_audit(office: &Office, id: Uuid, audit: Uuid, came_back: Option<Filled>) -> Answer {
    let (file, programme) = office
        .read(async |tx| {
            let programme = programmes::of_file(tx, id).await?.ok_or(Error::NotFound)?;
            let deadlines = cycle::of_file(tx, id).await?;
            Ok((files::of(tx, id).await?, programme.bound_by(&deadlines)))
        })
        .await?;
    let is_draft = programme.state.is_draft();
    let audit = programme.audits.into_iter().find(|a| a.id == audit).ok_or(Error::NotFound)?;
    let form = came_back.unwrap_or_else(|| as_it_is(&audit));
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = Edit { shell, file, tab: "programme", audit, is_draft, form };
    office.page_at(page.form.status(), &page)
}

fn as_it_is(audit: &Planned) -> Filled {
    Filled::from_values([
        ("version", audit.version.to_string()),
        ("objectives", audit.objectives.clone()),
        ("criteria", audit.criteria.clone()),
        ("methods", audit.methods.clone()),
        ("days", in_number(audit.half_days)),
        ("window_from", audit.window_from.to_string()),
        ("window_to", audit.window_to.to_string()),
    ])
}
