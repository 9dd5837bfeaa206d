//! A body's log over HTTP as tools of others read it, the proof in a bundle, the nightly reading, and a whole case in
//! one zip.

use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed;
use assay::story::{Played, Player};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use certification::{log, rereading};
use proofs::log::{Checkpoint, Tile, Verifier, root, tiles_of};
use proofs::verify::{Genuine, Outcome, verify};
use sqlx::{Connection, PgConnection};
use std::collections::BTreeMap;
use tower::ServiceExt;

/// What a visitor gets: status, headers, bytes.
async fn got(house: &Fresh, path: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let response = house.doors.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    (parts.status, parts.headers, to_bytes(body, usize::MAX).await.expect("bytes").to_vec())
}

async fn text(house: &Fresh, path: &str, keep: &str) -> String {
    let (status, headers, bytes) = got(house, path).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    assert_eq!(headers[header::CACHE_CONTROL], keep, "{path}");
    assert!(headers[header::CONTENT_TYPE].to_str().expect("words").starts_with("text/plain"));
    String::from_utf8(bytes).expect("text")
}

/// The tiles from which the root of so many leaves is made, each as it is published.
async fn tiles(house: &Fresh, size: u64) -> BTreeMap<Tile, Vec<u8>> {
    let mut all = BTreeMap::new();
    for tile in tiles_of(|read| root(size, read)).expect("tiles") {
        let (status, headers, bytes) = got(house, &format!("/b/thames/log/{}", tile.path())).await;
        assert_eq!(status, StatusCode::OK, "{}", tile.path());
        assert!(headers[header::CACHE_CONTROL].to_str().expect("words").contains("immutable"));
        assert_eq!(bytes.len(), 32 * usize::from(tile.width));
        all.insert(tile, bytes);
    }
    all
}

#[tokio::test]
async fn anyone_reads_the_log_and_finds_in_it_the_decision_behind_an_attestation() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    seed::granted(&mut seed::fintech(&stage(&house))).await?;
    for early in ["checkpoint", "key", "tile/0/000.p/1"] {
        let path = format!("/b/thames/log/{early}");
        assert_eq!(got(&house, &path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let (db, url) = (&house.app.db, &house.app.settings.public_url);
    log::seal(db, &house.app.keyring, url).await.expect("sealed");
    let key = text(&house, "/b/thames/log/key", "public, max-age=300").await;
    let key = Verifier::from_text(key.trim_end()).expect("a key");
    let note = text(&house, "/b/thames/log/checkpoint", "no-cache").await;
    let checkpoint = Checkpoint::open(&note, &key).expect("signed");
    assert_eq!(checkpoint.origin, "assay.test/b/thames/log");
    let tiles = tiles(&house, checkpoint.size).await;
    let made = root(checkpoint.size, &mut |tile| tiles.get(&tile).cloned()).expect("a root");
    assert_eq!(made, checkpoint.root);
    nothing_else_is_there(&house, checkpoint.size).await;
    the_bundle_proves_it(&house).await;
    assert_eq!(rereading::run(db, url).await.expect("read again"), 0, "all is as it was");
    let (_, _, page) = got(&house, "/b/thames/log").await;
    let page = String::from_utf8_lossy(&page).into_owned();
    assert!(page.contains("How to be a witness") && page.contains(&checkpoint.size.to_string()));
    the_quality_manager_sees_the_last_night(&house).await?;
    house.end().await;
    Ok(())
}

/// A quiet line while all is well; before everything else once something is not.
async fn the_quality_manager_sees_the_last_night(house: &Fresh) -> Played {
    let office = "/b/thames/office";
    let well = house.enter("oliver").await?.read(office).await?;
    assert!(well.contains("was as it had been set down") && !well.contains("not as issued"));
    assert!(!house.enter("helen").await?.read(office).await?.contains("last read again"));
    let mut sql = PgConnection::connect(&house.admin_url).await.expect("the database");
    let tampered = "update certificates set scope = 'Everything'";
    sqlx::query(tampered).execute(&mut sql).await.expect("tampered");
    house.clock.advance(time::Duration::days(1));
    let (db, url) = (&house.app.db, &house.app.settings.public_url);
    assert_eq!(rereading::run(db, url).await.expect("read again"), 1);
    let wrong = house.enter("oliver").await?.read(office).await?;
    assert!(wrong.contains("1 thing is not as issued or recorded"), "it stands before the rest");
    Ok(())
}

async fn nothing_else_is_there(house: &Fresh, size: u64) {
    let wider = Tile::of_tree(0, 0, size + 1).expect("a tile").path();
    let of_nobody = ["tile/entries/000.p/1", "tile/0/0", "tile/0/000.p/0", "tile/9/000", &wider];
    for path in of_nobody {
        let path = format!("/b/thames/log/{path}");
        assert_eq!(got(house, &path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(got(house, "/b/nobody/log/checkpoint").await.0, StatusCode::NOT_FOUND);
}

async fn the_bundle_proves_it(house: &Fresh) {
    let mut sql = PgConnection::connect(&house.admin_url).await.expect("the database");
    let number: String = sqlx::query_scalar("select number from certificates limit 1")
        .fetch_one(&mut sql)
        .await
        .expect("a number");
    let (_, _, bundle) = got(house, &format!("/verify/{number}/bundle.zip")).await;
    let report = verify(&bundle, None, house.clock.now());
    assert_eq!(report.genuine, Genuine::Yes, "{report:#?}");
    let logged = report.checks.iter().find(|check| check.name == "log").expect("judged");
    assert_eq!(logged.outcome, Outcome::Passed, "{}", logged.sentence);
}

#[tokio::test]
async fn the_office_takes_a_whole_case_away_and_a_visitor_does_not() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    let mut story = seed::fintech(&stage(&house));
    seed::granted(&mut story).await?;
    let mut sql = PgConnection::connect(&house.admin_url).await.expect("the database");
    let file: uuid::Uuid = sqlx::query_scalar("select engagement_id from certificates limit 1")
        .fetch_one(&mut sql)
        .await
        .expect("a file");
    let path = format!("/b/thames/office/clients/{file}/file.zip");
    let taken = house.enter("helen").await?.look(&path).await?;
    assert_eq!(taken.status, StatusCode::OK);
    assert!(taken.page.starts_with("PK") && taken.page.contains("manifest.json"));
    let taken = Player::visitor(&house.doors).look(&path).await?;
    assert!(taken.status.is_redirection(), "{}", taken.status);
    let acts = "select count(*) from record_entries where act = 'file_exported'";
    let acts: i64 = sqlx::query_scalar(acts).fetch_one(&mut sql).await.expect("the record");
    assert_eq!(acts, 1, "that it was taken is on the record");
    house.end().await;
    Ok(())
}
