//! A risk is taken into the register, and looked at again: what is seen then is a revision of its own.

use super::{RESIDUALS, SOURCES, STATES, known};
use crate::actor::QualityManager;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading, SHORT};
use time::Date;
use uuid::Uuid;

/// A risk as somebody sees it now, as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Seen {
    pub id: String,
    /// The revision that was on the page, for a risk that is in the register.
    pub version: String,
    pub title: String,
    pub source: String,
    pub description: String,
    pub treatment: String,
    pub residual: String,
    pub owner: String,
    pub next_review: String,
    pub state: String,
    pub because: String,
}

struct Meant {
    title: String,
    source: &'static str,
    description: String,
    treatment: String,
    residual: &'static str,
    owner: Uuid,
    next_review: Date,
    state: &'static str,
    because: String,
}

impl Seen {
    fn meant(&self, today: Date, again: bool) -> Result<Meant> {
        let mut r = Reading::default();
        let title = r.required("title", &self.title, "a short name of the risk", SHORT);
        let source =
            r.choice("source", &self.source, "where it comes from", |key| known(SOURCES, key));
        let description =
            r.required("description", &self.description, "what could happen, and how", LONG);
        let treatment = r.required("treatment", &self.treatment, "what is done about it", LONG);
        let residual =
            r.choice("residual", &self.residual, "how much is left", |key| known(RESIDUALS, key));
        let owner = r.choice("owner", &self.owner, "who answers for it", |id| id.parse().ok());
        let next_review = review_day(&mut r, &self.next_review, today);
        let state = match again {
            true => r.choice("state", &self.state, "whether the risk is still there", |key| {
                known(STATES, key)
            }),
            false => Some("open"),
        };
        let because = match again {
            true => r.required("because", &self.because, "what this look at it found", LONG),
            false => String::new(),
        };
        r.done()?;
        let whole = || Error::Fault("a choice that was read is gone".into());
        Ok(Meant {
            title,
            source: source.ok_or_else(whole)?,
            description,
            treatment,
            residual: residual.ok_or_else(whole)?,
            owner: owner.ok_or_else(whole)?,
            next_review: next_review.ok_or_else(whole)?,
            state: state.ok_or_else(whole)?,
            because,
        })
    }
}

fn review_day(r: &mut Reading, typed: &str, today: Date) -> Option<Date> {
    let day = r.date("next_review", typed, "the next review");
    match day {
        None if typed.trim().is_empty() => {
            r.errors.add("next_review", "Enter when it is looked at next")
        }
        Some(day) if day <= today => r.errors.add("next_review", "Enter a day to come"),
        Some(day) if day > today + time::Duration::days(366) => {
            r.errors.add("next_review", "Look at it again within a year: enter an earlier day")
        }
        _ => {}
    }
    day
}

/// Takes a risk into the register.
pub async fn add_risk(tx: &mut Tx<'_>, _by: &QualityManager, form: Seen) -> Result<Uuid> {
    let (body, now) = (tx.actor().body()?, tx.now());
    let meant = form.meant(tx.today(), false)?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let added = sqlx::query!(
        "insert into impartiality_risks (body_id, id, state, next_review, opened_at) values ($1, $2, 'open', $3, $4)
         on conflict (body_id, id) do nothing",
        body,
        id,
        meant.next_review,
        now
    )
    .execute(tx.sql())
    .await?;
    if added.rows_affected() == 1 {
        insert(tx, id, 1, &meant).await?;
    }
    Ok(id)
}

/// Looks at a risk again: what it is now, what is done, what is left, and when it is looked at next.
pub async fn revise(tx: &mut Tx<'_>, _by: &QualityManager, risk: Uuid, form: Seen) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!("select id from impartiality_risks where body_id = $1 and id = $2", body, risk)
        .fetch_one(tx.sql())
        .await?;
    let meant = form.meant(tx.today(), true)?;
    let version: i32 = form.version.parse().unwrap_or_default();
    let moved = sqlx::query!(
        "update impartiality_risks set version = version + 1, state = $4, next_review = $5
         where body_id = $1 and id = $2 and version = $3",
        body,
        risk,
        version,
        meant.state,
        meant.next_review
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 0 {
        return Err(Error::Stale(
            "Somebody looked at this risk meanwhile: read what they found first.".into(),
        ));
    }
    insert(tx, risk, version + 1, &meant).await
}

async fn insert(tx: &mut Tx<'_>, risk: Uuid, revision: i32, meant: &Meant) -> Result<()> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    crate::competence::must_be_member(tx, meant.owner).await?;
    sqlx::query!(
        "insert into impartiality_revisions (body_id, risk_id, revision, title, source, description, treatment, residual,
           owner_id, next_review, state, because, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        body,
        risk,
        revision,
        meant.title,
        meant.source,
        meant.description,
        meant.treatment,
        meant.residual,
        meant.owner,
        meant.next_review,
        meant.state,
        meant.because,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
