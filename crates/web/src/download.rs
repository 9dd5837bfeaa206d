//! Files on their way out, in every portal: always as an attachment, never to be run or shown in our name.

use crate::app::Routes;
use crate::page::Answer;
use crate::paths::At;
use crate::problem::Problem;
use crate::session::{Audit, Client, Office, Panel, Visit};
use axum::body::Body;
use axum::http::{HeaderValue, Response, header};
use axum::response::IntoResponse;
use certification::evidence::{self, Opened};
use certification::{competence, decisions};
use uuid::Uuid;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/evidence/{id}", office)
        .get("/b/{body}/audit/evidence/{id}", audit)
        .get("/b/{body}/panel/evidence/{id}", panel)
        .get("/b/{body}/client/evidence/{id}", client)
        .get("/b/{body}/office/papers/{paper}", paper)
        .get("/b/{body}/panel/cases/{case}/signatures/{vote}/signature.json", signed_in_panel)
        .get(
            "/b/{body}/office/clients/{file}/case/signatures/{vote}/signature.json",
            signed_of_file,
        )
}

async fn office(room: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    send(&room, id).await
}

async fn audit(room: Audit, At((_, id)): At<(String, Uuid)>) -> Answer {
    send(&room, id).await
}

async fn panel(room: Panel, At((_, id)): At<(String, Uuid)>) -> Answer {
    send(&room, id).await
}

async fn client(room: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    send(&room, id).await
}

/// A paper of somebody's competence file.
async fn paper(room: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    let store = room.app.store.clone();
    leave(room.read(async |tx| competence::open_paper(tx, &store, id).await).await?)
}

/// A member's statement with its signature, for its panel.
async fn signed_in_panel(room: Panel, At((_, case, vote)): At<(String, Uuid, Uuid)>) -> Answer {
    signature(&room, case, vote).await
}

/// The same for the office, once it is decided.
async fn signed_of_file(room: Office, At((_, file, vote)): At<(String, Uuid, Uuid)>) -> Answer {
    signature(&room, file, vote).await
}

async fn signature(room: &Visit, of: Uuid, vote: Uuid) -> Answer {
    let file = room.read(async |tx| decisions::signature_file(tx, of, vote).await).await?;
    let name = attachment(&format!("signature-{vote}.json"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, file).into_response())
}

async fn send(room: &Visit, id: Uuid) -> Answer {
    let store = room.app.store.clone();
    leave(room.read(async |tx| evidence::open(tx, &store, id).await).await?)
}

fn leave(file: Opened) -> Answer {
    Response::builder()
        .header(header::CONTENT_TYPE, file.media_type)
        .header(header::CONTENT_LENGTH, file.bytes)
        .header(header::CONTENT_DISPOSITION, attachment(&file.name))
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox")
        .body(Body::from_stream(file.stream))
        .map_err(|cause| Problem::fault(cause.to_string()))
}

/// The header that saves a file under this name (RFC 6266): plain letters for old programs, and the whole
/// name percent-encoded (RFC 5987), so that no name can break out of the header.
pub fn attachment(name: &str) -> HeaderValue {
    let name = evidence::clean_name(name);
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let encoded: String = name.bytes().map(percent).collect();
    HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '(' | ')' | ',' | '+')
}

fn percent(byte: u8) -> String {
    match byte {
        b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_breaks_out_of_its_header() {
        let names = [
            "a\r\nSet-Cookie: x=1.pdf",
            "a\".pdf; filename=evil.exe",
            "gpj.\u{202e}exe.pdf",
            "../../etc/passwd",
            "Grüße.pdf",
            "",
        ];
        for name in names {
            let header = attachment(name);
            let text = header.to_str().unwrap_or_default();
            assert!(text.starts_with("attachment; filename=\""), "{text}");
            assert_eq!(text.matches('"').count(), 2, "{text}");
            assert!(
                !text.contains(['\r', '\n', '\u{202e}'])
                    && !text.contains("..")
                    && text.matches("filename=").count() == 1,
                "{text}"
            );
        }
        assert!(
            attachment("Grüße.pdf")
                .to_str()
                .unwrap_or_default()
                .ends_with("UTF-8''Gr%C3%BC%C3%9Fe.pdf")
        );
    }
}
