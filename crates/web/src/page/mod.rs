//! What every page shows around its own matter, and the words and dates that pages share.

mod portal;
mod words;

pub use portal::Portal;
pub use words::{
    day, day_or_dash, days, field_date, kept_day, kept_moment, machine_time, moment, money,
};

use crate::problem::Problem;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use certification::bodies::Brief;
use uuid::Uuid;

pub type Answer = Result<Response, Problem>;

#[derive(Debug, Clone)]
pub struct PersonBrief {
    pub name: String,
    pub email: String,
}

#[derive(Debug, Clone)]
pub struct NavItem {
    pub label: String,
    pub href: String,
    pub current: bool,
    pub count: Option<i64>,
}

/// Another portal that the person may enter.
#[derive(Debug, Clone)]
pub struct Door {
    pub label: String,
    pub href: String,
    pub current: bool,
}

/// What stands around a page's own matter.
#[derive(Debug, Clone)]
pub struct Shell {
    pub portal: Portal,
    pub body: Option<Brief>,
    pub person: Option<PersonBrief>,
    pub nav: Vec<NavItem>,
    pub doors: Vec<Door>,
    /// What the last act did, said once.
    pub notice: Option<String>,
    /// The demonstration's date in words; none outside a demonstration.
    pub demonstration: Option<String>,
    pub path: String,
    /// Whether the reader only looks: an assessor is shown no form that changes something.
    pub only_looks: bool,
    /// Whether a form on the page came back: the title then begins with "Error: ".
    pub failed: bool,
}

impl Shell {
    /// Where the page says it is: the portal, or at the door of a person who is in already, the account.
    pub fn place(&self) -> &'static str {
        match self.portal {
            Portal::Door if self.person.is_some() => "Your account",
            portal => portal.title(),
        }
    }

    /// An address in this page's portal.
    pub fn href(&self, tail: &str) -> String {
        format!("/b/{}/{}{tail}", self.body_slug(), self.portal.key())
    }

    /// The body's public page.
    pub fn public_base(&self) -> String {
        format!("/b/{}", self.body_slug())
    }

    /// Whether a client's door of this body may be shown: to its clients, and to who has not said who they are.
    pub fn shows_client_door(&self) -> bool {
        let door = format!("{}/client", self.public_base());
        self.person.is_none()
            || self.doors.iter().any(|open| open.href == door || open.href == "/door/portals")
    }

    /// The office's address of one file.
    pub fn file_base(&self, engagement_id: &Uuid) -> String {
        format!("/b/{}/office/clients/{engagement_id}", self.body_slug())
    }

    /// The audit portal's address of one audit.
    pub fn audit_base(&self, audit_id: &Uuid) -> String {
        format!("/b/{}/audit/audits/{audit_id}", self.body_slug())
    }

    /// The panel's address of one case.
    pub fn case_base(&self, case_id: &Uuid) -> String {
        format!("/b/{}/panel/cases/{case_id}", self.body_slug())
    }

    /// The slug of the page's body; empty on pages of the whole installation.
    pub fn body_slug(&self) -> &str {
        self.body.as_ref().map_or("", |body| body.slug.as_str())
    }
}

/// A page, rendered.
pub fn render(status: StatusCode, page: &impl Template) -> Answer {
    let html = page.render().map_err(|cause| Problem::fault(cause.to_string()))?;
    Ok((status, Html(html)).into_response())
}
