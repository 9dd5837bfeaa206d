//! A request inside a portal: who acts, at which body, and the way to the database and to a page.

use super::cookies::{NOTICE, cookie, with_notice};
use super::doors::doors;
use crate::app::App;
use crate::page::{Answer, Door, NavItem, PersonBrief, Portal, Shell, render};
use crate::problem::{Inside, Problem};
use askama::Template;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect};
use certification::bodies::Brief;
use certification::people::Entered;
use certification::{Actor, Error, Tx};

/// A request inside a portal: who acts, at which body, and the way to the database and to a page.
pub struct Visit {
    pub app: App,
    pub actor: Actor,
    pub portal: Portal,
    /// The body whose page this is; none on pages of the whole installation.
    pub body: Option<Brief>,
    pub entered: Option<Entered>,
    pub(super) path: String,
    pub(super) notice: Option<String>,
}

impl Visit {
    /// Looks, in the actor's room.
    pub async fn read<T>(
        &self,
        work: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T, Error>,
    ) -> Result<T, Problem> {
        Ok(self.app.db.read(&self.actor, work).await?)
    }

    /// Acts, in the actor's room, in one transaction.
    pub async fn write<T>(
        &self,
        work: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T, Error>,
    ) -> Result<T, Problem> {
        Ok(self.app.db.write(&self.actor, work).await?)
    }

    /// An address in this portal: `href("/applications")` is "/b/thames/office/applications".
    pub fn href(&self, tail: &str) -> String {
        match &self.body {
            Some(body) if self.portal != Portal::Register => {
                format!("/b/{}/{}{tail}", body.slug, self.portal.key())
            }
            Some(body) => format!("/b/{}{tail}", body.slug),
            None => tail.to_owned(),
        }
    }

    /// What stands around the page.
    pub fn shell(&self) -> Shell {
        Shell {
            portal: self.portal,
            body: self.body.clone(),
            person: self
                .entered
                .as_ref()
                .map(|e| PersonBrief { name: e.name.clone(), email: e.email.clone() }),
            nav: self.nav(),
            doors: self.doors(),
            notice: self.notice.clone(),
            demonstration: demonstration_date(&self.app),
            path: self.path.clone(),
            only_looks: self.actor.only_looks(),
            failed: false,
        }
    }

    fn nav(&self) -> Vec<NavItem> {
        let here = |href: &str, tail: &str| {
            if tail.is_empty() { self.path == href } else { self.path.starts_with(href) }
        };
        let item = |(label, tail): &(&str, &str)| {
            let href = self.href(tail);
            NavItem { label: (*label).to_owned(), current: here(&href, tail), href, count: None }
        };
        if self.portal == Portal::Register {
            return self.public_nav();
        }
        self.portal.pages().iter().map(item).collect()
    }

    /// What anyone may look at: of one body, or of the whole register.
    fn public_nav(&self) -> Vec<NavItem> {
        let check = ("Check a certificate", "/verify".to_owned());
        let rules = ("The rules", "/rules".to_owned());
        let pages = match &self.body {
            Some(_) => vec![
                ("How we certify", self.href("")),
                ("Apply", self.href("/apply")),
                ("Directory", self.href("/directory")),
                rules,
                check,
            ],
            None => vec![("Certification bodies", "/".to_owned()), rules, check],
        };
        let item = |(label, href): (&str, String)| NavItem {
            label: label.to_owned(),
            current: self.path == href || (href == "/verify" && self.path.starts_with("/verify/")),
            href,
            count: None,
        };
        pages.into_iter().map(item).collect()
    }

    fn doors(&self) -> Vec<Door> {
        self.entered
            .as_ref()
            .map(|entered| doors(entered, self.portal, self.body.as_ref()))
            .unwrap_or_default()
    }

    /// A page.
    pub fn page(&self, page: &impl Template) -> Answer {
        render(StatusCode::OK, page)
    }

    /// A page with a form: its status says whether the form came back (see [`crate::form::Filled::status`]).
    pub fn page_at(&self, status: StatusCode, page: &impl Template) -> Answer {
        render(status, page)
    }

    /// On to another page of this portal, where `said` is shown once.
    pub fn done(&self, tail: &str, said: &str) -> Answer {
        Ok(with_notice(Redirect::to(&self.href(tail)).into_response(), said))
    }

    /// The day of this request: the body's local date, on the installation's clock.
    pub fn today(&self) -> time::Date {
        self.actor.zone().day_of(self.app.db.clock().now())
    }
}

/// The demonstration's date in words; none outside a demonstration.
pub fn demonstration_date(app: &App) -> Option<String> {
    let today = app.db.clock().today();
    app.settings.demonstration.then(|| format!("{} {}", today.weekday(), crate::page::day(&today)))
}

pub(super) fn visit(
    app: &App,
    parts: &Parts,
    actor: Actor,
    portal: Portal,
    body: Option<Brief>,
    entered: Option<Entered>,
) -> Visit {
    let said = cookie(&parts.headers, NOTICE)
        .and_then(|hex| hex::decode(hex).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let notice = said.filter(|_| parts.method == Method::GET);
    let visit = Visit {
        app: app.clone(),
        actor,
        portal,
        body,
        entered,
        path: parts.uri.path().to_owned(),
        notice,
    };
    if let Some(mut slot) = parts.extensions.get::<Inside>().and_then(|slot| slot.0.lock().ok()) {
        *slot = Some((visit.actor.clone(), visit.shell()));
    }
    visit
}
