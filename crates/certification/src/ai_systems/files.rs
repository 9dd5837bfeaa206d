//! CSV that goes out: an example to fill in, and the rows that an import left out. Cells that a spreadsheet
//! would take for a formula are made plain text.

use super::FIELDS;
use super::csv_reading;
use super::imports::Outcome;
use crate::db::Tx;
use crate::error::{Error, Result};
use sqlx::types::Json;
use uuid::Uuid;

/// The header with our fields and one filled row, as a file to start from.
pub fn example() -> Result<Vec<u8>> {
    let row = FIELDS.iter().map(|field| match field.key {
        "name" => "Chat assistant".to_owned(),
        "purpose" => "Answers customers’ questions about their contracts".to_owned(),
        "reference" => "AI-001".to_owned(),
        _ => field.values.first().map(|(_, words, _)| (*words).to_owned()).unwrap_or_default(),
    });
    written([FIELDS.iter().map(|field| field.title.to_owned()).collect(), row.collect()])
}

/// The rows that this import left out, each with its number and the reasons, and the file's name.
pub async fn left_out(tx: &mut Tx<'_>, id: Uuid) -> Result<(String, Vec<u8>)> {
    let (body, client) = (tx.actor().body()?, tx.actor().client()?);
    let row = sqlx::query!(
        r#"select file_name, content, outcome as "outcome!: Json<Outcome>" from ai_system_imports
           where body_id = $1 and client_id = $2 and id = $3 and state = 'confirmed' and outcome is not null"#,
        body,
        client,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    let sheet = csv_reading::read(&row.content).map_err(Error::Fault)?;
    let mut lines = vec![
        ["Row", "Why it was left out"].map(str::to_owned).into_iter().chain(sheet.header).collect(),
    ];
    for out in &row.outcome.left_out {
        let cells =
            sheet.rows.iter().find(|row| row.number == out.row).map(|row| row.cells.clone());
        let mut line = vec![out.row.to_string(), out.reasons.join(". ")];
        line.extend(cells.unwrap_or_default());
        lines.push(line);
    }
    Ok((format!("left out of {}", row.file_name), written(lines)?))
}

/// CSV that every spreadsheet opens rightly: UTF-8 with its mark, lines ended as the format says.
fn written(lines: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>> {
    let fault = |cause: String| Error::Fault(cause);
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    for line in lines {
        writer
            .write_record(line.iter().map(|cell| plain(cell)))
            .map_err(|e| fault(e.to_string()))?;
    }
    writer.into_inner().map_err(|e| fault(e.to_string()))
}

/// A cell that no spreadsheet runs as a formula.
fn plain(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if runs { format!("'{cell}") } else { cell.to_owned() }
}
