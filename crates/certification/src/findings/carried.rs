//! Findings that earlier audits left open: the next audit looks whether the actions work, and a minor that is
//! still open when it closes becomes a major unless the lead auditor writes why not (FND-6).

use super::grades::{Change, How, keep as keep_change};
use super::{Grade, State, answer_due};
use crate::addressees;
use crate::audits::{Brief, Kind};
use crate::db::Tx;
use crate::enforcement::keep_override;
use crate::error::Result;
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// An earlier audit's nonconformity that is not closed.
#[derive(Debug, Clone)]
pub struct Carried {
    pub id: Uuid,
    pub number: i32,
    pub requirement: String,
    pub grade: Grade,
    pub state: State,
    pub statement: String,
    /// The audit that raised it.
    pub audit: Kind,
}

impl Carried {
    /// Whether it becomes a major when this audit closes.
    pub fn would_rise(&self) -> bool {
        self.grade == Grade::Minor
    }

    /// The name of the form's field with the reason why it stays a minor.
    pub fn field(&self) -> String {
        format!("stays_minor-{}", self.number)
    }
}

/// The nonconformities that earlier audits of the file left open, by number.
pub async fn carried(tx: &mut Tx<'_>, audit: &Brief) -> Result<Vec<Carried>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        "select f.id, f.number, f.requirement, f.grade, f.state, f.statement, a.kind
         from findings f join audits a on a.body_id = f.body_id and a.id = f.audit_id
         where f.body_id = $1 and f.engagement_id = $2 and f.audit_id <> $3 and f.issued_at is not null
           and f.grade <> 'observation' and f.state not in ('closed', 'dropped', 'noted')
         order by f.number",
        body,
        audit.engagement_id,
        audit.id
    )
    .fetch_all(tx.sql())
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Carried {
                id: row.id,
                number: row.number,
                requirement: row.requirement,
                grade: Grade::kept(&row.grade)?,
                state: State::kept(&row.state)?,
                statement: row.statement,
                audit: Kind::kept(&row.kind)?,
            })
        })
        .collect()
}

/// FND-6: at the closing meeting each minor that is still open becomes a major, but for those for which the
/// lead auditor wrote why not: `why_not` holds the finding's number and the reason.
pub(crate) async fn raise_open_minors(
    tx: &mut Tx<'_>,
    audit: &Brief,
    why_not: &[(i32, String)],
) -> Result<()> {
    let open = carried(tx, audit).await?;
    let mut risen = Vec::new();
    for finding in open.iter().filter(|finding| finding.would_rise()) {
        match why_not.iter().find(|(number, why)| *number == finding.number && !why.is_empty()) {
            Some((_, why)) => stay(tx, audit, finding, why).await?,
            None => {
                rise(tx, audit, finding).await?;
                risen.push(format!("F-{} ({})", finding.number, finding.requirement));
            }
        }
    }
    if risen.is_empty() {
        return Ok(());
    }
    let to = addressees::client(tx, audit.client_id).await?;
    let text = format!(
        "These minor nonconformities of earlier audits were still open at the closing meeting of {} and are now major: {}.\n\nWhat that asks of you stands with each of them in your client portal. ({})",
        audit.kind.title(),
        risen.join(", "),
        rulebook::FND_6.id
    );
    addressees::write_to(tx, to, "Open nonconformities have become major", &text).await
}

async fn rise(tx: &mut Tx<'_>, audit: &Brief, finding: &Carried) -> Result<()> {
    let (body, due) = (tx.actor().body()?, answer_due(Grade::Major, tx.today()));
    sqlx::query!(
        "update findings set grade = 'major', version = version + 1,
           answer_due_on = case when state in ('issued', 'returned') then least(answer_due_on, $3) else answer_due_on end
         where body_id = $1 and id = $2 and grade = 'minor'",
        body,
        finding.id,
        due
    )
    .execute(tx.sql())
    .await?;
    let reason = format!("Still open at the closing meeting of {}.", audit.kind.title());
    let change = Change { from: Grade::Minor, to: Grade::Major, how: How::NextAudit, reason };
    keep_change(tx, audit.file(), finding.id, &change).await?;
    let sentence = format!("F-{} became a major nonconformity: {}", finding.number, change.reason);
    tx.record(Entry::new(audit.file(), "finding_risen", sentence, Seen::ByClientToo).touching(
        "finding",
        finding.id,
        &Sha256::digest(&change.reason),
    ));
    Ok(())
}

async fn stay(tx: &mut Tx<'_>, audit: &Brief, finding: &Carried, why: &str) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "insert into minors_kept (body_id, client_id, engagement_id, audit_id, finding_id, reason, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        finding.id,
        why,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    let warned = format!(
        "F-{} ({}) is a minor nonconformity and still open at the closing meeting of {}.",
        finding.number,
        finding.requirement,
        audit.kind.title()
    );
    keep_override(tx, Some(audit.file()), rulebook::FND_6, &warned, why).await?;
    let sentence = format!("F-{} stays a minor nonconformity: {why}", finding.number);
    tx.record(Entry::new(audit.file(), "minor_kept", sentence, Seen::ByStaff).touching(
        "finding",
        finding.id,
        &Sha256::digest(why),
    ));
    Ok(())
}
