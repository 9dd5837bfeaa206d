//! What is kept in revisions of one file, with what differs between them: the scope, the register of AI
//! systems, the statement of applicability. The same part of a page in four portals.

use certification::differences::Revision;
use certification::standards::Scheme;
use certification::{Result, Tx, ai_systems, scope, statements};
use uuid::Uuid;

/// Revisions of each kind that a page shows.
const SHOWN: i64 = 10;

/// The revisions of one file, newest first.
pub(crate) struct Kept {
    standard: Scheme,
    pub(crate) scope: Vec<Revision>,
    pub(crate) register: Vec<Revision>,
    pub(crate) statement: Vec<Revision>,
}

impl Kept {
    /// Each kind that the standard asks for with its title, and what stands there while there is none.
    pub(crate) fn kinds(&self) -> Vec<(&'static str, &'static str, &[Revision])> {
        let asked_for = [true, self.standard.concerns_ai, self.standard.statement_of_applicability];
        let kinds = [
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
        ];
        let kinds = kinds.into_iter().zip(asked_for);
        kinds.filter(|(kind, asked_for)| *asked_for || !kind.2.is_empty()).map(|(k, _)| k).collect()
    }
}

/// Three statements, each bounded.
pub(crate) async fn kept(tx: &mut Tx<'_>, engagement_id: Uuid, standard: Scheme) -> Result<Kept> {
    Ok(Kept {
        standard,
        scope: scope::revisions(tx, engagement_id, SHOWN).await?,
        register: ai_systems::revisions(tx, engagement_id, SHOWN).await?,
        statement: statements::versions(tx, engagement_id, SHOWN).await?,
    })
}
