//! Many numbers looked up at once: for whoever has a list of suppliers and wants to know how each certificate stands.

use super::{Change, Life, Revision, Standing, number_of};
use crate::db::Tx;
use crate::error::Result;
use crate::exports::written;
use crate::zone::Zone;
use sqlx::types::Json;
use std::collections::HashMap;
use time::Date;

/// How many are looked up in one statement.
pub const AT_ONCE: usize = 500;

/// How one of the numbers stands; each kind of answer is a kind of its own.
#[derive(Debug, Clone)]
pub enum Stands {
    Found(Box<Found>),
    /// A number as the register gives them, and none of this installation's.
    Unknown,
    Malformed,
}

impl Stands {
    /// The answer in words.
    pub fn title(&self) -> &'static str {
        match self {
            Stands::Found(found) => found.standing.title(),
            Stands::Unknown => "Unknown",
            Stands::Malformed => "Not a number of this register",
        }
    }
}

/// The newest revision under a number.
#[derive(Debug, Clone)]
pub struct Found {
    pub number: String,
    pub revision: i32,
    pub client: String,
    pub standard: String,
    pub body_name: String,
    pub effective_on: Date,
    pub expires_on: Date,
    pub standing: Standing,
}

/// The answers to these numbers, in their order; at most [`AT_ONCE`] at a time.
pub async fn of_numbers(tx: &mut Tx<'_>, typed: &[&str]) -> Result<Vec<Stands>> {
    let numbers: Vec<Option<String>> = typed.iter().map(|one| number_of(one)).collect();
    let asked: Vec<String> = numbers.iter().flatten().cloned().collect();
    let found = newest(tx, &asked).await?;
    // A number may stand in the list twice: the answer is then given twice.
    let answer = |number: Option<String>| match number {
        None => Stands::Malformed,
        Some(number) => match found.get(&number) {
            Some(found) => Stands::Found(Box::new(found.clone())),
            None => Stands::Unknown,
        },
    };
    Ok(numbers.into_iter().map(answer).collect())
}

async fn newest(tx: &mut Tx<'_>, numbers: &[String]) -> Result<HashMap<String, Found>> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select distinct on (c.number) c.number, c.revision, c.client_name, c.standard, c.effective_on, c.expires_on, b.name, b.time_zone,
             (select json_agg(json_build_object('revision', n.revision, 'outcome', n.outcome, 'effective_on', n.effective_on, 'expires_on', n.expires_on)
                order by n.revision) from certificates n where n.number = c.number) as "revisions!: Json<Vec<Revision>>",
             (select coalesce(json_agg(json_build_object('status', s.status, 'from_on', s.from_on, 'reason_code', s.reason_code, 'until_on', s.until_on)
                order by s.id), '[]') from certificate_status s where s.number = c.number) as "changes!: Json<Vec<Change>>"
           from certificates c join bodies b on b.id = c.body_id
           where c.number = any($1) order by c.number, c.revision desc"#,
        numbers
    )
    .fetch_all(tx.sql())
    .await?;
    let found = rows.into_iter().map(|row| {
        let life = Life { revisions: row.revisions.0, changes: row.changes.0 };
        let found = Found {
            number: row.number.clone(),
            revision: row.revision,
            client: row.client_name,
            standard: row.standard,
            body_name: row.name,
            effective_on: row.effective_on,
            expires_on: row.expires_on,
            standing: life.on(Zone::of_body(&row.time_zone).day_of(now)),
        };
        (row.number, found)
    });
    Ok(found.collect())
}

/// The columns of the answers.
const COLUMNS: [&str; 9] = [
    "As asked",
    "Status",
    "Number",
    "Revision",
    "Certified entity",
    "Standard",
    "Certification body",
    "Effective date",
    "Expiry date",
];

/// The answers as a sheet, one line for each number, in the order in which they were asked.
pub fn sheet(asked: &[String], answers: &[Stands]) -> Result<Vec<u8>> {
    let line = |(asked, stands): (&String, &Stands)| {
        let [number, revision, client, standard, body, effective, expiry] = match stands {
            Stands::Unknown | Stands::Malformed => Default::default(),
            Stands::Found(found) => [
                found.number.clone(),
                found.revision.to_string(),
                found.client.clone(),
                found.standard.clone(),
                found.body_name.clone(),
                found.effective_on.to_string(),
                found.expires_on.to_string(),
            ],
        };
        let status = stands.title().to_owned();
        [asked.clone(), status, number, revision, client, standard, body, effective, expiry]
    };
    written(COLUMNS, asked.iter().zip(answers).map(line))
}
