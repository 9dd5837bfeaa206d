//! What a file is: judged by its first bytes, and held against its name. Only the kinds that an audit needs
//! are taken; a name that says one thing while the bytes say another is refused.

/// What the name's ending promises, and what the bytes may then be.
struct Kind {
    endings: &'static [&'static str],
    media_type: &'static str,
    title: &'static str,
    /// What the bytes may be found to be.
    bytes: &'static [&'static str],
}

const ZIP: &str = "application/zip";
const OLE: &str = "application/x-ole-storage";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PPTX: &str = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const ODT: &str = "application/vnd.oasis.opendocument.text";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";
const ODP: &str = "application/vnd.oasis.opendocument.presentation";
/// Stands for text: the bytes say nothing else, and hold no binary.
const TEXT: &str = "text";

macro_rules! kinds {
    ($([$($ending:literal)+] $media:expr, $title:literal, [$($bytes:expr),+];)*) => {
        const KINDS: &[Kind] = &[$(Kind {
            endings: &[$($ending),+], media_type: $media, title: $title, bytes: &[$($bytes),+],
        }),*];
    };
}

kinds! {
    ["pdf"] "application/pdf", "a PDF", ["application/pdf"];
    ["docx"] DOCX, "a Word document", [DOCX, ZIP];
    ["xlsx"] XLSX, "an Excel workbook", [XLSX, ZIP];
    ["pptx"] PPTX, "a PowerPoint presentation", [PPTX, ZIP];
    ["odt"] ODT, "an OpenDocument text", [ODT, ZIP];
    ["ods"] ODS, "an OpenDocument spreadsheet", [ODS, ZIP];
    ["odp"] ODP, "an OpenDocument presentation", [ODP, ZIP];
    ["doc"] "application/msword", "an old Word document", ["application/msword", OLE];
    ["xls"] "application/vnd.ms-excel", "an old Excel workbook", ["application/vnd.ms-excel", OLE];
    ["ppt"] "application/vnd.ms-powerpoint", "an old PowerPoint presentation", ["application/vnd.ms-powerpoint", OLE];
    ["msg"] "application/vnd.ms-outlook", "an Outlook message", [OLE, "application/msword"];
    ["rtf"] "application/rtf", "a rich text document", ["application/rtf"];
    ["png"] "image/png", "a PNG picture", ["image/png"];
    ["jpg" "jpeg"] "image/jpeg", "a JPEG picture", ["image/jpeg"];
    ["gif"] "image/gif", "a GIF picture", ["image/gif"];
    ["webp"] "image/webp", "a WebP picture", ["image/webp"];
    ["tif" "tiff"] "image/tiff", "a TIFF picture", ["image/tiff"];
    ["heic" "heif"] "image/heic", "a HEIC picture", ["image/heif", "image/heic"];
    ["mp3"] "audio/mpeg", "an MP3 recording", ["audio/mpeg"];
    ["m4a"] "audio/mp4", "an M4A recording", ["audio/m4a", "video/mp4", "video/x-m4v"];
    ["wav"] "audio/wav", "a WAV recording", ["audio/x-wav", "audio/wav"];
    ["mp4"] "video/mp4", "an MP4 film", ["video/mp4", "video/x-m4v"];
    ["zip"] ZIP, "a ZIP archive", [ZIP];
    ["txt" "log"] "text/plain", "a text file", [TEXT];
    ["md"] "text/markdown", "a text file", [TEXT];
    ["csv" "tsv"] "text/csv", "a CSV file", [TEXT];
    ["json"] "application/json", "a JSON file", [TEXT];
    ["yaml" "yml"] "application/yaml", "a YAML file", [TEXT];
    ["xml"] "application/xml", "an XML file", [TEXT, "text/xml"];
    ["eml"] "message/rfc822", "a mail", [TEXT];
}

/// For the `accept` of a file field: the endings that are taken.
pub fn accepted() -> String {
    let endings: Vec<_> =
        KINDS.iter().flat_map(|kind| kind.endings).map(|e| format!(".{e}")).collect();
    endings.join(",")
}

/// The media type of a file, from its name and its first bytes; or the sentence that says why it is refused.
pub(super) fn judge(name: &str, first: &[u8]) -> Result<&'static str, String> {
    let ending = ending(name);
    let Some(kind) = KINDS.iter().find(|kind| kind.endings.contains(&ending.as_str())) else {
        return Err(format!(
            "“{name}” is of a type that is not taken. Send PDF, Office or OpenDocument files, pictures, recordings, text, CSV, JSON or a ZIP of them"
        ));
    };
    let found = bytes_are(first);
    if kind.bytes.contains(&found) {
        return Ok(kind.media_type);
    }
    Err(format!(
        "“{name}” is not {}, as its name says: its content is {}. Save it as what it is, or send another file",
        kind.title,
        named(found)
    ))
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// What the bytes are found to be, as a media type or [`TEXT`].
fn bytes_are(first: &[u8]) -> &'static str {
    // A PDF may have a few bytes before its mark.
    let head = &first[..first.len().min(1024)];
    let found = infer::get(first).map(|kind| kind.mime_type());
    match found {
        None if head.windows(5).any(|w| w == b"%PDF-") => "application/pdf",
        Some(found) => found,
        None if looks_like_script(head) => "a script",
        None if is_text(first) => TEXT,
        None => "binary",
    }
}

/// Marks of scripts and of pages that would run in a reader's browser.
fn looks_like_script(head: &[u8]) -> bool {
    let text =
        String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    ["#!", "<?php", "<!doctype html", "<html", "<script", "<svg", "<%"]
        .iter()
        .any(|mark| text.starts_with(mark))
}

fn is_text(first: &[u8]) -> bool {
    let wide = first.starts_with(&[0xff, 0xfe]) || first.starts_with(&[0xfe, 0xff]);
    wide || !first.contains(&0)
}

/// What was found, in words.
fn named(found: &'static str) -> &'static str {
    let executable = [
        "executable",
        "x-mach",
        "java",
        "wasm",
        "dex",
        "x-llvm",
        "a script",
        "shellscript",
        "html",
    ];
    match KINDS.iter().find(|kind| kind.bytes[0] == found) {
        Some(kind) => kind.title,
        None if executable.iter().any(|mark| found.contains(mark)) => "a program or script",
        None => "something else",
    }
}

/// A name fit to be kept and shown: the last part of a path, without control or direction characters, and
/// not endless.
pub fn clean_name(typed: &str) -> String {
    let last = typed.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control() && !turns_text(*c)).collect();
    let name = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches(['.', ' ']);
    match name.rsplit_once('.') {
        _ if name.is_empty() => "file".to_owned(),
        Some((stem, ending)) if name.chars().count() > 150 && ending.len() <= 8 => {
            format!("{}.{ending}", stem.chars().take(140).collect::<String>())
        }
        // Where it is cut, a blank or a dot may be its end again.
        _ => name.chars().take(150).collect::<String>().trim_end_matches(['.', ' ']).to_owned(),
    }
}

/// Characters that turn the direction of text, or cannot be seen: "gpj.exe" could look like "exe.jpg".
fn turns_text(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{061c}')
}
