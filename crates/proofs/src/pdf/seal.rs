//! Seals a credential into the PDF it speaks of: one update behind the drawing's bytes, which stay as they were. Equal
//! input gives equal bytes for ever, for that is how a sealed PDF is checked: the update is made again and compared.

use super::PdfError;
use super::attached::names;
use super::dictionary::{Values, get, number};
use super::xref::Pdf;
use crate::{day, json};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use time::OffsetDateTime;

/// The name under which the credential is attached.
pub const ATTACHED: &str = "credential.jwt";
const NAME: &[u8] = b"(credential.jwt)";

/// The PDF `base` with the credential (a compact JWS) attached, as PDF/A-3 wants attached files; docs/formats says
/// what is written byte for byte.
pub fn sealed(base: &[u8], credential: &[u8]) -> Result<Vec<u8>, PdfError> {
    let pdf = Pdf::open(base)?;
    if get(&pdf.trailer, b"/Prev").is_some() {
        return Err(PdfError::Shape("it was updated before"));
    }
    let size = get(&pdf.trailer, b"/Size").and_then(number).ok_or(PdfError::Missing("its size"))?;
    // Or what is sealed in would take the place of an object that is there.
    if pdf.lists_beyond(size)? {
        return Err(PdfError::Shape("it lists more objects than it says it has"));
    }
    let (root, catalogue) = pdf.catalogue()?;
    let mut update = Update { bytes: base.to_vec(), places: Vec::new() };
    update.bytes.extend(b"\n");
    update.object(size, &stream(credential)?);
    update.object(size + 1, &filespec(size));
    update.object(root, &amended(&catalogue, size + 1)?);
    update.end(&pdf, size + 2);
    Ok(update.bytes)
}

struct Update {
    bytes: Vec<u8>,
    /// Object and offset.
    places: Vec<(usize, usize)>,
}

impl Update {
    fn object(&mut self, object: usize, content: &[u8]) {
        self.places.push((object, self.bytes.len()));
        self.bytes.extend(format!("{object} 0 obj\n").bytes());
        self.bytes.extend(content);
        self.bytes.extend(b"\nendobj\n");
    }

    fn end(&mut self, pdf: &Pdf, size: usize) {
        let table = self.bytes.len();
        self.bytes.extend(b"xref\n");
        self.places.sort_unstable();
        for (object, place) in &self.places {
            self.bytes.extend(format!("{object} 1\n{place:010} 00000 n\r\n").bytes());
        }
        self.bytes.extend(b"trailer\n<<");
        for (name, value) in &pdf.trailer {
            let size = size.to_string();
            let value = if *name == b"/Size" { size.as_bytes() } else { value };
            self.bytes.extend([name, b" ".as_slice(), value].concat());
        }
        let end = format!("/Prev {}>>\nstartxref\n{table}\n%%EOF\n", pdf.table);
        self.bytes.extend(end.bytes());
    }
}

fn stream(credential: &[u8]) -> Result<Vec<u8>, PdfError> {
    let (length, day) = (credential.len(), issued(credential)?);
    let head = format!(
        "<</Type/EmbeddedFile/Subtype/application#2Fvc+jwt/Length {length}/Params<</Size {length}/ModDate(D:{day})>>>>\nstream\n"
    );
    Ok([head.as_bytes(), credential, b"\nendstream"].concat())
}

fn filespec(stream: usize) -> Vec<u8> {
    format!(
        "<</Type/Filespec/F(credential.jwt)/UF(credential.jwt)/EF<</F {stream} 0 R/UF {stream} 0 R>>/AFRelationship/Data/Desc(The attestation as a verifiable credential)>>"
    )
    .into_bytes()
}

/// From when the credential is valid, as PDF writes moments: the date that an attached file must have.
fn issued(credential: &[u8]) -> Result<String, PdfError> {
    let parts: Vec<&[u8]> = credential.split(|byte| *byte == b'.').collect();
    let [_, payload, _] = parts.as_slice() else {
        return Err(PdfError::Credential("it has not three parts"));
    };
    let payload = URL_SAFE_NO_PAD.decode(payload).ok().and_then(|bytes| json::parse(&bytes).ok());
    let from = payload.and_then(|payload| payload["validFrom"].as_str().and_then(day::moment));
    let from: OffsetDateTime =
        from.ok_or(PdfError::Credential("it does not say from when it is valid"))?;
    Ok(day::written(from).replace(['-', ':', 'T'], ""))
}

/// The catalogue with the credential among its attached files (`/AF`) and their names, in the order of names.
fn amended(catalogue: &[(&[u8], &[u8])], file: usize) -> Result<Vec<u8>, PdfError> {
    let file = format!("{file} 0 R").into_bytes();
    let mut out = b"<<".to_vec();
    for (name, value) in catalogue.iter().filter(|(name, _)| *name != b"/AF" && *name != b"/Names")
    {
        out.extend([*name, b" ", value].concat());
    }
    let mut files = match get(catalogue, b"/AF") {
        Some(list) => Values::new(list, 0).array()?,
        None => Vec::new(),
    };
    files.push(&file);
    out.extend([b"/AF [", files.join(&b' ').as_slice(), b"]/Names <<"].concat());
    if let Some(others) = get(catalogue, b"/Names") {
        let others = Values::new(others, 0).dictionary()?;
        for (name, value) in others.iter().filter(|(name, _)| *name != b"/EmbeddedFiles") {
            out.extend([*name, b" ", value].concat());
        }
    }
    let names = listed(names(catalogue)?, &file)?;
    out.extend([b"/EmbeddedFiles <</Names [", names.join(&b' ').as_slice(), b"]>>>>>>"].concat());
    Ok(out)
}

fn listed<'a>(mut names: Vec<&'a [u8]>, file: &'a [u8]) -> Result<Vec<&'a [u8]>, PdfError> {
    let mut place = names.len();
    for (n, pair) in names.chunks(2).enumerate().rev() {
        match pair {
            [name, _] if *name == NAME => return Err(PdfError::Already),
            [name, _] if name.first() == Some(&b'(') => {
                if *name > NAME {
                    place = n * 2;
                }
            }
            _ => return Err(PdfError::Shape("its attached files are named in another way")),
        }
    }
    names.splice(place..place, [NAME, file]);
    Ok(names)
}
