//! Writing the draft of a statement, heading by heading: whatever is typed is kept, complete or not.

use super::{Control, IMPLEMENTED, reads};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::files;
use crate::parse::{LONG, Reading};
use crate::standards::Standard;

/// The controls under one heading as they are typed, one value of each field per control.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub control: Vec<String>,
    pub version: Vec<String>,
    pub applicable: Vec<String>,
    pub justification: Vec<String>,
    pub implemented: Vec<String>,
    pub documented: Vec<String>,
}

/// Keeps what the acting client typed under one heading. What is there already is saved again without effect;
/// what somebody else has changed meanwhile is not overwritten.
pub async fn save(tx: &mut Tx<'_>, group: &str, typed: &Typed) -> Result<()> {
    let file = files::own(tx).await?;
    let controls = read(file.standard, group, typed)?;
    let now = reads::draft(tx, &file).await?;
    let changed: Vec<_> = controls
        .into_iter()
        .filter(|(_, control)| now.controls.iter().all(|(_, kept)| kept != control))
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    put(tx, &file, &changed).await
}

fn read(standard: &Standard, group: &str, typed: &Typed) -> Result<Vec<(i32, Control)>> {
    let mut reading = Reading::default();
    let mut controls = Vec::new();
    for (n, id) in typed.control.iter().enumerate() {
        let known = standard.requirement(id).filter(|r| r.is_control && r.group == group);
        known.ok_or(Error::NotFound)?;
        controls.push(read_one(&mut reading, typed, n, id));
    }
    reading.done()?;
    Ok(controls)
}

fn read_one(reading: &mut Reading, typed: &Typed, n: usize, id: &str) -> (i32, Control) {
    let at = |values: &[String]| values.get(n).cloned().unwrap_or_default();
    let applicable = match at(&typed.applicable).as_str() {
        "" => None,
        said => reading.yes_or_no(&format!("applicable-{n}"), said, "yes or no"),
    };
    let implemented = match at(&typed.implemented).as_str() {
        "" => None,
        said => reading.choice(&format!("implemented-{n}"), said, "one from the list", |key| {
            IMPLEMENTED.iter().find(|(known, _)| *known == key).map(|(known, _)| *known)
        }),
    };
    let control = Control {
        control: id.to_owned(),
        applicable,
        justification: reading.optional(
            &format!("justification-{n}"),
            &at(&typed.justification),
            LONG,
        ),
        implemented: implemented.unwrap_or_default().to_owned(),
        documented: reading.optional(&format!("documented-{n}"), &at(&typed.documented), 1_000),
    };
    (at(&typed.version).trim().parse().unwrap_or(0), control)
}

async fn put(tx: &mut Tx<'_>, file: &files::Brief, controls: &[(i32, Control)]) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let all = |of: fn(&Control) -> &String| {
        controls.iter().map(|(_, control)| of(control).clone()).collect::<Vec<_>>()
    };
    let versions: Vec<i32> = controls.iter().map(|(version, _)| *version).collect();
    let applicable: Vec<Option<bool>> = controls.iter().map(|(_, c)| c.applicable).collect();
    let done = sqlx::query!(
        r#"insert into statement_controls as c (body_id, client_id, engagement_id, by_person, at, control, applicable,
             justification, implemented, documented)
           select $1, $2, $3, $4, $5, t.control, t.applicable, t.justification, t.implemented, t.documented
           from unnest($6::text[], $7::bool[], $8::text[], $9::text[], $10::text[]) as t (control, applicable, justification, implemented, documented)
           on conflict (body_id, engagement_id, control) do update set version = c.version + 1, applicable = excluded.applicable,
             justification = excluded.justification, implemented = excluded.implemented, documented = excluded.documented,
             by_person = excluded.by_person, at = excluded.at
             where c.version = (select v.version from unnest($6::text[], $11::int[]) as v (control, version) where v.control = c.control)"#,
        body,
        file.client_id,
        file.engagement_id,
        person,
        now,
        &all(|c| &c.control),
        &applicable as _,
        &all(|c| &c.justification),
        &all(|c| &c.implemented),
        &all(|c| &c.documented),
        &versions
    )
    .execute(tx.sql())
    .await?;
    if done.rows_affected() == controls.len() as u64 {
        return Ok(());
    }
    Err(Error::Stale(
        "Somebody of your organisation has changed a control of this page meanwhile. What you typed is still here and was not kept: open the page again beside it, and compare.".into(),
    ))
}
