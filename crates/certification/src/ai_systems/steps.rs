//! Keeping the register by hand: entries are added, changed and removed, each on the record.

use super::{AiSystem, Entry, FIELDS, reads, revisions};
use crate::applications::{self, Application, State};
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::parse::normalise;
use crate::record::{self, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Whether entries may be changed: while the application is open, and after its acceptance, so that what is
/// incomplete can be completed; not while the body reviews it.
pub fn may_change(state: State) -> bool {
    state.is_open() || state.is_accepted()
}

/// Adds an entry under the page's own id: sent twice, it is added once.
pub async fn add(tx: &mut Tx<'_>, id: Uuid, typed: &Entry) -> Result<()> {
    let application = applications::own_to_write(tx).await?;
    let entry = read(typed)?;
    if let Ok(known) = reads::of(tx, application.engagement_id, id).await {
        return if known.entry == entry { Ok(()) } else { Err(gone()) };
    }
    let_come_and_go(tx, &application).await?;
    if store(tx, &application, &[id], std::slice::from_ref(&entry)).await?.is_empty() {
        return Err(if was_removed(tx, id).await? { gone() } else { same_name() });
    }
    let sentence = format!("Added the AI system {} to the register.", entry.name);
    note(tx, &application, "ai_system_added", sentence, id, &entry)
}

/// Changes an entry, if it is still this version and may be changed (see [`may_change`]).
pub async fn change(tx: &mut Tx<'_>, id: Uuid, version: &str, typed: &Entry) -> Result<()> {
    let application = applications::own_to_write(tx).await?;
    let known = reads::of(tx, application.engagement_id, id).await?;
    let entry = read(typed)?;
    if known.entry == entry {
        return Ok(());
    }
    if !may_change(application.state) {
        application.state.may_be_written()?;
    }
    if known.version.to_string() != version {
        return Err(gone());
    }
    overwrite(tx, &known, &entry).await?;
    let sentence = format!("Changed the entry of the AI system {} in the register.", entry.name);
    note(tx, &application, "ai_system_changed", sentence, id, &entry)
}

/// Takes an entry out of the register; its row stays.
pub async fn remove(tx: &mut Tx<'_>, id: Uuid) -> Result<()> {
    let application = applications::own_to_write(tx).await?;
    let known = match reads::of(tx, application.engagement_id, id).await {
        Err(Error::NotFound) if was_removed(tx, id).await? => return Ok(()),
        known => known?,
    };
    let_come_and_go(tx, &application).await?;
    let (body, now) = (tx.actor().body()?, tx.now());
    sqlx::query!(
        "update ai_systems set removed_at = $3, version = version + 1 where body_id = $1 and id = $2 and removed_at is null",
        body,
        id,
        now
    )
    .execute(tx.sql())
    .await?;
    let sentence = format!("Removed the AI system {} from the register.", known.entry.name);
    note(tx, &application, "ai_system_removed", sentence, id, &known.entry)
}

/// See [`revisions::may_add_or_remove`]; the refusal says how the register is opened.
async fn let_come_and_go(tx: &mut Tx<'_>, application: &Application) -> Result<()> {
    if revisions::may_add_or_remove(tx, application).await? {
        return Ok(());
    }
    if !application.state.is_accepted() {
        return Ok(application.state.may_be_written()?);
    }
    Err(rulebook::ORDER
        .refuse(
            "The application is accepted: which AI systems are certified changes only with the scope.",
            "Report the change under Changes; once the body has changed the scope, the register is open to it.",
        )
        .into())
}

/// Whether an entry of this id was in the register once.
async fn was_removed(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let body = tx.actor().body()?;
    sqlx::query_scalar!(
        r#"select exists (select from ai_systems where body_id = $1 and id = $2 and removed_at is not null) as "was!""#,
        body,
        id
    )
    .fetch_one(tx.sql())
    .await
    .map_err(Error::from)
}

/// The entry as it is kept, or a message at every field that cannot be.
fn read(typed: &Entry) -> Result<Entry> {
    let (mut entry, mut errors) = (Entry::default(), FieldErrors::default());
    for field in FIELDS {
        match field.read(typed.get(field.key)) {
            Ok(value) => entry.set(field.key, value),
            Err(message) => errors.add(field.key, message),
        }
    }
    if entry.name.is_empty() && !errors.0.iter().any(|(field, _)| field == "name") {
        errors.0.insert(0, ("name".to_owned(), "Enter the name of the AI system".to_owned()));
    }
    errors.check()?;
    Ok(entry)
}

/// Inserts entries in one statement; an entry whose name the register holds already is left out. Answers the
/// ids that were inserted.
pub(super) async fn store(
    tx: &mut Tx<'_>,
    application: &Application,
    ids: &[Uuid],
    entries: &[Entry],
) -> Result<Vec<Uuid>> {
    let (body, now) = (tx.actor().body()?, tx.now());
    let all = |key: &str| entries.iter().map(|entry| entry.get(key).to_owned()).collect::<Vec<_>>();
    let norms: Vec<_> = entries.iter().map(|entry| normalise(&entry.name)).collect();
    sqlx::query_scalar!(
        "insert into ai_systems (body_id, client_id, engagement_id, entered_at, id, name_norm, name, purpose, function, decides,
           context, owner, stage, origin, supplier, risk_class, personal_data, design_decisions, training_data, operation_data,
           limitations, failure_modes, bias_indicators, reference)
         select $1, $2, $3, $4, e.* from unnest($5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
           $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[],
           $20::text[], $21::text[], $22::text[], $23::text[], $24::text[]) as e
         on conflict do nothing returning id",
        body, application.client_id, application.engagement_id, now, ids, &norms, &all("name"), &all("purpose"),
        &all("function"), &all("decides"), &all("context"), &all("owner"), &all("stage"), &all("origin"), &all("supplier"),
        &all("risk_class"), &all("personal_data"), &all("design_decisions"), &all("training_data"), &all("operation_data"),
        &all("limitations"), &all("failure_modes"), &all("bias_indicators"), &all("reference")
    )
    .fetch_all(tx.sql())
    .await
    .map_err(Error::from)
}

async fn overwrite(tx: &mut Tx<'_>, known: &AiSystem, e: &Entry) -> Result<()> {
    let body = tx.actor().body()?;
    let changed = sqlx::query!(
        "update ai_systems set version = version + 1, name = $4, name_norm = $5, purpose = $6, function = $7, decides = $8,
           context = $9, owner = $10, stage = $11, origin = $12, supplier = $13, risk_class = $14, personal_data = $15,
           design_decisions = $16, training_data = $17, operation_data = $18, limitations = $19, failure_modes = $20,
           bias_indicators = $21, reference = $22
         where body_id = $1 and id = $2 and version = $3",
        body, known.id, known.version, e.name, normalise(&e.name), e.purpose, e.function, e.decides, e.context, e.owner,
        e.stage, e.origin, e.supplier, e.risk_class, e.personal_data, e.design_decisions, e.training_data,
        e.operation_data, e.limitations, e.failure_modes, e.bias_indicators, e.reference
    )
    .execute(tx.sql())
    .await;
    match changed {
        Ok(changed) if changed.rows_affected() == 1 => Ok(()),
        Ok(_) => Err(gone()),
        Err(sqlx::Error::Database(cause)) if cause.constraint() == Some("ai_systems_name_key") => {
            Err(same_name())
        }
        Err(cause) => Err(cause.into()),
    }
}

fn note(
    tx: &mut Tx<'_>,
    application: &Application,
    act: &'static str,
    sentence: String,
    id: Uuid,
    entry: &Entry,
) -> Result<()> {
    let digest = Sha256::digest(serde_json::to_vec(entry)?);
    tx.record(record::Entry::new(application.file(), act, sentence, Seen::ByClientToo).touching(
        "ai_system",
        id,
        &digest,
    ));
    Ok(())
}

fn gone() -> Error {
    Error::Stale(
        "Somebody of your organisation has changed or removed this entry meanwhile: look at it again.".into(),
    )
}

fn same_name() -> Error {
    FieldErrors::one(
        "name",
        "The register has an AI system of this name: give this one another name",
    )
    .into()
}
