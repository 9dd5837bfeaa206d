//! Maintaining after a surveillance without a panel: the lead auditor's positive conclusion and a reviewer's
//! look, as long as nothing speaks for a suspension; then the panel decides (DEC-7).

mod form;

pub use form::{Looking, MAINTENANCE_STATEMENTS, prove_look};

use super::digest::{Manifest, record_digest};
use super::missing::{Facts, Item, facts};
use super::signing::keep_decision;
use super::{CaseKind, Vote};
use crate::actor::{Room, SchemeManager};
use crate::addressees;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::files;
use crate::people::Proven;
use crate::record::{Entry, File, Seen};
use crate::reports::Recommendation;
use crate::rulebook;
use crate::teams::{Capacity, free_of_conflict};
use time::Date;
use uuid::Uuid;

/// A surveillance after which certification was maintained by review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maintained {
    pub decision: Uuid,
}

impl Facts {
    /// Everything for which maintaining needs a panel, or has nothing to rest on yet.
    pub(super) fn against_maintaining(&self, today: Date) -> Vec<Item> {
        let missing = self.missing(CaseKind::Surveillance, today);
        let mut against: Vec<Item> = missing.against().cloned().collect();
        let mut unless = |fits: bool, what: &str| {
            if !fits {
                against.push(Item { rule: rulebook::DEC_7, what: what.to_owned() });
            }
        };
        let recommended = self.surveillance.as_ref().filter(|audit| !audit.decided).map(|audit| {
            let said = audit.report.get("recommendation").and_then(serde_json::Value::as_str);
            said.and_then(Recommendation::from_key)
        });
        unless(
            !matches!(recommended, Some(Some(Recommendation::NotRecommend) | None)),
            "the lead auditor's positive conclusion in the surveillance report",
        );
        unless(!self.surveillance_overdue, "no surveillance that is past its last date");
        unless(!self.case_open, "no case that lies before the panel");
        against
    }
}

/// Maintains certification after the newest surveillance. Sent twice is made once.
pub async fn maintain(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement: Uuid,
    proven: &Proven,
    form: Looking,
) -> Result<Maintained> {
    if proven.person != tx.actor().person()? {
        return Err(Error::NotFound);
    }
    let (file, reasons) = (files::of(tx, engagement).await?.file(), form.read()?);
    files::take_turns(tx, engagement).await?;
    let facts = facts(tx, engagement).await?;
    let today = tx.today();
    refuse_if(&facts.against_maintaining(today))?;
    let audit = facts.surveillance.as_ref().map(|audit| audit.id).ok_or(Error::NotFound)?;
    let cycle = facts.cycle;
    independent(tx, file, cycle, proven.person).await?;
    let case = lay_down(tx, file, cycle, audit, &form).await?;
    let decision = decide(tx, (file, case, audit), &reasons, proven).await?;
    tell(tx, file).await?;
    Ok(Maintained { decision })
}

fn refuse_if(against: &[Item]) -> Result<()> {
    if against.is_empty() {
        return Ok(());
    }
    Err(rulebook::DEC_7
        .refuse(
            "Maintaining cannot rest on a review here.",
            "See to each thing on the list, or open a case for the panel: then it decides.",
        )
        .missing(against.iter().map(|item| item.what.clone()))
        .into())
}

/// On no audit team of the cycle, declared and free of conflict (IMP-1, IMP-5).
async fn independent(tx: &mut Tx<'_>, file: File, cycle: i32, person: Uuid) -> Result<()> {
    let body = tx.actor().body()?;
    let took_part = sqlx::query_scalar!(
        r#"select on_audit_team_of_cycle($1, $2, $3, $4) as "took_part!""#,
        body,
        file.engagement_id,
        cycle,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    if took_part {
        return Err(rulebook::IMP_1
            .refuse(
                "You are or were on an audit team of this client in this cycle.",
                "Ask another scheme manager, who was on none of its teams.",
            )
            .into());
    }
    free_of_conflict(tx, file, person, Capacity::Reviewer).await
}

/// The case that this look decides, so that the surveillance has its one decision.
async fn lay_down(
    tx: &mut Tx<'_>,
    file: File,
    cycle: i32,
    audit: Uuid,
    form: &Looking,
) -> Result<Uuid> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    let laid = sqlx::query!(
        "insert into cases (body_id, client_id, engagement_id, id, kind, cycle, state, opened_by, opened_at, audit_id, because)
         values ($1, $2, $3, $4, 'surveillance', $5, 'open', $6, $7, $8, 'Maintained by review, without a panel.') on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        cycle,
        person,
        now,
        audit
    )
    .execute(tx.sql())
    .await?;
    if laid.rows_affected() == 1 {
        return Ok(id);
    }
    Err(Error::Stale("This was decided meanwhile: open the page again.".into()))
}

/// The decision over the record as it stands, kept in the room where decisions are kept.
async fn decide(
    tx: &mut Tx<'_>,
    (file, case, audit): (File, Uuid, Uuid),
    reasons: &str,
    proven: &Proven,
) -> Result<Uuid> {
    tx.go_to(Room::Panel).await?;
    let manifest = record_digest(tx, file.engagement_id).await?;
    let decision = keep_decision(tx, (file, case), (Vote::Maintain, reasons), &manifest).await?;
    keep_review(tx, (file, case, audit), reasons, proven, &manifest).await?;
    tx.go_to(Room::Office).await?;
    let sentence = "Certification was maintained after the surveillance, on the lead auditor's conclusion and a review.";
    tx.record(Entry::new(file, "certification_maintained", sentence, Seen::ByClientToo).touching(
        "record",
        case,
        &manifest.digest,
    ));
    Ok(decision)
}

async fn keep_review(
    tx: &mut Tx<'_>,
    (file, case, audit): (File, Uuid, Uuid),
    reasons: &str,
    proven: &Proven,
    manifest: &Manifest,
) -> Result<()> {
    let (body, now, id) = (tx.actor().body()?, tx.now(), tx.new_id());
    let statements: Vec<_> =
        MAINTENANCE_STATEMENTS.iter().map(|(_, sentence)| (*sentence).to_owned()).collect();
    sqlx::query!(
        "insert into maintenance_reviews (body_id, client_id, engagement_id, case_id, id, audit_id, person_id, reasons, statements, factor, record_digest, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        body,
        file.client_id,
        file.engagement_id,
        case,
        id,
        audit,
        proven.person,
        reasons,
        &statements,
        proven.factor,
        manifest.digest,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

async fn tell(tx: &mut Tx<'_>, file: File) -> Result<()> {
    let to = addressees::client(tx, file.client_id).await?;
    let text = "After the surveillance your certification is maintained: your certificate stays as it is.\n\n\
        There is nothing for you to do until the next audit; your portal shows it under The cycle.";
    addressees::write_to(tx, to, "Your certification is maintained", text).await
}
