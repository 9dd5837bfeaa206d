//! How far an import has come, and the list of a client's uploads.

use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::rulebook;
use time::OffsetDateTime;
use uuid::Uuid;

/// How far an import has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    Uploaded,
    Confirmed,
    Discarded,
}

impl ImportState {
    pub const ALL: [ImportState; 3] =
        [ImportState::Uploaded, ImportState::Confirmed, ImportState::Discarded];

    pub fn key(self) -> &'static str {
        match self {
            ImportState::Uploaded => "uploaded",
            ImportState::Confirmed => "confirmed",
            ImportState::Discarded => "discarded",
        }
    }

    pub(super) fn from_key(key: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|state| state.key() == key);
        known.ok_or_else(|| Error::Fault("an import in no known state".into()))
    }

    pub fn is_waiting(self) -> bool {
        self == ImportState::Uploaded
    }

    pub fn is_confirmed(self) -> bool {
        self == ImportState::Confirmed
    }

    /// The refusal for an act on an import that is done with.
    pub(super) fn may_go_on(self) -> Result<(), Refusal> {
        match self {
            ImportState::Uploaded => Ok(()),
            ImportState::Confirmed => Err(rulebook::ORDER.refuse(
                "This file has been imported already.",
                "Look at the register; what is wrong there can be changed by hand.",
            )),
            ImportState::Discarded => {
                Err(rulebook::ORDER.refuse("This file was discarded.", "Upload it again."))
            }
        }
    }
}

/// A line of the list of uploads.
#[derive(Debug, Clone)]
pub struct Upload {
    pub id: Uuid,
    pub state: ImportState,
    pub file_name: String,
    pub uploaded_at: OffsetDateTime,
    /// After confirmation: rows imported, and rows left out.
    pub imported: i64,
    pub left_out: i64,
}

/// The newest uploads of this engagement that were not discarded.
pub async fn uploads(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Upload>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select id, state, file_name, uploaded_at, coalesce((outcome->>'imported')::bigint, 0) as "imported!",
             coalesce(jsonb_array_length(outcome->'left_out'), 0)::bigint as "left_out!"
           from ai_system_imports where body_id = $1 and engagement_id = $2 and state <> 'discarded' order by id desc limit 20"#,
        body,
        engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Upload {
                id: row.id,
                state: ImportState::from_key(&row.state)?,
                file_name: row.file_name,
                uploaded_at: row.uploaded_at,
                imported: row.imported,
                left_out: row.left_out,
            })
        })
        .collect()
}
