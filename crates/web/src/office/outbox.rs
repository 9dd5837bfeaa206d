//! The outbox: every mail of the body, newest first, and each exactly as it left.

use crate::app::Routes;
use crate::page::{Answer, Shell};
use crate::paths::{Asked, At};
use crate::session::Office;
use askama::Template;
use axum::http::header;
use axum::response::IntoResponse;
use certification::outbox::{self, Sent};
use mail_parser::MessageParser;
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .get("/b/{body}/office/outbox", list)
        .get("/b/{body}/office/outbox/{mail}", one)
        .get("/b/{body}/office/outbox/{mail}/message", download)
}

const PAGE: usize = 40;

#[derive(Template)]
#[template(path = "office/outbox.html")]
struct List {
    shell: Shell,
    base: String,
    mails: Vec<Sent>,
    newest: Option<String>,
    older: Option<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Before {
    before: Option<Uuid>,
}

async fn list(office: Office, Asked(asked): Asked<Before>) -> Answer {
    let mut mails =
        office.read(async |tx| outbox::mails(tx, asked.before, PAGE as i64 + 1).await).await?;
    let more = mails.len() > PAGE;
    mails.truncate(PAGE);
    let base = office.href("/outbox");
    let older = mails.last().filter(|_| more).map(|last| format!("{base}?before={}", last.id));
    let newest = asked.before.map(|_| base.clone());
    office.page(&List { shell: office.shell(), base, mails, newest, older })
}

#[derive(Template)]
#[template(path = "office/mail.html")]
struct One {
    shell: Shell,
    base: String,
    mail: Sent,
    /// The message as it left; none while it waits.
    left: Option<Letter>,
    lines: Vec<Line>,
}

/// A message, decoded from its bytes.
struct Letter {
    headers: Vec<(&'static str, String)>,
    source: String,
}

/// A line of the text, and the address in it if it is one of this installation's.
struct Line {
    text: String,
    href: Option<String>,
}

async fn one(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    let mail = office.read(async |tx| outbox::mail(tx, id).await).await?;
    let (left, text) = match mail.message.as_deref() {
        Some(bytes) => {
            let (letter, text) = decode(bytes);
            (Some(letter), text)
        }
        None => (None, mail.body.clone()),
    };
    let lines = lines(&text, &office.app.settings.public_url);
    office.page(&One { shell: office.shell(), base: office.href("/outbox"), mail, left, lines })
}

fn decode(bytes: &[u8]) -> (Letter, String) {
    let parsed = MessageParser::default().parse(bytes).unwrap_or_default();
    let people = |address: Option<&mail_parser::Address>| {
        let one = |a: &mail_parser::Addr| match (a.name(), a.address()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (_, address) => address.unwrap_or_default().to_owned(),
        };
        address.map(|list| list.iter().map(one).collect::<Vec<_>>().join(", ")).unwrap_or_default()
    };
    let headers = vec![
        ("From", people(parsed.from())),
        ("To", people(parsed.to())),
        ("Subject", parsed.subject().unwrap_or_default().to_owned()),
        ("Date", parsed.date().map(|date| date.to_rfc822()).unwrap_or_default()),
        ("Message-ID", parsed.message_id().unwrap_or_default().to_owned()),
    ];
    let text = parsed.body_text(0).unwrap_or_default().into_owned();
    (Letter { headers, source: String::from_utf8_lossy(bytes).into_owned() }, text)
}

fn lines(text: &str, public_url: &str) -> Vec<Line> {
    let own = |line: &str| {
        line.strip_prefix(public_url).filter(|path| path.starts_with('/')).map(str::to_owned)
    };
    text.lines().map(|line| Line { text: line.to_owned(), href: own(line.trim()) }).collect()
}

async fn download(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    let message = office.read(async |tx| outbox::message(tx, id).await).await?;
    let about = [
        (header::CONTENT_TYPE, "message/rfc822".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{id}.eml\"")),
    ];
    Ok((about, message).into_response())
}
