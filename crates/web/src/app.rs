//! The whole product on a screen: what the program hands to every request, the portals' routes, and the
//! layers around them.

use crate::{audit, client, door, download, office, panel, printing, problem, register};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::{HeaderValue, header};
use axum::routing::{get, post};
use certification::Db;
use certification::certificates::{Draw, Issuing};
use certification::evidence::Store;
use certification::keys::Keyring;
use certification::people::{self, Codes, Site};
use certification::reports::DrawReport;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

/// What the program tells the portals about itself.
pub struct Settings {
    /// The address that people use, without a slash at its end, e.g. "https://assay.example".
    pub public_url: String,
    /// Whether this installation is a demonstration: role picker, movable date, marked attestations.
    pub demonstration: bool,
    /// The installation's secret, for one-time links.
    pub secret: Vec<u8>,
}

/// Everything a handler may use. Cloning shares it.
#[derive(Clone)]
pub struct App {
    pub db: Db,
    pub store: Store,
    pub settings: Arc<Settings>,
    /// Draws an attestation's PDF from its content.
    pub draw: Draw,
    /// Draws an edition of a report.
    pub draw_report: DrawReport,
    /// Opens the bodies' keys.
    pub keyring: Keyring,
}

impl App {
    /// What an act needs that may issue an attestation.
    pub fn issuing(&self) -> Issuing<'_> {
        Issuing {
            draw: &self.draw,
            keyring: &self.keyring,
            public_url: &self.settings.public_url,
            demonstration: self.settings.demonstration,
        }
    }

    /// Where people sign with passkeys; none where browsers use none.
    pub fn site(&self) -> Option<Site> {
        people::site_of(&self.settings.public_url)
    }

    /// Opens the secrets of people's one-time codes.
    pub fn codes(&self) -> Codes {
        Codes::new(&self.settings.secret)
    }

    /// Whether cookies can be kept to encrypted connections.
    pub fn encrypted(&self) -> bool {
        self.settings.public_url.starts_with("https://")
    }
}

/// Routes with their list, so that a test can try every one of them.
#[derive(Default)]
pub struct Routes {
    pub router: Router<App>,
    pub list: Vec<(&'static str, &'static str)>,
}

impl Routes {
    pub fn get<T: 'static>(mut self, path: &'static str, handler: impl Handler<T, App>) -> Self {
        self.router = self.router.route(path, get(handler));
        self.list.push(("GET", path));
        self
    }

    pub fn post<T: 'static>(mut self, path: &'static str, handler: impl Handler<T, App>) -> Self {
        self.router = self.router.route(path, post(handler));
        self.list.push(("POST", path));
        self
    }

    /// A form's page and what it does, at one address.
    pub fn form<T: 'static, U: 'static>(
        self,
        path: &'static str,
        page: impl Handler<T, App>,
        act: impl Handler<U, App>,
    ) -> Self {
        self.get(path, page).post(path, act)
    }

    pub(crate) fn and(mut self, other: Routes) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }
}

fn routes() -> Routes {
    Routes::default()
        .and(door::routes())
        .and(register::routes())
        .and(client::routes())
        .and(office::routes())
        .and(audit::routes())
        .and(panel::routes())
        .and(download::routes())
        .and(printing::routes())
}

/// Every route as method and path.
pub fn listed_routes() -> Vec<(&'static str, &'static str)> {
    routes().list
}

/// Nothing inline, nothing from elsewhere, nobody's frame.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The portals behind their layers, ready to serve.
pub fn router(app: App) -> Router {
    let header =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    let csrf = CsrfLayer::new();
    routes()
        .router
        .fallback(problem::nothing_here)
        .layer(axum::middleware::from_fn_with_state(app.clone(), problem::dress))
        .layer(DefaultBodyLimit::max(2 * 1024 * 1024))
        .layer(csrf)
        .layer(header(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY))
        .layer(header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(header::REFERRER_POLICY, "same-origin"))
        .layer(header(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(header(header::CACHE_CONTROL, "no-store"))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(
            axum::http::StatusCode::REQUEST_TIMEOUT,
            Duration::from_secs(120),
        ))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}
