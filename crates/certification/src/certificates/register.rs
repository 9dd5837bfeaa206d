//! The register: what it answers to anyone who asks about a number, and what it lists with the client's
//! consent. Genuine, and valid today, are two questions (CRT-6).

use super::issue::digest_of;
use super::number_of;
use super::{Attestation, Change, Life, Moment, Revision, Standing, Suspension};
use crate::db::Tx;
use crate::error::Result;
use crate::parse::normalise;
use crate::zone::Zone;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// What the register knows of one revision of one number.
#[derive(Debug, Clone)]
pub struct Entry {
    pub content: Attestation,
    pub body_slug: String,
    pub newest_revision: i32,
    /// Whether what the register holds is, byte for byte, what was issued.
    pub genuine: bool,
    pub standing: Standing,
    /// The suspension that stands today (STA-1).
    pub suspension: Option<Suspension>,
    /// What was issued and decided under this number, oldest first.
    pub history: Vec<Moment>,
    pub issued_at: OffsetDateTime,
    pub pdf_sha256: String,
    /// Whether the body's key signed it; what was issued before bodies had keys is not.
    pub signed: bool,
    pub as_of: OffsetDateTime,
    /// The day of this answer where the body that issued it is.
    pub today: Date,
}

impl Entry {
    pub fn is_superseded(&self) -> bool {
        self.standing == Standing::Superseded
    }

    /// A suspension that has lasted longer than it may.
    pub fn is_over_its_limit(&self) -> bool {
        self.suspension.as_ref().is_some_and(|s| s.is_over_its_limit(self.today))
    }
}

/// The register's answer to a number.
#[derive(Debug, Clone)]
pub enum Answer {
    Found(Box<Entry>),
    /// A number as the register gives them, and none of this installation's.
    Unknown {
        number: String,
        as_of: OffsetDateTime,
    },
    /// Not a number that any body here could have given.
    Malformed {
        typed: String,
    },
}

/// The answer for a number: its newest revision, or the one that was asked for.
pub async fn of_number(tx: &mut Tx<'_>, typed: &str, revision: Option<i32>) -> Result<Answer> {
    let Some(number) = number_of(typed) else {
        return Ok(Answer::Malformed { typed: typed.trim().chars().take(80).collect() });
    };
    let as_of = tx.now();
    let row = sqlx::query!(
        r#"select c.content as "content!: Json<Attestation>", c.content_digest, c.pdf_sha256, c.revision,
             c.issued_at, b.slug, b.time_zone, c.credential is not null as "signed!",
             (select json_agg(json_build_object('revision', n.revision, 'outcome', n.outcome, 'effective_on', n.effective_on, 'expires_on', n.expires_on)
                order by n.revision) from certificates n where n.number = c.number) as "revisions!: Json<Vec<Revision>>",
             (select coalesce(json_agg(json_build_object('status', s.status, 'from_on', s.from_on, 'reason_code', s.reason_code, 'until_on', s.until_on)
                order by s.id), '[]') from certificate_status s where s.number = c.number) as "changes!: Json<Vec<Change>>"
           from certificates c join bodies b on b.id = c.body_id
           where c.number = $1 and ($2::int is null or c.revision = $2) order by c.revision desc limit 1"#,
        number,
        revision
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(row) = row else { return Ok(Answer::Unknown { number, as_of }) };
    let (content, life) =
        (row.content.0, Life { revisions: row.revisions.0, changes: row.changes.0 });
    let today = Zone::of_body(&row.time_zone).day_of(as_of);
    let newest_revision = life.newest().map_or(row.revision, |newest| newest.revision);
    Ok(Answer::Found(Box::new(Entry {
        genuine: digest_of(&content)? == row.content_digest
            && content.number == number
            && content.revision == row.revision,
        standing: life.revision_on(today, row.revision),
        suspension: life.suspension(today).filter(|_| life.on(today).is_suspended()),
        history: life.history(today),
        content,
        body_slug: row.slug,
        newest_revision,
        issued_at: row.issued_at,
        pdf_sha256: hex::encode(row.pdf_sha256),
        signed: row.signed,
        today,
        as_of,
    })))
}

/// A listed certificate, as the directory shows it.
#[derive(Debug, Clone)]
pub struct Line {
    pub number: String,
    pub client_name: String,
    pub client_name_norm: String,
    pub standard: String,
    pub country: String,
    pub body_name: String,
    pub effective_on: Date,
    pub expires_on: Date,
    pub standing: Standing,
}

/// Listed certificates whose client's name begins with `typed`, after the one named by `after` (normalised
/// name and number), at most `limit`; of one body, or of all. Without its consent no client is here (PUB-2).
pub async fn search(
    tx: &mut Tx<'_>,
    typed: &str,
    of_body: Option<Uuid>,
    after: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<Line>> {
    let (beginning, now) = (normalise(typed), tx.now());
    let (after_name, after_number) = after.unzip();
    let rows = sqlx::query!(
        r#"select c.number, c.client_name, c.client_name_norm, c.standard, c.country, b.name as body_name, b.time_zone, c.effective_on, c.expires_on,
             (select json_agg(json_build_object('revision', n.revision, 'outcome', n.outcome, 'effective_on', n.effective_on, 'expires_on', n.expires_on)
                order by n.revision) from certificates n where n.number = c.number) as "revisions!: Json<Vec<Revision>>",
             (select coalesce(json_agg(json_build_object('status', s.status, 'from_on', s.from_on, 'reason_code', s.reason_code, 'until_on', s.until_on)
                order by s.id), '[]') from certificate_status s where s.number = c.number) as "changes!: Json<Vec<Change>>"
           from certificates c join bodies b on b.id = c.body_id
           where c.listed and ($2::uuid is null or c.body_id = $2) and c.client_name_norm collate "C" ^@ $1
             and ($3::text is null or (c.client_name_norm collate "C", c.number) > ($3::text collate "C", $4::text))
             and not exists (select from certificates n where n.number = c.number and n.revision > c.revision)
           order by c.client_name_norm collate "C", c.number limit $5"#,
        beginning,
        of_body,
        after_name,
        after_number,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Line {
            standing: Life { revisions: row.revisions.0, changes: row.changes.0 }
                .on(Zone::of_body(&row.time_zone).day_of(now)),
            number: row.number,
            client_name: row.client_name,
            client_name_norm: row.client_name_norm,
            standard: row.standard,
            country: row.country,
            body_name: row.body_name,
            effective_on: row.effective_on,
            expires_on: row.expires_on,
        })
        .collect())
}
