//! A browser of one person, before the portals of one installation.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use certification::evidence::Store;
use certification::people;
use certification::testing::World;
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;
use uuid::Uuid;
use web::{App, Settings, router};

const FORM: &str = "application/x-www-form-urlencoded";

pub struct Browser {
    pub router: Router,
    /// The session's token; empty for nobody.
    pub token: String,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub location: String,
    pub html: String,
}

/// All portals, over this world's database.
pub fn portals(world: &World) -> Router {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&world.slug);
    let settings = Settings {
        public_url: "http://localhost".into(),
        demonstration: false,
        secret: b"only for tests, and long enough".to_vec(),
    };
    router(App {
        db: world.db.clone(),
        store: Store::folder(&folder).expect("a folder for evidence"),
        settings: Arc::new(settings),
        draw: Arc::new(|_, _| Ok(Vec::new())),
        draw_report: Arc::new(|_, _| Ok(Vec::new())),
        keyring: certification::keys::Keyring::new(b"the secret of a test that signs nothing"),
    })
}

impl Browser {
    pub async fn of(world: &World, person: Uuid) -> Browser {
        let token = people::remember(&world.db, person, "test").await.expect("a session");
        Browser { router: portals(world), token }
    }

    /// Asks for a page; `form` as it is sent, empty for none.
    pub async fn ask(&self, method: &str, path: &str, form: &str) -> Page {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, format!("assay={}", self.token))
            .header(header::CONTENT_TYPE, FORM)
            .body(Body::from(form.to_owned()))
            .expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let location = headers.get(header::LOCATION).and_then(|v| v.to_str().ok());
        let location = location.unwrap_or_default().to_owned();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("a body");
        Page { status, location, html: String::from_utf8(bytes.to_vec()).expect("text") }
    }

    /// A page that is there.
    pub async fn get(&self, path: &str) -> String {
        let page = self.ask("GET", path, "").await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {} {}", page.location, page.html);
        page.html
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        self.ask("POST", path, &serde_html_form::to_string(form).expect("a form")).await
    }
}
