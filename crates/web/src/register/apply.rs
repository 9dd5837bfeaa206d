//! Applying to a body: what an applicant needs and how it goes on; with an account, the application begins here.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::problem::Problem;
use crate::session::{self, Register};
use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Redirect};
use certification::Error;
use certification::applications::{self, Begin};
use certification::bodies::{self, Public};
use certification::people::Membership;
use certification::standards::Scheme;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default().form("/b/{body}/apply", page, begin)
}

#[derive(Template)]
#[template(path = "register/apply.html")]
struct Apply {
    shell: Shell,
    body: Public,
    schemes: Vec<Scheme>,
    form: Filled,
    /// The organisations for which the visitor acts at this body already, by name.
    clients: Vec<String>,
    sign_in: String,
    account: String,
}

impl Apply {
    fn offered(&self) -> Vec<(String, String)> {
        let option = |one: &Scheme| (one.name.clone(), format!("{one}, {}", one.system));
        self.schemes.iter().map(option).collect()
    }

    /// Whether some standard that can be applied for is about AI.
    fn concerns_ai(&self) -> bool {
        self.schemes.iter().any(|one| one.concerns_ai)
    }
}

async fn page(register: Register) -> Answer {
    show(&register, Filled::from_values([("id", Uuid::now_v7().to_string())])).await
}

async fn show(register: &Register, form: Filled) -> Answer {
    let id = register.actor.body()?;
    let body = register.read(async |tx| bodies::public(tx, id).await).await?;
    let here = |m: &&Membership| m.body_id == id;
    let memberships = register.entered.iter().flat_map(|entered| &entered.memberships);
    let clients = memberships.filter(here).filter_map(|m| m.client_name.clone()).collect();
    let next = register.href("/apply");
    let (sign_in, account) =
        (format!("/door?next={next}"), format!("/door/account?at={}&next={next}", body.slug));
    let mut shell = register.shell();
    shell.failed = form.failed();
    register.page_at(
        form.status(),
        &Apply { shell, schemes: body.schemes()?, body, form, clients, sign_in, account },
    )
}

/// Begins the application of a client whose id the page gave, so that a form sent twice begins one.
async fn begin(register: Register, form: Filled) -> Answer {
    let Some(entered) = &register.entered else {
        let way = format!("/door?next={}", register.href("/apply"));
        return Ok(Redirect::to(&way).into_response());
    };
    let client: Uuid = form.value("id").parse().map_err(|_| Problem::bad_request())?;
    let actor = entered.applicant(register.actor.body()?, client);
    let typed: Begin = form.read()?;
    match register.app.db.write(&actor, async |tx| applications::begin(tx, typed).await).await {
        Ok(_) => to_application(&register, client),
        Err(problem) => show(&register, form.with(problem.into())?).await,
    }
}

/// Into the client portal, for this client, whatever others the person acts for.
fn to_application(register: &Register, client: Uuid) -> Answer {
    let slug = register.body.as_ref().map(|body| body.slug.as_str()).ok_or(Error::NotFound)?;
    let mut response = Redirect::to(&format!("/b/{slug}/client/application")).into_response();
    let kept = session::act_for(&register.app, slug, client);
    response.headers_mut().append(header::SET_COOKIE, kept);
    Ok(response)
}
