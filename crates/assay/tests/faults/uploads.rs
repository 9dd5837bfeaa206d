//! Files that are none: empty, of another type than the name says, too large, cut off on the way. Each is a
//! clear message at its field, and no file is left over.

use super::count;
use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed;
use assay::story::{Played, Story};
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use std::path::Path;
use tower::ServiceExt;

/// One byte more than a file may have.
const TOO_MUCH: usize = certification::evidence::LARGEST as usize + 1;

#[tokio::test]
async fn a_file_that_is_none_is_refused_and_leaves_nothing() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    let mut story = seed::fintech(&stage(&house));
    seed::agreed(&mut story).await?;
    story.team(0).await?;
    story.plan(0, 14).await?;
    let page = asked_for(&story).await?;
    let before = files(&house.folder);
    let program = b"\x7fELF\x02\x01\x01\x00 and so on".repeat(20);
    let large = vec![b'a'; TOO_MUCH];
    let tries: [(&str, &[u8], &str); 4] = [
        ("policy.pdf", b"", "empty"),
        ("policy.pdf", &program, "is not a PDF, as its name says"),
        ("tool.exe", &program, "of a type that is not taken"),
        ("notes.txt", &large, "50 MB"),
    ];
    for (name, bytes, says) in tries {
        let client = story.client().await?;
        let answered = client.upload(&page, &[], ("file", name, bytes)).await?;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {}", answered.page);
        let text = answered.page.to_lowercase();
        assert!(text.contains(&says.to_lowercase()), "{name} should say {says}: {}", said(&text));
    }
    let status = cut_off(&house, &story, &page).await?;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "cut off");
    assert_eq!(files(&house.folder), before, "files left over");
    let kept = "select (select count(*) from evidence) + (select count(*) from competence_papers)";
    assert_eq!(count(&house, kept).await, before as i64);
    house.end().await;
    Ok(())
}

/// What a page says in its error summary.
fn said(page: &str) -> &str {
    page.split_once("<main").map_or(page, |(_, main)| &main[..main.len().min(1500)])
}

/// Where the first document that is asked for is uploaded.
async fn asked_for(story: &Story<'_>) -> Played<String> {
    let page = story.at(&format!("/client/audits/{}/documents", story.audits[0]));
    let shown = story.client().await?.read(&page).await?;
    let form = shown.split("<form").find(|form| form.contains("type=\"file\""));
    let action = form.and_then(|form| form.split("action=\"").nth(1)?.split('"').next());
    Ok(action.expect("a form for a document").to_owned())
}

/// The connection breaks in the middle of a file.
async fn cut_off(house: &Fresh, story: &Story<'_>, page: &str) -> Played<StatusCode> {
    let client = story.client().await?;
    let begun = "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nThe first half";
    let broken = futures::stream::iter([
        Ok(Bytes::from(begun)),
        Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset)),
    ]);
    let request = Request::post(page)
        .header(header::HOST, "assay.test")
        .header(header::COOKIE, client.session())
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .body(Body::from_stream(broken))
        .expect("a request");
    Ok(house.doors.clone().oneshot(request).await.expect("an answer").status())
}

/// The files below a folder, half-written ones too.
fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|e| if e.path().is_dir() { files(&e.path()) } else { 1 }).sum()
}
