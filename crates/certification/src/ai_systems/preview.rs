//! Judging a file's rows against the register before anything is written: each becomes an entry, or its
//! troubles are named by row and column.

use super::csv_reading::{Row, Sheet};
use super::{Entry, FIELDS, Mapping, column_name};
use crate::parse::normalise;
use std::collections::{HashMap, HashSet};

/// One thing that keeps a row out.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// The column's heading; empty where the whole row is meant.
    pub column: String,
    /// The column's place from 0; none where the whole row is meant.
    pub place: Option<usize>,
    pub why: String,
}

/// A row with the entry it would become.
#[derive(Debug, Clone)]
pub struct JudgedRow {
    pub number: usize,
    pub cells: Vec<String>,
    pub entry: Entry,
    pub troubles: Vec<Trouble>,
}

impl JudgedRow {
    pub fn is_good(&self) -> bool {
        self.troubles.is_empty()
    }

    /// The troubles of one cell, as one text; empty where it has none.
    pub fn trouble_at(&self, place: usize) -> String {
        let here = self.troubles.iter().filter(|trouble| trouble.place == Some(place));
        here.map(|trouble| trouble.why.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Every row of the file, judged. `known` are the register's names, normalised.
pub fn judge(sheet: &Sheet, mapping: &Mapping, known: &HashSet<String>) -> Vec<JudgedRow> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let last = sheet.rows.last().map(|row| row.number);
    let judged = sheet.rows.iter().map(|row| {
        let mut judged = read(sheet, mapping, row);
        shape(sheet, row, last == Some(row.number), &mut judged.troubles);
        name(sheet, mapping, known, &mut seen, &mut judged);
        judged
    });
    judged.collect()
}

/// The cells as an entry; what a field cannot keep is a trouble.
fn read(sheet: &Sheet, mapping: &Mapping, row: &Row) -> JudgedRow {
    let (mut entry, mut troubles) = (Entry::default(), Vec::new());
    for field in FIELDS {
        let Some(place) = mapping.place(field.key) else { continue };
        match field.read(row.cells.get(place).map_or("", String::as_str)) {
            Ok(value) => entry.set(field.key, value),
            Err(why) => troubles.push(Trouble {
                column: column_name(&sheet.header, place),
                place: Some(place),
                why,
            }),
        }
    }
    JudgedRow { number: row.number, cells: row.cells.clone(), entry, troubles }
}

/// A row that does not fit under the header: its cells may stand in the wrong columns, or be cut off.
fn shape(sheet: &Sheet, row: &Row, is_last: bool, troubles: &mut Vec<Trouble>) {
    let (cells, columns) = (row.cells.len(), sheet.header.len());
    let whole = |why: String| Trouble { column: String::new(), place: None, why };
    if row.cells.iter().skip(columns).any(|cell| !cell.is_empty()) {
        let why = "a text that holds the separator needs quotation marks around it";
        troubles.push(whole(format!("This row has {cells} cells, the header {columns}: {why}")));
    } else if cells < columns && is_last && sheet.open_end {
        troubles.push(whole(format!(
            "This row has {cells} of {columns} cells: the file may break off here"
        )));
    }
}

/// A name is needed, once in the file and once in the register.
fn name(
    sheet: &Sheet,
    mapping: &Mapping,
    known: &HashSet<String>,
    seen: &mut HashMap<String, usize>,
    judged: &mut JudgedRow,
) {
    let place = mapping.place("name");
    let norm = normalise(&judged.entry.name);
    let why = if norm.is_empty() {
        // A name that is there and cannot be kept has its trouble already.
        let told = place.is_some_and(|place| !judged.trouble_at(place).is_empty());
        (!told).then(|| "The name is empty".to_owned())
    } else if known.contains(&norm) {
        Some("The register has an AI system of this name already".to_owned())
    } else {
        seen.get(&norm).map(|row| format!("The same name stands in row {row}"))
    };
    if let Some(why) = why {
        let column = place.map(|place| column_name(&sheet.header, place)).unwrap_or_default();
        judged.troubles.insert(0, Trouble { column, place, why });
    } else if judged.is_good() {
        seen.insert(norm, judged.number);
    }
}
