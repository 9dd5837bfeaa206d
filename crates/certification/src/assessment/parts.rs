//! Everything in which one person took part: audits, panels, reviews.

use super::place::Place;
use crate::audits;
use crate::db::Tx;
use crate::decisions::CaseKind;
use crate::error::Result;
use crate::teams::Role;
use time::OffsetDateTime;
use uuid::Uuid;

/// Somebody who works, or worked, for the body.
#[derive(Debug, Clone)]
pub struct Somebody {
    pub id: Uuid,
    pub name: String,
}

/// The longest list of people that is offered to choose from.
const EVERYBODY: i64 = 2_000;

/// Everybody who ever had a function at the body, by name.
pub async fn people(tx: &mut Tx<'_>) -> Result<Vec<Somebody>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Somebody,
        "select p.id, p.name from people p
         where p.id in (select person_id from memberships where body_id = $1 and function <> 'assessor')
         order by p.name, p.id limit $2",
        body,
        EVERYBODY
    )
    .fetch_all(tx.sql())
    .await?)
}

/// One thing in which somebody took part.
#[derive(Debug, Clone)]
pub struct Part {
    pub id: Uuid,
    /// Since when: the appointment, or the review itself.
    pub at: OffsetDateTime,
    pub engagement_id: Uuid,
    pub client: String,
    pub reference: String,
    what: String,
    about: String,
    /// When the appointment was taken back, and why.
    pub released_at: Option<OffsetDateTime>,
    pub release_reason: String,
}

impl Part {
    pub fn place(&self) -> Place {
        Place { at: self.at, id: self.id }
    }

    /// As what the person took part, e.g. "Lead auditor".
    pub fn what(&self) -> &'static str {
        match self.what.as_str() {
            "chair" => "Chair of the panel",
            "panel_member" => "Panel member",
            "application" => "Reviewer of the application",
            "readiness" => "Reviewer of readiness for Stage 2",
            "maintenance" => "Reviewer after a surveillance",
            "transfer" => "Reviewer of a certificate to take over",
            role => Role::from_key(role).map_or("", Role::title),
        }
    }

    /// In what, e.g. "Stage 2", or of a case what it is about.
    pub fn about(&self) -> &'static str {
        let audit = || audits::Kind::from_key(&self.about).map(audits::Kind::title);
        let case = || CaseKind::from_key(&self.about).map(CaseKind::title);
        match self.what.as_str() {
            "application" => "Application",
            "chair" | "panel_member" => case().unwrap_or_default(),
            "transfer" => "Transfer",
            _ => audit().unwrap_or_default(),
        }
    }
}

/// In what a person took part, newest first, after `before`; at most `limit`.
pub async fn parts(
    tx: &mut Tx<'_>,
    person: Uuid,
    before: Option<Place>,
    limit: i64,
) -> Result<Vec<Part>> {
    let (body, place) = (tx.actor().body()?, before.map(|place| (place.at, place.id)).unzip());
    Ok(sqlx::query_as!(
        Part,
        r#"select w.id as "id!", w.at as "at!", w.engagement_id as "engagement_id!", c.name as client, e.reference, w.what as "what!",
             w.about as "about!", w.released_at, w.release_reason as "release_reason!"
           from (
             (select t.id, t.appointed_at as at, t.engagement_id, t.role as what, a.kind as about, t.released_at, t.release_reason
              from team_members t join audits a on a.body_id = t.body_id and a.id = t.audit_id
              where t.body_id = $1 and t.person_id = $2 and ($3::timestamptz is null or (t.appointed_at, t.id) < ($3, $4::uuid))
              order by t.appointed_at desc, t.id desc limit $5)
             union all
             (select s.id, s.appointed_at, s.engagement_id, case when s.chair then 'chair' else 'panel_member' end, k.kind, s.released_at, s.release_reason
              from panel_seats s join cases k on k.body_id = s.body_id and k.id = s.case_id
              where s.body_id = $1 and s.person_id = $2 and ($3::timestamptz is null or (s.appointed_at, s.id) < ($3, $4::uuid))
              order by s.appointed_at desc, s.id desc limit $5)
             union all
             (select r.id, r.at, r.engagement_id, 'readiness', a.kind, null, ''
              from readiness_reviews r join audits a on a.body_id = r.body_id and a.id = r.audit_id
              where r.body_id = $1 and r.by_person = $2 and ($3::timestamptz is null or (r.at, r.id) < ($3, $4::uuid))
              order by r.at desc, r.id desc limit $5)
             union all
             (select r.id, r.at, a.engagement_id, 'application', '', null, ''
              from application_reviews r join applications a on a.body_id = r.body_id and a.id = r.application_id
              where r.body_id = $1 and r.by_person = $2 and ($3::timestamptz is null or (r.at, r.id) < ($3, $4::uuid))
              order by r.at desc, r.id desc limit $5)
             union all
             (select r.id, r.at, r.engagement_id, 'maintenance', a.kind, null, ''
              from maintenance_reviews r join audits a on a.body_id = r.body_id and a.id = r.audit_id
              where r.body_id = $1 and r.person_id = $2 and ($3::timestamptz is null or (r.at, r.id) < ($3, $4::uuid))
              order by r.at desc, r.id desc limit $5)
             union all
             (select r.id, r.at, r.engagement_id, 'transfer', '', null, ''
              from transfer_reviews r
              where r.body_id = $1 and r.by_person = $2 and ($3::timestamptz is null or (r.at, r.id) < ($3, $4::uuid))
              order by r.at desc, r.id desc limit $5)
           ) w
           join engagements e on e.body_id = $1 and e.id = w.engagement_id
           join clients c on c.body_id = $1 and c.client_id = e.client_id
           order by w.at desc, w.id desc limit $5"#,
        body,
        person,
        place.0,
        place.1,
        limit
    )
    .fetch_all(tx.sql())
    .await?)
}
