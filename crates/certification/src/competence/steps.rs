//! Approving a qualification, and ending one.

use super::{Kind, papers, reads};
use crate::actor::CompetenceKeeper;
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::evidence::Received;
use crate::parse::{LONG, Reading, SHORT};
use crate::rulebook;
use time::Date;
use uuid::Uuid;

/// Qualifications as typed: what is approved, on what evidence, until when.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Approval {
    pub id: String,
    pub function: Vec<String>,
    pub standard: Vec<String>,
    pub sector: Vec<String>,
    pub ai_role: Vec<String>,
    pub language: Vec<String>,
    pub field: Vec<String>,
    pub evidence: String,
    /// Papers on the person's file already.
    pub on_file: Vec<String>,
    pub valid_until: String,
}

/// The end of a qualification before its time, with the reason.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Ending {
    pub reason: String,
}

struct Meant {
    id: Uuid,
    kinds: Vec<String>,
    values: Vec<String>,
    evidence: String,
    valid_until: Date,
}

impl Approval {
    fn chosen(&self, kind: Kind) -> &[String] {
        match kind {
            Kind::Function => &self.function,
            Kind::Standard => &self.standard,
            Kind::Sector => &self.sector,
            Kind::AiRole => &self.ai_role,
            Kind::Language => &self.language,
            Kind::Field => &self.field,
        }
    }

    fn meant(&self, today: Date) -> Result<Meant> {
        let mut reading = Reading::default();
        let (mut kinds, mut values) = (Vec::new(), Vec::new());
        for kind in Kind::ALL {
            for value in self.chosen(kind).iter().filter(|value| !value.is_empty()) {
                if !kind.list().iter().any(|(key, _)| key == value) {
                    reading.errors.add(kind.key(), "Choose from the list");
                }
                kinds.push(kind.key().to_owned());
                values.push(value.clone());
            }
        }
        if values.is_empty() {
            reading.errors.add("function", "Choose at least one thing to approve");
        }
        let evidence = reading.optional("evidence", &self.evidence, LONG);
        let until = reading.date("valid_until", &self.valid_until, "the last day");
        match until {
            None if self.valid_until.trim().is_empty() => {
                reading.errors.add("valid_until", "Enter until when it is valid")
            }
            Some(date) if date < today => {
                reading.errors.add("valid_until", "Enter a day that is not past")
            }
            _ => {}
        }
        reading.done()?;
        let valid_until =
            until.ok_or_else(|| Error::Fault("a date that was read is gone".into()))?;
        let id = self.id.parse().unwrap_or_else(|_| Uuid::now_v7());
        Ok(Meant { id, kinds, values, evidence, valid_until })
    }
}

/// Approves qualifications of a member of the body, on papers or words or both. Nobody approves their own.
pub async fn approve(
    tx: &mut Tx<'_>,
    _by: &CompetenceKeeper,
    person: Uuid,
    form: Approval,
    files: Vec<Received>,
) -> Result<()> {
    let (by, today) = (tx.actor().person()?, tx.today());
    reads::must_be_member(tx, person).await?;
    if person == by {
        return Err(rulebook::CMP_2
            .refuse(
                "Nobody approves qualifications of their own.",
                "Ask another scheme manager or the quality manager.",
            )
            .into());
    }
    let meant = form.meant(today)?;
    let mut rests_on = papers::chosen(tx, person, &form.on_file).await?;
    if meant.evidence.is_empty() && files.is_empty() && rests_on.is_empty() {
        return Err(rests_on_nothing().into());
    }
    rests_on.extend(papers::put_on_file(tx, person, files).await?);
    let ids = keep(tx, person, meant).await?;
    papers::rest_on(tx, person, &ids, &rests_on).await
}

fn rests_on_nothing() -> Refusal {
    rulebook::CMP_2.refuse(
        "Nothing shows what this approval rests on.",
        "Add a paper, such as a certificate, a CV or a training record, or say in words what it rests on.",
    )
}

/// Keeps what was approved, each thing a row of its own; answers their ids, which follow from the form's own:
/// sent twice, it is one approval.
async fn keep(tx: &mut Tx<'_>, person: Uuid, meant: Meant) -> Result<Vec<Uuid>> {
    let (body, by, today) = (tx.actor().body()?, tx.actor().person()?, tx.today());
    let ids: Vec<Uuid> = (0..meant.kinds.len() as u128)
        .map(|n| Uuid::from_u128(meant.id.as_u128().wrapping_add(n)))
        .collect();
    sqlx::query!(
        "insert into qualifications (body_id, id, person_id, kind, value, evidence, approved_by, approved_on, valid_until)
         select $1, n.id, $2, n.kind, n.value, $3, $4, $5, $6
         from unnest($7::uuid[], $8::text[], $9::text[]) as n(id, kind, value)
         on conflict do nothing",
        body,
        person,
        meant.evidence,
        by,
        today,
        meant.valid_until,
        &ids,
        &meant.kinds,
        &meant.values
    )
    .execute(tx.sql())
    .await?;
    Ok(ids)
}

/// Ends a qualification today, with a reason; from today on it counts for nothing. Answers whose it was.
pub async fn end(tx: &mut Tx<'_>, _by: &CompetenceKeeper, id: Uuid, form: Ending) -> Result<Uuid> {
    let (body, by, today) = (tx.actor().body()?, tx.actor().person()?, tx.today());
    let mut reading = Reading::default();
    let reason = reading.required("reason", &form.reason, "why it ends", SHORT);
    reading.done()?;
    let person = sqlx::query_scalar!(
        "select person_id from qualifications where body_id = $1 and id = $2",
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    let ended = sqlx::query!(
        "update qualifications set ended_on = $3, ended_by = $4, end_reason = $5 where body_id = $1 and id = $2 and ended_on is null",
        body,
        id,
        today,
        by,
        reason
    )
    .execute(tx.sql())
    .await?;
    if ended.rows_affected() == 1 {
        Ok(person)
    } else {
        Err(Error::Stale("This qualification has ended already: open the file again.".into()))
    }
}
