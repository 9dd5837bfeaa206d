//! What the office sees of complaints and appeals.

use super::State;
use crate::db::Tx;
use crate::error::Result;
use crate::record::File;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

/// What was told of the progress.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Note {
    #[serde(default)]
    pub id: Uuid,
    pub text: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

/// A complaint or appeal as the office sees it.
#[derive(Debug, Clone)]
pub struct Complaint {
    pub id: Uuid,
    pub version: i32,
    pub reference: String,
    pub kind: String,
    pub state: State,
    pub client_id: Option<Uuid>,
    pub concerned_client_id: Option<Uuid>,
    pub engagement_id: Option<Uuid>,
    pub concerned: Option<String>,
    pub against: Option<String>,
    pub about: Option<String>,
    pub name: String,
    pub email: String,
    pub subject: String,
    pub text: String,
    pub lodged_at: OffsetDateTime,
    pub acknowledged_at: Option<OffsetDateTime>,
    pub acknowledged_by: Option<String>,
    pub decider_id: Option<Uuid>,
    pub decider: Option<String>,
    pub outcome: Option<String>,
    pub reasons: Option<String>,
    pub decided_at: Option<OffsetDateTime>,
    pub told_at: Option<OffsetDateTime>,
    notes: Vec<Note>,
}

impl Complaint {
    /// The file that it is about, if it is about one.
    pub fn file(&self) -> Option<File> {
        let (client_id, engagement_id) = (self.concerned_client_id?, self.engagement_id?);
        Some(File { client_id, engagement_id })
    }

    pub fn notes(&self) -> &[Note] {
        &self.notes
    }
}

/// One of them, for the office. One statement.
pub async fn complaint(tx: &mut Tx<'_>, id: Uuid) -> Result<Complaint> {
    let body = tx.actor().body()?;
    let r = sqlx::query!(
        r#"select c.id, c.version, c.reference, c.kind, c.state, c.client_id, c.concerned_client_id, c.engagement_id,
             k.name as "concerned?", c.name, c.email, c.subject, c.text, c.lodged_at, c.acknowledged_at, a.name as "acknowledged_by?",
             p.name as "about?", w.person_id as "decider_id?", n.name as "decider?", d.outcome as "outcome?", d.reasons as "reasons?",
             d.decided_at as "decided_at?", c.told_at,
             coalesce((select 'the decision of ' || to_char(x.decided_on, 'FMDD FMMonth YYYY') from decisions x where x.body_id = c.body_id and x.id = c.decision_id),
               (select 'finding ' || f.number || ' against ' || f.requirement from findings f where f.body_id = c.body_id and f.id = c.finding_id)) as against,
             coalesce((select json_agg(json_build_object('id', t.id, 'text', t.text, 'at', t.at) order by t.id)
               from complaint_notes t where t.body_id = c.body_id and t.complaint_id = c.id), '[]') as "notes!: Json<Vec<Note>>"
           from complaints c
           left join clients k on k.body_id = c.body_id and k.client_id = c.concerned_client_id
           left join people a on a.id = c.acknowledged_by
           left join people p on p.id = c.about_person
           left join lateral (select person_id from complaint_deciders w where w.body_id = c.body_id and w.complaint_id = c.id
             order by w.id desc limit 1) w on true
           left join people n on n.id = w.person_id
           left join complaint_decisions d on d.body_id = c.body_id and d.complaint_id = c.id
           where c.body_id = $1 and c.id = $2"#,
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(Complaint {
        id: r.id,
        version: r.version,
        reference: r.reference,
        kind: r.kind,
        state: State::kept(&r.state)?,
        client_id: r.client_id,
        concerned_client_id: r.concerned_client_id,
        engagement_id: r.engagement_id,
        concerned: r.concerned,
        against: r.against,
        about: r.about,
        name: r.name,
        email: r.email,
        subject: r.subject,
        text: r.text,
        lodged_at: r.lodged_at,
        acknowledged_at: r.acknowledged_at,
        acknowledged_by: r.acknowledged_by,
        decider_id: r.decider_id,
        decider: r.decider,
        outcome: r.outcome,
        reasons: r.reasons,
        decided_at: r.decided_at,
        told_at: r.told_at,
        notes: r.notes.0,
    })
}

/// One in the office's list.
#[derive(Debug, Clone)]
pub struct Line {
    pub id: Uuid,
    pub reference: String,
    pub kind: String,
    state: String,
    pub subject: String,
    pub name: String,
    pub lodged_at: OffsetDateTime,
}

impl Line {
    pub fn state(&self) -> State {
        State::from_key(&self.state).unwrap_or(State::Lodged)
    }
}

/// The body's complaints and appeals before `before`, newest first. At most `limit`.
pub async fn list(tx: &mut Tx<'_>, before: Option<Uuid>, limit: i64) -> Result<Vec<Line>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Line,
        "select id, reference, kind, state, subject, name, lodged_at from complaints
         where body_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3",
        body,
        before,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}

/// Somebody of the office who might decide, and what earlier part stands against it.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub id: Uuid,
    pub name: String,
    pub part: Option<String>,
}

/// Everybody of the body: who of the office may decide this, and whom it may be about.
pub async fn candidates(tx: &mut Tx<'_>, id: Uuid) -> Result<Vec<(Candidate, bool)>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query!(
        r#"select p.id, p.name, m.office as "office!", case when m.office then earlier_part($1, $2, p.id) end as part
           from (select person_id, bool_or(function in ('administrator', 'scheme_manager', 'quality_manager')) as office
             from memberships where body_id = $1 and until is null and function <> 'assessor' group by person_id) m
           join people p on p.id = m.person_id order by p.name, p.id limit 500"#,
        body,
        id
    )
    .map(|r| (Candidate { id: r.id, name: r.name, part: r.part }, r.office))
    .fetch_all(tx.sql())
    .await?)
}

/// The files that a complaint may be about: id, and client with reference.
pub async fn open_files(tx: &mut Tx<'_>) -> Result<Vec<(Uuid, String)>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query!(
        r#"select e.id, c.name || ', ' || e.reference as "title!" from engagements e
           join clients c on c.body_id = e.body_id and c.client_id = e.client_id
           where e.body_id = $1 order by c.name_norm collate "C", e.id limit 500"#,
        body
    )
    .map(|r| (r.id, r.title))
    .fetch_all(tx.sql())
    .await?)
}
