//! A person who walks through the product's own doors, inside the process: reads pages, fills in forms, uploads
//! files. The demonstration is played this way, so nothing in it came to be that a user could not have done.

use super::form;
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use tower::ServiceExt;

/// Why the play cannot go on: who, where, and what the page said.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Stuck(pub String);

pub type Played<T = ()> = Result<T, Stuck>;

/// Somebody at the product's doors; a visitor until signed in.
#[derive(Clone)]
pub struct Player {
    doors: Router,
    session: String,
}

/// An answer: its status, where it leads, and what it says.
pub struct Answered {
    pub status: StatusCode,
    pub location: String,
    pub page: String,
    cookie: String,
}

/// A form filled in and not sent yet: where it goes, its fields, and whether it may carry files.
struct FilledIn {
    action: String,
    fields: Vec<(String, String)>,
    carries_files: bool,
}

impl Player {
    /// A visitor.
    pub fn visitor(doors: &Router) -> Self {
        Player { doors: doors.clone(), session: String::new() }
    }

    /// Whoever has this key of the role picker, signed in. Only a demonstration has such keys.
    pub async fn enter(doors: &Router, key: &str) -> Played<Self> {
        let mut player = Player::visitor(doors);
        let answered = player.answer_to("/door/demo", &[("person", key)]).await?;
        if answered.status != StatusCode::SEE_OTHER || answered.cookie.is_empty() {
            return Err(Stuck(format!("{key} could not sign in: {}", answered.status)));
        }
        player.session = answered.cookie;
        Ok(player)
    }

    /// The cookie by which the door knows this person; empty for a visitor.
    pub fn session(&self) -> &str {
        &self.session
    }

    /// The same person with one of a client's files at hand, as the browser keeps it.
    pub fn looking_at(mut self, file: &str) -> Self {
        self.session = format!("{}; file={file}", self.session);
        self
    }

    /// Reads a page, which must be there.
    pub async fn read(&self, path: &str) -> Played<String> {
        let answered = self.look(path).await?;
        if answered.status == StatusCode::OK {
            Ok(answered.page)
        } else {
            Err(stuck("reading", path, &answered))
        }
    }

    /// Asks for an address, whatever it answers.
    pub async fn look(&self, path: &str) -> Played<Answered> {
        self.ask(Method::GET, path, String::new(), Body::empty()).await
    }

    /// Sends a form, which must be accepted; answers where it leads.
    pub async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Played<String> {
        let answered = self.answer_to(path, fields).await?;
        if answered.status == StatusCode::SEE_OTHER {
            Ok(answered.location)
        } else {
            Err(stuck("sending", path, &answered))
        }
    }

    /// Fills in the form on the page at `path` that has `mark` in it, which must be accepted.
    pub async fn fill(&self, path: &str, mark: &str, fields: &[(&str, &str)]) -> Played<String> {
        let answered = self.try_to_fill(path, mark, fields).await?;
        if answered.status == StatusCode::SEE_OTHER {
            Ok(answered.location)
        } else {
            Err(stuck("sending the form of", path, &answered))
        }
    }

    /// Fills in a form, whatever it answers.
    pub async fn try_to_fill(
        &self,
        path: &str,
        mark: &str,
        fields: &[(&str, &str)],
    ) -> Played<Answered> {
        self.send_in(self.gathered(path, mark, fields).await?, None).await
    }

    /// Fills in the form on the page at `path` that has `mark` in it, and chooses a file for it: field, name and
    /// bytes. It must be accepted.
    pub async fn fill_with(
        &self,
        path: &str,
        mark: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Played {
        let filled = self.gathered(path, mark, fields).await?;
        let answered = self.send_in(filled, Some(file)).await?;
        match answered.status {
            StatusCode::SEE_OTHER => Ok(()),
            _ => Err(stuck("sending the form of", path, &answered)),
        }
    }

    async fn send_in(
        &self,
        filled: FilledIn,
        file: Option<(&str, &str, &[u8])>,
    ) -> Played<Answered> {
        let fields: Vec<_> =
            filled.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if filled.carries_files {
            self.send_parts(&filled.action, &fields, file).await
        } else {
            self.answer_to(&filled.action, &fields).await
        }
    }

    /// A form filled in and not sent yet: where it goes, and its fields. What stands in those that are not given
    /// goes along, as a browser would send it.
    pub async fn filled_in(
        &self,
        path: &str,
        mark: &str,
        fields: &[(&str, &str)],
    ) -> Played<(String, Vec<(String, String)>)> {
        let filled = self.gathered(path, mark, fields).await?;
        Ok((filled.action, filled.fields))
    }

    async fn gathered(&self, path: &str, mark: &str, fields: &[(&str, &str)]) -> Played<FilledIn> {
        let page = self.read(path).await?;
        let form = form::with(&page, mark)
            .ok_or_else(|| Stuck(format!("{path} has no form with {mark}")))?;
        let action = form::attribute(form, "action").unwrap_or_else(|| path.to_owned());
        let mut all = form::fields(form);
        all.retain(|(name, _)| !fields.iter().any(|(given, _)| given == name));
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let carries_files = form::attribute(form, "enctype").is_some();
        Ok(FilledIn { action, fields: all, carries_files })
    }

    /// Sends a form, whatever it answers.
    pub async fn answer_to(&self, path: &str, fields: &[(&str, &str)]) -> Played<Answered> {
        let body = serde_html_form::to_string(fields).map_err(|cause| Stuck(cause.to_string()))?;
        self.ask(Method::POST, path, "application/x-www-form-urlencoded".into(), Body::from(body))
            .await
    }

    /// Uploads one file with the form's other fields.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Played<Answered> {
        self.send_parts(path, fields, Some(file)).await
    }

    async fn send_parts(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, &str, &[u8])>,
    ) -> Played<Answered> {
        let line = "assay-demonstration-boundary";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--{line}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        if let Some((field, name, bytes)) = file {
            let head = format!(
                "--{line}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend_from_slice(format!("--{line}--\r\n").as_bytes());
        let media_type = format!("multipart/form-data; boundary={line}");
        self.ask(Method::POST, path, media_type, Body::from(body)).await
    }

    async fn ask(
        &self,
        method: Method,
        path: &str,
        media_type: String,
        body: Body,
    ) -> Played<Answered> {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, "assay.demonstration");
        if !media_type.is_empty() {
            request = request.header(header::CONTENT_TYPE, media_type);
        }
        if !self.session.is_empty() {
            request = request.header(header::COOKIE, &self.session);
        }
        let request = request.body(body).map_err(|cause| Stuck(format!("{path}: {cause}")))?;
        let response = self
            .doors
            .clone()
            .oneshot(request)
            .await
            .map_err(|cause| Stuck(format!("{path}: {cause}")))?;
        let (head, body) = response.into_parts();
        let text = |name| {
            head.headers
                .get(name)
                .and_then(|v: &axum::http::HeaderValue| v.to_str().ok())
                .unwrap_or_default()
                .to_owned()
        };
        let cookies =
            head.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
        let cookie = cookies
            .filter(|c| c.contains("assay="))
            .filter_map(|c| c.split(';').next())
            .next()
            .unwrap_or_default()
            .to_owned();
        let bytes = axum::body::to_bytes(body, 64 * 1024 * 1024)
            .await
            .map_err(|cause| Stuck(format!("{path}: {cause}")))?;
        Ok(Answered {
            status: head.status,
            location: text(header::LOCATION),
            page: String::from_utf8_lossy(&bytes).into_owned(),
            cookie,
        })
    }
}

/// What a page said instead, so that whoever reads the log knows what to mend.
fn stuck(doing: &str, path: &str, answered: &Answered) -> Stuck {
    let main = answered.page.split_once("<main").map_or(answered.page.as_str(), |(_, main)| main);
    let text: String = main
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text.trim())
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    Stuck(format!(
        "{doing} {path}: {} {} {}",
        answered.status,
        answered.location,
        text.chars().take(900).collect::<String>()
    ))
}

/// The first address on a page that begins with `start` and ends with `end`.
pub fn address<'a>(page: &'a str, start: &str, end: &str) -> Option<&'a str> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(href, _)| href)
        .find(|href| href.starts_with(start) && href.ends_with(end))
}
