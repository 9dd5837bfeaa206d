//! The client asks: take our certificate over, or let ours go to another body.

use crate::actor::{Room, Signatory};
use crate::addressees;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading, SHORT};
use crate::record::{Entry, File, Seen};
use crate::{files, rulebook};
use uuid::Uuid;

/// Which way a certificate goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From another body to this one.
    In,
    /// From this body to another.
    Out,
}

impl Direction {
    pub const ALL: [Direction; 2] = [Direction::In, Direction::Out];

    pub fn key(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::Out => "out",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Direction::In => "Take over a certificate of another body",
            Direction::Out => "Let our certificate go to another body",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.key() == key)
    }
}

/// What a client asks, as typed; the form carries its id.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asking {
    pub id: String,
    pub direction: String,
    pub other_body: String,
    pub certificate_number: String,
    pub reasons: String,
}

/// What was read of it.
struct Asked {
    direction: Direction,
    other: String,
    number: String,
    reasons: String,
}

impl Asking {
    fn read(&self) -> Result<Asked> {
        let mut r = Reading::default();
        let direction = r.choice("direction", &self.direction, "which way", Direction::from_key);
        let other =
            r.required("other_body", &self.other_body, "the other certification body", SHORT);
        let reasons = r.required("reasons", &self.reasons, "why", LONG);
        let (field, typed) = ("certificate_number", &self.certificate_number);
        let number = match direction {
            Some(Direction::In) => r.required(field, typed, "the certificate's number", SHORT),
            _ => r.optional(field, typed, SHORT),
        };
        r.done()?;
        let direction = direction.ok_or(Error::NotFound)?;
        Ok(Asked { direction, other, number, reasons })
    }
}

/// The client's signatory asks for a transfer; the office is told. One at a time.
pub async fn ask(tx: &mut Tx<'_>, _by: &Signatory, form: Asking) -> Result<()> {
    let asked = form.read()?;
    let file = files::own(tx).await?.file();
    files::take_turns(tx, file.engagement_id).await?;
    has_one_to_give(tx, asked.direction).await?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if !keep(tx, file, id, &asked).await? {
        return already_asked(tx, id).await;
    }
    let Asked { direction, other, number, reasons } = asked;
    let sentence = match direction {
        Direction::In => format!("Asked that certificate {number} of {other} be taken over."),
        Direction::Out => format!("Asked for a transfer of its certificate to {other}."),
    };
    tx.record(Entry::new(file, "transfer_asked", sentence, Seen::ByClientToo));
    let text = format!(
        "{}: {other}.\n\n{reasons}\n\nYou find it in the file, under Transfer.",
        direction.title()
    );
    tell_office(tx, &text).await
}

async fn keep(tx: &mut Tx<'_>, file: File, id: Uuid, asked: &Asked) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let kept = sqlx::query!(
        "insert into transfers (body_id, client_id, engagement_id, id, direction, other_body, certificate_number, reasons, asked_by, asked_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        asked.direction.key(),
        asked.other,
        asked.number,
        asked.reasons,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(kept.rows_affected() == 1)
}

/// The client's room does not know the body's people; the house itself does.
async fn tell_office(tx: &mut Tx<'_>, text: &str) -> Result<()> {
    tx.go_to(Room::Office).await?;
    let to = addressees::scheme_managers(tx).await?;
    addressees::write_to(tx, to, "A client asks for a transfer", text).await?;
    tx.go_to(Room::Client).await
}

/// Only a certificate that there is can go out.
async fn has_one_to_give(tx: &mut Tx<'_>, direction: Direction) -> Result<()> {
    if direction == Direction::Out && crate::certificates::own(tx).await?.is_none() {
        return Err(rulebook::TRF_1
            .refuse(
                "There is no certificate of this body that could go to another.",
                "Ask again when certification is granted.",
            )
            .into());
    }
    Ok(())
}

/// The same form sent twice is one question; another one waits for the answer.
async fn already_asked(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let body = tx.actor().body()?;
    let same = sqlx::query_scalar!(
        r#"select exists (select from transfers where body_id = $1 and id = $2) as "same!""#,
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    if same {
        return Ok(());
    }
    Err(rulebook::ORDER
        .refuse("A transfer has been asked for and is not answered yet.", "Wait for the answer.")
        .into())
}
