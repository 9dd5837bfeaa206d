//! Audit time of a file: determining it, its justification, and every earlier determination.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use axum::extract::Query;
use certification::audit_time::{
    self, AdjustmentKind, Calculation, Determination, Inputs, Proposed, Table, recalculate, tenths,
    versions,
};
use certification::sampling::{self, Plan};
use certification::{Error, files};
use uuid::Uuid;

pub(super) fn routes() -> Routes {
    Routes::default()
        .form("/b/{body}/office/clients/{file}/time", show, determine)
        .get("/b/{body}/office/clients/{file}/time/{determination}", justification)
}

/// A determination with its calculation, done again from what was kept.
pub(super) struct Justified {
    pub(super) kept: Determination,
    pub(super) again: Calculation,
    pub(super) agrees: bool,
    pub(super) changes: Vec<String>,
}

impl TryFrom<Determination> for Justified {
    type Error = Error;

    fn try_from(kept: Determination) -> Result<Self, Error> {
        let again = recalculate(&kept)?;
        Ok(Justified {
            agrees: kept.agrees_with(&again),
            changes: kept.inputs.changes(),
            again,
            kept,
        })
    }
}

/// One row of adjustments in the form, with its number from 1 on.
struct Row {
    n: usize,
    kind: String,
    days: String,
    percent: String,
    reason: String,
}

/// One addition of the table in the form, with its number from 1 on.
struct AdditionRow {
    n: usize,
    title: String,
    about: String,
    is_range: bool,
    count: String,
    days: String,
    reason: String,
}

/// One phase of Stage 2 in the form, with its number from 1 on.
struct PhaseRow {
    n: usize,
    covers: String,
    days: String,
}

/// Which table the page asks for.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    table: String,
}

#[derive(Template)]
#[template(path = "office/audit_time.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    table: Table,
    tables: Vec<Table>,
    roles: Vec<(String, String)>,
    additions: Vec<AdditionRow>,
    phases: Vec<PhaseRow>,
    /// What the application proposes to this table.
    asked: Inputs,
    samplings: Vec<Plan>,
    /// Whether another table was asked for than the newest determination used.
    other_table: bool,
    proposed: Proposed,
    current: Option<Justified>,
    earlier: Vec<Determination>,
    structures: Vec<(String, String)>,
    rows: Vec<Row>,
    form: Filled,
}

async fn show(
    office: Office,
    At((_, id)): At<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Answer {
    render(&office, id, &asked.table, None).await
}

async fn determine(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| audit_time::determine(tx, &by, id, typed).await).await {
        Ok(_) => office.done(&format!("/clients/{id}/time"), "The audit time is determined."),
        Err(problem) => {
            let form = form.with(problem)?;
            let asked = form.value("table").to_owned();
            render(&office, id, &asked, Some(form)).await
        }
    }
}

async fn render(office: &Office, id: Uuid, asked: &str, came_back: Option<Filled>) -> Answer {
    let (file, proposed, mut earlier, tables, samplings) = office
        .read(async |tx| {
            let file = files::of(tx, id).await?;
            let proposed = audit_time::proposed(tx, id).await?;
            let (earlier, tables) =
                (audit_time::history(tx, id).await?, versions::in_force(tx, file.standard).await?);
            Ok((file, proposed, earlier, tables, sampling::of_file(tx, id).await?))
        })
        .await?;
    let current = if earlier.is_empty() { None } else { Some(earlier.remove(0)) };
    let newest_key = current.as_ref().map_or("", |d| d.table_key.as_str());
    let key = if asked.is_empty() { newest_key } else { asked };
    let table = tables.of(key).or_else(|_| tables.of(""))?;
    let other_table = !newest_key.is_empty() && newest_key != table.key;
    let asked = proposed.to(&table);
    let form = came_back.unwrap_or_else(|| fresh(&table, &asked, current.as_ref()));
    let current = current.map(Justified::try_from).transpose()?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let structures =
        table.bands.iter().map(|b| (b.structure.clone(), b.structure_title.clone())).collect();
    let columns = table.people.iter().flat_map(|people| &people.columns);
    let page = Page {
        roles: columns.map(|c| (c.key.clone(), c.title.clone())).collect(),
        additions: additions(&table, &form),
        phases: phases(&form),
        rows: rows(&form),
        tables: tables.0,
        tab: "time",
        shell,
        file,
        table,
        asked,
        samplings,
        other_table,
        proposed,
        current,
        earlier,
        structures,
        form,
    };
    office.page_at(page.form.status(), &page)
}

/// The form as the newest determination has it, if it used this table, or else as the application proposes.
fn fresh(table: &Table, asked: &Inputs, newest: Option<&Determination>) -> Filled {
    let of_table = newest.filter(|d| d.table_key == table.key);
    let mut values = asked_values(table, of_table.map_or(asked, |d| &d.inputs.used));
    if let Some(d) = of_table {
        values.push(("inputs_reason", d.inputs.reason.clone()));
        values.push(("unchecked_reason", d.unchecked_reason.clone()));
    }
    let Some(newest) = newest else { return Filled::from_values(values) };
    for a in &newest.adjustments {
        values.push(("kind", a.kind.key().to_owned()));
        values.push(("days", if a.half_days > 0 { in_number(a.half_days) } else { String::new() }));
        values.push(("percent", if a.percent > 0 { a.percent.to_string() } else { String::new() }));
        values.push(("reason", a.reason.clone()));
    }
    if let Some(i) = &newest.inputs.integration {
        values.push(("integration_percent", i.percent.to_string()));
        values.push(("integration_certificate", i.certificate.clone()));
        values.push(("integration_reason", i.reason.clone()));
    }
    for phase in &newest.inputs.phases {
        values.push(("phase_covers", phase.covers.clone()));
        values.push(("phase_days", in_number(phase.half_days)));
    }
    Filled::from_values(values)
}

/// What goes into the table, as the form has it.
fn asked_values(table: &Table, used: &Inputs) -> Vec<(&'static str, String)> {
    let mut values = vec![
        ("id", Uuid::now_v7().to_string()),
        ("table", table.key.clone()),
        ("ai_systems", used.ai_systems.to_string()),
        ("structure", used.structure.clone()),
        ("jurisdictions", used.jurisdictions.to_string()),
        ("people", if used.people > 0 { used.people.to_string() } else { String::new() }),
        ("role", used.role.clone()),
    ];
    for addition in table.people.iter().flat_map(|people| &people.additions) {
        let known = used.additions.iter().find(|added| added.key == addition.key);
        let days = known.map(|a| a.tenths).filter(|n| *n > 0).unwrap_or(addition.tenths_from);
        values.push(("addition_count", known.map_or(0, |a| a.count).to_string()));
        values.push(("addition_days", tenths(days)));
        values.push(("addition_reason", known.map(|a| a.reason.clone()).unwrap_or_default()));
    }
    values
}

fn nth(all: &[&str], n: usize) -> String {
    all.get(n).map(|v| (*v).to_owned()).unwrap_or_default()
}

fn additions(table: &Table, form: &Filled) -> Vec<AdditionRow> {
    let [counts, days, reasons] =
        ["addition_count", "addition_days", "addition_reason"].map(|name| form.all(name));
    let all = table.people.iter().flat_map(|people| &people.additions).enumerate();
    let row = |(n, addition): (usize, &audit_time::Addition)| AdditionRow {
        n: n + 1,
        title: addition.title.clone(),
        about: addition.in_words(),
        is_range: addition.is_range(),
        count: nth(&counts, n),
        days: nth(&days, n),
        reason: nth(&reasons, n),
    };
    all.map(row).collect()
}

/// The phases as the form has them, and two empty ones.
fn phases(form: &Filled) -> Vec<PhaseRow> {
    let (covers, days) = (form.all("phase_covers"), form.all("phase_days"));
    let held = covers.iter().rposition(|c| !c.is_empty()).map_or(0, |n| n + 1).min(48);
    let row = |n| PhaseRow { n: n + 1, covers: nth(&covers, n), days: nth(&days, n) };
    (0..held + 2).map(row).collect()
}

/// The rows of adjustments as the form has them, and two empty ones.
fn rows(form: &Filled) -> Vec<Row> {
    let [kinds, days, shares, reasons] =
        ["kind", "days", "percent", "reason"].map(|name| form.all(name));
    let row = |n| Row {
        n: n + 1,
        kind: nth(&kinds, n),
        days: nth(&days, n),
        percent: nth(&shares, n),
        reason: nth(&reasons, n),
    };
    let is_empty = |r: &Row| r.days.is_empty() && r.percent.is_empty() && r.reason.is_empty();
    let held: Vec<_> = (0..days.len().max(reasons.len()).min(50)).map(row).collect();
    let empty = held.iter().rev().take_while(|r| is_empty(r)).count();
    let spare = (held.len()..).take(2usize.saturating_sub(empty)).map(row);
    held.into_iter().chain(spare.collect::<Vec<_>>()).collect()
}

/// Half days as a number of days: 3 is "1.5".
pub(super) fn in_number(half_days: i32) -> String {
    (f64::from(half_days) / 2.0).to_string()
}

#[derive(Template)]
#[template(path = "office/audit_time_justification.html")]
struct Justification {
    shell: Shell,
    file: files::Brief,
    justified: Justified,
    samplings: Vec<Plan>,
}

async fn justification(
    office: Office,
    At((_, id, determination)): At<(String, Uuid, Uuid)>,
) -> Answer {
    let (file, kept, samplings) = office
        .read(async |tx| {
            let kept = audit_time::of(tx, id, determination).await?;
            Ok((files::of(tx, id).await?, kept, sampling::of_file(tx, id).await?))
        })
        .await?;
    let justified = Justified::try_from(kept)?;
    office.page(&Justification { shell: office.shell(), file, justified, samplings })
}
