//! What is kept in revisions of one file, with what differs between them: the scope, the register of AI
//! systems, the statement of applicability. The same part of a page in four portals.

use certification::differences::Revision;
use certification::{Result, Tx, ai_systems, scope, statements};
use uuid::Uuid;

/// Revisions of each kind that a page shows.
const SHOWN: i64 = 10;

/// The revisions of one file, newest first.
pub(crate) struct Kept {
    pub(crate) scope: Vec<Revision>,
    pub(crate) register: Vec<Revision>,
    pub(crate) statement: Vec<Revision>,
}

impl Kept {
    /// Each kind with its title, and what stands there while there is none.
    pub(crate) fn kinds(&self) -> [(&'static str, &'static str, &[Revision]); 3] {
        [
            (
                "Scope",
                "The first revision is kept when the application is accepted.",
                self.scope.as_slice(),
            ),
            (
                "Register of AI systems",
                "The client has not confirmed its register since its application was accepted.",
                self.register.as_slice(),
            ),
            (
                "Statement of applicability",
                "The client has issued no statement of applicability here.",
                self.statement.as_slice(),
            ),
        ]
    }
}

/// Three statements, each bounded.
pub(crate) async fn kept(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Kept> {
    Ok(Kept {
        scope: scope::revisions(tx, engagement_id, SHOWN).await?,
        register: ai_systems::revisions(tx, engagement_id, SHOWN).await?,
        statement: statements::versions(tx, engagement_id, SHOWN).await?,
    })
}
