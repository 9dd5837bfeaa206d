//! What every page shows around its own matter, and the words and dates that pages share.

use crate::problem::Problem;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use certification::Room;
use certification::bodies::Brief;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

pub type Answer = Result<Response, Problem>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Portal {
    Office,
    Audit,
    Panel,
    Client,
    Register,
    Door,
}

impl Portal {
    pub fn key(self) -> &'static str {
        match self {
            Portal::Office => "office",
            Portal::Audit => "audit",
            Portal::Panel => "panel",
            Portal::Client => "client",
            Portal::Register => "register",
            Portal::Door => "door",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Portal::Office => "Office",
            Portal::Audit => "Audit",
            Portal::Panel => "Panel",
            Portal::Client => "Client",
            Portal::Register => "Register",
            Portal::Door => "Sign in",
        }
    }

    pub fn room(self) -> Room {
        match self {
            Portal::Office => Room::Office,
            Portal::Audit => Room::Audit,
            Portal::Panel => Room::Panel,
            Portal::Client => Room::Client,
            Portal::Register => Room::Public,
            Portal::Door => Room::Door,
        }
    }

    /// The portal's own pages: label and address below "/b/{body}/{portal}".
    pub fn pages(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Portal::Office => &[
                ("Home", ""),
                ("Clients", "/clients"),
                ("Falls due", "/due"),
                ("People", "/people"),
                ("Outbox", "/outbox"),
                ("Settings", "/settings"),
            ],
            Portal::Audit => &[("Home", ""), ("Audits", "/audits")],
            Portal::Panel => &[("Home", ""), ("Cases", "/cases")],
            Portal::Client => &[
                ("Home", ""),
                ("Application", "/application"),
                ("Proposal", "/proposal"),
                ("Audits", "/audits"),
                ("Reports", "/reports"),
                ("Findings", "/findings"),
                ("Attestation", "/attestation"),
                ("The cycle", "/cycle"),
            ],
            Portal::Register => &[],
            Portal::Door => &[],
        }
    }
}

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

/// "23 November 2026".
pub fn day(date: &Date) -> String {
    format!("{} {} {}", date.day(), date.month(), date.year())
}

/// "23 November 2026" or, where there is none, a dash.
pub fn day_or_dash(date: &Option<Date>) -> String {
    date.as_ref().map_or_else(|| "–".to_owned(), day)
}

/// "23 November 2026, 14:05 UTC".
pub fn moment(at: &OffsetDateTime) -> String {
    format!("{}, {:02}:{:02} UTC", day(&at.date()), at.hour(), at.minute())
}

/// A date kept as "2026-11-23" in words; as it stands if it is none.
pub fn kept_day(iso: &str) -> String {
    Date::parse(iso, time::macros::format_description!("[year]-[month]-[day]"))
        .map_or_else(|_| iso.to_owned(), |date| day(&date))
}

/// A time kept as "2026-11-23T14:05:00Z" in words; as it stands if it is none.
pub fn kept_moment(iso: &str) -> String {
    OffsetDateTime::parse(iso, &time::format_description::well_known::Rfc3339)
        .map_or_else(|_| iso.to_owned(), |at| moment(&at))
}

/// As date fields want it: "2026-11-23".
pub fn field_date(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// For machines in a `datetime` attribute: "2026-11-23T14:05:00Z".
pub fn machine_time(at: &OffsetDateTime) -> String {
    at.format(&time::format_description::well_known::Rfc3339).unwrap_or_default()
}

/// Half days as days: 5 is "2.5 days", 2 is "1 day".
pub fn days(half_days: &i32) -> String {
    match half_days {
        2 => "1 day".to_owned(),
        n if n % 2 == 0 => format!("{} days", n / 2),
        n => format!("{}.5 days", n / 2),
    }
}

/// Minor units as money: 120050 in GBP is "£1,200.50".
pub fn money(minor: &i64, currency: &str) -> String {
    let sign = match currency {
        "GBP" => "£",
        "EUR" => "€",
        "USD" => "$",
        _ => "",
    };
    let whole = (minor / 100).to_string();
    let grouped: Vec<_> = whole
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|chunk| String::from_utf8_lossy(chunk).into_owned())
        .collect();
    let after = if sign.is_empty() { format!(" {currency}") } else { String::new() };
    format!("{sign}{}.{:02}{after}", grouped.join(","), minor % 100)
}
