//! What is attached to a PDF, taken out with care.

use super::dictionary::{Values, get, number, reference};
use super::xref::Pdf;
use super::{MOST_ATTACHED, PdfError};
use flate2::read::ZlibDecoder;
use std::io::Read;

/// The bytes of the file attached under this name; none where there is none.
pub fn attached(pdf: &[u8], name: &str) -> Result<Option<Vec<u8>>, PdfError> {
    let pdf = Pdf::open(pdf)?;
    let (_, catalogue) = pdf.catalogue()?;
    let names = names(&catalogue)?;
    let wanted = format!("({name})");
    let pair = names.chunks_exact(2).find(|pair| pair[0] == wanted.as_bytes());
    let Some(pair) = pair else { return Ok(None) };
    let file = pdf.object(object(pair[1])?)?.dictionary()?;
    let embedded = get(&file, b"/EF").ok_or(PdfError::Missing("an attached file"))?;
    let embedded = Values::new(embedded, 0).dictionary()?;
    let stream = get(&embedded, b"/F").ok_or(PdfError::Missing("an attached file"))?;
    content(pdf.object(object(stream)?)?, pdf.bytes).map(Some)
}

/// The flat list of names and files under `/Names` `/EmbeddedFiles`; empty where nothing is attached.
pub(super) fn names<'a>(catalogue: &[(&'a [u8], &'a [u8])]) -> Result<Vec<&'a [u8]>, PdfError> {
    let Some(names) = get(catalogue, b"/Names") else { return Ok(Vec::new()) };
    let names = Values::new(names, 0).dictionary()?;
    let Some(tree) = get(&names, b"/EmbeddedFiles") else { return Ok(Vec::new()) };
    let tree = Values::new(tree, 0).dictionary()?;
    let list = get(&tree, b"/Names")
        .ok_or(PdfError::Shape("its attached files are listed in another way"))?;
    Values::new(list, 0).array()
}

fn object(value: &[u8]) -> Result<usize, PdfError> {
    reference(value).ok_or(PdfError::Shape("an attached file is named in another way"))
}

fn content(mut values: Values, bytes: &[u8]) -> Result<Vec<u8>, PdfError> {
    let stream = values.dictionary()?;
    let length = get(&stream, b"/Length").and_then(number);
    let length = length.ok_or(PdfError::Missing("an attached file's length"))?;
    if !values.word(b"stream") {
        return Err(PdfError::Missing("an attached file's content"));
    }
    let start = values.at + if bytes[values.at..].starts_with(b"\r\n") { 2 } else { 1 };
    let raw = start.checked_add(length).and_then(|end| bytes.get(start..end));
    let raw = raw.ok_or(PdfError::Missing("an attached file's content"))?;
    let mut content = Vec::new();
    let read = match get(&stream, b"/Filter") {
        None => raw.take(MOST_ATTACHED as u64 + 1).read_to_end(&mut content),
        Some(b"/FlateDecode") => {
            ZlibDecoder::new(raw).take(MOST_ATTACHED as u64 + 1).read_to_end(&mut content)
        }
        Some(_) => return Err(PdfError::Shape("an attached file is packed in another way")),
    };
    match read {
        Ok(_) if content.len() <= MOST_ATTACHED => Ok(content),
        Ok(_) => Err(PdfError::Shape("an attached file is larger than any of ours")),
        Err(_) => Err(PdfError::Shape("an attached file cannot be unpacked")),
    }
}
