//! Anyone complains to a body, in writing and for nothing, and follows what becomes of it (CAP-1).

use crate::app::Routes;
use crate::door::links;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Register;
use askama::Template;
use axum::response::{IntoResponse, Redirect};
use certification::bodies::{self, Public};
use certification::complaints::{self, Followed};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/complain", page, lodge)
        .get("/b/{body}/complain/{token}", follow)
}

#[derive(Template)]
#[template(path = "register/complain.html")]
struct Page {
    shell: Shell,
    body: Public,
    form: Filled,
}

async fn page(register: Register) -> Answer {
    show(&register, Filled::from_values([("id", Uuid::now_v7().to_string())])).await
}

async fn show(register: &Register, form: Filled) -> Answer {
    let id = register.actor.body()?;
    let body = register.read(async |tx| bodies::public(tx, id).await).await?;
    let mut shell = register.shell();
    shell.failed = form.failed();
    register.page_at(form.status(), &Page { shell, body, form })
}

async fn lodge(register: Register, form: Filled) -> Answer {
    let (links, typed) = (links(&register.app), form.read()?);
    let act = register.write(async |tx| complaints::lodge_as_visitor(tx, &links, typed).await);
    match act.await {
        Ok(lodged) => {
            let way = register.href(&format!("/complain/{}", lodged.token));
            Ok(Redirect::to(&way).into_response())
        }
        Err(problem) => show(&register, form.with(problem)?).await,
    }
}

#[derive(Template)]
#[template(path = "register/complaint.html")]
struct Follow {
    shell: Shell,
    matter: Followed,
}

async fn follow(register: Register, At((_, token)): At<(String, String)>) -> Answer {
    let matter = register.read(async |tx| complaints::follow(tx, &token).await).await?;
    register.page(&Follow { shell: register.shell(), matter })
}
