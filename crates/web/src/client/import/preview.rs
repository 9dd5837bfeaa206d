//! Columns matched, every problem seen, then confirmed or let go; and what became of it.

use crate::client::ai_systems::shell_of;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Client;
use askama::Template;
use certification::ai_systems::{
    self, Entry, FIELDS, Field, Import, JudgedRow, Outcome, Trouble, column_name,
};
use uuid::Uuid;

/// Rows of the preview; every problem is listed besides, whichever row it is in.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "client/import_preview.html")]
struct Preview {
    shell: Shell,
    form: Filled,
    import: Import,
    /// The rows that are shown, as places in the import: those with problems first.
    shown: Vec<usize>,
}

impl Preview {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    /// The columns to choose from: number, and heading with a cell from the file.
    fn columns(&self) -> Vec<(String, String)> {
        let sheet = &self.import.sheet;
        let sample = |place: usize| {
            let mut cells = sheet.rows.iter().filter_map(|row| row.cells.get(place));
            cells
                .find(|cell| !cell.is_empty())
                .map(|cell| cell.chars().take(40).collect::<String>())
        };
        let column = |place: usize| {
            let heading: String = column_name(&sheet.header, place).chars().take(60).collect();
            let words = sample(place).map_or(heading.clone(), |cell| format!("{heading} ({cell})"));
            ((place + 1).to_string(), words)
        };
        (0..sheet.header.len()).map(column).collect()
    }

    /// The fields that a column is matched with, each with the column's place and heading.
    fn matched(&self) -> Vec<(&'static Field, usize, String)> {
        let import = &self.import;
        let place = |field: &'static Field| {
            let place = import.mapping.place(field.key)?;
            Some((field, place, column_name(&import.sheet.header, place)))
        };
        FIELDS.iter().filter_map(place).collect()
    }

    /// Headings of columns that nothing is taken from.
    fn unused(&self) -> Vec<String> {
        let header = &self.import.sheet.header;
        let unused = |place: &usize| self.import.mapping.field_of(*place).is_none();
        (0..header.len()).filter(unused).map(|place| column_name(header, place)).collect()
    }

    fn has_name(&self) -> bool {
        self.import.mapping.place("name").is_some()
    }

    fn problems(&self) -> Vec<(&JudgedRow, &Trouble)> {
        let rows = self.import.rows.iter();
        rows.flat_map(|row| row.troubles.iter().map(move |trouble| (row, trouble))).collect()
    }

    /// What the file has in the cell that is meant, cut where it is long; empty where a whole row is meant.
    pub(super) fn value(&self, row: &JudgedRow, trouble: &Trouble) -> String {
        let cell = trouble.place.and_then(|place| row.cells.get(place));
        cell.map(|cell| cell.chars().take(80).collect()).unwrap_or_default()
    }

    /// The columns for which a row is left out.
    fn troubled(&self, row: &JudgedRow) -> String {
        let mut columns: Vec<_> = row.troubles.iter().map(|t| t.column.as_str()).collect();
        columns.retain(|column| !column.is_empty());
        columns.dedup();
        columns.join(", ")
    }

    fn rows(&self) -> Vec<&JudgedRow> {
        self.shown.iter().filter_map(|place| self.import.rows.get(*place)).collect()
    }

    /// What this row says in a field: as it will be kept, or as the file has it where it cannot be.
    fn cell<'a>(&self, row: &'a JudgedRow, field: &Field, place: usize) -> &'a str {
        let kept = field.shown(&row.entry);
        if kept.is_empty() { row.cells.get(place).map_or("", String::as_str) } else { kept }
    }

    fn whole_row(&self, row: &JudgedRow) -> String {
        let whole = row.troubles.iter().filter(|trouble| trouble.place.is_none());
        whole.map(|trouble| trouble.why.as_str()).collect::<Vec<_>>().join(" ")
    }
}

#[derive(Template)]
#[template(path = "client/import_done.html")]
struct Done {
    shell: Shell,
    id: Uuid,
    file_name: String,
    outcome: Outcome,
}

pub(super) async fn look(client: Client, At((_, id)): At<(String, Uuid)>) -> Answer {
    show(&client, id, Filled::default()).await
}

/// The preview while the file waits, and what became of its rows afterwards.
async fn show(client: &Client, id: Uuid, mut form: Filled) -> Answer {
    let import = client.read(async |tx| ai_systems::import(tx, id).await).await?;
    if let Some(outcome) = import.outcome.clone() {
        let (shell, file_name) = (client.shell(), import.file_name);
        return client.page(&Done { shell, id, file_name, outcome });
    }
    if !form.failed() {
        form = Filled::from_values(
            import.mapping.0.iter().map(|(key, column)| (key.clone(), column.to_string())),
        );
    }
    let mut shown: Vec<_> = (0..import.rows.len()).collect();
    shown.sort_by_key(|place| import.rows[*place].is_good());
    shown.truncate(SHOWN);
    let page = Preview { shell: shell_of(client, &form), form, import, shown };
    client.page_at(page.form.status(), &page)
}

/// The three things that can be done with a file that waits.
pub(super) async fn act(client: Client, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let (version, here) = (form.value("version").to_owned(), format!("/ai-systems/import/{id}"));
    let outcome = match form.value("act") {
        "confirm" => {
            let done = client.write(async |tx| ai_systems::confirm(tx, id, &version).await).await;
            done.map(|done| (here, format!("{} AI systems were imported.", done.imported)))
        }
        "discard" => {
            let done = client.write(async |tx| ai_systems::discard(tx, id).await).await;
            done.map(|()| ("/ai-systems".to_owned(), "The file is discarded.".to_owned()))
        }
        _ => {
            let typed: Entry = form.read()?;
            let done =
                client.write(async |tx| ai_systems::map(tx, id, &version, &typed).await).await;
            done.map(|()| (here, "The columns are matched as you chose.".to_owned()))
        }
    };
    match outcome {
        Ok((tail, said)) => client.done(&tail, &said),
        Err(problem) => show(&client, id, form.with(problem)?).await,
    }
}
