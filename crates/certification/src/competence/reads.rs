//! What screens and gates ask about competence.

use super::{Competence, Kind, Paper, papers};
use crate::db::Tx;
use crate::error::{Error, Result};
use sqlx::types::Json;
use std::collections::HashMap;
use time::Date;
use uuid::Uuid;

/// A line of a competence file.
#[derive(Debug, Clone)]
pub struct Qualification {
    pub id: Uuid,
    pub competence: Competence,
    pub evidence: String,
    pub approved_by: Option<String>,
    pub approved_on: Date,
    pub valid_until: Date,
    pub ended_on: Option<Date>,
    pub ended_by: Option<String>,
    pub end_reason: String,
}

impl Qualification {
    /// Whether it counts on this day.
    pub fn is_current(&self, on: Date) -> bool {
        self.approved_on <= on && on <= self.valid_until && self.ended_on.is_none_or(|end| on < end)
    }
}

/// The competence file of one person.
#[derive(Debug)]
pub struct FilePage {
    pub person_id: Uuid,
    pub name: String,
    pub email: String,
    /// Functions at the body, by key.
    pub functions: Vec<String>,
    pub qualifications: Vec<Qualification>,
    /// What the qualifications rest on, besides words.
    pub papers: Vec<Paper>,
}

impl FilePage {
    /// The lines of one kind, the newest first.
    pub fn of_kind(&self, kind: Kind) -> Vec<&Qualification> {
        self.qualifications.iter().filter(|line| line.competence.kind() == Some(kind)).collect()
    }
}

/// Refuses, as not found, whoever is no member of the body; an assessor comes from outside, and is none.
pub(crate) async fn must_be_member(tx: &mut Tx<'_>, person: Uuid) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!("select id from memberships where body_id = $1 and person_id = $2 and until is null and function <> 'assessor' limit 1", body, person)
        .fetch_one(tx.sql())
        .await?;
    Ok(())
}

/// The competence file of a present or past member of the body. Three statements.
pub async fn file_of(tx: &mut Tx<'_>, person: Uuid) -> Result<FilePage> {
    let body = tx.actor().body()?;
    let who = sqlx::query!(
        r#"select p.name, p.email, array_agg(m.function) filter (where m.until is null) as functions
           from memberships m join people p on p.id = m.person_id
           where m.body_id = $1 and m.person_id = $2 group by p.id, p.name, p.email"#,
        body,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    let lines = sqlx::query!(
        r#"select q.id, q.kind, q.value, q.evidence, a.name as "approved_by?", q.approved_on, q.valid_until, q.ended_on,
             e.name as "ended_by?", q.end_reason
           from qualifications q left join people a on a.id = q.approved_by left join people e on e.id = q.ended_by
           where q.body_id = $1 and q.person_id = $2 order by q.kind, q.ended_on nulls first, q.valid_until desc, q.value"#,
        body,
        person
    )
    .map(|r| Qualification {
        id: r.id,
        competence: Competence { kind: r.kind, value: r.value },
        evidence: r.evidence,
        approved_by: r.approved_by,
        approved_on: r.approved_on,
        valid_until: r.valid_until,
        ended_on: r.ended_on,
        ended_by: r.ended_by,
        end_reason: r.end_reason,
    })
    .fetch_all(tx.sql())
    .await?;
    let papers = papers::of(tx, person).await?;
    let functions = who.functions.unwrap_or_default();
    Ok(FilePage {
        person_id: person,
        name: who.name,
        email: who.email,
        functions,
        qualifications: lines,
        papers,
    })
}

/// What each of these people is qualified for on a day.
pub async fn current(
    tx: &mut Tx<'_>,
    people: &[Uuid],
    on: Date,
) -> Result<HashMap<Uuid, Vec<Competence>>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select distinct person_id, kind, value from qualifications
         where body_id = $1 and person_id = any($2) and approved_on <= $3 and valid_until >= $3
           and (ended_on is null or ended_on > $3) order by kind, value",
        body,
        people,
        on
    )
    .fetch_all(tx.sql())
    .await?;
    let mut held: HashMap<Uuid, Vec<Competence>> = HashMap::new();
    for row in rows {
        held.entry(row.person_id)
            .or_default()
            .push(Competence { kind: row.kind, value: row.value });
    }
    Ok(held)
}

/// What an engagement asks of its teams, from its standard and its application (CMP-1, CMP-6).
pub async fn needed(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Competence>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select e.standard, a.sector as "sector?", a.ai_roles as "ai_roles?", a.languages as "languages?"
           from engagements e left join applications a on a.body_id = e.body_id and a.engagement_id = e.id
           where e.body_id = $1 and e.id = $2"#,
        body,
        engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(super::asked(
        &row.standard,
        &row.sector.unwrap_or_default(),
        &row.ai_roles.unwrap_or_default(),
        &row.languages.unwrap_or_default(),
    ))
}

/// A member of the body with what the person is qualified for today.
#[derive(Debug, Clone)]
pub struct Colleague {
    pub person_id: Uuid,
    pub name: String,
    pub held: Vec<Competence>,
}

impl Colleague {
    pub fn holds(&self, kind: Kind, value: &str) -> bool {
        self.held.contains(&Competence::new(kind, value))
    }
}

/// Every present member of the body who is qualified for this function today, with all that the person holds.
pub async fn of_colleagues(tx: &mut Tx<'_>, function: &str) -> Result<Vec<Colleague>> {
    let (body, today) = (tx.actor().body()?, tx.today());
    sqlx::query!(
        r#"select p.id, p.name, json_agg(json_build_object('kind', q.kind, 'value', q.value) order by q.kind, q.value) as "held!: Json<Vec<Competence>>"
           from (select distinct person_id from memberships where body_id = $1 and until is null and function <> 'assessor') m
           join people p on p.id = m.person_id
           join (select distinct person_id, kind, value from qualifications where body_id = $1 and approved_on <= $2
             and valid_until >= $2 and (ended_on is null or ended_on > $2)) q on q.person_id = m.person_id
           group by p.id, p.name having bool_or(q.kind = 'function' and q.value = $3) order by p.name"#,
        body,
        today,
        function
    )
    .map(|r| Colleague { person_id: r.id, name: r.name, held: r.held.0 })
    .fetch_all(tx.sql())
    .await
    .map_err(Error::from)
}
