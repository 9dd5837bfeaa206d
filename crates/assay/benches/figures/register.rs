//! Ten thousand numbers from a file, looked up through the router, on a register of ten thousand certificates.

use crate::measured::Figure;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use certification::actor::Actor;
use certification::certificates::{self, AT_ONCE, Stands};
use certification::testing::World;
use std::time::{Duration, Instant};
use tower::ServiceExt;
use web::App;

const NUMBERS: usize = 10_000;
const RUNS: usize = 10;

pub(crate) async fn measure(world: &World, app: &App, number: &str) -> Vec<Figure> {
    let numbers = filled(world, number).await;
    let (router, list) = (web::router(app.clone()), numbers.join("\n"));
    let (mut over_http, mut alone) = (Vec::new(), Vec::new());
    for _ in 0..=RUNS {
        let begun = Instant::now();
        let request = Request::post("/verify/list")
            .header("content-type", "multipart/form-data; boundary=xxx")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(format!(
                "--xxx\r\ncontent-disposition: form-data; name=\"file\"; filename=\"numbers.txt\"\r\n\r\n{list}\r\n--xxx--\r\n"
            )));
        let answer = router.clone().oneshot(request.expect("a request")).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        let sheet = to_bytes(answer.into_body(), usize::MAX).await.expect("a sheet");
        over_http.push(begun.elapsed());
        let lines =
            String::from_utf8_lossy(&sheet).lines().filter(|l| l.contains(",Valid,")).count();
        assert_eq!(lines, NUMBERS, "every number is answered");
        alone.push(looked_up(world, &numbers).await);
    }
    // The first of each was for warmth.
    let after_first = |times: Vec<Duration>| times.into_iter().skip(1).collect();
    vec![
        Figure::from(
            "A list of 10,000 numbers, from the file to the sheet",
            after_first(over_http),
        ),
        Figure::from("– of it the look-ups (SQL, and how each stands today)", after_first(alone)),
    ]
}

async fn looked_up(world: &World, numbers: &[String]) -> Duration {
    let begun = Instant::now();
    for some in numbers.chunks(AT_ONCE) {
        let some: Vec<&str> = some.iter().map(String::as_str).collect();
        let anyone = Actor::visitor(None);
        let read = world.db.read(&anyone, async |tx| certificates::of_numbers(tx, &some).await);
        let answers = read.await.expect("answers");
        assert!(answers.iter().all(|answer| matches!(answer, Stands::Found(_))));
    }
    begun.elapsed()
}

/// As many certificates as are asked for, set down by the owner of the tables like the one that was issued.
async fn filled(world: &World, number: &str) -> Vec<String> {
    let (series, _) = number.rsplit_once('-').expect("a serial number");
    let numbers: Vec<String> =
        (1..=NUMBERS).map(|n| format!("{series}-{:06}", n + 100_000)).collect();
    let mut owner = world.owner.acquire().await.expect("the owner");
    let copies = "insert into certificates select (jsonb_populate_record(c, jsonb_build_object(
            'id', gen_random_uuid(), 'decision_id', gen_random_uuid(), 'number', n.number, 'pdf', '\\x25504446',
            'status_index', 200000 + n.place))).*
          from certificates c, unnest($2::text[]) with ordinality n (number, place) where c.number = $1";
    for sql in
        ["set session_replication_role = replica", copies, "set session_replication_role = origin"]
    {
        let query = sqlx::query(sql);
        let query = if sql == copies { query.bind(number).bind(&numbers) } else { query };
        query.execute(&mut *owner).await.expect("certificates");
    }
    sqlx::query("analyze certificates").execute(&mut *owner).await.expect("counted");
    numbers
}
