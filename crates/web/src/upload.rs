//! Forms that carry files: the words are gathered, each file is streamed into the store as it arrives and
//! held in memory nowhere. Whatever goes wrong, no file is left over.

use crate::app::App;
use crate::form::Filled;
use crate::problem::Problem;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use bytes::{Bytes, BytesMut};
use certification::evidence::{self, Received};
use certification::{Actor, Error, FieldErrors};

/// The most that one form may carry, files and all.
const LARGEST_FORM: usize = 260 * 1024 * 1024;
/// The most that the words of one form may take together.
const WORDS: usize = 512 * 1024;

/// A form with files, not read yet.
pub struct Upload(Multipart);

/// What arrived: the words as a form, and the files by the field they were chosen in.
pub struct Arrived {
    pub form: Filled,
    pub files: Vec<(String, Received)>,
}

impl Arrived {
    /// The files alone, in the order of the form.
    pub fn into_files(self) -> Vec<Received> {
        self.files.into_iter().map(|(_, file)| file).collect()
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Problem;

    async fn from_request(mut request: Request, app: &App) -> Result<Self, Problem> {
        DefaultBodyLimit::max(LARGEST_FORM).apply(&mut request);
        Multipart::from_request(request, app).await.map(Upload).map_err(|_| Problem::bad_request())
    }
}

impl Upload {
    /// Takes everything in. A file that is refused ends it with a message at its field, and the files that
    /// came before it are gone with it; the words that had arrived come back in the form.
    pub async fn receive(mut self, app: &App, by: &Actor) -> Result<Arrived, (Filled, Problem)> {
        let (mut words, mut files, mut taken) = (Vec::new(), Vec::new(), 0);
        let gathered = loop {
            match self.next(app, by, &mut taken).await {
                Ok(Some(Part::Word(name, value))) => words.push((name, value)),
                Ok(Some(Part::File(field, file))) => files.push((field, file)),
                Ok(None) => break Ok(()),
                Err(problem) => break Err(problem),
            }
        };
        let form = Filled::from_values(words);
        match gathered {
            Ok(()) => Ok(Arrived { form, files }),
            Err(problem) => Err((form, problem)),
        }
    }

    async fn next(
        &mut self,
        app: &App,
        by: &Actor,
        taken: &mut usize,
    ) -> Result<Option<Part>, Problem> {
        loop {
            let Some(field) = self.0.next_field().await.map_err(|_| Problem::too_large())? else {
                return Ok(None);
            };
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                None => return word(field, name, taken).await.map(Some),
                // A file field in which nothing was chosen.
                Some(file) if file.is_empty() => {}
                Some(file) => {
                    let received = evidence::receive(&app.store, by, &file, field).await;
                    return received
                        .map(|file| Some(Part::File(name.clone(), file)))
                        .map_err(|error| at(&name, error));
                }
            }
        }
    }

    /// For a small file that is read at once, such as a CSV: the words, and the file's name and bytes if one
    /// was chosen. Nothing goes to the store.
    pub async fn in_memory(
        mut self,
        most: usize,
    ) -> Result<(Filled, Option<(String, Bytes)>), Problem> {
        let (mut words, mut file, mut taken) = (Vec::new(), None, 0);
        while let Some(field) = self.0.next_field().await.map_err(|_| Problem::too_large())? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                None => {
                    if let Part::Word(name, value) = word(field, name, &mut taken).await? {
                        words.push((name, value));
                    }
                }
                Some(chosen) if chosen.is_empty() => {}
                Some(chosen) => {
                    file = Some((evidence::clean_name(&chosen), whole(field, &name, most).await?))
                }
            }
        }
        Ok((Filled::from_values(words), file))
    }
}

enum Part {
    Word(String, String),
    File(String, Received),
}

async fn word(field: Field<'_>, name: String, taken: &mut usize) -> Result<Part, Problem> {
    let bytes = whole(field, &name, WORDS - (*taken).min(WORDS)).await?;
    *taken += bytes.len();
    let value = String::from_utf8(bytes.to_vec()).map_err(|_| Problem::bad_request())?;
    Ok(Part::Word(name, value))
}

async fn whole(mut field: Field<'_>, name: &str, most: usize) -> Result<Bytes, Problem> {
    let mut all = BytesMut::new();
    while let Some(chunk) = field.chunk().await.map_err(|_| Problem::too_large())? {
        all.extend_from_slice(&chunk);
        if all.len() > most {
            // The rest is let in and dropped: a browser reads no answer before it has sent everything.
            while let Ok(Some(_)) = field.chunk().await {}
            let message =
                format!("This is larger than {}. Send a smaller file", evidence::size(most as i64));
            return Err(Problem(FieldErrors::one(name, message).into()));
        }
    }
    Ok(all.freeze())
}

/// The message at the field in which the file was chosen.
fn at(field: &str, error: Error) -> Problem {
    match error {
        Error::Invalid(FieldErrors(errors)) => Problem(
            FieldErrors(
                errors.into_iter().map(|(_, message)| (field.to_owned(), message)).collect(),
            )
            .into(),
        ),
        other => Problem(other),
    }
}
