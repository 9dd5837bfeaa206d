//! Files by the dozen at the register's check: each is answered by itself and for what it is, over HTTP, as a table
//! and as JSON, within caps that say what to do.

use crate::fresh::Fresh;
use crate::journey::stage;
use assay::seed;
use assay::story::{Played, Story};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use serde_json::Value;
use sqlx::{Connection, PgConnection};
use std::path::Path;
use tower::ServiceExt;

/// A file as it is handed in: its name and its bytes.
pub type Handed<'a> = (&'a str, &'a [u8]);

/// What a visitor is answered who sends these files in one form.
async fn sent(
    house: &Fresh,
    files: &[Handed<'_>],
    accept: &str,
) -> (StatusCode, HeaderMap, String) {
    let mut body = Vec::new();
    for (name, bytes) in files {
        let head = format!(
            "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
    }
    body.extend_from_slice(b"--line--\r\n");
    let request = Request::post("/verify/file")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .header(header::ACCEPT, accept)
        .body(Body::from(body))
        .expect("a request");
    let response = house.doors.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("bytes");
    (parts.status, parts.headers, String::from_utf8_lossy(&bytes).into_owned())
}

/// The answers for programs, each as name and status.
pub async fn answers(house: &Fresh, files: &[Handed<'_>]) -> Vec<(String, String)> {
    let (status, _, said) = sent(house, files, "application/json").await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let said: Value = serde_json::from_str(&said).expect("JSON");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let answer = |one: &Value| {
        assert!(one["sentence"].as_str().is_some_and(|words| !words.is_empty()), "{one}");
        (text(&one["file"]), text(&one["status"]))
    };
    said["answers"].as_array().expect("a list").iter().map(answer).collect()
}

pub async fn got(house: &Fresh, path: &str) -> Vec<u8> {
    let request = Request::get(path).body(Body::empty()).expect("a request");
    let response = house.doors.clone().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    to_bytes(response.into_body(), usize::MAX).await.expect("bytes").to_vec()
}

async fn number(house: &Fresh) -> String {
    let mut sql = PgConnection::connect(&house.admin_url).await.expect("the database");
    let number = "select number from certificates order by revision limit 1";
    sqlx::query_scalar(number).fetch_one(&mut sql).await.expect("a number")
}

fn vector(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats/vectors");
    std::fs::read(folder.join(name)).expect(name)
}

/// The three files of an attestation, each as the register gives it to anyone.
struct Issued {
    bundle: Vec<u8>,
    pdf: Vec<u8>,
    credential: Vec<u8>,
}

impl Issued {
    async fn of(house: &Fresh) -> Issued {
        let page = format!("/verify/{}", number(house).await);
        Issued {
            bundle: got(house, &format!("{page}/bundle.zip?revision=1")).await,
            pdf: got(house, &format!("{page}/attestation.pdf?revision=1")).await,
            credential: got(house, &format!("{page}/credential.jwt?revision=1")).await,
        }
    }

    /// The three as they are answered, which is alike.
    async fn standing(&self, house: &Fresh) -> String {
        let files: [Handed<'_>; 3] =
            [("b.zip", &self.bundle), ("a.pdf", &self.pdf), ("c.jwt", &self.credential)];
        let said = answers(house, &files).await;
        assert!(said.iter().all(|(_, status)| *status == said[0].1), "{said:?}");
        said[0].1.clone()
    }
}

/// One letter of a signature is another.
fn forged(credential: &[u8]) -> Vec<u8> {
    let (mut forged, at) = (credential.to_vec(), credential.len() - 20);
    forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
    forged
}

#[tokio::test]
async fn crt_6_each_file_of_many_is_answered_for_what_it_is() -> Played {
    let house = Fresh::new().await;
    seed::bodies(&stage(&house)).await?;
    let mut story = seed::fintech(&stage(&house));
    seed::granted(&mut story).await?;
    let issued = Issued::of(&house).await;
    assert_eq!(issued.standing(&house).await, "valid");
    let (none, hs256, stranger) =
        (vector("forged-none.jwt"), vector("forged-hs256.jwt"), vector("bundle.zip"));
    let longer = [issued.pdf.as_slice(), b"\n%%EOF"].concat();
    let wrong = forged(&issued.credential);
    let facts = vector("forged-facts.zip");
    let files: [Handed<'_>; 10] = [
        ("wrong.jwt", &wrong),
        ("longer.pdf", &longer),
        ("none.jwt", &none),
        ("hs256.jwt", &hs256),
        ("facts.zip", &facts),
        ("stranger.zip", &stranger),
        ("notes.txt", b"hello"),
        ("program", b"\x7fELF\x02"),
        ("empty.pdf", b""),
        ("../../right.jwt", &issued.credential),
    ];
    let said = answers(&house, &files).await;
    let statuses: Vec<&str> = said.iter().map(|(_, status)| status.as_str()).collect();
    let forgeries = ["not_genuine"; 5];
    assert_eq!(statuses[..5], forgeries, "{said:?}");
    assert_eq!(statuses[5..], ["unknown", "malformed", "malformed", "malformed", "valid"]);
    assert_eq!(said[9].0, "right.jwt", "no name leads elsewhere");
    as_a_table(&house, &files).await;
    as_the_register_says_later(&house, &mut story, &issued).await?;
    house.end().await;
    Ok(())
}

/// Without script they are sent in one form, and answered in one page.
async fn as_a_table(house: &Fresh, files: &[Handed<'_>]) {
    let (status, _, page) = sent(house, files, "text/html").await;
    assert_eq!(status, StatusCode::OK);
    for words in [
        "10 checked: 1 genuine and valid, 5 not genuine.",
        "Not genuine",
        "Unknown",
        "Cannot be read",
        "does not prove a forgery",
    ] {
        assert!(page.contains(words), "“{words}” is not said");
    }
    let (_, _, page) = sent(house, &files[9..], "text/html").await;
    assert!(page.contains("The file you gave") && page.contains(">Genuine<"));
    let (_, _, page) = sent(house, &files[5..6], "text/html").await;
    assert!(!page.contains(">Genuine<"), "a stranger’s key proves nothing");
}

/// Suspended, restored, withdrawn: the same files are answered as the decisions have it.
async fn as_the_register_says_later(
    house: &Fresh,
    story: &mut Story<'_>,
    issued: &Issued,
) -> Played {
    story.wait(30);
    let because = [("because", "Two letters stayed unanswered."), ("reason_code", "client_asks")];
    let case = story.open_case_of("suspension", &because).await?;
    story.decide(&case, "suspend", "The record shows it.").await?;
    assert_eq!(issued.standing(house).await, "suspended");
    let case =
        story.open_case_of("withdrawal", &[("because", "It stops its AI business.")]).await?;
    story.decide(&case, "withdraw", "The record shows it.").await?;
    assert_eq!(issued.standing(house).await, "withdrawn");
    Ok(())
}

#[tokio::test]
async fn too_many_or_too_large_is_said_with_what_to_do() -> Played {
    let house = Fresh::new().await;
    let many: Vec<Handed<'_>> = vec![("a.txt", b"x"); 41];
    let twenty = vec![b'x'; 20 * 1024 * 1024];
    let heavy: Vec<Handed<'_>> = vec![("a.txt", &twenty); 4];
    for files in [many, heavy] {
        let (status, _, said) = sent(&house, &files, "application/json").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        let said: Value = serde_json::from_str(&said).expect("JSON");
        let sentence = said["sentence"].as_str().expect("a sentence");
        assert!(sentence.contains("send them in parts") && sentence.contains("assay verify"));
        let (status, _, page) = sent(&house, &files, "text/html").await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.contains("send them in parts"), "the form comes back");
    }
    let one_more = [twenty.as_slice(), b"x"].concat();
    let said = answers(&house, &[("large.pdf", &one_more), ("small.txt", b"x")]).await;
    assert!(said.iter().all(|(_, status)| status == "malformed"), "{said:?}");
    let (status, _, said) = sent(&house, &[], "application/json").await;
    assert_eq!((status, said.contains("Choose a file")), (StatusCode::UNPROCESSABLE_ENTITY, true));
    house.end().await;
    Ok(())
}

#[tokio::test]
async fn a_list_that_cannot_be_answered_is_said_in_a_sentence_to_programs_too() -> Played {
    let house = Fresh::new().await;
    let numbers = "TA-AIMS-2026-0001\n".repeat(10_001);
    let body = format!(
        "--line\r\nContent-Disposition: form-data; name=\"numbers\"\r\n\r\n{numbers}\r\n--line--\r\n"
    );
    let request = Request::post("/verify/list")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line")
        .header(header::ACCEPT, "application/json")
        .body(Body::from(body))
        .expect("a request");
    let response = house.doors.clone().oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let bytes = to_bytes(response.into_body(), usize::MAX).await.expect("bytes");
    let said: Value = serde_json::from_slice(&bytes).expect("JSON");
    let sentence = said["sentence"].as_str().expect("a sentence");
    assert!(sentence.contains("10001 numbers") && sentence.contains("in parts"), "{sentence}");
    house.end().await;
    Ok(())
}
