//! The front page of the installation, and the public page of each body: how it certifies, by which rules, and
//! what it asks of those who use its mark (PUB-1).

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::session::Register;
use askama::Template;
use certification::bodies::{self, Listed, Public};
use certification::standards::Scheme;

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
    schemes: Vec<Scheme>,
}

async fn body(register: Register) -> Answer {
    let id = register.actor.body()?;
    let body = register.read(async |tx| bodies::public(tx, id).await).await?;
    register.page(&Body { shell: register.shell(), schemes: body.schemes()?, body })
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

    /// The kinds of management system that it certifies, in words.
    fn systems(&self) -> String {
        one_after_another(self.schemes.iter().map(|one| format!("{}s", one.system)))
    }

    /// The standards that it certifies to, in words.
    fn standards(&self) -> String {
        one_after_another(self.schemes.iter().map(|one| one.name.clone()))
    }

    /// Whether it asks some of its clients for a register of AI systems.
    fn concerns_ai(&self) -> bool {
        self.schemes.iter().any(|one| one.concerns_ai)
    }

    fn process(&self) -> Vec<&str> {
        paragraphs(&self.body.process)
    }
}

/// "A", "A and B", "A, B and C".
fn one_after_another(words: impl Iterator<Item = String>) -> String {
    let words: Vec<_> = words.collect();
    match words.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect()
}
