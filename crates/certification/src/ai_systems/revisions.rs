//! The register's revisions: after the application is accepted, the client confirms the register as it then
//! stands, and everybody sees what was added, removed and changed since it was last confirmed.

use super::{AiSystem, FIELDS, reads};
use crate::applications::{self, Application};
use crate::db::Tx;
use crate::differences::{self, Part, Revision};
use crate::error::{FieldErrors, Result};
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use uuid::Uuid;

/// Most entries of a register that is confirmed whole.
const WHOLE: i64 = 10_000;

/// One entry as a revision keeps it.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
struct Kept {
    id: Uuid,
    entry: super::Entry,
}

impl From<&AiSystem> for Kept {
    fn from(system: &AiSystem) -> Self {
        Kept { id: system.id, entry: system.entry.clone() }
    }
}

fn parts(kept: &[Kept]) -> Vec<Part> {
    let said = |kept: &Kept| {
        let fields = FIELDS.iter().map(|f| (f.title, f.shown(&kept.entry).to_owned()));
        fields.collect()
    };
    let part = |kept: &Kept| Part {
        key: kept.id.to_string(),
        title: kept.entry.name.clone(),
        fields: said(kept),
    };
    kept.iter().map(part).collect()
}

/// Confirms the acting client's register as it stands, under the page's own id: sent twice, confirmed once.
pub async fn confirm_register(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let application = applications::own_to_write(tx).await?;
    if !application.state.is_accepted() {
        return Err(rulebook::ORDER
            .refuse(
                format!("The application is \"{}\".", application.state.title()),
                "The register is confirmed once the application is accepted; until then it is part of it.",
            )
            .into());
    }
    let before = last(tx, application.engagement_id).await?;
    if before.as_ref().is_some_and(|last| last.id == id) {
        return Ok(());
    }
    let systems = reads::list(tx, application.engagement_id, None, WHOLE).await?;
    let now: Vec<Kept> = systems.iter().map(Kept::from).collect();
    if before.as_ref().is_some_and(|last| last.content == now) {
        let said = "Nothing in the register has changed since it was last confirmed";
        return Err(FieldErrors::one("register", said).into());
    }
    let revision = before.as_ref().map_or(1, |last| last.revision + 1);
    keep(tx, application.file(), id, revision, &now).await?;
    let differs = before.map(|last| {
        differences::counted(&differences::between(&parts(&last.content), &parts(&now)))
    });
    let since =
        differs.map(|counts| format!(", since the one before: {counts}")).unwrap_or_default();
    let sentence = format!(
        "Confirmed the register of AI systems, revision {revision}, with {} entries{since}.",
        now.len()
    );
    let digest = Sha256::digest(serde_json::to_vec(&now)?);
    tx.record(
        Entry::new(application.file(), "register_confirmed", sentence, Seen::ByClientToo)
            .touching("register", id, &digest),
    );
    Ok(())
}

struct Last {
    id: Uuid,
    revision: i32,
    content: Vec<Kept>,
}

async fn last(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Option<Last>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select id, revision, content as "content: Json<Vec<Kept>>" from register_revisions
           where body_id = $1 and engagement_id = $2 order by revision desc limit 1"#,
        body,
        engagement_id
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(row.map(|row| Last { id: row.id, revision: row.revision, content: row.content.0 }))
}

async fn keep(
    tx: &mut Tx<'_>,
    file: crate::record::File,
    id: Uuid,
    revision: i32,
    content: &[Kept],
) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "insert into register_revisions (body_id, client_id, engagement_id, id, revision, content, digest, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, sha256(convert_to($6::jsonb::text, 'UTF8')), $7, $8)",
        body,
        file.client_id,
        file.engagement_id,
        id,
        revision,
        Json(content) as _,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Whether entries may be added and removed: while the application is open, and after its acceptance when the
/// body has changed the scope, until the register is confirmed again.
pub async fn may_add_or_remove(tx: &mut Tx<'_>, application: &Application) -> Result<bool> {
    let open = application.state.is_open();
    Ok(open
        || application.state.is_accepted()
            && opened_by_scope(tx, application.engagement_id).await?)
}

/// Whether a scope that was changed after the register was last confirmed lets the client add and remove
/// entries: what is audited changes only by an approved scope.
async fn opened_by_scope(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<bool> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from scope_revisions s where s.body_id = $1 and s.engagement_id = $2 and s.revision > 1
             and not exists (select from register_revisions r where r.body_id = $1 and r.engagement_id = $2
               and r.made_at > s.made_at)) as "opened!""#,
        body,
        engagement_id
    )
    .fetch_one(tx.sql())
    .await?)
}

/// The register's newest revisions, newest first, each with its difference from the one before.
pub async fn revisions(tx: &mut Tx<'_>, engagement_id: Uuid, limit: i64) -> Result<Vec<Revision>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select s.revision, s.content as "content: Json<Vec<Kept>>", s.made_at, encode(s.digest, 'hex') as "digest!", p.name,
             (select o.content from register_revisions o where o.body_id = s.body_id and o.engagement_id = s.engagement_id
                and o.revision = s.revision - 1) as "before: Json<Vec<Kept>>"
           from register_revisions s join people p on p.id = s.made_by
           where s.body_id = $1 and s.engagement_id = $2 order by s.revision desc limit $3"#,
        body,
        engagement_id,
        limit
    )
    .fetch_all(tx.sql())
    .await?;
    let revision = rows.into_iter().map(|row| Revision {
        revision: row.revision,
        because: format!("Confirmed with {} entries.", row.content.0.len()),
        by: row.name,
        at: row.made_at,
        digest: row.digest,
        differences: row
            .before
            .map(|before| differences::between(&parts(&before.0), &parts(&row.content.0))),
    });
    Ok(revision.collect())
}
