//! The findings of an audit: raised, changed and taken back until its report is issued.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::session::Audit;
use askama::Template;
use certification::audits;
use certification::findings::{self, Grade, Raised};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/audit/audits/{audit}/findings", page, raise)
        .form("/b/{body}/audit/audits/{audit}/findings/{finding}/change", change_page, change)
        .post("/b/{body}/audit/audits/{audit}/findings/{finding}/take-back", take_back)
}

#[derive(Template)]
#[template(path = "audit/findings.html")]
struct Page {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    form: Filled,
    found: Vec<Raised>,
    requirements: Vec<(String, String)>,
    grades: Vec<(String, String)>,
    writes: bool,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct About {
    requirement: String,
}

fn grades() -> Vec<(String, String)> {
    Grade::ALL.into_iter().map(|grade| (grade.key().to_owned(), grade.title().to_owned())).collect()
}

async fn page(room: Audit, At((_, id)): At<(String, Uuid)>, Asked(about): Asked<About>) -> Answer {
    let fresh = [("id", Uuid::now_v7().to_string()), ("requirement", about.requirement)];
    show(&room, id, Filled::from_values(fresh)).await
}

async fn show(room: &Audit, id: Uuid, form: Filled) -> Answer {
    let (audit, found) = room
        .read(async |tx| Ok((audits::brief(tx, id).await?, findings::of_audit(tx, id).await?)))
        .await?;
    let mut shell = room.shell();
    shell.failed = form.failed();
    let requirements = audit
        .standard
        .requirements
        .iter()
        .map(|r| (r.id.clone(), audit.standard.named(&r.id)))
        .collect();
    let writes =
        audit.state.is_at_work() && audit.team_auditor().is_ok() && !audit.kind.is_stage_1();
    let page =
        Page { shell, audit, tab: "findings", form, found, requirements, grades: grades(), writes };
    room.page_at(page.form.status(), &page)
}

async fn raise(room: Audit, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let typed = form.read()?;
    let finding = form.value("id").parse().unwrap_or_else(|_| Uuid::now_v7());
    match room.write(async |tx| findings::raise(tx, id, finding, typed).await).await {
        Ok(number) => room.done(
            &format!("/audits/{id}/findings"),
            &format!("F-{number} is raised. It goes to the client with the report."),
        ),
        Err(problem) => show(&room, id, form.with(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "audit/finding_change.html")]
struct Change {
    shell: Shell,
    audit: audits::Brief,
    tab: &'static str,
    form: Filled,
    finding: Raised,
    grades: Vec<(String, String)>,
}

async fn change_page(room: Audit, At((_, id, finding)): At<(String, Uuid, Uuid)>) -> Answer {
    show_change(&room, id, finding, None).await
}

async fn show_change(room: &Audit, id: Uuid, finding: Uuid, form: Option<Filled>) -> Answer {
    let (audit, finding) = room
        .read(async |tx| {
            Ok((audits::brief(tx, id).await?, findings::one_raised(tx, id, finding).await?))
        })
        .await?;
    let stands = || {
        let version = finding.version.to_string();
        Filled::from_values([
            ("version", version.as_str()),
            ("grade", finding.grade.key()),
            ("statement", &finding.statement),
            ("evidence", &finding.evidence),
        ])
    };
    let form = form.unwrap_or_else(stands);
    let mut shell = room.shell();
    shell.failed = form.failed();
    let page = Change { shell, audit, tab: "findings", form, finding, grades: grades() };
    room.page_at(page.form.status(), &page)
}

async fn change(
    room: Audit,
    At((_, id, finding)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let typed = form.read()?;
    match room.write(async |tx| findings::change(tx, id, finding, typed).await).await {
        Ok(()) => room.done(&format!("/audits/{id}/findings"), "The finding is changed."),
        Err(problem) => show_change(&room, id, finding, Some(form.with(problem)?)).await,
    }
}

async fn take_back(
    room: Audit,
    At((_, id, finding)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let typed = form.read()?;
    match room.write(async |tx| findings::take_back(tx, id, finding, typed).await).await {
        Ok(()) => room.done(
            &format!("/audits/{id}/findings"),
            "The finding is taken back; the reason is on the record.",
        ),
        Err(problem) => show_change(&room, id, finding, Some(form.with(problem)?)).await,
    }
}
