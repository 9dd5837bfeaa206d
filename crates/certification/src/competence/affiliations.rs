//! For whom a person works or worked: information beside the declarations, and a bar where the organisation is
//! the client and less than two years have gone by (IMP-2).

use super::reads::must_be_member;
use crate::actor::CompetenceKeeper;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{Reading, SHORT};
use crate::rulebook;
use time::Date;
use uuid::Uuid;

/// What ties a person to an organisation.
pub const TIES: &[(&str, &str)] = &[
    ("employed", "Employed by it"),
    ("consulted", "Advised it on a management system"),
    ("other", "Another tie, as information"),
];

/// An affiliation as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Affiliated {
    pub id: String,
    pub kind: String,
    pub organisation: String,
    pub what: String,
    pub since: String,
    pub until: String,
}

/// The last day of an affiliation, as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Until {
    pub until: String,
}

/// An affiliation as it is kept.
#[derive(Debug, Clone)]
pub struct Affiliation {
    pub id: Uuid,
    kind: String,
    pub organisation: String,
    pub what: String,
    pub since: Date,
    pub until: Option<Date>,
    pub by: String,
}

impl Affiliation {
    pub fn title(&self) -> &'static str {
        TIES.iter().find(|(key, _)| *key == self.kind).map_or("", |(_, title)| title)
    }
}

/// The affiliations of a person, those that last first.
pub async fn affiliations_of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Affiliation>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Affiliation,
        "select a.id, a.kind, a.organisation, a.what, a.since, a.until, p.name as by
         from affiliations a join people p on p.id = a.by_person
         where a.body_id = $1 and a.person_id = $2 order by a.until desc nulls first, a.since desc, a.id limit 200",
        body,
        person
    )
    .fetch_all(tx.sql())
    .await?)
}

/// Keeps an affiliation of a member of the body.
pub async fn affiliate(
    tx: &mut Tx<'_>,
    _by: &CompetenceKeeper,
    person: Uuid,
    form: Affiliated,
) -> Result<()> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    must_be_member(tx, person).await?;
    let mut r = Reading::default();
    let kind = r.choice("kind", &form.kind, "what the tie is", |key| {
        TIES.iter().find(|(known, _)| *known == key).map(|(known, _)| *known)
    });
    let organisation = r.required("organisation", &form.organisation, "the organisation", SHORT);
    let what = r.optional("what", &form.what, SHORT);
    let since = r.date("since", &form.since, "since when");
    if since.is_none() && form.since.trim().is_empty() {
        r.errors.add("since", "Enter since when");
    }
    let until = r.date("until", &form.until, "until when");
    if until.zip(since).is_some_and(|(until, since)| until < since) {
        r.errors.add("until", "Enter a day that is not before the first");
    }
    r.done()?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    sqlx::query!(
        "insert into affiliations (body_id, id, person_id, kind, organisation, what, since, until, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (body_id, id) do nothing",
        body,
        id,
        person,
        kind.unwrap_or_default(),
        organisation,
        what,
        since,
        until,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// An affiliation that lasted has ended. Answers whose it is.
pub async fn end_affiliation(
    tx: &mut Tx<'_>,
    _by: &CompetenceKeeper,
    id: Uuid,
    form: Until,
) -> Result<Uuid> {
    let (body, by) = (tx.actor().body()?, tx.actor().person()?);
    let kept = sqlx::query!(
        "select person_id, since from affiliations where body_id = $1 and id = $2",
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    let mut r = Reading::default();
    let until = r.date("until", &form.until, "the last day");
    match until {
        None if form.until.trim().is_empty() => r.errors.add("until", "Enter the last day"),
        Some(day) if day < kept.since => {
            r.errors.add("until", "Enter a day that is not before the first")
        }
        _ => {}
    }
    r.done()?;
    let ended = sqlx::query!(
        "update affiliations set until = $3, ended_by = $4 where body_id = $1 and id = $2 and until is null",
        body,
        id,
        until,
        by
    )
    .execute(tx.sql())
    .await?;
    match ended.rows_affected() {
        1 => Ok(kept.person_id),
        _ => Err(Error::Stale("This affiliation has ended already: open the file again.".into())),
    }
}

/// Refuses whoever was employed by this client, or advised it, less than two years ago, as the body's own
/// file says; what the person declares is asked apart (IMP-2).
pub async fn never_affiliated(tx: &mut Tx<'_>, client_id: Uuid, person: Uuid) -> Result<()> {
    let (body, today) = (tx.actor().body()?, tx.today());
    let bar = sqlx::query!(
        r#"select p.name, affiliated($1, $2, p.id, $4) as "affiliated!" from people p where p.id = $3"#,
        body,
        client_id,
        person,
        today
    )
    .fetch_one(tx.sql())
    .await?;
    if !bar.affiliated {
        return Ok(());
    }
    Err(rulebook::IMP_2
        .refuse(
            format!(
                "The file of {} shows employment at this client, or advice to it, less than two years ago.",
                bar.name
            ),
            "Somebody else must do this; if the file is wrong, have the quality manager correct it.",
        )
        .into())
}
