//! The register of rules, for anyone who wants to know what a certification here is held to (PUB-1).

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::rules::{Subject, by_subject};
use crate::session::Register;
use askama::Template;
use std::collections::HashMap;

pub(super) fn routes() -> Routes {
    Routes::default().get("/rules", rules)
}

#[derive(Template)]
#[template(path = "register/rules.html")]
struct Page {
    shell: Shell,
    subjects: Vec<Subject>,
}

async fn rules(register: Register) -> Answer {
    let page = Page { shell: register.shell(), subjects: by_subject(&HashMap::new()) };
    register.page(&page)
}
