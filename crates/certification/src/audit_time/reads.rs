//! What the pages of audit time ask: what the application proposes, and what was determined.

use super::adjustment::Adjustment;
use super::calculation::Inputs;
use super::people::Added;
use super::{Determination, Kept, Table};
use crate::db::Tx;
use crate::error::{Error, Result};
use uuid::Uuid;

/// What the application proposes for the table, and what may be a ground for a reduction.
#[derive(Debug, Clone)]
pub struct Proposed {
    pub application_accepted: bool,
    pub inputs: Inputs,
    /// People in all, and those in the AI life cycle; 0 where the application does not say.
    pub people_total: i32,
    pub people_ai: i32,
    pub ai_roles: Vec<String>,
    pub high_risk: i32,
    /// In how many countries the sites lie.
    pub countries: i32,
    /// ISO/IEC 27001 and ISO 9001 certificates that the application names.
    pub certificates: Vec<String>,
    /// The client's other files at this body: an audit of both can be integrated (TIM-3).
    pub other_files: Vec<String>,
}

impl Proposed {
    /// What the application proposes to this table.
    pub fn to(&self, table: &Table) -> Inputs {
        let Some(people) = &table.people else { return self.inputs.clone() };
        let by_role = !people.columns.is_empty();
        let role = match &self.ai_roles[..] {
            _ if !by_role => "",
            [] => "",
            [one] if one == "producer" => "producer",
            [_] => "other",
            _ => "several",
        };
        let additions = people.additions.iter().filter_map(|addition| {
            let count = match addition.key.as_str() {
                "ai_systems" => self.inputs.ai_systems,
                "high_risk" => self.high_risk,
                _ => return None,
            };
            Some(Added { key: addition.key.clone(), count, ..Added::default() })
        });
        Inputs {
            people: if by_role { self.people_ai } else { self.people_total },
            role: role.to_owned(),
            additions: additions.collect(),
            ..self.inputs.clone()
        }
    }
}

/// The inputs as the application and the register of AI systems have them.
pub async fn proposed(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Proposed> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select a.state = 'accepted' as "accepted!", a.structure, a.people_total, a.people_ai, a.ai_roles,
             (select count(*)::int from ai_systems s where s.body_id = $1 and s.engagement_id = $2 and s.removed_at is null) as "systems!",
             (select count(*)::int from ai_systems s where s.body_id = $1 and s.engagement_id = $2 and s.removed_at is null
                and s.risk_class in ('high', 'prohibited')) as "high_risk!",
             (select count(distinct lower(trim(s.country)))::int from sites s
              where s.body_id = $1 and s.application_id = a.id and s.country <> '') as "countries!",
             (select coalesce(array_agg(concat_ws(', ', h.standard, nullif(h.issued_by, ''), nullif(h.number, ''), 'valid to ' || to_char(h.expires_on, 'FMDD FMMonth YYYY'))
                       order by h.position), '{}') from certificates_held h
              where h.body_id = $1 and h.application_id = a.id and h.standard ~ '(27001|9001)') as "certificates!: Vec<String>",
             (select coalesce(array_agg(e.standard || ', our file ' || e.reference order by e.reference), '{}') from engagements e
              where e.body_id = $1 and e.client_id = a.client_id and e.id <> $2) as "other_files!: Vec<String>"
           from applications a where a.body_id = $1 and a.engagement_id = $2"#,
        body,
        engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    let jurisdictions = if row.structure == "jurisdictions" { row.countries.max(2) } else { 1 };
    Ok(Proposed {
        application_accepted: row.accepted,
        inputs: Inputs {
            ai_systems: row.systems,
            structure: row.structure,
            jurisdictions,
            ..Inputs::default()
        },
        people_total: row.people_total.unwrap_or(0),
        people_ai: row.people_ai.unwrap_or(0),
        ai_roles: row.ai_roles,
        high_risk: row.high_risk,
        countries: row.countries,
        certificates: row.certificates,
        other_files: row.other_files,
    })
}

/// All determinations of a file, newest first; at most fifty.
pub async fn history(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Determination>> {
    select(tx, engagement_id, None, 50).await
}

/// The determination that counts now, if there is one.
pub async fn newest(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Option<Determination>> {
    Ok(select(tx, engagement_id, None, 1).await?.pop())
}

/// One determination of a file.
pub async fn of(tx: &mut Tx<'_>, engagement_id: Uuid, id: Uuid) -> Result<Determination> {
    select(tx, engagement_id, Some(id), 1).await?.pop().ok_or(Error::NotFound)
}

async fn select(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    id: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Determination>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select d.id, d.table_key, d.table_version, d.table_checked, d.unchecked_reason,
             d.inputs as "inputs: sqlx::types::Json<Kept>", d.adjustments as "adjustments: sqlx::types::Json<Vec<Adjustment>>",
             d.base_half_days, d.initial_half_days, d.stage_1_half_days, d.stage_2_half_days, d.surveillance_half_days,
             d.recertification_half_days, p.name as by_name, d.at
           from determinations d join people p on p.id = d.by_person
           where d.body_id = $1 and d.engagement_id = $2 and ($3::uuid is null or d.id = $3)
           order by d.at desc, d.id desc limit $4"#,
        body,
        engagement_id,
        id,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    let determinations = rows.into_iter().map(|row| Determination {
        id: row.id,
        engagement_id,
        table_key: row.table_key,
        table_version: row.table_version,
        table_checked: row.table_checked,
        unchecked_reason: row.unchecked_reason,
        inputs: row.inputs.0,
        adjustments: row.adjustments.0,
        base_half_days: row.base_half_days,
        initial_half_days: row.initial_half_days,
        stage_1_half_days: row.stage_1_half_days,
        stage_2_half_days: row.stage_2_half_days,
        surveillance_half_days: row.surveillance_half_days,
        recertification_half_days: row.recertification_half_days,
        by_name: row.by_name,
        at: row.at,
    });
    Ok(determinations.collect())
}
