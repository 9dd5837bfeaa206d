//! What the team concludes on each clause and control, by which method, on what evidence (AUD-4). One
//! form holds a whole heading's rows; a row is kept when somebody touched it, and each is guarded by itself.

mod saving;

pub use super::verdict::{Conclusion, Method};
pub(super) use saving::concluding;
pub use saving::save;

use crate::audits::Brief;
use crate::db::Tx;
use crate::error::Result;
use crate::standards::Requirement;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The rows of one heading as typed: one value of each field per requirement; `method` holds
/// "6.1.2 interview" for each box that was ticked.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub requirement: Vec<String>,
    /// What the row was when the page was made (see [`Row::seen`]).
    pub seen: Vec<String>,
    pub conclusion: Vec<String>,
    pub evidence: Vec<String>,
    pub method: Vec<String>,
}

/// One requirement's conclusion as it stands, or as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    pub requirement: String,
    /// 0 while nothing is kept.
    pub version: i32,
    /// Its key; empty while nothing is concluded.
    pub conclusion: String,
    pub methods: Vec<String>,
    pub evidence: String,
    /// Who wrote it last.
    pub who: String,
}

impl Row {
    /// The row's version and words in short: what a page hands back so that the house knows whether the
    /// row was touched there, and whether somebody else has changed it meanwhile.
    pub fn seen(&self) -> String {
        format!("{}-{}", self.version, self.words())
    }

    /// A digest of what it says.
    fn words(&self) -> String {
        let text =
            [self.conclusion.clone(), self.methods.join(" "), self.evidence.clone()].join("\n");
        hex::encode(&Sha256::digest(text)[..8])
    }

    pub fn concluded(&self) -> Option<Conclusion> {
        Conclusion::from_key(&self.conclusion)
    }
}

impl Typed {
    /// The typed rows, each with what the page had shown.
    pub fn rows(&self) -> Vec<(Row, String)> {
        let at = |values: &[String], n: usize| {
            values.get(n).map(|v| v.trim().replace("\r\n", "\n")).unwrap_or_default()
        };
        let row = |(n, requirement): (usize, &String)| {
            let ticked = |method: &&Method| {
                self.method.iter().any(|m| *m == format!("{requirement} {}", method.key()))
            };
            let methods = Method::ALL.iter().filter(ticked).map(|m| m.key().to_owned()).collect();
            let (conclusion, evidence) = (at(&self.conclusion, n), at(&self.evidence, n));
            (
                Row {
                    requirement: requirement.clone(),
                    conclusion,
                    methods,
                    evidence,
                    ..Row::default()
                },
                at(&self.seen, n),
            )
        };
        self.requirement.iter().enumerate().map(row).collect()
    }
}

/// Whether a typed row differs from what the page had shown.
pub fn touched(row: &Row, seen: &str) -> bool {
    seen.split_once('-').is_none_or(|(_, words)| words != row.words())
}

/// Every conclusion of an audit that is kept.
pub async fn of(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Row>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Row,
        "select c.requirement, c.version, c.conclusion, c.methods, c.evidence, p.name as who
         from conclusions c join people p on p.id = c.by_person where c.body_id = $1 and c.audit_id = $2",
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?)
}

/// The requirements of one heading, each as it stands.
pub async fn of_group(tx: &mut Tx<'_>, audit: &Brief, group: &str) -> Result<Vec<Row>> {
    let kept = of(tx, audit.id).await?;
    let stands = |requirement: &Requirement| {
        let row = kept.iter().find(|row| row.requirement == requirement.id).cloned();
        row.unwrap_or_else(|| Row { requirement: requirement.id.clone(), ..Row::default() })
    };
    Ok(audit.standard.in_group(group).map(stands).collect())
}
