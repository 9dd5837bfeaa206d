//! Which sites the audits of a file go to: planning the sample, and drawing it again from its seed.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::files;
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
    /// Of the present cycle, and of those before it.
    plans: Vec<Plan>,
    earlier: Vec<Plan>,
    cycle: i32,
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
    let (file, sites, all, (cycle, audits)) = office
        .read(async |tx| {
            let (file, sites) = (files::of(tx, id).await?, sampling::sites(tx, id).await?);
            Ok((
                file,
                sites,
                sampling::of_all_cycles(tx, id).await?,
                sampling::cycle(tx, id).await?,
            ))
        })
        .await?;
    let (plans, earlier): (Vec<_>, Vec<_>) = all.into_iter().partition(|plan| plan.present);
    if form.value("audit").is_empty() {
        let to_plan = audits.iter().find(|audit| !plans.iter().any(|plan| plan.audit == **audit));
        form.set("audit", to_plan.or(audits.first()).map_or("", |audit| audit.key()));
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
        sizes: audits.iter().map(|audit| sized(*audit)).collect(),
        audits: audits.iter().map(|a| (a.key().to_owned(), a.title().to_owned())).collect(),
        plans_sites: office.actor.has(Function::SchemeManager),
        yes_no: [("yes", "Yes"), ("no", "No: sampling does not fit")]
            .map(|(key, title)| (key.to_owned(), title.to_owned()))
            .to_vec(),
        tab: "programme",
        shell,
        file,
        plans,
        earlier,
        cycle,
        central_known,
        others,
        form,
    };
    office.page_at(page.form.status(), &page)
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
