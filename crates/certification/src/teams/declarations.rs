//! Conflicts, declared by each person for each engagement (IMP-5), and what counts as one (IMP-2). A
//! declaration is never edited; the newest counts.

use crate::Room;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, File, Seen};
use crate::rulebook;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// As what somebody takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capacity {
    Team,
    Reviewer,
    Panel,
}

impl Capacity {
    pub fn key(self) -> &'static str {
        match self {
            Capacity::Team => "team",
            Capacity::Reviewer => "reviewer",
            Capacity::Panel => "panel",
        }
    }

    /// The portal in which it is declared.
    fn room(self) -> Room {
        match self {
            Capacity::Team => Room::Audit,
            Capacity::Reviewer => Room::Office,
            Capacity::Panel => Room::Panel,
        }
    }
}

/// A declaration as typed: each question answered "yes" or "no".
#[derive(Default, Debug, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Declared {
    pub id: String,
    pub employed: String,
    pub employed_until: String,
    pub consulted: String,
    pub consulted_until: String,
    pub ai_advice: String,
    pub tool_recommendation: String,
    pub data_protection_officer: String,
    pub internal_audits: String,
    pub other: String,
}

/// What a person declared about a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    pub employed: bool,
    /// Until when; none while it lasts.
    pub employed_until: Option<Date>,
    pub consulted: bool,
    pub consulted_until: Option<Date>,
    pub ai_advice: bool,
    pub tool_recommendation: bool,
    pub data_protection_officer: bool,
    pub internal_audits: bool,
    /// Any other tie to the client, in words.
    pub other: String,
}

/// The newest declaration of a person, as it was given.
#[derive(Debug, Clone)]
pub struct Newest {
    pub declaration: Declaration,
    pub conflict: bool,
    pub declared_at: OffsetDateTime,
}

/// Two years after an employment or a consultancy ended (IMP-2); none while it lasts.
fn free_from(until: Option<Date>) -> Option<Date> {
    let until = until?;
    // 29 February ends on 1 March two years on.
    until
        .replace_year(until.year() + 2)
        .or_else(|_| Date::from_calendar_date(until.year() + 2, time::Month::March, 1))
        .ok()
}

fn still_counts(was: bool, until: Option<Date>, today: Date) -> bool {
    was && free_from(until).is_none_or(|free| today < free)
}

/// Whether what was declared keeps the person out, today: an employment or consultancy until two years
/// after its end, and anything else that was answered with yes.
pub fn conflict(declared: &Declaration, today: Date) -> bool {
    let d = declared;
    still_counts(d.employed, d.employed_until, today)
        || still_counts(d.consulted, d.consulted_until, today)
        || d.ai_advice
        || d.tool_recommendation
        || d.data_protection_officer
        || d.internal_audits
        || !d.other.is_empty()
}

impl Declared {
    fn meant(&self, today: Date) -> Result<Declaration> {
        let mut reading = Reading::default();
        let yes = |key: &str| match key {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        };
        let mut answer = |field: &str, typed: &str| {
            reading.choice(field, typed, "yes or no", yes).unwrap_or_default()
        };
        let (employed, consulted) =
            (answer("employed", &self.employed), answer("consulted", &self.consulted));
        let ai_advice = answer("ai_advice", &self.ai_advice);
        let tool_recommendation = answer("tool_recommendation", &self.tool_recommendation);
        let data_protection_officer =
            answer("data_protection_officer", &self.data_protection_officer);
        let internal_audits = answer("internal_audits", &self.internal_audits);
        let mut ended = |field: &str, typed: &str, was: bool| {
            let until = reading.date(field, typed, "when it ended").filter(|_| was);
            if until.is_some_and(|date| date > today) {
                reading
                    .errors
                    .add(field, "Enter a day that is past, or leave it empty while it lasts");
            }
            until
        };
        let employed_until = ended("employed_until", &self.employed_until, employed);
        let consulted_until = ended("consulted_until", &self.consulted_until, consulted);
        let other = reading.optional("other", &self.other, LONG);
        reading.done()?;
        Ok(Declaration {
            employed,
            employed_until,
            consulted,
            consulted_until,
            ai_advice,
            tool_recommendation,
            data_protection_officer,
            internal_audits,
            other,
        })
    }
}

/// The acting person declares conflicts with the client of this file, in the portal of that capacity.
/// Whether the person has a part in the file is for the caller to have shown. Answers whether it is a conflict.
pub async fn declare(
    tx: &mut Tx<'_>,
    file: File,
    capacity: Capacity,
    form: Declared,
) -> Result<bool> {
    if tx.actor().room() != capacity.room() {
        return Err(Error::NotFound);
    }
    let declared = form.meant(tx.today())?;
    let is_conflict = conflict(&declared, tx.today());
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if insert(tx, file, id, capacity, &declared, is_conflict).await? {
        let sentence = match is_conflict {
            true => "declared a conflict with this client, and so takes no part",
            false => "declared to be free of conflicts with this client",
        };
        tx.record(Entry::new(file, "conflicts_declared", sentence, Seen::ByStaff).touching(
            "declaration",
            id,
            &digest(&declared),
        ));
    }
    Ok(is_conflict)
}

fn digest(declared: &Declaration) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(format!("{declared:?}")).to_vec()
}

async fn insert(
    tx: &mut Tx<'_>,
    file: File,
    id: Uuid,
    capacity: Capacity,
    d: &Declaration,
    conflict: bool,
) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let inserted = sqlx::query!(
        "insert into declarations (body_id, client_id, engagement_id, id, person_id, capacity, employed, employed_until, consulted,
           consulted_until, ai_advice, tool_recommendation, data_protection_officer, internal_audits, other, conflict, declared_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict (body_id, id) do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        person,
        capacity.key(),
        d.employed,
        d.employed_until,
        d.consulted,
        d.consulted_until,
        d.ai_advice,
        d.tool_recommendation,
        d.data_protection_officer,
        d.internal_audits,
        d.other,
        conflict,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// The newest declaration of a person for an engagement; none if nothing was declared yet.
pub async fn newest(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    person: Uuid,
    capacity: Capacity,
) -> Result<Option<Newest>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query!(
        "select employed, employed_until, consulted, consulted_until, ai_advice, tool_recommendation, data_protection_officer,
           internal_audits, other, conflict, declared_at
         from declarations where body_id = $1 and engagement_id = $2 and person_id = $3 and capacity = $4 order by id desc limit 1",
        body,
        engagement_id,
        person,
        capacity.key()
    )
    .map(|r| Newest {
        declaration: Declaration {
            employed: r.employed,
            employed_until: r.employed_until,
            consulted: r.consulted,
            consulted_until: r.consulted_until,
            ai_advice: r.ai_advice,
            tool_recommendation: r.tool_recommendation,
            data_protection_officer: r.data_protection_officer,
            internal_audits: r.internal_audits,
            other: r.other,
        },
        conflict: r.conflict,
        declared_at: r.declared_at,
    })
    .fetch_optional(tx.sql())
    .await?)
}

/// Refuses whoever has not declared for this file in this capacity (IMP-5), or declared a conflict (IMP-2
/// where a past employment or consultancy is the reason).
pub async fn free_of_conflict(
    tx: &mut Tx<'_>,
    file: File,
    person: Uuid,
    capacity: Capacity,
) -> Result<()> {
    let Some(newest) = newest(tx, file.engagement_id, person, capacity).await? else {
        return Err(rulebook::IMP_5
            .refuse(
                "Conflicts with this client have not been declared yet.",
                "Declare them first; the page asks for each kind.",
            )
            .into());
    };
    if !newest.conflict {
        return Ok(());
    }
    let d = &newest.declaration;
    let on = newest.declared_at.date();
    let rule = match still_counts(d.employed, d.employed_until, on)
        || still_counts(d.consulted, d.consulted_until, on)
    {
        true => rulebook::IMP_2,
        false => rulebook::IMP_5,
    };
    Err(rule
        .refuse(
            "A conflict with this client is declared, and it blocks taking part.",
            "Somebody else must do this; ask the scheme manager.",
        )
        .into())
}
