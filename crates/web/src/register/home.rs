//! The front page of the installation, and the public page of each body: how it certifies, by which rules, and
//! what it asks of those who use its mark (PUB-1).

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::session::Register;
use askama::Template;
use certification::bodies::{self, Listed, Public};
use certification::standards;

pub(super) fn routes() -> Routes {
    Routes::default().get("/", front).get("/b/{body}", body)
}

#[derive(Template)]
#[template(path = "register/home.html")]
struct Front {
    shell: Shell,
    bodies: Vec<Listed>,
}

async fn front(register: Register) -> Answer {
    let bodies = register.read(bodies::all).await?;
    register.page(&Front { shell: register.shell(), bodies })
}

#[derive(Template)]
#[template(path = "register/body.html")]
struct Body {
    shell: Shell,
    body: Public,
    standards: Vec<String>,
}

async fn body(register: Register) -> Answer {
    let id = register.actor.body()?;
    let body = register.read(async |tx| bodies::public(tx, id).await).await?;
    register.page(&Body {
        shell: register.shell(),
        body,
        standards: vec![standards::AIMS.name.clone()],
    })
}

impl Body {
    /// The body's own texts with their titles and anchors, those that there are.
    fn texts(&self) -> Vec<(&'static str, &'static str, Vec<&str>)> {
        let texts = [
            ("granting", "From granting to withdrawing", &self.body.granting),
            ("marks", "Using the certificate and our mark", &self.body.marks_rules),
            ("impartiality", "Impartiality", &self.body.impartiality),
            ("complaints", "Complaints and appeals", &self.body.appeals),
        ];
        texts.into_iter().map(|(anchor, title, text)| (anchor, title, paragraphs(text))).collect()
    }

    fn process(&self) -> Vec<&str> {
        paragraphs(&self.body.process)
    }
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect()
}
