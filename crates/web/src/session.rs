//! Who comes through which door: the cookie, and an extractor per portal that proves the room. A wrong
//! portal or another body is not found; without a session the way leads to the sign-in.

use crate::app::App;
use crate::page::{Answer, Door, NavItem, PersonBrief, Portal, Shell, render};
use crate::problem::{Problem, ShellSlot};
use askama::Template;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use certification::bodies::{self, Brief};
use certification::people::{self, Entered};
use certification::{Actor, Error, Tx};
use uuid::Uuid;

/// A request inside a portal: who acts, at which body, and the way to the database and to a page.
pub struct Visit {
    pub app: App,
    pub actor: Actor,
    pub portal: Portal,
    /// The body whose page this is; none on pages of the whole installation.
    pub body: Option<Brief>,
    pub entered: Option<Entered>,
    path: String,
    notice: Option<String>,
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
        let pages = match &self.body {
            Some(_) => vec![
                ("How we certify", self.href("")),
                ("Apply", self.href("/apply")),
                ("Directory", self.href("/directory")),
                check,
            ],
            None => vec![("Certification bodies", "/".to_owned()), check],
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

    /// When this request happens, on the installation's clock.
    pub fn today(&self) -> time::Date {
        self.app.db.clock().today()
    }
}

/// The portals that a person may enter, in the order of the bodies' names.
pub fn doors(entered: &Entered, portal: Portal, body: Option<&Brief>) -> Vec<Door> {
    let mut doors = Vec::new();
    for m in &entered.memberships {
        for p in [Portal::Office, Portal::Audit, Portal::Panel, Portal::Client]
            .into_iter()
            .filter(|p| m.opens(p.room()))
        {
            let whose =
                m.client_name.as_deref().filter(|_| p == Portal::Client).unwrap_or(&m.body_name);
            // Who acts for several clients of one body says for which, at the door.
            let several = p == Portal::Client
                && entered
                    .memberships
                    .iter()
                    .filter(|other| other.slug == m.slug && other.client_id.is_some())
                    .count()
                    > 1;
            if p != Portal::Client
                && doors.iter().any(|door: &Door| door.href == format!("/b/{}/{}", m.slug, p.key()))
            {
                continue;
            }
            doors.push(Door {
                label: format!("{} · {whose}", p.title()),
                href: if several {
                    "/door/portals".to_owned()
                } else {
                    format!("/b/{}/{}", m.slug, p.key())
                },
                current: p == portal && body.is_some_and(|body| body.id == m.body_id),
            });
        }
    }
    doors
}

/// The demonstration's date in words; none outside a demonstration.
pub fn demonstration_date(app: &App) -> Option<String> {
    let today = app.db.clock().today();
    app.settings.demonstration.then(|| format!("{} {}", today.weekday(), crate::page::day(&today)))
}

const NOTICE: &str = "notice";

/// Adds a sentence that the next page shows once.
pub fn with_notice(mut response: Response, said: &str) -> Response {
    let cookie =
        format!("{NOTICE}={}; Path=/; Max-Age=30; HttpOnly; SameSite=Lax", hex::encode(said));
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Whether the browser brings a sentence that the next page shows.
pub fn brings_notice(headers: &HeaderMap) -> bool {
    cookie(headers, NOTICE).is_some_and(|said| !said.is_empty())
}

/// Forgets the sentence once a page has shown it; a redirect or a file has shown nothing yet.
pub fn forget_notice(mut response: Response) -> Response {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page && !response.status().is_redirection() {
        let gone = HeaderValue::from_static("notice=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        response.headers_mut().append(header::SET_COOKIE, gone);
    }
    response
}

/// The session cookie's name: bound to its host where the connection is encrypted.
fn session_cookie(app: &App) -> &'static str {
    if app.encrypted() { "__Host-assay" } else { "assay" }
}

/// The header that keeps a session's token, or ends it when the token is empty.
pub fn set_session(app: &App, token: &str) -> HeaderValue {
    let secure = if app.encrypted() { "; Secure" } else { "" };
    let age = if token.is_empty() { "; Max-Age=0" } else { "" };
    HeaderValue::from_str(&format!(
        "{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}",
        session_cookie(app)
    ))
    .unwrap_or(HeaderValue::from_static(""))
}

/// The header that keeps for which client of a body the person acts; it goes to that body's client portal only.
pub fn act_for(app: &App, slug: &str, client: Uuid) -> HeaderValue {
    let secure = if app.encrypted() { "; Secure" } else { "" };
    let cookie =
        format!("acting_for={client}; Path=/b/{slug}/client; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

/// A cookie's value.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, _)| *n == name)
        .map(|(_, value)| value)
}

/// The session's token, as the browser keeps it.
pub fn token<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    cookie(headers, session_cookie(app))
}

/// Why a portal's door stays shut.
pub enum Shut {
    SignIn(String),
    Problem(Problem),
}

impl IntoResponse for Shut {
    fn into_response(self) -> Response {
        match self {
            Shut::SignIn(path) => Redirect::to(&format!("/door?next={path}")).into_response(),
            Shut::Problem(problem) => problem.into_response(),
        }
    }
}

impl<E: Into<Problem>> From<E> for Shut {
    fn from(problem: E) -> Self {
        Shut::Problem(problem.into())
    }
}

async fn who(app: &App, parts: &Parts) -> Result<Option<Entered>, Error> {
    match token(app, &parts.headers) {
        Some(token) => people::enter(&app.db, token).await,
        None => Ok(None),
    }
}

async fn slug(parts: &mut Parts, app: &App) -> Option<String> {
    let params = RawPathParams::from_request_parts(parts, app).await.ok()?;
    params.iter().find(|(name, _)| *name == "body").map(|(_, value)| value.to_owned())
}

fn visit(
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
    if let Some(mut slot) = parts.extensions.get::<ShellSlot>().and_then(|slot| slot.0.lock().ok())
    {
        *slot = Some(visit.shell());
    }
    visit
}

/// Through the door of a portal: a session, and a function (or a client) at this body.
async fn inside(parts: &mut Parts, app: &App, portal: Portal) -> Result<Visit, Shut> {
    let Some(entered) = who(app, parts).await? else {
        return Err(Shut::SignIn(parts.uri.path().to_owned()));
    };
    let slug = slug(parts, app).await.ok_or(Error::NotFound)?;
    let acting_for = cookie(&parts.headers, "acting_for").and_then(|id| id.parse().ok());
    let actor = entered.actor(&slug, portal.room(), acting_for)?;
    let body = entered.memberships.iter().find(|m| m.slug == slug).map(|m| m.body());
    Ok(visit(app, parts, actor, portal, body, Some(entered)))
}

/// Anyone, at a body's public page or at the whole installation's.
async fn outside(parts: &mut Parts, app: &App, portal: Portal) -> Result<Visit, Shut> {
    let entered = who(app, parts).await?;
    let body = match slug(parts, app).await {
        Some(slug) => Some(
            app.db.read(&Actor::visitor(None), async |tx| bodies::by_slug(tx, &slug).await).await?,
        ),
        None => None,
    };
    let actor = Actor::visitor(body.as_ref().map(|body| body.id));
    Ok(visit(app, parts, actor, portal, body, entered))
}

macro_rules! portals {
    ($($(#[$doc:meta])* $name:ident by $way:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name(pub Visit);

        impl std::ops::Deref for $name {
            type Target = Visit;
            fn deref(&self) -> &Visit {
                &self.0
            }
        }

        impl FromRequestParts<App> for $name {
            type Rejection = Shut;
            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Shut> {
                $way(parts, app, Portal::$name).await.map($name)
            }
        }
    )*};
}

portals! {
    /// Inside a body's office.
    Office by inside;
    /// Inside a body's audit portal.
    Audit by inside;
    /// Inside a body's panel portal.
    Panel by inside;
    /// Inside a body's client portal, for one client organisation.
    Client by inside;
    /// Anyone, at the register or a body's public page.
    Register by outside;
}

/// Anyone, at the door's own pages.
pub struct AtDoor(pub Visit);

impl std::ops::Deref for AtDoor {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.0
    }
}

impl FromRequestParts<App> for AtDoor {
    type Rejection = Shut;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Shut> {
        outside(parts, app, Portal::Door).await.map(AtDoor)
    }
}

/// Signed in, whatever the person may do: the door's own pages, and applying for the first time.
pub struct SignedIn {
    pub visit: Visit,
    pub entered: Entered,
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Shut;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Shut> {
        let visit = outside(parts, app, Portal::Door).await?;
        match visit.entered.clone() {
            Some(entered) => Ok(SignedIn { visit, entered }),
            None => Err(Shut::SignIn(parts.uri.path().to_owned())),
        }
    }
}
