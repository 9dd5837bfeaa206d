//! Making a revision of the scope: the first with the acceptance of the application, every later one as the
//! answer to a reported change.

use super::{ScopeContent, reads};
use crate::actor::SchemeManager;
use crate::applications::{self, Application, Section, Typed};
use crate::changes::{self, Answered, Change, Step};
use crate::db::Tx;
use crate::differences;
use crate::error::{Error, FieldErrors, Result};
use crate::files;
use crate::parse::{LONG, Reading};
use crate::record::{Entry, File, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use sqlx::types::Json;
use uuid::Uuid;

/// Freezes the scope of an application that the body accepts, as revision 1.
pub(crate) async fn freeze(tx: &mut Tx<'_>, application: &Application) -> Result<()> {
    let because = "The scope of the application, as accepted.";
    keep(tx, application.file(), 1, &application.into(), because, None).await
}

/// Answers a change with a new scope: what it now is, and why. The client is told, and what differs is for
/// everybody to read.
pub async fn revise(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    change_id: Uuid,
    because: &str,
    typed: &Typed,
) -> Result<()> {
    let change = changes::of(tx, change_id).await?;
    files::take_turns(tx, change.file.engagement_id).await?;
    let (because, content) = read(tx, &change, because, typed).await?;
    let before = reads::newest(tx, change.file.engagement_id).await?;
    if change.answer == Some(Answered::ScopeChange) && before.content == content {
        return Ok(());
    }
    change.state.after(Step::Answer)?;
    let differs = differences::between(&before.content.parts(), &content.parts());
    if differs.is_empty() {
        let said = "The scope is as it was: change it here, or answer with something else";
        return Err(FieldErrors::one("scope", said).into());
    }
    changes::close(tx, &change, &typed.version, Answered::ScopeChange, &because).await?;
    let revision = before.revision + 1;
    keep(tx, change.file, revision, &content, &because, Some(change.id)).await?;
    let sentence =
        format!("Made revision {revision} of the scope: {}.", differences::counted(&differs));
    let digest = Sha256::digest(serde_json::to_vec(&content)?);
    tx.record(
        Entry::new(change.file, "scope_revised", sentence, Seen::ByClientToo)
            .touching("change", change.id, &digest),
    );
    changes::tell_client(tx, &change, Answered::ScopeChange, &because).await
}

/// The scope as it was typed, judged as an application's scope is (APP-4).
async fn read(
    tx: &mut Tx<'_>,
    change: &Change,
    because: &str,
    typed: &Typed,
) -> Result<(String, ScopeContent)> {
    let mut reading = Reading::default();
    let because = reading.required("because", because, "why the scope changes", LONG);
    let content = applications::scope_typed(typed, &mut reading);
    let mut application = applications::of_file(tx, change.file.engagement_id).await?;
    content.put_into(&mut application);
    for (section, field) in
        [(Section::Scope, "scope"), (Section::Sites, "sites"), (Section::Exclusions, "exclusions")]
    {
        let gaps = section.gaps(&application);
        if !gaps.is_empty() {
            reading.errors.add(field, format!("Give what is missing: {}", gaps.join(", ")));
        }
    }
    reading.done()?;
    let bare = applications::unjustified(&application);
    if bare.is_empty() {
        return Ok((because, content));
    }
    Err(Error::from(
        rulebook::APP_4
            .refuse(
                "An exclusion has no justification.",
                "Give the reason for each exclusion, or take it back.",
            )
            .missing(bare),
    ))
}

async fn keep(
    tx: &mut Tx<'_>,
    file: File,
    revision: i32,
    content: &ScopeContent,
    because: &str,
    change: Option<Uuid>,
) -> Result<()> {
    let (body, person, now, id) = (tx.actor().body()?, tx.actor().person()?, tx.now(), tx.new_id());
    sqlx::query!(
        "insert into scope_revisions (body_id, client_id, engagement_id, id, revision, content, digest, because, change_id, made_by, made_at)
         values ($1, $2, $3, $4, $5, $6, sha256(convert_to($6::jsonb::text, 'UTF8')), $7, $8, $9, $10)",
        body,
        file.client_id,
        file.engagement_id,
        id,
        revision,
        Json(content) as _,
        because,
        change,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
