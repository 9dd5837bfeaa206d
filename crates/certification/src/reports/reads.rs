//! What pages ask about reports: the desk at which one is written, and the issued one.

use super::content::{Content, Facts};
use super::facts;
use super::missing::{self, Missing};
use super::text::Text;
use crate::audits::Brief;
use crate::audits::checks::Completeness;
use crate::db::Tx;
use crate::error::{Error, Result};
use time::OffsetDateTime;
use uuid::Uuid;

/// A report being written.
#[derive(Debug, Clone)]
pub struct Desk {
    /// The draft's version; 0 while nothing is kept.
    pub version: i32,
    pub text: Text,
    pub facts: Facts,
    /// What the draft as it is kept still waits for.
    pub missing: Vec<Missing>,
    pub who: String,
    pub at: Option<OffsetDateTime>,
}

/// The draft of an audit's report: what is kept, or else what is known already.
pub async fn desk(tx: &mut Tx<'_>, audit: &Brief) -> Result<Desk> {
    let body = tx.actor().body()?;
    let facts = facts::of(tx, audit.id).await?;
    let kept = sqlx::query!(
        "select d.version, d.content, p.name as who, d.at from report_drafts d join people p on p.id = d.by_person
         where d.body_id = $1 and d.audit_id = $2",
        body,
        audit.id
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(match kept {
        Some(kept) => {
            let text: Text = serde_json::from_value(kept.content)?;
            let missing = missing::of(audit.kind, &facts, &text);
            Desk { version: kept.version, missing, text, facts, who: kept.who, at: Some(kept.at) }
        }
        None => {
            let missing = missing::of(audit.kind, &facts, &Text::default());
            Desk {
                version: 0,
                missing,
                text: known(audit, &facts),
                facts,
                who: String::new(),
                at: None,
            }
        }
    })
}

/// What can be written down from what is known; people then say it in their own words.
fn known(audit: &Brief, facts: &Facts) -> Text {
    let mut text = Text::default();
    if audit.kind.is_stage_1() {
        text.set("documented_information", documents_checked(facts));
        text.set("concerns", concerns(facts));
    } else {
        let planned = facts.plan.as_ref().map(|plan| &plan.criteria);
        text.set("criteria", planned.unwrap_or(&facts.audit.criteria).clone());
    }
    let differences: Vec<_> = facts
        .meetings
        .iter()
        .filter(|m| !m.differences.is_empty())
        .map(|m| m.differences.clone())
        .collect();
    text.set("unresolved", differences.join("\n"));
    text
}

fn documents_checked(facts: &Facts) -> String {
    let line = |c: &super::content::Check| {
        let item = facts.audit.standard.item(&c.item).map_or("", |item| item.title.as_str());
        let result =
            Completeness::from_key(&c.result).map_or("", Completeness::title).to_lowercase();
        let note = if c.note.is_empty() { String::new() } else { format!(" ({})", c.note) };
        format!("{item}: {result}{note}")
    };
    facts.checks.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn concerns(facts: &Facts) -> String {
    let line = |c: &super::content::Concern| {
        format!("{}: {}", facts.audit.standard.named(&c.requirement), c.statement)
    };
    facts.concerns.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A report as issued.
#[derive(Debug, Clone)]
pub struct Issued {
    pub id: Uuid,
    pub content: Content,
    pub digest: Vec<u8>,
    /// Whether the content still gives its digest, computed anew.
    pub intact: bool,
    pub issued_at: OffsetDateTime,
    /// All versions, newest first.
    pub versions: Vec<Version>,
}

impl Issued {
    pub fn digest_hex(&self) -> String {
        hex::encode(&self.digest)
    }

    pub fn is_newest(&self) -> bool {
        self.versions.first().is_none_or(|newest| newest.version == self.content.version)
    }
}

/// One version of a report, in a line.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Version {
    pub version: i32,
    pub correction: String,
    pub who: String,
    pub issued_on: String,
}

/// The issued report of an audit, its newest version or a given one; none while it is not issued. For the
/// rooms of office, audit and panel; whoever may not see the audit has not got its id checked here, so
/// find the audit or the case first.
pub async fn issued(
    tx: &mut Tx<'_>,
    audit_id: Uuid,
    version: Option<i32>,
) -> Result<Option<Issued>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select r.id, r.content, r.digest, r.issued_at,
             (select jsonb_agg(jsonb_build_object('version', v.version, 'correction', v.content->>'correction', 'who', p.name,
                'issued_on', to_char(v.issued_at at time zone 'UTC', 'YYYY-MM-DD')) order by v.version desc)
              from reports v join people p on p.id = v.issued_by where v.body_id = r.body_id and v.audit_id = r.audit_id) as "versions!"
           from reports r where r.body_id = $1 and r.audit_id = $2 and ($3::int is null or r.version = $3)
           order by r.version desc limit 1"#,
        body,
        audit_id,
        version
    )
    .fetch_optional(tx.sql())
    .await?;
    let Some(row) = row else {
        return if version.is_some() { Err(Error::NotFound) } else { Ok(None) };
    };
    let content: Content = serde_json::from_value(row.content)?;
    let intact = content.digest()? == row.digest;
    let versions = serde_json::from_value(row.versions)?;
    Ok(Some(Issued {
        id: row.id,
        content,
        digest: row.digest,
        intact,
        issued_at: row.issued_at,
        versions,
    }))
}
