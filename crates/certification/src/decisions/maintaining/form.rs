//! What a reviewer fills in to maintain certification; everything that is wrong with it is said at once.

use crate::actor::Actor;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::people::{self, Proven};

/// What the reviewer ticks before signing.
pub const MAINTENANCE_STATEMENTS: [(&str, &str); 3] = [
    ("read", "I have read the surveillance report, its findings and their answers."),
    ("no_part", "I took no part in any audit of this client in the current cycle."),
    ("no_conflict", "I have no conflict of interest in this client."),
];

/// A reviewer's look, as typed; the password comes beside it and is never kept.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Looking {
    pub id: String,
    pub reasons: String,
    pub statement: Vec<String>,
}

impl Looking {
    pub(super) fn read(&self) -> Result<String> {
        let mut r = Reading::default();
        if MAINTENANCE_STATEMENTS.iter().any(|(key, _)| !self.statement.iter().any(|t| t == key)) {
            r.errors.add(
                "statement",
                "Tick each of the three statements; without them you cannot sign",
            );
        }
        let what = "your reasons; they are kept with your signature";
        let reasons = r.required("reasons", &self.reasons, what, LONG);
        r.done()?;
        Ok(reasons)
    }
}

/// The proof that the reviewer gave the password again; everything that is wrong is said at once.
pub async fn prove_look(db: &Db, actor: &Actor, form: &Looking, password: &str) -> Result<Proven> {
    let proven = people::prove(db, actor, password).await;
    match (form.read(), proven) {
        (Err(Error::Invalid(mut form)), Err(Error::Invalid(password))) => {
            form.0.extend(password.0);
            Err(form.into())
        }
        (Err(form), Ok(_)) => Err(form),
        (_, proven) => proven,
    }
}
