//! What each audit of the cycle takes, and what none takes yet; choosing it for one audit (PRG-2). Special
//! audits are added beside the cycle (SPC-1).

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::decisions;
use certification::programmes::{self, Besides, Coverage, Planned};
use certification::standards::{Group, Requirement};
use certification::{Error, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/clients/{file}/programme/coverage", show)
        .form("/b/{body}/office/clients/{file}/programme/audits/{audit}/coverage", edit, choose)
        .form("/b/{body}/office/clients/{file}/programme/special", special, add)
}

#[derive(Template)]
#[template(path = "office/coverage.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    coverage: Coverage,
}

async fn show(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    let (file, coverage) = load(&office, id).await?;
    office.page(&Page { shell: office.shell(), file, tab: "programme", coverage })
}

async fn load(
    office: &Office,
    id: Uuid,
) -> Result<(files::Brief, Coverage), crate::problem::Problem> {
    office
        .read(async |tx| {
            let coverage = programmes::coverage(tx, id).await?.ok_or(Error::NotFound)?;
            Ok((files::of(tx, id).await?, coverage))
        })
        .await
}

#[derive(Template)]
#[template(path = "office/coverage_audit.html")]
struct Choose {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    audit: Planned,
    sites: Vec<(String, String)>,
    systems: Vec<(String, String)>,
    form: Filled,
    /// Whether the reader may choose, and the audit has not begun.
    chooses: bool,
}

impl Choose {
    fn groups(&self) -> Vec<(&'static Group, Vec<&'static Requirement>)> {
        let standard = self.audit.standard;
        standard
            .groups
            .iter()
            .map(|group| (group, standard.in_group(&group.id).collect()))
            .collect()
    }
}

async fn edit(office: Office, At((_, id, audit)): At<(String, Uuid, Uuid)>) -> Answer {
    render(&office, id, audit, None).await
}

async fn choose(
    office: Office,
    At((_, id, audit)): At<(String, Uuid, Uuid)>,
    form: Filled,
) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    let done =
        office.write(async |tx| programmes::choose_part(tx, &by, id, audit, typed).await).await;
    match done {
        Ok(()) => office.done(&format!("/clients/{id}/programme/coverage"), "Kept."),
        Err(problem) => render(&office, id, audit, Some(form.with(problem)?)).await,
    }
}

async fn render(office: &Office, id: Uuid, audit: Uuid, came_back: Option<Filled>) -> Answer {
    let (file, coverage) = load(office, id).await?;
    let Coverage { programme, sites, systems } = coverage;
    let audit = programme.audits.into_iter().find(|a| a.id == audit).ok_or(Error::NotFound)?;
    let form = came_back.unwrap_or_else(|| as_it_is(&audit, &sites, &systems));
    let mut shell = office.shell();
    shell.failed = form.failed();
    let named = |all: Vec<(Uuid, String)>| -> Vec<_> {
        all.into_iter().map(|(id, name)| (id.to_string(), name)).collect()
    };
    let (sites, systems) = (named(sites), named(systems));
    let begun = audit.state.is_at_work() || audit.state.is_reported();
    let chooses = !begun && office.actor.scheme_manager().is_ok();
    let page = Choose { shell, file, tab: "programme", audit, sites, systems, form, chooses };
    office.page_at(page.form.status(), &page)
}

/// The form as the audit stands.
fn as_it_is(audit: &Planned, sites: &[(Uuid, String)], systems: &[(Uuid, String)]) -> Filled {
    let mut values = vec![("version", audit.version.to_string())];
    values.extend(audit.taken().iter().map(|requirement| ("requirement", requirement.id.clone())));
    let chosen = |all: &[(Uuid, String)], of: &Option<Vec<Uuid>>| -> Vec<String> {
        let takes = |id: &Uuid| of.as_ref().is_none_or(|of| of.contains(id));
        all.iter().filter(|(id, _)| takes(id)).map(|(id, _)| id.to_string()).collect()
    };
    values.extend(chosen(sites, &audit.takes_sites).into_iter().map(|id| ("site", id)));
    values.extend(chosen(systems, &audit.takes_systems).into_iter().map(|id| ("ai_system", id)));
    Filled::from_values(values)
}

#[derive(Template)]
#[template(path = "office/special.html")]
struct Special {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    form: Filled,
    kinds: Vec<(String, String)>,
}

async fn special(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    let fresh = Filled::from_values([("id", Uuid::now_v7().to_string())]);
    render_special(&office, id, fresh).await
}

async fn render_special(office: &Office, id: Uuid, form: Filled) -> Answer {
    let (file, overtaken) = office
        .read(async |tx| {
            Ok((files::of(tx, id).await?, decisions::another_stage_2_is_needed(tx, id).await?))
        })
        .await?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let offered = Besides::ALL.into_iter().filter(|b| overtaken || *b != Besides::AnotherStage2);
    let kinds = offered.map(|b| (b.key().to_owned(), b.title().to_owned())).collect();
    let page = Special { shell, file, tab: "programme", form, kinds };
    office.page_at(page.form.status(), &page)
}

async fn add(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| programmes::add_special(tx, &by, id, typed).await).await {
        Ok(audit) => office.done(
            &format!("/clients/{id}/audits/{audit}/team"),
            "The audit is added. Now its team.",
        ),
        Err(problem) => render_special(&office, id, form.with(problem)?).await,
    }
}
