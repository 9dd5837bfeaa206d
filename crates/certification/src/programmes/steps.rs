//! Changing the audits of a draft, and putting the programme in force.

use super::check::{lacking, too_late};
use super::coverage::covers_the_standard;
use super::{Programme, State, Step, of_file};
use crate::actor::SchemeManager;
use crate::audit_time::{self, half_days};
use crate::audits::Kind;
use crate::cycle::{self, in_words};
use crate::db::Tx;
use crate::error::{Error, Refusal, Result};
use crate::files;
use crate::outbox::{self, Mail};
use crate::parse::{LONG, Reading};
use crate::proposals;
use crate::record::{Entry, Seen};
use crate::rulebook::{self, Rule};
use crate::sampling;
use sha2::{Digest, Sha256};
use time::Date;
use uuid::Uuid;

/// The form that changes one audit of a draft.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Change {
    pub version: String,
    pub objectives: String,
    pub criteria: String,
    pub methods: String,
    /// Days, in steps of half a day.
    pub days: String,
    pub window_from: String,
    pub window_to: String,
}

struct Changed {
    version: i32,
    objectives: String,
    criteria: String,
    methods: String,
    half_days: i32,
    from: Date,
    to: Date,
}

/// Changes what a draft says of one of its audits. A draft may be incomplete; putting it in force asks for all.
pub async fn change_audit(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement_id: Uuid,
    audit_id: Uuid,
    form: Change,
) -> Result<()> {
    let file = files::of(tx, engagement_id).await?;
    let programme = of_file(tx, engagement_id).await?.ok_or(Error::NotFound)?;
    let audit =
        programme.audits.iter().find(|audit| audit.id == audit_id).ok_or(Error::NotFound)?;
    programme.state.after(Step::ChangeAudit)?;
    let c = read(&form)?;
    move_on(tx, &programme, programme.version, State::Draft).await?;
    let body = tx.actor().body()?;
    let moved = sqlx::query!(
        "update audits set objectives = $4, criteria = $5, methods = $6, half_days = $7, window_from = $8, window_to = $9, version = version + 1
         where body_id = $1 and id = $2 and version = $3",
        body,
        audit_id,
        c.version,
        c.objectives,
        c.criteria,
        c.methods,
        c.half_days,
        c.from,
        c.to
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() != 1 {
        return Err(Error::Stale(
            "Somebody else has changed this audit meanwhile: open it again.".into(),
        ));
    }
    let said = format!("{} was changed in the draft of the programme.", audit.kind.title());
    tx.record(Entry::new(file.file(), "programme_audit_changed", said, Seen::ByStaff));
    Ok(())
}

fn read(form: &Change) -> Result<Changed> {
    let mut reading = Reading::default();
    let objectives = reading.optional("objectives", &form.objectives, LONG);
    let criteria = reading.optional("criteria", &form.criteria, LONG);
    let methods = reading.optional("methods", &form.methods, LONG);
    let half_days = half_days(&mut reading, "days", &form.days);
    let from = reading.date("window_from", &form.window_from, "the window's first day");
    let to = reading.date("window_to", &form.window_to, "the window's last day");
    for (field, typed) in [("window_from", &form.window_from), ("window_to", &form.window_to)] {
        if typed.trim().is_empty() {
            reading.errors.add(field, "Enter the window's first and last day");
        }
    }
    if let Some((from, to)) = from.zip(to)
        && from > to
    {
        reading.errors.add("window_to", "Enter a last day that is not before the first");
    }
    let version = form.version.trim().parse().unwrap_or_default();
    let dates = from.zip(to).zip(half_days);
    reading.done()?;
    let ((from, to), half_days) =
        dates.ok_or_else(|| Error::Fault("a change without dates".into()))?;
    Ok(Changed { version, objectives, criteria, methods, half_days, from, to })
}

/// The form that puts a programme in force.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct PutInForce {
    pub version: String,
}

/// Puts the programme in force, if it covers the cycle (PRG-1) and, over it, every clause and control (PRG-2), and tells the client.
pub async fn put_in_force(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement_id: Uuid,
    form: PutInForce,
) -> Result<()> {
    let file = files::of(tx, engagement_id).await?;
    let programme = of_file(tx, engagement_id).await?.ok_or(Error::NotFound)?;
    let next = programme.state.after(Step::PutInForce)?;
    let determination = proposals::refuse_without_agreement(tx, engagement_id).await?;
    let time = audit_time::of(tx, engagement_id, determination).await?;
    let deadlines = cycle::of_file(tx, engagement_id).await?;
    let lacking = lacking(&programme, &time, &deadlines);
    covers_the_cycle(lacking, too_late(&programme, &deadlines))?;
    covers_the_standard(&programme)?;
    if programme.audit(Kind::Stage2).is_some() {
        let initial = (programme.cycle, sampling::Audit::Initial);
        sampling::refuse_without_plan(tx, engagement_id, initial).await?;
    }
    let version = form.version.trim().parse().unwrap_or(programme.version);
    move_on(tx, &programme, version, next).await?;
    tell(tx, &file, &programme).await
}

/// Refuses a programme that lacks something (PRG-1), or in which an audit would end too late (SRV-1, SRV-2, REC-1).
fn covers_the_cycle(
    lacking: Vec<String>,
    late: Vec<(&'static Rule, String)>,
) -> Result<(), Refusal> {
    let (rule, because) = match (lacking.is_empty(), late.first()) {
        (true, None) => return Ok(()),
        (true, Some((rule, _))) => (*rule, "An audit of the programme would be held too late."),
        (false, _) => (rulebook::PRG_1, "The programme does not cover the cycle yet."),
    };
    let items = lacking.into_iter().chain(late.into_iter().map(|(_, what)| what));
    Err(rule
        .refuse(because, "Complete what is listed in the draft, then put it in force.")
        .missing(items))
}

/// Every act on a programme moves its version, so that none is put in force while an audit changes under it.
pub(super) async fn move_on(
    tx: &mut Tx<'_>,
    programme: &Programme,
    version: i32,
    next: State,
) -> Result<()> {
    let body = tx.actor().body()?;
    let moved = sqlx::query!(
        "update programmes set state = $4, version = version + 1 where body_id = $1 and id = $2 and version = $3",
        body,
        programme.id,
        version,
        next.key()
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::Stale(
            "Somebody else has changed the programme meanwhile: open it again.".into(),
        ))
    }
}

async fn tell(tx: &mut Tx<'_>, file: &files::Brief, programme: &Programme) -> Result<()> {
    let line = |a: &super::Planned| {
        format!(
            "{}: {} to {}, {}",
            a.kind.title(),
            in_words(a.window_from),
            in_words(a.window_to),
            audit_time::in_days(a.half_days)
        )
    };
    let lines = programme.audits.iter().map(line).collect::<Vec<_>>().join("\n");
    let digest = Sha256::digest(&lines);
    let said = format!("The audit programme of cycle {} is in force.", programme.cycle);
    tx.record(Entry::new(file.file(), "programme_in_force", said, Seen::ByClientToo).touching(
        "programme",
        programme.id,
        &digest,
    ));
    let body = tx.actor().body()?;
    for to in proposals::signatories(tx, file.client_id).await? {
        let text = format!(
            "The programme of audits for {} is in force:\n\n{lines}\n\nYou find it in your portal under The cycle. \
             Before each audit you are told the team, and its dates are agreed with you.",
            file.client_name
        );
        outbox::queue(tx, body, Mail { to, subject: "Your audit programme".into(), body: text })
            .await?;
    }
    Ok(())
}
