//! Reading other people's CSV: from bytes to a header and rows, or one sentence on why the file is none.
//! Whatever spreadsheets and scripts write is taken: a byte-order mark, other encodings and separators,
//! quotes with line breaks. A file that breaks off is refused whole, so that nothing is half imported.

use super::csv_bytes::{decode, recognise};
use csv::{ByteRecord, ReaderBuilder};

/// The most that a file may hold.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;
pub const MOST_ROWS: usize = 5_000;
pub const MOST_COLUMNS: usize = 60;

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A file, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    pub encoding: &'static str,
    pub separator: u8,
    pub header: Vec<String>,
    pub rows: Vec<Row>,
    /// Whether the last row ends without a line end, as it does where a file is cut off.
    pub open_end: bool,
}

/// A row that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number as a spreadsheet shows it: the header is row 1.
    pub number: usize,
    pub cells: Vec<String>,
}

impl Sheet {
    /// The separator in words.
    pub fn separated_by(&self) -> &'static str {
        match self.separator {
            b';' => "semicolons",
            b'\t' => "tabs",
            b'|' => "vertical bars",
            _ => "commas",
        }
    }
}

/// The file's header and rows, or why it cannot be read, as a sentence with what to do.
pub fn read(bytes: &[u8]) -> Result<Sheet, String> {
    recognise(bytes)?;
    let (text, encoding) = decode(bytes)?;
    let (text, announced) = announced_separator(&text);
    let separator = announced.unwrap_or_else(|| separator_of(text));
    let mut records = records(text, separator)?;
    if records.is_empty() {
        return Err("The file holds no text: choose the file again.".into());
    }
    let header = records.remove(0).cells;
    limits(&header, &records)?;
    let open_end = !text.ends_with(['\n', '\r']);
    Ok(Sheet { encoding: encoding.name(), separator, header, rows: records, open_end })
}

fn limits(header: &[String], rows: &[Row]) -> Result<(), String> {
    if header.len() > MOST_COLUMNS {
        return Err(format!(
            "The file has {} columns, and at most {MOST_COLUMNS} can be read: leave out those that are not needed.",
            header.len()
        ));
    }
    if rows.is_empty() {
        return Err("The file has a single row. Its first row names the columns, and each row after it is an AI system.".into());
    }
    if rows.len() > MOST_ROWS {
        return Err(format!(
            "The file has {} rows, and at most {MOST_ROWS} can be read at once: divide it.",
            rows.len()
        ));
    }
    Ok(())
}

/// The first line "sep=;" with which spreadsheets announce their separator.
fn announced_separator(text: &str) -> (&str, Option<u8>) {
    let announced = text.strip_prefix("sep=").and_then(|rest| {
        let separator = *rest.as_bytes().first().filter(|byte| SEPARATORS.contains(byte))?;
        let rest = &rest[1..];
        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        rest[..end].trim().is_empty().then(|| (&rest[end..], separator))
    });
    announced.map_or((text, None), |(rest, separator)| (rest, Some(separator)))
}

/// The separator under which most of the first rows have as many cells as the header, and more than one.
fn separator_of(text: &str) -> u8 {
    let fit = |separator: u8| {
        let mut widths = reader(text, separator)
            .into_byte_records()
            .take(100)
            .flatten()
            .map(|record| record.len());
        let header = widths.next().unwrap_or(0);
        let rows: Vec<_> = widths.collect();
        let like = rows.iter().filter(|width| **width == header).count();
        let share = if rows.is_empty() { 1_000 } else { like * 1_000 / rows.len() };
        (header > 1 && share >= 500, header > 1 && share > 0, share, header)
    };
    // The first of the list wins a tie, so a file of one column is read with commas.
    SEPARATORS.into_iter().rev().max_by_key(|separator| fit(*separator)).unwrap_or(b',')
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Every record that holds something, numbered as a spreadsheet numbers rows.
fn records(text: &str, separator: u8) -> Result<Vec<Row>, String> {
    let (mut reader, mut record) = (reader(text, separator), ByteRecord::new());
    let (mut rows, mut number, mut from) = (Vec::new(), 0, 0);
    while reader
        .read_byte_record(&mut record)
        .map_err(|cause| format!("The file cannot be read: {cause}."))?
    {
        let to = usize::try_from(reader.position().byte()).unwrap_or(text.len()).min(text.len());
        let raw = &text.as_bytes()[from.min(to)..to];
        number += 1 + blank_lines(raw, from > 0 && text.as_bytes()[from - 1] == b'\r');
        from = to;
        if to == text.len() && is_unclosed(raw, separator) {
            return Err(format!(
                "The file breaks off: a quotation mark that opens in row {number} is never closed. Mend that row, or export the file again."
            ));
        }
        let cells: Vec<_> =
            record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(Row { number, cells });
        }
    }
    Ok(rows)
}

/// Line ends before a record's own first character, which the reader passes over.
fn blank_lines(raw: &[u8], after_return: bool) -> usize {
    let (mut lines, mut before) = (0, if after_return { b'\r' } else { 0 });
    for byte in raw.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')) {
        if !(*byte == b'\n' && before == b'\r') {
            lines += 1;
        }
        before = *byte;
    }
    lines
}

/// Whether the last cell opens with a quotation mark that is never closed.
fn is_unclosed(raw: &[u8], separator: u8) -> bool {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Start,
        Plain,
        Quoted,
        /// After a mark inside a quoted cell: the cell's end, or the first of two marks that stand for one.
        Closing,
    }
    let end = raw.iter().fold(At::Start, |at, byte| match (at, *byte) {
        (At::Start | At::Closing, b'"') => At::Quoted,
        (At::Quoted, b'"') => At::Closing,
        (At::Quoted, _) => At::Quoted,
        (_, b) if b == separator || b == b'\n' || b == b'\r' => At::Start,
        _ => At::Plain,
    });
    end == At::Quoted
}
