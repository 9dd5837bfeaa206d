//! The register of impartiality risks: what there is, what is stale, and each risk with everything that was seen
//! of it (IMP-6).

use super::person::listed;
use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::session::Office;
use askama::Template;
use certification::impartiality::{self, Owner, RESIDUALS, Revision, Risk, SOURCES, STATES};
use time::{Date, Duration};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/office/impartiality", page, add).form(
        "/b/{body}/office/impartiality/risks/{risk}",
        risk,
        revise,
    )
}

const PAGE: usize = 50;

/// What a form on a risk offers.
struct Offers {
    sources: Vec<(String, String)>,
    residuals: Vec<(String, String)>,
    states: Vec<(String, String)>,
    owners: Vec<(String, String)>,
}

impl Offers {
    fn new(owners: &[Owner]) -> Self {
        Offers {
            sources: listed(SOURCES),
            residuals: listed(RESIDUALS),
            states: listed(STATES),
            owners: owners.iter().map(|owner| (owner.id.to_string(), owner.name.clone())).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "office/impartiality.html")]
struct RegisterPage {
    shell: Shell,
    form: Filled,
    offers: Offers,
    risks: Vec<Risk>,
    /// How many of the whole register are stale.
    stale: i64,
    keeper: bool,
    today: Date,
    first: Option<String>,
    more: Option<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct After {
    after: Option<Uuid>,
}

fn fresh(office: &Office) -> Filled {
    let review = office.today() + Duration::days(180);
    Filled::from_values([("id", Uuid::now_v7().to_string()), ("next_review", review.to_string())])
}

async fn page(office: Office, Asked(asked): Asked<After>) -> Answer {
    show(&office, asked.after, fresh(&office)).await
}

async fn show(office: &Office, after: Option<Uuid>, form: Filled) -> Answer {
    let (mut risks, stale, owners) = office
        .read(async |tx| {
            let risks = impartiality::register(tx, after, PAGE as i64 + 1).await?;
            Ok((risks, impartiality::stale(tx).await?, impartiality::owners(tx).await?))
        })
        .await?;
    let more = risks.len() > PAGE;
    risks.truncate(PAGE);
    let last = risks.last().filter(|_| more);
    let more = last.map(|risk| office.href(&format!("/impartiality?after={}", risk.id)));
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = RegisterPage {
        shell,
        offers: Offers::new(&owners),
        risks,
        stale,
        keeper: office.actor.quality_manager().is_ok(),
        today: office.today(),
        first: after.map(|_| office.href("/impartiality")),
        more,
        form,
    };
    office.page_at(page.form.status(), &page)
}

async fn add(office: Office, form: Filled) -> Answer {
    let by = office.actor.quality_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| impartiality::add_risk(tx, &by, typed).await).await {
        Ok(_) => office.done("/impartiality", "The risk is in the register."),
        Err(problem) => show(&office, None, form.with(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "office/impartiality_risk.html")]
struct RiskPage {
    shell: Shell,
    form: Filled,
    offers: Offers,
    history: Vec<Revision>,
    base: String,
    minutes: String,
    keeper: bool,
    today: Date,
}

impl RiskPage {
    /// How the risk stands; a risk is never without a revision.
    fn now(&self) -> &Revision {
        &self.history[0]
    }
}

async fn risk(office: Office, At((_, risk)): At<(String, Uuid)>) -> Answer {
    show_risk(&office, risk, None).await
}

async fn show_risk(office: &Office, id: Uuid, typed: Option<Filled>) -> Answer {
    let (history, owners) = office
        .read(async |tx| Ok((impartiality::risk(tx, id).await?, impartiality::owners(tx).await?)))
        .await?;
    let form = typed.unwrap_or_else(|| as_it_stands(&history[0], office));
    let mut shell = office.shell();
    shell.failed = form.failed();
    let page = RiskPage {
        shell,
        offers: Offers::new(&owners),
        history,
        base: office.href(&format!("/impartiality/risks/{id}")),
        minutes: office.href("/impartiality/minutes"),
        keeper: office.actor.quality_manager().is_ok(),
        today: office.today(),
        form,
    };
    office.page_at(page.form.status(), &page)
}

fn as_it_stands(now: &Revision, office: &Office) -> Filled {
    let review = office.today() + Duration::days(180);
    Filled::from_values([
        ("version", now.revision.to_string()),
        ("title", now.title.clone()),
        ("source", now.source.clone()),
        ("description", now.description.clone()),
        ("treatment", now.treatment.clone()),
        ("residual", now.residual.clone()),
        ("owner", now.owner_id.to_string()),
        ("next_review", review.to_string()),
        ("state", now.state.clone()),
    ])
}

async fn revise(office: Office, At((_, risk)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.quality_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| impartiality::revise(tx, &by, risk, typed).await).await {
        Ok(()) => office.done(
            &format!("/impartiality/risks/{risk}"),
            "What was seen is kept; the risk as it stood before stays below.",
        ),
        Err(problem) => show_risk(&office, risk, Some(form.with(problem)?)).await,
    }
}
