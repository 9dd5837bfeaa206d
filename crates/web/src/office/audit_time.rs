//! Audit time of a file: determining it, its justification, and every earlier determination.

use crate::app::Routes;
use crate::form::Filled;
use crate::page::{Answer, Shell};
use crate::paths::At;
use crate::session::Office;
use askama::Template;
use certification::audit_time::{
    self, AdjustmentKind, Calculation, Determination, INDICATIVE, Proposed, Table, recalculate,
};
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
    reason: String,
}

#[derive(Template)]
#[template(path = "office/audit_time.html")]
struct Page {
    shell: Shell,
    file: files::Brief,
    tab: &'static str,
    table: &'static Table,
    proposed: Proposed,
    current: Option<Justified>,
    earlier: Vec<Determination>,
    structures: Vec<(String, String)>,
    rows: Vec<Row>,
    form: Filled,
}

async fn show(office: Office, At((_, id)): At<(String, Uuid)>) -> Answer {
    render(&office, id, None).await
}

async fn determine(office: Office, At((_, id)): At<(String, Uuid)>, form: Filled) -> Answer {
    let by = office.actor.scheme_manager()?;
    let typed = form.read()?;
    match office.write(async |tx| audit_time::determine(tx, &by, id, typed).await).await {
        Ok(_) => office.done(&format!("/clients/{id}/time"), "The audit time is determined."),
        Err(problem) => render(&office, id, Some(form.with(problem)?)).await,
    }
}

async fn render(office: &Office, id: Uuid, came_back: Option<Filled>) -> Answer {
    let (file, proposed, mut earlier) = office
        .read(async |tx| {
            let file = files::of(tx, id).await?;
            let proposed = audit_time::proposed(tx, id).await?;
            Ok((file, proposed, audit_time::history(tx, id).await?))
        })
        .await?;
    let current = if earlier.is_empty() { None } else { Some(earlier.remove(0)) };
    let form = came_back.unwrap_or_else(|| fresh(&proposed, current.as_ref()));
    let current = current.map(Justified::try_from).transpose()?;
    let mut shell = office.shell();
    shell.failed = form.failed();
    let structures =
        INDICATIVE.bands.iter().map(|b| (b.structure.clone(), b.structure_title.clone())).collect();
    let table = &*INDICATIVE;
    let rows = rows(&form);
    let page = Page {
        shell,
        file,
        tab: "time",
        table,
        proposed,
        current,
        earlier,
        structures,
        rows,
        form,
    };
    office.page_at(page.form.status(), &page)
}

/// The form as the newest determination has it, or else as the application proposes.
fn fresh(proposed: &Proposed, newest: Option<&Determination>) -> Filled {
    let used = newest.map_or(&proposed.inputs, |d| &d.inputs.used);
    let mut values = vec![
        ("id", Uuid::now_v7().to_string()),
        ("ai_systems", used.ai_systems.to_string()),
        ("structure", used.structure.clone()),
        ("jurisdictions", used.jurisdictions.to_string()),
    ];
    if let Some(newest) = newest {
        values.push(("inputs_reason", newest.inputs.reason.clone()));
        values.push(("unchecked_reason", newest.unchecked_reason.clone()));
        for adjustment in &newest.adjustments {
            values.push(("kind", adjustment.kind.key().to_owned()));
            values.push(("days", in_number(adjustment.half_days)));
            values.push(("reason", adjustment.reason.clone()));
        }
    }
    Filled::from_values(values)
}

/// The rows of adjustments as the form has them, and two empty ones.
fn rows(form: &Filled) -> Vec<Row> {
    let (kinds, days, reasons) = (form.all("kind"), form.all("days"), form.all("reason"));
    let at = |all: &[&str], n: usize| all.get(n).map(|v| (*v).to_owned()).unwrap_or_default();
    let row =
        |n| Row { n: n + 1, kind: at(&kinds, n), days: at(&days, n), reason: at(&reasons, n) };
    let held: Vec<_> = (0..days.len().max(reasons.len()).min(50)).map(row).collect();
    let empty = held.iter().rev().take_while(|r| r.days.is_empty() && r.reason.is_empty()).count();
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
}

async fn justification(
    office: Office,
    At((_, id, determination)): At<(String, Uuid, Uuid)>,
) -> Answer {
    let (file, kept) = office
        .read(async |tx| {
            Ok((files::of(tx, id).await?, audit_time::of(tx, id, determination).await?))
        })
        .await?;
    let justified = Justified::try_from(kept)?;
    office.page(&Justification { shell: office.shell(), file, justified })
}
