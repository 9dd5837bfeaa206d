//! Every form of a whole certification sent twice at the same time, as by a double click or in two windows: it
//! comes out as if each had been sent once.

use super::judge;
use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed::{self, Stage};
use assay::story::Played;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use sqlx::{AssertSqlSafe, PgConnection};
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_certification_of_forms_sent_twice_is_one_certification() -> Played {
    let once = rows_after(|doors| doors).await?;
    let twice = rows_after(|doors| doors.layer(from_fn(doubled))).await?;
    assert!(once["record_entries"] > 50 && once["certificates"] == 1, "{once:?}");
    assert_eq!(once, twice);
    Ok(())
}

/// How many rows each table has after a certification that was played through these doors.
async fn rows_after(doors: impl FnOnce(Router) -> Router) -> Played<BTreeMap<String, i64>> {
    let house = Fresh::new().await;
    let doors = doors(house.doors.clone());
    let stage = Stage { doors: &doors, ..stage(&house) };
    seed::bodies(&stage).await?;
    seed::granted(&mut seed::fintech(&stage)).await?;
    let rows = rows(&mut judge(&house).await).await;
    house.end().await;
    Ok(rows)
}

/// A form goes in twice at once. The person sees the answer that goes on, if there is one.
async fn doubled(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    let path = head.uri.path().to_owned();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("the form");
    let again = || Request::from_parts(head.clone(), Body::from(bytes.clone()));
    let (one, other) = tokio::join!(next.clone().run(again()), next.run(again()));
    for answer in [&one, &other] {
        assert!(!answer.status().is_server_error(), "{path}: {}", answer.status());
    }
    if one.status() == StatusCode::SEE_OTHER { one } else { other }
}

/// Rows by table; sessions apart, of which everybody who signs in twice has two, and the second of two forms, where a rule refused it.
async fn rows(sql: &mut PgConnection) -> BTreeMap<String, i64> {
    let tables = "select table_name::text from information_schema.tables where table_schema = 'public' and table_name not in ('sessions', 'refusals')";
    let tables: Vec<String> =
        sqlx::query_scalar(tables).fetch_all(&mut *sql).await.expect("the tables");
    let mut rows = BTreeMap::new();
    for table in tables {
        let count = AssertSqlSafe(format!("select count(*) from {table}"));
        rows.insert(table, sqlx::query_scalar(count).fetch_one(&mut *sql).await.expect("a count"));
    }
    rows
}
