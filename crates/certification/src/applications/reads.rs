//! What screens ask about applications: each whole, in one statement.

use super::{Application, ReviewMade, State};
use crate::audits::Kind;
use crate::cycle::in_words;
use crate::db::Tx;
use crate::error::Result;
use crate::rulebook;
use crate::standards::Scheme;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// The application of this engagement, whole; `NotFound` where it is not for the actor's room to see.
pub async fn of_file(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Application> {
    whole(tx, Some(engagement_id), None).await
}

/// The application of the acting client's file at hand.
pub async fn own(tx: &mut Tx<'_>) -> Result<Application> {
    let client = tx.actor().client()?;
    whole(tx, None, Some(client)).await
}

/// The application of the acting client's file at hand, held until this transaction ends: whoever writes in it or in
/// its register takes turns with whoever submits it.
pub(crate) async fn own_to_write(tx: &mut Tx<'_>) -> Result<Application> {
    let (body, client, at_hand) =
        (tx.actor().body()?, tx.actor().client()?, tx.actor().file_at_hand());
    sqlx::query!(
        "select id from applications where body_id = $1 and client_id = $2
         order by (engagement_id = $3) is true desc, engagement_id desc limit 1 for update",
        body,
        client,
        at_hand
    )
    .fetch_one(tx.sql())
    .await?;
    own(tx).await
}

/// The application of this engagement if the body has accepted it; else a refusal, because nothing is
/// offered or planned before its review (APP-2).
pub async fn accepted(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Application> {
    let application = of_file(tx, engagement_id).await?;
    if application.state.is_accepted() {
        return Ok(application);
    }
    Err(rulebook::APP_2
        .refuse(
            format!("The application is \"{}\".", application.state.title()),
            "Review the application and accept it first.",
        )
        .into())
}

async fn whole(
    tx: &mut Tx<'_>,
    engagement: Option<Uuid>,
    client: Option<Uuid>,
) -> Result<Application> {
    let (body, at_hand) = (tx.actor().body()?, tx.actor().file_at_hand());
    let found = sqlx::query_scalar!(
        r#"select to_jsonb(a) || jsonb_build_object('reference', e.reference, 'standard', e.standard,
             'submitted_by', (select p.name from people p where p.id = a.submitted_by),
             'sites', (select coalesce(jsonb_agg(s order by s.position), '[]') from sites s
                where s.body_id = a.body_id and s.application_id = a.id),
             'exclusions', (select coalesce(jsonb_agg(x order by x.position), '[]') from exclusions x
                where x.body_id = a.body_id and x.application_id = a.id),
             'certificates_held', (select coalesce(jsonb_agg(h order by h.position), '[]') from certificates_held h
                where h.body_id = a.body_id and h.application_id = a.id),
             'ai_systems', (select count(*) from ai_systems i
                where i.body_id = a.body_id and i.engagement_id = a.engagement_id and i.removed_at is null)
           ) as "application!: Json<Application>"
           from applications a join engagements e on e.body_id = a.body_id and e.id = a.engagement_id
           where a.body_id = $1 and ($2::uuid is null or a.engagement_id = $2) and ($3::uuid is null or a.client_id = $3)
           order by (a.engagement_id = $4) is true desc, a.engagement_id desc limit 1"#,
        body,
        engagement,
        client,
        at_hand
    )
    .fetch_one(tx.sql())
    .await?;
    Ok(found.0)
}

/// Which files the office's list shows.
#[derive(Debug, Default, Clone)]
pub struct Filter {
    pub state: Option<State>,
    /// How the client's name begins, in any case.
    pub name: String,
    /// Only files older than this one: the last of the page before.
    pub after: Option<Uuid>,
}

/// A line of the office's list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub engagement_id: Uuid,
    pub client_name: String,
    pub reference: String,
    pub standard: Scheme,
    pub state: State,
    pub submitted_at: Option<OffsetDateTime>,
    pub ai_systems: i64,
    /// The last day of its newest attestation.
    pub certified_until: Option<Date>,
    pub before_the_panel: bool,
    /// Findings that are told and not closed.
    pub open_findings: i64,
    /// The newest audit that has been planned with the client.
    pub audit: Option<Kind>,
}

impl Listed {
    /// How far the file has come by `today`: a kind of tag, and its words.
    pub fn how_far(&self, today: &Date) -> (&'static str, String) {
        match (self.certified_until, self.open_findings, self.audit) {
            _ if self.before_the_panel => ("wait", "Before the panel".to_owned()),
            (_, 1, _) => ("wait", "1 finding open".to_owned()),
            (_, open, _) if open > 0 => ("wait", format!("{open} findings open")),
            (Some(until), ..) if until < *today => {
                ("bad", format!("Expired on {}", in_words(until)))
            }
            (Some(until), ..) => ("good", format!("Certified until {}", in_words(until))),
            (None, _, Some(kind)) => ("plain", kind.title().to_owned()),
            (None, _, None) => ("plain", String::new()),
        }
    }
}

/// The body's files with where their applications stand, newest first; those still being written by the
/// client are not among them.
pub async fn list(tx: &mut Tx<'_>, filter: &Filter, limit: i64) -> Result<Vec<Listed>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select e.id, c.name, e.reference, e.standard as "standard: Scheme", a.state, a.submitted_at,
             (select count(*) from ai_systems i where i.body_id = e.body_id and i.engagement_id = e.id
                and i.removed_at is null) as "ai_systems!",
             (select max(x.expires_on) from certificates x where x.body_id = e.body_id and x.engagement_id = e.id) as certified_until,
             exists (select from cases k where k.body_id = e.body_id and k.engagement_id = e.id and k.state = 'open') as "before_the_panel!",
             (select count(*) from findings f where f.body_id = e.body_id and f.engagement_id = e.id
                and f.state in ('issued', 'answered', 'returned', 'accepted', 'verified')) as "open_findings!",
             (select u.kind from audits u where u.body_id = e.body_id and u.engagement_id = e.id and u.state <> 'programmed'
                order by u.window_from desc, u.id desc limit 1) as audit
           from engagements e
           join clients c on c.body_id = e.body_id and c.client_id = e.client_id
           join applications a on a.body_id = e.body_id and a.engagement_id = e.id
           where e.body_id = $1 and a.state <> 'draft' and ($2::text is null or a.state = $2)
             and c.name_norm collate "C" ^@ lower($3) and ($4::uuid is null or e.id < $4)
           order by e.id desc limit $5"#,
        body,
        filter.state.map(State::key),
        crate::parse::normalise(&filter.name),
        filter.after,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Listed {
                engagement_id: row.id,
                client_name: row.name,
                reference: row.reference,
                standard: row.standard,
                state: State::kept(&row.state)?,
                submitted_at: row.submitted_at,
                ai_systems: row.ai_systems,
                certified_until: row.certified_until,
                before_the_panel: row.before_the_panel,
                open_findings: row.open_findings,
                audit: row.audit.as_deref().and_then(Kind::from_key),
            })
        })
        .collect()
}

/// The reviews of this application so far, newest first, each with its reasons.
pub async fn earlier_reviews(tx: &mut Tx<'_>, application_id: Uuid) -> Result<Vec<ReviewMade>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        ReviewMade,
        "select r.outcome, r.information, r.differences, r.competence, r.impartiality, r.answer, r.tie, r.tie_who, p.name as who, r.at
         from application_reviews r join people p on p.id = r.by_person
         where r.body_id = $1 and r.application_id = $2 order by r.id desc limit 50",
        body,
        application_id
    )
    .fetch_all(tx.sql())
    .await?)
}
