//! The opening and the closing meeting: when, who attended, which differences stayed open (AUD-5).

use super::opening::{agreement_in_force, stage_1_reviewed_ready, team_stands};
use super::{Brief, Step, advance_at, hold, warnings};
use crate::db::Tx;
use crate::enforcement::allow_with_reason;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::{findings, rulebook, teams};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

/// A meeting as typed; the time of day is UTC.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    pub held_on: String,
    pub held_at: String,
    pub attended: String,
    pub differences: String,
    /// Why the meeting is held although the audit is warned (AUD-3, TIM-5).
    pub because: String,
    /// Findings by number, and beside each why it stays a minor although it is still open (FND-6).
    pub finding: Vec<String>,
    pub stays_minor: Vec<String>,
}

impl Typed {
    /// The reasons why minors stay minor, by the finding's number.
    fn kept_minor(&self) -> Vec<(i32, String)> {
        let pairs = self.finding.iter().zip(&self.stays_minor);
        pairs.filter_map(|(n, why)| Some((n.trim().parse().ok()?, why.trim().to_owned()))).collect()
    }
}

/// A meeting as it was held.
#[derive(Debug, Clone)]
pub struct Meeting {
    pub opening: bool,
    pub held_at: OffsetDateTime,
    pub attended: String,
    pub differences: String,
    /// Who wrote it down.
    pub who: String,
}

/// Opens the audit with its opening meeting.
pub async fn open(tx: &mut Tx<'_>, audit_id: Uuid, typed: Typed) -> Result<()> {
    let audit = hold(tx, audit_id).await?;
    audit.lead_auditor()?;
    let meeting = read(tx, &typed, true)?;
    if held_already(tx, &audit, &meeting).await? {
        return Ok(());
    }
    audit.state.after(Step::Open)?;
    agreement_in_force(tx, &audit).await?;
    crate::teams::settled(tx, &audit).await?;
    team_stands(tx, &audit).await?;
    let opening = tx.day_of(meeting.held_at);
    if audit.kind == super::Kind::Stage2 {
        stage_1_reviewed_ready(tx, &audit, opening).await?;
    }
    if let Some(warned) = warnings::facts(tx, &audit).await?.late(audit.kind, opening) {
        allow_with_reason(tx, audit.file(), rulebook::AUD_3, &warned, &typed.because).await?;
    }
    keep(tx, &audit, &meeting).await?;
    advance_at(tx, &audit, Step::Open, meeting.held_at).await
}

/// Closes the audit with its closing meeting.
pub async fn close(tx: &mut Tx<'_>, audit_id: Uuid, typed: Typed) -> Result<()> {
    let audit = hold(tx, audit_id).await?;
    audit.lead_auditor()?;
    let meeting = read(tx, &typed, false)?;
    if held_already(tx, &audit, &meeting).await? {
        return Ok(());
    }
    audit.state.after(Step::Close)?;
    let mut held = of(tx, audit_id).await?;
    after_the_opening(&held, &meeting, &typed)?;
    held.push(meeting.clone());
    let team = teams::members(tx, audit_id).await?;
    let auditors = team.iter().filter(|member| member.role.audits()).count();
    let span = warnings::Span::of_meetings(&held, tx.actor().zone());
    let facts = warnings::facts(tx, &audit).await?;
    if let Some(warned) = span.and_then(|span| facts.short(&audit, &span, auditors)) {
        allow_with_reason(tx, audit.file(), rulebook::TIM_5, &warned, &typed.because).await?;
    }
    findings::raise_open_minors(tx, &audit, &typed.kept_minor()).await?;
    keep(tx, &audit, &meeting).await?;
    advance_at(tx, &audit, Step::Close, meeting.held_at).await
}

/// The closing meeting comes after the opening one, and a reason is no longer than a long text may be.
fn after_the_opening(held: &[Meeting], closing: &Meeting, typed: &Typed) -> Result<()> {
    let mut reading = Reading::default();
    let opened = held.iter().find(|meeting| meeting.opening).map(|meeting| meeting.held_at);
    if opened.is_none_or(|opened| closing.held_at <= opened) {
        reading.errors.add("held_on", "Enter a time after the opening meeting");
    }
    for (number, why) in typed.kept_minor() {
        reading.optional(&format!("stays_minor-{number}"), &why, LONG);
    }
    reading.done()
}

fn read(tx: &Tx<'_>, typed: &Typed, opening: bool) -> Result<Meeting> {
    let mut reading = Reading::default();
    let date = reading.date("held_on", &typed.held_on, "the day of the meeting");
    let time = reading.time("held_at", &typed.held_at, "the time of the meeting");
    if date.is_none() && reading.errors.is_empty() {
        reading.errors.add("held_on", "Enter the day of the meeting");
    }
    if time.is_none() && typed.held_at.trim().is_empty() {
        reading.errors.add("held_at", "Enter the time of the meeting");
    }
    let attended = reading.required("attended", &typed.attended, "who attended", LONG);
    let differences = reading.optional("differences", &typed.differences, LONG);
    let zone = tx.actor().zone();
    let held_at = date.zip(time).map(|(date, time)| zone.moment(date, time));
    if held_at.is_some_and(|at| at > tx.now()) {
        reading.errors.add(
            "held_on",
            "Enter a time that has passed: a meeting is written down once it was held",
        );
    }
    reading.done()?;
    let held_at = held_at.ok_or(Error::NotFound)?;
    Ok(Meeting { opening, held_at, attended, differences, who: tx.actor().name().to_owned() })
}

/// The same meeting sent a second time.
async fn held_already(tx: &mut Tx<'_>, audit: &Brief, meeting: &Meeting) -> Result<bool> {
    let known = of(tx, audit.id).await?;
    Ok(known.iter().any(|m| {
        m.opening == meeting.opening
            && m.held_at == meeting.held_at
            && m.attended == meeting.attended
            && m.differences == meeting.differences
    }))
}

async fn keep(tx: &mut Tx<'_>, audit: &Brief, meeting: &Meeting) -> Result<()> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "insert into meetings (body_id, client_id, engagement_id, audit_id, kind, held_at, attended, differences, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        if meeting.opening { "opening" } else { "closing" },
        meeting.held_at,
        meeting.attended,
        meeting.differences,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    let (act, which) =
        if meeting.opening { ("audit_opened", "opening") } else { ("audit_closed", "closing") };
    let sentence = format!("Held the {which} meeting of {}.", audit.kind.title());
    let digest = Sha256::digest(format!(
        "{}\n{}\n{}",
        meeting.held_at, meeting.attended, meeting.differences
    ));
    tx.record(
        Entry::new(audit.file(), act, sentence, Seen::ByClientToo)
            .touching("audit", audit.id, &digest),
    );
    Ok(())
}

/// The meetings of an audit, opening first.
pub async fn of(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Meeting>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Meeting,
        r#"select m.kind = 'opening' as "opening!", m.held_at, m.attended, m.differences, p.name as who
           from meetings m join people p on p.id = m.by_person where m.body_id = $1 and m.audit_id = $2 order by m.kind desc"#,
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?)
}
