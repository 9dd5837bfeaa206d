//! The files that a request brings to be checked: read as they arrive, none larger than ours are, not too many at once.

use super::checked::{Checked, Checking};
use crate::problem::Problem;
use crate::session::Register;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use bytes::BytesMut;
use certification::FieldErrors;
use certification::evidence::clean_name;

/// The largest file that is looked into, bytes; larger ones are none of ours.
pub(super) const LARGEST: usize = 20 * 1024 * 1024;
/// The most files of one request, and what they may weigh together, bytes. One after the other is in memory.
const MOST: usize = 40;
const TOGETHER: usize = 60 * 1024 * 1024;
/// What is let in and dropped, bytes: a browser reads no answer before it has sent everything.
const LET_IN: usize = 4 * TOGETHER;

/// Checks the files of the form as they arrive: each is gone before the next is read.
pub(super) async fn checked(
    register: &Register,
    Given(mut parts): Given,
) -> Result<Vec<Checked>, Problem> {
    let (mut checking, mut files, mut weight) = (Checking::new(register), Vec::new(), 0);
    while let Some(part) = parts.next_field().await.map_err(|_| too_much())? {
        let name = part.file_name().map(str::to_owned).unwrap_or_default();
        if part.name() != Some("file") || name.is_empty() {
            continue;
        }
        if files.len() == MOST {
            // One too many is as one too heavy.
            weight = LET_IN;
        }
        let bytes = read(part, &mut weight).await?;
        let name = clean_name(&name);
        files.push(match bytes {
            _ if weight > TOGETHER => continue,
            None => Checked::unread(name, "The file is larger than 20 MB, more than any of ours."),
            Some(none) if none.is_empty() => Checked::unread(name, "The file is empty."),
            Some(bytes) => checking.check(name, bytes.freeze()).await?,
        });
    }
    match files.len() {
        _ if weight > TOGETHER => Err(too_much()),
        0 => Err(Problem(FieldErrors::one("file", "Choose a file").into())),
        _ => Ok(files),
    }
}

/// The file's bytes; none where there are more than in any of ours, or than a request may bring.
async fn read(mut part: Field<'_>, weight: &mut usize) -> Result<Option<BytesMut>, Problem> {
    let mut bytes = BytesMut::new();
    let mut more = true;
    while let Some(chunk) = part.chunk().await.map_err(|_| too_much())? {
        *weight += chunk.len();
        more &= bytes.len() + chunk.len() <= LARGEST && *weight <= TOGETHER;
        match more {
            true => bytes.extend_from_slice(&chunk),
            false => bytes = BytesMut::new(),
        }
    }
    Ok(more.then_some(bytes))
}

fn too_much() -> Problem {
    let sentence = format!(
        "At most {MOST} files go at once, 60 MB together, and the connection must hold: send them in parts, or check \
         them on your own machine with `assay verify`"
    );
    Problem(FieldErrors::one("file", sentence).into())
}

/// The form with its files, not read yet.
pub(super) struct Given(Multipart);

impl<S: Send + Sync> FromRequest<S> for Given {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        DefaultBodyLimit::max(LET_IN).apply(&mut request);
        Multipart::from_request(request, state).await.map(Given).map_err(|_| Problem::bad_request())
    }
}
