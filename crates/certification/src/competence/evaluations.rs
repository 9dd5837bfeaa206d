//! Auditors watched at work: each witnessed evaluation is kept, and the last one passed is in date or not (CMP-4).

use super::reads::must_be_member;
use crate::actor::CompetenceKeeper;
use crate::db::Tx;
use crate::error::Result;
use crate::parse::{LONG, Reading, SHORT};
use crate::rulebook;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// How a witnessed audit went.
pub const OUTCOMES: &[(&str, &str)] = &[
    ("passed", "Passed"),
    ("passed_with_actions", "Passed, with something to work on"),
    ("not_passed", "Not passed"),
];

/// A witnessed evaluation as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Witnessed {
    pub id: String,
    pub seen_on: String,
    pub audit: String,
    pub witness: String,
    pub outcome: String,
    pub notes: String,
}

/// A witnessed evaluation as it is kept.
#[derive(Debug, Clone)]
pub struct Evaluation {
    pub seen_on: Date,
    pub audit: String,
    pub witness: String,
    outcome: String,
    pub notes: String,
    pub by: String,
    pub at: OffsetDateTime,
    /// The last day on which the person's newest passed evaluation is in date.
    pub in_date_until: Option<Date>,
}

impl Evaluation {
    pub fn title(&self) -> &'static str {
        OUTCOMES.iter().find(|(key, _)| *key == self.outcome).map_or("", |(_, title)| title)
    }

    /// A tag's kind for it.
    pub fn tag(&self) -> &'static str {
        if self.outcome == "not_passed" { "bad" } else { "good" }
    }
}

/// The witnessed evaluations of a person, newest first.
pub async fn evaluations_of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Evaluation>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Evaluation,
        r#"select w.seen_on, w.audit, w.witness, w.outcome, w.notes, p.name as by, w.at,
             witnessed_until($1, $2) as in_date_until
           from witnessed_evaluations w join people p on p.id = w.by_person
           where w.body_id = $1 and w.person_id = $2 order by w.seen_on desc, w.id desc limit 100"#,
        body,
        person
    )
    .fetch_all(tx.sql())
    .await?)
}

/// Keeps what was seen of somebody at work. Nobody evaluates themselves.
pub async fn witness(
    tx: &mut Tx<'_>,
    _by: &CompetenceKeeper,
    person: Uuid,
    form: Witnessed,
) -> Result<()> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    must_be_member(tx, person).await?;
    if person == by {
        return Err(rulebook::CMP_4
            .refuse(
                "Nobody keeps a witnessed evaluation of themselves.",
                "Ask another scheme manager or the quality manager.",
            )
            .into());
    }
    let mut r = Reading::default();
    let seen_on = past_day(&mut r, &form.seen_on, tx.today());
    let audit = r.required("audit", &form.audit, "which audit it was", SHORT);
    let witness = r.required("witness", &form.witness, "who watched", SHORT);
    let outcome = r.choice("outcome", &form.outcome, "how it went", |key| {
        OUTCOMES.iter().find(|(known, _)| *known == key).map(|(known, _)| *known)
    });
    let notes = r.required("notes", &form.notes, "what was seen", LONG);
    r.done()?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    sqlx::query!(
        "insert into witnessed_evaluations (body_id, id, person_id, seen_on, audit, witness, outcome, notes, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (body_id, id) do nothing",
        body,
        id,
        person,
        seen_on,
        audit,
        witness,
        outcome.unwrap_or_default(),
        notes,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

fn past_day(r: &mut Reading, typed: &str, today: Date) -> Option<Date> {
    let day = r.date("seen_on", typed, "the day of the audit");
    match day {
        None if typed.trim().is_empty() => r.errors.add("seen_on", "Enter the day of the audit"),
        Some(day) if day > today => r.errors.add("seen_on", "Enter a day that has come"),
        _ => {}
    }
    day
}
