//! Which sites the audits of a file go to: planning the sample, and drawing it again from its seed.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::files;
use certification::programmes::{self, Programme};
use certification::sampling::{self, Audit, Plan, Site, at_random_at_least, size};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/office/clients/{file}/sampling", show, plan)
}

/// One site in the form, with its number from 1 on.
struct Row {
    n: usize,
    site: Site,
    because: String,
}

#[derive(Template)]
#[template(path = "office/sampling.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    plans: Vec<Plan>,
    rows: Vec<Row>,
    audits: Vec<(String, String)>,
    /// Whether the application says which site holds the central function.
    central_known: bool,
    centrals: Vec<(String, String)>,
    /// What the sample comes to, audit by audit: with sampling, at random at least, without.
    sizes: Vec<(&'static str, usize, usize, usize)>,
    others: usize,
    plans_sites: bool,
    yes_no: Vec<(String, String)>,
    form: Filled,
}

async fn show(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    let form = Filled::from_values([("id", Uuid::now_v7().to_string())]);
    render(&office, id, form).await
}

async fn plan(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| sampling::plan(tx, &by, id, typed).await).await {
        Ok(_) => office.done(
            &format!("/clients/{id}/sampling"),
            "The sites are planned, and the draw is kept with its seed.",
        ),
        Err(problem) => render(&office, id, form.with(problem)?).await,
    }
}

async fn render(office: &Office, id: Uuid, mut form: Filled) -> Answer {
    let (file, sites, plans, programme) = office
        .read(async |tx| {
            let file = files::of(tx, id).await?;
            let (sites, plans) = (sampling::sites(tx, id).await?, sampling::of_file(tx, id).await?);
            Ok((file, sites, plans, programmes::of_file(tx, id).await?))
        })
        .await?;
    let audits = of_programme(programme.as_ref());
    if form.value("audit").is_empty() {
        let counts = |p: &Plan| programme.as_ref().is_none_or(|prog| prog.is_of_its_cycle(p));
        let planned = |a: &Audit| plans.iter().any(|p| p.audit == *a && counts(p));
        let to_plan = audits.iter().find(|audit| !planned(audit)).or(audits.first());
        form.set("audit", to_plan.map_or("", |audit| audit.key()));
    }
    let mut shell = office.shell();
    shell.failed = form.failed();
    let central_known = sites.iter().any(|site| site.central);
    let others = sites.iter().filter(|site| !site.central).count()
        - usize::from(!central_known && !sites.is_empty());
    let sized = |audit: Audit| {
        let sample = size(audit, others, true);
        (audit.title(), sample, at_random_at_least(sample), size(audit, others, false))
    };
    let page = Page {
        centrals: sites.iter().map(|s| (s.id.to_string(), s.name.clone())).collect(),
        rows: rows(sites, &form),
        audits: audits.iter().map(|a| (a.key().to_owned(), a.title().to_owned())).collect(),
        sizes: Audit::ALL.map(sized).to_vec(),
        plans_sites: office.actor.has(Function::SchemeManager),
        yes_no: [("yes", "Yes"), ("no", "No: sampling does not fit")]
            .map(|(key, title)| (key.to_owned(), title.to_owned()))
            .to_vec(),
        tab: "programme",
        shell,
        file,
        plans,
        central_known,
        others,
        form,
    };
    office.page_at(page.form.status(), &page)
}

/// The audits whose sites can be planned: those of the newest programme; before there is one, all.
fn of_programme(programme: Option<&Programme>) -> Vec<Audit> {
    let holds = |audit: &Audit| {
        programme.is_none_or(|programme| {
            programme.audits.iter().any(|held| Audit::of_kind(held.kind.key()) == Some(*audit))
        })
    };
    Audit::ALL.into_iter().filter(holds).collect()
}

/// The sites that may be chosen by name, with the reasons typed so far.
fn rows(sites: Vec<Site>, form: &Filled) -> Vec<Row> {
    let (ids, reasons) = (form.all("site"), form.all("chosen_because"));
    let because = |site: &Site| {
        let at = ids.iter().position(|id| *id == site.id.to_string());
        at.and_then(|at| reasons.get(at)).map(|r| (*r).to_owned()).unwrap_or_default()
    };
    let others = sites.into_iter().filter(|site| !site.central);
    others.enumerate().map(|(n, site)| Row { n: n + 1, because: because(&site), site }).collect()
}
