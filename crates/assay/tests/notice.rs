//! What was done is said once, on the page after it.

use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed;
use assay::story::Played;
use axum::body::Body;
use axum::http::{Request, header};
use axum::response::Response;
use tower::ServiceExt;

async fn ask(house: &Fresh, request: axum::http::request::Builder, body: &str) -> Response {
    let request = request.header(header::HOST, "assay.test").body(Body::from(body.to_owned()));
    house.doors.clone().oneshot(request.expect("a request")).await.expect("an answer")
}

/// The notice's cookie as an answer sets it.
fn notice(answer: &Response) -> Option<String> {
    let set = answer.headers().get_all(header::SET_COOKIE).iter();
    let set = set.filter_map(|value| value.to_str().ok()?.split(';').next());
    set.filter(|cookie| cookie.starts_with("notice=")).map(str::to_owned).next()
}

#[tokio::test]
async fn a_notice_is_shown_by_the_next_page_and_by_no_other() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    let mut story = seed::fintech(&stage(&house));
    story.apply().await?;
    let helen = house.enter("helen").await?;
    let post = Request::post(&story.file)
        .header(header::COOKIE, helen.session())
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = format!("id={}&text=Called+the+client.", uuid::Uuid::now_v7());
    let written = notice(&ask(&house, post, &body).await).expect("a notice for the next page");
    let cookies = format!("{}; {written}", helen.session());
    let get = |path: &str| Request::get(path).header(header::COOKIE, &cookies);
    let style = ask(&house, get("/static/app.css"), "").await;
    assert_eq!(notice(&style), None, "a file does not take it away");
    let page = ask(&house, get(&story.file), "").await;
    assert_eq!(notice(&page).as_deref(), Some("notice="), "the page that shows it takes it away");
    let shown = axum::body::to_bytes(page.into_body(), usize::MAX).await.expect("a page");
    assert!(String::from_utf8_lossy(&shown).contains("The note is written."));
    house.end().await;
    Ok(())
}
