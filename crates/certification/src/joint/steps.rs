//! Saying that two audits are held together: rules, one row for each, and the act on both records.

use crate::actor::SchemeManager;
use crate::audits::{Brief, brief};
use crate::db::Tx;
use crate::error::{Refusal, Result};
use crate::files;
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Holds an audit together with the audit of the same kind on another file of the same client; said twice it is
/// said once. A third file's audit joins those that are together already.
pub async fn hold_together(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    audit: Uuid,
    with: Uuid,
) -> Result<()> {
    let (one, other) = (brief(tx, audit).await?, brief(tx, with).await?);
    fit_together(&one, &other)?;
    // Both files, always in the same order, so that two such acts never wait for each other.
    let (first, last) =
        (one.engagement_id.min(other.engagement_id), one.engagement_id.max(other.engagement_id));
    files::take_turns(tx, first).await?;
    files::take_turns(tx, last).await?;
    let (one, other) = (brief(tx, audit).await?, brief(tx, with).await?);
    if one.together.iter().any(|partner| partner.audit_id == with) {
        return Ok(());
    }
    not_otherwise_together(&one, &other)?;
    let joint = one.joint_id.or(other.joint_id).unwrap_or_else(|| tx.new_id());
    for (audit, partner) in [(&one, &other), (&other, &one)] {
        if audit.joint_id.is_none() {
            keep(tx, audit, joint).await?;
        }
        let sentence = format!(
            "{} is held together with that for {}, file {}.",
            audit.kind.title(),
            partner.standard,
            partner.reference
        );
        let entry = Entry::new(audit.file(), "audits_held_together", sentence, Seen::ByClientToo);
        tx.record(entry.touching("audit", audit.id, &Sha256::digest(joint)));
    }
    Ok(())
}

/// Takes an audit out of those that it is held together with; both records say so. Said twice it is said once.
///
/// # Errors
/// Refused once the audit's opening meeting was held: then it was held together.
pub async fn hold_apart(tx: &mut Tx<'_>, _by: &SchemeManager, audit: Uuid) -> Result<()> {
    let file = brief(tx, audit).await?.engagement_id;
    files::take_turns(tx, file).await?;
    let audit = brief(tx, audit).await?;
    if !audit.state.is_before_opening() {
        return Err(rulebook::ORDER
            .refuse(
                format!("{} is \"{}\".", audit.kind.title(), audit.state.title()),
                "What was held together stays so on both records; plan the next audits apart.",
            )
            .into());
    }
    leave(tx, &audit).await?;
    for partner in &audit.together {
        let other = brief(tx, partner.audit_id).await?;
        let names = [(&audit, &other), (&other, &audit)];
        for (one, other) in names {
            let sentence = format!(
                "{} is not held together with that for {}, file {}, after all.",
                one.kind.title(),
                other.standard,
                other.reference
            );
            tx.record(Entry::new(one.file(), "audits_held_apart", sentence, Seen::ByClientToo));
        }
    }
    Ok(())
}

/// Its row goes, and the last one's that would be alone in the group.
async fn leave(tx: &mut Tx<'_>, audit: &Brief) -> Result<()> {
    let alone = if audit.together.len() == 1 { audit.joint_id } else { None };
    sqlx::query!(
        "delete from joint_audits where body_id = $1 and (audit_id = $2 or joint_id = $3)",
        tx.actor().body()?,
        audit.id,
        alone
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Two files of one client, the same kind of audit, both still ahead.
fn fit_together(one: &Brief, other: &Brief) -> Result<(), Refusal> {
    let refuse = |because: String, way_out: &str| Err(rulebook::ORDER.refuse(because, way_out));
    if one.client_id != other.client_id {
        let because = format!("{} is another client's file.", other.reference);
        return refuse(because, "Choose an audit of another file of the same client.");
    }
    if one.engagement_id == other.engagement_id {
        let because = format!("Both audits are of the same file, {}.", one.reference);
        return refuse(because, "Choose an audit of another file of this client.");
    }
    if one.kind != other.kind {
        let because = format!("One is {}, the other {}.", one.kind.title(), other.kind.title());
        return refuse(
            because,
            "Choose the audit of the same kind: each stage is held with its like.",
        );
    }
    match [one, other].into_iter().find(|audit| !audit.state.is_before_opening()) {
        Some(begun) => refuse(
            format!(
                "{} of {} is \"{}\".",
                begun.kind.title(),
                begun.reference,
                begun.state.title()
            ),
            "Audits are brought together before their opening meeting; do so with the next ones.",
        ),
        None => Ok(()),
    }
}

/// Neither is held together with others already, so that no audit would be in two groups or a file in one twice.
fn not_otherwise_together(one: &Brief, other: &Brief) -> Result<(), Refusal> {
    let with = |audit: &Brief| -> Vec<String> {
        audit.together.iter().map(|partner| partner.reference.clone()).collect()
    };
    let holds = |audit: &Brief, file: Uuid| audit.together.iter().any(|p| p.engagement_id == file);
    let both = one.joint_id.is_some() && other.joint_id.is_some();
    if both || holds(one, other.engagement_id) || holds(other, one.engagement_id) {
        let taken = if with(other).is_empty() { one } else { other };
        return Err(rulebook::ORDER.refuse(
            format!(
                "{} of {} is already held together with that of {}.",
                taken.kind.title(),
                taken.reference,
                with(taken).join(", ")
            ),
            "An audit is held together with one group only: choose one that is free.",
        ));
    }
    Ok(())
}

async fn keep(tx: &mut Tx<'_>, audit: &Brief, joint: Uuid) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "insert into joint_audits (body_id, client_id, engagement_id, audit_id, joint_id, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        joint,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}
