//! Conflicts, declared by each person for each engagement (IMP-5), and what counts as one (IMP-2). A
//! declaration is never edited; the newest counts.

mod conflict;
mod declared;
mod newest;

pub use conflict::{Declaration, conflict};
pub use declared::Declared;
pub use newest::{Newest, newest};

use crate::competence::never_affiliated;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::{Entry, File, Seen};
use crate::{Room, rulebook};
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

/// Refuses whoever has not declared for this file in this capacity (IMP-5), or declared a conflict (IMP-2
/// where a past employment or consultancy is the reason, be it declared or in the body's own file).
pub async fn free_of_conflict(
    tx: &mut Tx<'_>,
    file: File,
    person: Uuid,
    capacity: Capacity,
) -> Result<()> {
    never_affiliated(tx, file.client_id, person).await?;
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
    Err(newest
        .kept_out_by(tx.actor().zone())
        .refuse(
            "A conflict with this client is declared, and it blocks taking part.",
            "Somebody else must do this; ask the scheme manager.",
        )
        .into())
}
