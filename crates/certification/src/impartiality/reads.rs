//! What the office sees of the register and of the committee's minutes.

use super::{RESIDUALS, SOURCES, title_of};
use crate::as_json;
use crate::db::Tx;
use crate::error::Result;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A risk as it stands, for the register.
#[derive(Debug, Clone)]
pub struct Risk {
    pub id: Uuid,
    pub version: i32,
    pub title: String,
    source: String,
    pub treatment: String,
    residual: String,
    pub owner: String,
    pub next_review: Date,
    state: String,
}

impl Risk {
    pub fn source_title(&self) -> &'static str {
        title_of(SOURCES, &self.source)
    }

    pub fn residual_title(&self) -> &'static str {
        title_of(RESIDUALS, &self.residual)
    }

    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    /// Whether its next review has passed (IMP-6).
    pub fn is_stale(&self, today: &Date) -> bool {
        self.is_open() && self.next_review < *today
    }
}

/// The register after the risk `after`: open ones first, by their next review. At most `limit`.
pub async fn register(tx: &mut Tx<'_>, after: Option<Uuid>, limit: i64) -> Result<Vec<Risk>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Risk,
        r#"select r.id, r.version, v.title, v.source, v.treatment, v.residual, p.name as owner, r.next_review, r.state
           from impartiality_risks r
           join impartiality_revisions v on v.body_id = r.body_id and v.risk_id = r.id and v.revision = r.version
           join people p on p.id = v.owner_id
           where r.body_id = $1 and ($2::uuid is null or exists (select from impartiality_risks a where a.body_id = $1 and a.id = $2
             and (r.state < a.state or r.state = a.state and (r.next_review, r.id) > (a.next_review, a.id))))
           order by r.state desc, r.next_review, r.id limit $3"#,
        body,
        after,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}

/// A risk as it was seen at one time.
#[derive(Debug, Clone)]
pub struct Revision {
    pub revision: i32,
    pub title: String,
    pub source: String,
    pub description: String,
    pub treatment: String,
    pub residual: String,
    pub owner_id: Uuid,
    pub owner: String,
    pub next_review: Date,
    pub state: String,
    pub because: String,
    pub by: String,
    pub at: OffsetDateTime,
    looked_at: Json<Vec<LookedAt>>,
}

/// A meeting that looked at a risk.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct LookedAt {
    pub minutes_id: Uuid,
    #[serde(with = "as_json::day")]
    pub held_on: Date,
}

impl Revision {
    pub fn source_title(&self) -> &'static str {
        title_of(SOURCES, &self.source)
    }

    pub fn residual_title(&self) -> &'static str {
        title_of(RESIDUALS, &self.residual)
    }

    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    pub fn is_stale(&self, today: &Date) -> bool {
        self.is_open() && self.next_review < *today
    }

    /// The meetings of the committee that looked at it as it stood then.
    pub fn looked_at(&self) -> &[LookedAt] {
        &self.looked_at
    }
}

/// Everything that was ever seen of one risk, the newest first; the first is how it stands.
pub async fn risk(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<Revision>> {
    let body = tx.actor().body()?;
    let history = sqlx::query_as!(
        Revision,
        r#"select v.revision, v.title, v.source, v.description, v.treatment, v.residual, v.owner_id, o.name as owner, v.next_review,
             v.state, v.because, p.name as by, v.at,
             coalesce((select json_agg(json_build_object('minutes_id', m.id, 'held_on', m.held_on) order by m.held_on)
               from impartiality_looked_at l join impartiality_minutes m on m.body_id = l.body_id and m.id = l.minutes_id
               where l.body_id = v.body_id and l.risk_id = v.risk_id and l.revision = v.revision), '[]') as "looked_at!: Json<Vec<LookedAt>>"
           from impartiality_revisions v join people o on o.id = v.owner_id join people p on p.id = v.by_person
           where v.body_id = $1 and v.risk_id = $2 order by v.revision desc limit 200"#,
        body,
        id
    )
    .fetch_all(tx.sql())
    .await?;
    if history.is_empty() { Err(crate::error::Error::NotFound) } else { Ok(history) }
}

/// Somebody who may answer for a risk.
#[derive(Debug, Clone)]
pub struct Owner {
    pub id: Uuid,
    pub name: String,
}

/// Everybody of the body at present, by name.
pub async fn owners(tx: &mut Tx<'_>) -> Result<Vec<Owner>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Owner,
        "select p.id, p.name from people p where p.id in (select person_id from memberships where body_id = $1 and until is null and function <> 'assessor')
         order by p.name, p.id limit 500",
        body
    )
    .fetch_all(tx.sql())
    .await?)
}

/// A meeting of the committee, for the list.
#[derive(Debug, Clone)]
pub struct MinutesLine {
    pub id: Uuid,
    pub held_on: Date,
    pub by: String,
    pub risks: i64,
}

/// The meetings before `before`, newest first. At most `limit`.
pub async fn minutes_list(
    tx: &mut Tx<'_>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<MinutesLine>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        MinutesLine,
        r#"select m.id, m.held_on, p.name as by,
             (select count(*) from impartiality_looked_at l where l.body_id = m.body_id and l.minutes_id = m.id) as "risks!"
           from impartiality_minutes m join people p on p.id = m.by_person
           where m.body_id = $1 and ($2::uuid is null or (m.held_on, m.id) <
             (select a.held_on, a.id from impartiality_minutes a where a.body_id = $1 and a.id = $2))
           order by m.held_on desc, m.id desc limit $3"#,
        body,
        before,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}

/// The minutes of one meeting.
#[derive(Debug, Clone)]
pub struct Minutes {
    pub held_on: Date,
    pub attended: String,
    pub minutes: String,
    pub by: String,
    pub at: OffsetDateTime,
    risks: Json<Vec<Looked>>,
}

/// A risk as a meeting looked at it.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Looked {
    pub id: Uuid,
    pub title: String,
    pub revision: i32,
}

impl Minutes {
    pub fn risks(&self) -> &[Looked] {
        &self.risks
    }
}

/// The minutes of one meeting, with the risks it looked at as they stood then.
pub async fn minutes(tx: &mut Tx<'_>, id: Uuid) -> Result<Minutes> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Minutes,
        r#"select m.held_on, m.attended, m.minutes, p.name as by, m.at,
             coalesce((select json_agg(json_build_object('id', v.risk_id, 'title', v.title, 'revision', v.revision) order by v.title)
               from impartiality_looked_at l join impartiality_revisions v on v.body_id = l.body_id and v.risk_id = l.risk_id
                 and v.revision = l.revision where l.body_id = m.body_id and l.minutes_id = m.id), '[]') as "risks!: Json<Vec<Looked>>"
           from impartiality_minutes m join people p on p.id = m.by_person where m.body_id = $1 and m.id = $2"#,
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?)
}
