//! The whole world a document is drawn in: its template, its data, its pictures, our fonts. No disk, no network, no clock.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::DrawError;
use crate::fonts::FONTS;

static LIBRARY: LazyLock<LazyHash<Library>> =
    LazyLock::new(|| LazyHash::new(Library::builder().build()));
static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));

/// A template and the files that it may read.
pub(crate) struct Desk {
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl Desk {
    /// The first source is the one that is drawn; user text belongs in `files`, never in a source.
    pub(crate) fn new(
        sources: &[(&str, &str)],
        files: Vec<(&str, Vec<u8>)>,
    ) -> Result<Self, DrawError> {
        let main = id(sources[0].0)?;
        let mut desk = Self { main, sources: HashMap::new(), files: HashMap::new() };
        for (name, text) in sources {
            let id = id(name)?;
            desk.sources.insert(id, Source::new(id, (*text).to_owned()));
        }
        for (name, bytes) in files {
            desk.files.insert(id(name)?, Bytes::new(bytes));
        }
        Ok(desk)
    }
}

fn id(name: &str) -> Result<FileId, DrawError> {
    let path = VirtualPath::new(name).map_err(|e| DrawError::Failed(format!("{name}: {e}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }
    fn main(&self) -> FileId {
        self.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| not_found(id))
    }
    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // A document that asked for today would differ from day to day.
        None
    }
}
