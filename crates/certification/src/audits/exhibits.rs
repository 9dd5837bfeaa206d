//! Files that a team keeps as evidence for its conclusions (AUD-4). They are the team's: office and panel read
//! them, the client's room does not.

use super::{Brief, conclusions};
use crate::db::Tx;
use crate::error::{FieldErrors, Result};
use crate::evidence::{self, About, Given, Received};
use sha2::{Digest, Sha256};
use uuid::Uuid;

#[cfg(test)]
mod tests;

/// Keeps files for one requirement of this heading, while the audit is at work. Without a requirement or a
/// file, a message stands at the field `exhibit_of` or `file`.
pub async fn keep(
    tx: &mut Tx<'_>,
    audit_id: Uuid,
    group: &str,
    requirement: &str,
    files: Vec<Received>,
) -> Result<()> {
    let audit = conclusions::concluding(tx, audit_id).await?;
    let requirement = audit.standard.requirement(requirement).filter(|r| r.group == group);
    let mut errors = FieldErrors::default();
    if requirement.is_none() {
        errors.add("exhibit_of", "Choose the requirement that the files show something for");
    }
    if files.is_empty() {
        errors.add("file", "Choose at least one file");
    }
    let Some(requirement) = requirement.filter(|_| errors.0.is_empty()) else {
        return Err(errors.into());
    };
    let thing = about(audit.id, &requirement.id);
    for file in files {
        evidence::keep(tx, file, audit.file(), About::Conclusion, thing).await?;
    }
    Ok(())
}

/// The files of one heading, each with its requirement.
pub async fn of_group(tx: &mut Tx<'_>, audit: &Brief, group: &str) -> Result<Vec<(String, Given)>> {
    let things: Vec<_> =
        audit.standard.in_group(group).map(|r| (about(audit.id, &r.id), r.id.clone())).collect();
    let ids: Vec<_> = things.iter().map(|(id, _)| *id).collect();
    let given = evidence::about(tx, audit.engagement_id, About::Conclusion, &ids).await?;
    let with_requirement = |file: Given| {
        let (_, requirement) = things.iter().find(|(id, _)| *id == file.about_id)?;
        Some((requirement.clone(), file))
    };
    Ok(given.into_iter().filter_map(with_requirement).collect())
}

/// A conclusion has no id of its own before it is written: it is known by its audit and its requirement.
fn about(audit: Uuid, requirement: &str) -> Uuid {
    let digest = Sha256::new().chain_update(audit).chain_update(requirement).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
