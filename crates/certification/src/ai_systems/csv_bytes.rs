//! From an uploaded file's bytes to text: what is no text at all is refused by name, and the encoding found.

use super::csv_reading::MOST_BYTES;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// Refuses what is no text at all, by its first bytes and by bytes that text never holds.
pub(super) fn recognise(bytes: &[u8]) -> Result<(), String> {
    if bytes.is_empty() {
        return Err("The file is empty: choose the file again.".into());
    }
    if bytes.len() > MOST_BYTES {
        return Err("The file is larger than 5 MB: divide it.".into());
    }
    let wide = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]);
    // Short signatures such as "BM" also begin ordinary headings: they count only where the bytes are no text.
    let plain = |byte: &u8| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C);
    let texty = wide || bytes.iter().take(8_192).all(plain);
    let kind = infer::get(bytes).map(|kind| kind.mime_type());
    if let Some(mime) =
        kind.filter(|mime| !texty || matches!(*mime, "application/pdf" | "text/html"))
    {
        return Err(not_csv(mime));
    }
    if !wide && bytes.contains(&0) {
        return Err("This is not a CSV file: it holds bytes that no text holds. Export the register as CSV.".into());
    }
    let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if matches!(start, Some(b'{' | b'[' | b'<')) {
        return Err("This is not a CSV file, but looks like JSON or a web page. Export the register as CSV.".into());
    }
    Ok(())
}

fn not_csv(mime: &str) -> String {
    let what = match mime {
        "application/pdf" => "a PDF document",
        m if m.contains("sheet") || m.contains("excel") || m == "application/zip" => {
            return "This is a workbook or a ZIP archive, not a CSV file. In your spreadsheet program, save the sheet as “CSV UTF-8”.".into();
        }
        m if m.starts_with("image/") => "a picture",
        m if m.starts_with("text/") => "a web page or a script",
        _ => "a file of another kind",
    };
    format!("This is {what}, not a CSV file. Export the register as CSV.")
}

/// UTF-8, with or without a mark; UTF-16 with its mark; else what Western spreadsheets write.
pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static Encoding), String> {
    let cut = "The file is damaged, or breaks off inside a character: export it again.".to_owned();
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        let text = decoded.ok_or(cut)?;
        if text.contains('\0') {
            return Err("This is not a CSV file: it holds bytes that no text holds. Export the register as CSV.".into());
        }
        return Ok((text, encoding));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), UTF_8)),
        Err(wrong)
            if wrong.error_len().is_none()
                && wrong.valid_up_to() > 0
                && !bytes[..wrong.valid_up_to()].is_ascii() =>
        {
            Err(cut)
        }
        Err(_) => Ok((WINDOWS_1252.decode_without_bom_handling(bytes).0, WINDOWS_1252)),
    }
}
