//! The body's settings: its public page, its policy within the rules, the agreement, and the rates.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::session::Office;
use askama::Template;
use certification::actor::Function;
use certification::bodies::{self, NewRates, Public, RateCard};
use certification::standards::{self, Standard};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/settings", texts, save_texts)
        .form("/b/{body}/office/settings/policy", policy, save_policy)
        .form("/b/{body}/office/settings/schemes", schemes, offer)
        .form("/b/{body}/office/settings/agreement", agreement, save_agreement)
        .form("/b/{body}/office/settings/rates", rates, add_rates)
}

/// What the pages of the settings share; each has its own template.
pub(super) struct Frame {
    pub(super) base: String,
    /// Whether the reader may change anything here.
    pub(super) administrator: bool,
    pub(super) tab: &'static str,
}

#[derive(Template)]
#[template(path = "office/settings.html")]
struct TextsPage {
    shell: Shell,
    form: Filled,
    frame: Frame,
}

#[derive(Template)]
#[template(path = "office/settings_policy.html")]
struct PolicyPage {
    shell: Shell,
    form: Filled,
    frame: Frame,
}

#[derive(Template)]
#[template(path = "office/settings_schemes.html")]
struct SchemesPage {
    shell: Shell,
    form: Filled,
    frame: Frame,
}

impl SchemesPage {
    fn schemes(&self) -> Vec<(String, String)> {
        let option = |one: &Standard| (one.name.clone(), format!("{one}, {}", one.system));
        standards::all().iter().map(option).collect()
    }
}

#[derive(Template)]
#[template(path = "office/settings_agreement.html")]
struct AgreementPage {
    shell: Shell,
    form: Filled,
    frame: Frame,
}

#[derive(Template)]
#[template(path = "office/settings_rates.html")]
struct RatesPage {
    shell: Shell,
    form: Filled,
    frame: Frame,
    cards: Vec<RateCard>,
    currencies: Vec<(String, String)>,
}

pub(super) fn around(office: &Office, form: &Filled, tab: &'static str) -> (Shell, Frame) {
    let mut shell = office.shell();
    shell.failed = form.failed();
    (
        shell,
        Frame {
            base: office.href("/settings"),
            administrator: office.actor.has(Function::Administrator),
            tab,
        },
    )
}

async fn load(office: &Office) -> Result<Public, crate::problem::Problem> {
    let body = office.actor.body()?;
    office.read(async |tx| bodies::public(tx, body).await).await
}

async fn texts(office: Office) -> Answer {
    let b = load(&office).await?;
    let form = Filled::from_values([
        ("version", b.version.to_string()),
        ("name", b.name),
        ("legal_name", b.legal_name),
        ("address", b.address),
        ("country", b.country),
        ("email", b.email),
        ("telephone", b.telephone),
        ("website", b.website),
        ("mark", b.mark),
        ("colour", b.colour),
        ("accreditation", b.accreditation.unwrap_or_default()),
        ("process", b.process),
        ("granting", b.granting),
        ("marks_rules", b.marks_rules),
        ("appeals", b.appeals),
        ("impartiality", b.impartiality),
    ]);
    show_texts(&office, form)
}

fn show_texts(office: &Office, form: Filled) -> Answer {
    let (shell, frame) = around(office, &form, "texts");
    office.page_at(form.status(), &TextsPage { shell, form, frame })
}

async fn save_texts(office: Office, form: Filled) -> Answer {
    let by = office.actor.administrator()?;
    let typed = form.read()?;
    match office.write(async |tx| bodies::save_texts(tx, &by, typed).await).await {
        Ok(()) => office.done("/settings", "The public page is changed."),
        Err(problem) => show_texts(&office, form.with(problem)?),
    }
}

async fn policy(office: Office) -> Answer {
    let b = load(&office).await?;
    let mut form = Filled::from_values(
        [
            ("version", b.version),
            ("certificate_months", b.certificate_months),
            ("panel_members", b.panel_members),
            ("objection_days", b.objection_days),
            ("witness_months", b.witness_months),
            ("suspension_days", b.suspension_days),
            ("stage_2_within_months", b.stage_2_within_months),
        ]
        .map(|(name, value)| (name, value.to_string())),
    );
    form.set("time_zone", b.time_zone);
    if b.minors_closed_first {
        form.set("minors_closed_first", "yes");
    }
    if b.owes_export {
        form.set("owes_export", "yes");
    }
    show_policy(&office, form)
}

fn show_policy(office: &Office, form: Filled) -> Answer {
    let (shell, frame) = around(office, &form, "policy");
    office.page_at(form.status(), &PolicyPage { shell, form, frame })
}

async fn save_policy(office: Office, form: Filled) -> Answer {
    let by = office.actor.administrator()?;
    let typed = form.read()?;
    match office.write(async |tx| bodies::save_policy(tx, &by, typed).await).await {
        Ok(()) => office.done("/settings/policy", "The policy holds from now on."),
        Err(problem) => show_policy(&office, form.with(problem)?),
    }
}

async fn schemes(office: Office) -> Answer {
    let b = load(&office).await?;
    let mut values = vec![("version", b.version.to_string())];
    values.extend(b.offers.into_iter().map(|name| ("standard", name)));
    show_schemes(&office, Filled::from_values(values))
}

fn show_schemes(office: &Office, form: Filled) -> Answer {
    let (shell, frame) = around(office, &form, "schemes");
    office.page_at(form.status(), &SchemesPage { shell, form, frame })
}

async fn offer(office: Office, form: Filled) -> Answer {
    let by = office.actor.administrator()?;
    let typed = form.read()?;
    match office.write(async |tx| bodies::offer(tx, &by, typed).await).await {
        Ok(()) => office.done("/settings/schemes", "Clients can apply for these from now on."),
        Err(problem) => show_schemes(&office, form.with(problem)?),
    }
}

async fn agreement(office: Office) -> Answer {
    let b = load(&office).await?;
    let version = b.version.to_string();
    show_agreement(
        &office,
        Filled::from_values([
            ("version", version),
            ("agreement_version", b.agreement_version),
            ("agreement", b.agreement),
        ]),
    )
}

fn show_agreement(office: &Office, form: Filled) -> Answer {
    let (shell, frame) = around(office, &form, "agreement");
    office.page_at(form.status(), &AgreementPage { shell, form, frame })
}

async fn save_agreement(office: Office, form: Filled) -> Answer {
    let by = office.actor.administrator()?;
    let typed = form.read()?;
    match office.write(async |tx| bodies::save_agreement(tx, &by, typed).await).await {
        Ok(()) => office
            .done("/settings/agreement", "The agreement goes with every proposal from now on."),
        Err(problem) => show_agreement(&office, form.with(problem)?),
    }
}

async fn rates(office: Office) -> Answer {
    let today = office.today().to_string();
    show_rates(
        &office,
        Filled::from_values([("id", Uuid::now_v7().to_string()), ("valid_from", today)]),
    )
    .await
}

async fn show_rates(office: &Office, form: Filled) -> Answer {
    let cards = office.read(bodies::rates).await?;
    let (shell, frame) = around(office, &form, "rates");
    let currencies = bodies::CURRENCIES.map(|key| (key.to_owned(), key.to_owned())).to_vec();
    office.page_at(form.status(), &RatesPage { shell, form, frame, cards, currencies })
}

async fn add_rates(office: Office, form: Filled) -> Answer {
    let by = office.actor.administrator()?;
    let typed: NewRates = form.read()?;
    match office.write(async |tx| bodies::add_rates(tx, &by, typed).await).await {
        Ok(()) => office
            .done("/settings/rates", "The new rate card is kept; offers made before keep theirs."),
        Err(problem) => show_rates(&office, form.with(problem)?).await,
    }
}
