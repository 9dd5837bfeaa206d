//! A table's rows as lines of text that a person can write, and read back: "1-5 1.5" for people, with one
//! number for each role; "one_entity 2-3" for bands; "ai_systems beyond 5: 1-2" for what is added.

use crate::audit_time::people::{Addition, Row, tenths};
use crate::audit_time::{People, Table};
use crate::error::FieldErrors;
use std::fmt::Write;

/// The rows, and what is added, one line each.
pub fn as_lines(table: &Table) -> (String, String) {
    let (mut rows, mut additions) = (String::new(), String::new());
    if let Some(people) = &table.people {
        for row in &people.rows {
            let _ = writeln!(rows, "{}-{} {}", row.from, row.to, row.days().join(" "));
        }
        for a in &people.additions {
            let _ = write!(
                additions,
                "{} beyond {}: {}-{}",
                a.key,
                a.beyond,
                tenths(a.tenths_from),
                tenths(a.tenths_to)
            );
            let most = a.at_most_tenths.map(|most| format!(" at most {}", tenths(most)));
            let _ = writeln!(additions, "{}", most.unwrap_or_default());
        }
    }
    for band in &table.bands {
        let to = band.half_days_to.map_or(String::new(), |to| tenths(to * 5));
        let _ = writeln!(rows, "{} {}-{to}", band.structure, tenths(band.half_days_from * 5));
    }
    (rows.trim_end().to_owned(), additions.trim_end().to_owned())
}

/// The table with these rows and additions; a line that cannot be read is named.
pub fn read_lines(base: &Table, rows: &str, additions: &str) -> Result<Table, FieldErrors> {
    let mut table = base.clone();
    let mut errors = FieldErrors::default();
    if let Some(people) = &mut table.people {
        read_people(people, rows, &mut errors);
        read_additions(people, additions, &mut errors);
    } else {
        read_bands(&mut table, rows, &mut errors);
    }
    if errors.0.is_empty() { Ok(table) } else { Err(errors) }
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty())
}

fn half_days(days: &str) -> Option<i32> {
    let tenths = super::super::typed::tenths_of(days)?;
    (tenths % 5 == 0 && (5..=10_000).contains(&tenths)).then_some(tenths / 5)
}

fn read_people(people: &mut People, text: &str, errors: &mut FieldErrors) {
    let columns = people.columns.len().max(1);
    let mut rows: Vec<Row> = Vec::new();
    for (n, line) in lines(text) {
        let Some(row) = row(line, columns) else {
            errors.add("rows", format!("Line {n}: write from-to people and {columns} number(s) of days in half days, such as 1-5 1.5"));
            continue;
        };
        let begins = rows.last().map_or(1, |last| last.to + 1);
        if row.from != begins || row.to < row.from {
            errors.add("rows", format!("Line {n}: let it begin at {begins} people and end at no fewer, so that nobody falls between rows"));
        }
        rows.push(row);
    }
    if rows.is_empty() && errors.0.is_empty() {
        errors.add("rows", "Enter at least one row");
    }
    people.rows = rows;
}

fn row(line: &str, columns: usize) -> Option<Row> {
    let mut words = line.split_whitespace();
    let (from, to) = words.next()?.split_once(['-', '–'])?;
    let half_days: Vec<_> = words.map(half_days).collect::<Option<_>>()?;
    (half_days.len() == columns).then_some(())?;
    Some(Row { from: from.parse().ok()?, to: to.parse().ok()?, half_days })
}

fn read_additions(people: &mut People, text: &str, errors: &mut FieldErrors) {
    let mut found: Vec<Addition> = Vec::new();
    for (n, line) in lines(text) {
        match addition(&people.additions, line) {
            Some(addition) => found.push(addition),
            None => errors.add(
                "additions",
                format!("Line {n}: write it as shown, such as ai_systems beyond 5: 1-2"),
            ),
        }
    }
    people.additions = found;
}

fn addition(known: &[Addition], line: &str) -> Option<Addition> {
    let tenths = super::super::typed::tenths_of;
    let (what, amount) = line.split_once(':')?;
    let (key, beyond) = what.split_once("beyond")?;
    let known = known.iter().find(|a| a.key == key.trim())?;
    let (range, most) = match amount.split_once("at most") {
        Some((range, most)) => (range, Some(tenths(most)?)),
        None => (amount, None),
    };
    let (from, to) = range.trim().split_once(['-', '–'])?;
    let (tenths_from, tenths_to) = (tenths(from)?, tenths(to)?);
    (tenths_from <= tenths_to).then_some(())?;
    let beyond = beyond.trim().parse().ok().filter(|n| (0..=1_000).contains(n))?;
    Some(Addition { beyond, tenths_from, tenths_to, at_most_tenths: most, ..known.clone() })
}

fn read_bands(table: &mut Table, text: &str, errors: &mut FieldErrors) {
    let mut written = 0;
    for (n, line) in lines(text) {
        let read = line.split_once(char::is_whitespace).and_then(|(key, range)| {
            let band = table.bands.iter_mut().find(|band| band.structure == key)?;
            let (from, to) = range.trim().split_once(['-', '–'])?;
            let from = half_days(from)?;
            let open = band.half_days_to.is_none();
            let to = if open && to.trim().is_empty() { None } else { Some(half_days(to)?) };
            (open == to.is_none() && to.is_none_or(|to| to >= from)).then_some(())?;
            (band.half_days_from, band.half_days_to) = (from, to);
            Some(())
        });
        written += usize::from(read.is_some());
        if read.is_none() {
            errors.add(
                "rows",
                format!(
                    "Line {n}: write the structure and its days as shown, such as one_entity 2-3"
                ),
            );
        }
    }
    if written != table.bands.len() && errors.0.is_empty() {
        errors.add("rows", "Keep one line for each structure");
    }
}
