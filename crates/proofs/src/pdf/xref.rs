//! Where a PDF's objects stand: the cross-reference tables, the newest first.

use super::dictionary::{Entries, Values, get, number, reference};
use super::{MOST_BYTES, PdfError};

/// The drawing and the one update that seals it.
const MOST_TABLES: usize = 2;

/// A PDF that is built as attestations are.
pub(super) struct Pdf<'a> {
    pub bytes: &'a [u8],
    /// Where the newest table stands.
    pub table: usize,
    /// The newest trailer.
    pub trailer: Entries<'a>,
    tables: Vec<usize>,
}

impl<'a> Pdf<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Self, PdfError> {
        if bytes.len() > MOST_BYTES {
            return Err(PdfError::Large);
        }
        if !bytes.starts_with(b"%PDF-1.") {
            return Err(PdfError::Missing("its first line"));
        }
        let table = last_table(bytes)?;
        let mut pdf = Pdf { bytes, table, trailer: trailer(bytes, table)?, tables: vec![table] };
        let mut oldest = pdf.trailer.clone();
        while let Some(before) = get(&oldest, b"/Prev") {
            let before =
                number(before).ok_or(PdfError::Shape("an update does not say what it updates"))?;
            if pdf.tables.len() == MOST_TABLES || before >= pdf.tables[pdf.tables.len() - 1] {
                return Err(PdfError::Shape("it was updated after it was sealed"));
            }
            pdf.tables.push(before);
            oldest = trailer(bytes, before)?;
        }
        Ok(pdf)
    }

    /// Where the object's value begins.
    pub fn object(&self, object: usize) -> Result<Values<'a>, PdfError> {
        for table in &self.tables {
            if let Some(at) = entry(self.bytes, *table, object)? {
                let mut values = Values::new(self.bytes, at);
                let header = format!("{object} 0 obj");
                return match values.word(header.as_bytes()) {
                    true => Ok(values),
                    false => Err(PdfError::Shape("an object is not where its table says")),
                };
            }
        }
        Err(PdfError::Missing("an object"))
    }

    /// Whether its tables speak of an object of this number or of a higher one.
    pub fn lists_beyond(&self, size: usize) -> Result<bool, PdfError> {
        for table in &self.tables {
            if sections(self.bytes, *table)?.0.iter().any(|[first, count, _]| first + count > size)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The number of the catalogue, and what it says.
    pub fn catalogue(&self) -> Result<(usize, Entries<'a>), PdfError> {
        let root = get(&self.trailer, b"/Root").and_then(reference);
        let root = root.ok_or(PdfError::Missing("the catalogue"))?;
        Ok((root, self.object(root)?.dictionary()?))
    }
}

/// The offset after the last `startxref`, which ends the file but for `%%EOF`.
fn last_table(bytes: &[u8]) -> Result<usize, PdfError> {
    let missing = PdfError::Missing("its end");
    let rest = bytes.strip_suffix(b"\n").unwrap_or(bytes).strip_suffix(b"%%EOF").ok_or(missing)?;
    let tail = rest.len().saturating_sub(40);
    let word = b"startxref";
    let at = rest[tail..].windows(word.len()).rposition(|window| window == word);
    let at = tail + at.ok_or(PdfError::Missing("startxref"))? + word.len();
    number(rest[at..].trim_ascii()).ok_or(PdfError::Missing("startxref's number"))
}

/// The sections of a table: first object, count, offset of the first entry; and where the trailer stands.
fn sections(bytes: &[u8], table: usize) -> Result<(Vec<[usize; 3]>, usize), PdfError> {
    let mut values = Values::new(bytes, table);
    if !values.word(b"xref") {
        return Err(PdfError::Shape("its objects are not listed in a plain table"));
    }
    let mut found = Vec::new();
    while !values.word(b"trailer") {
        let (first, count) = (word(bytes, &mut values), word(bytes, &mut values));
        values.skip_space();
        let (Some(first), Some(count), true) = (first, count, found.len() < 64) else {
            return Err(PdfError::Shape("its table of objects cannot be read"));
        };
        found.push([first, count, values.at]);
        values.at = values.at.saturating_add(count.saturating_mul(20)).min(bytes.len());
    }
    Ok((found, values.at))
}

fn word(bytes: &[u8], values: &mut Values) -> Option<usize> {
    values.skip_space();
    let rest = bytes.get(values.at..)?;
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    values.at += length;
    number(&rest[..length])
}

fn trailer(bytes: &[u8], table: usize) -> Result<Entries<'_>, PdfError> {
    let (_, at) = sections(bytes, table)?;
    Values::new(bytes, at).dictionary()
}

/// Where the object stands by this table; none where the table does not speak of it.
fn entry(bytes: &[u8], table: usize, object: usize) -> Result<Option<usize>, PdfError> {
    for [first, count, start] in sections(bytes, table)?.0 {
        if object < first || object - first >= count {
            continue;
        }
        let at = start + (object - first) * 20;
        let line = bytes.get(at..at + 18).ok_or(PdfError::Missing("a line of its table"))?;
        return match line[17] {
            b'n' => Ok(number(&line[..10])),
            _ => Err(PdfError::Missing("an object")),
        };
    }
    Ok(None)
}
