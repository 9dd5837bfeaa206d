//! Audits that a programme in force is given besides: special ones for a wider scope, at short notice or to follow up
//! (SPC-1), and another Stage 2 where a major nonconformity was not verified in time (FND-5).

use super::{Programme, Step, defaults, of_file};
use crate::actor::SchemeManager;
use crate::audit_time::half_days;
use crate::audits::{self, Kind, SpecialFor};
use crate::db::Tx;
use crate::decisions;
use crate::error::{Error, Result};
use crate::files;
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use time::Date;
use uuid::Uuid;

/// The form that adds a special audit.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Special {
    /// Made by the page, so that a form sent twice is one audit.
    pub id: String,
    pub special_for: String,
    pub reason: String,
    pub objectives: String,
    /// Days, in steps of half a day.
    pub days: String,
    pub window_from: String,
    pub window_to: String,
}

/// What is added beside the cycle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Besides {
    Special(SpecialFor),
    AnotherStage2,
}

impl Besides {
    pub const ALL: [Besides; 4] = [
        Besides::Special(SpecialFor::ScopeExtension),
        Besides::Special(SpecialFor::ShortNotice),
        Besides::Special(SpecialFor::FollowUp),
        Besides::AnotherStage2,
    ];

    pub fn key(self) -> &'static str {
        match self {
            Besides::Special(what) => what.key(),
            Besides::AnotherStage2 => "another_stage_2",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Besides::Special(what) => what.title(),
            Besides::AnotherStage2 => {
                "Another Stage 2, because a major nonconformity was not verified within six months"
            }
        }
    }

    fn kind(self) -> Kind {
        match self {
            Besides::Special(_) => Kind::Special,
            Besides::AnotherStage2 => Kind::Stage2,
        }
    }

    fn special_for(self) -> Option<SpecialFor> {
        match self {
            Besides::Special(what) => Some(what),
            Besides::AnotherStage2 => None,
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|besides| besides.key() == key)
    }
}

struct Meant {
    besides: Besides,
    reason: String,
    objectives: String,
    half_days: i32,
    from: Date,
    to: Date,
}

/// Adds an audit to a programme in force, with the reason; it then goes the way of every audit.
///
/// # Errors
/// Another Stage 2 is refused where none is needed (FND-5), and while one is not reported yet.
pub async fn add_special(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement_id: Uuid,
    form: Special,
) -> Result<Uuid> {
    let file = files::of(tx, engagement_id).await?;
    let programme = of_file(tx, engagement_id).await?.ok_or(Error::NotFound)?;
    programme.state.after(Step::AddSpecial)?;
    let meant = read(&form)?;
    if meant.besides == Besides::AnotherStage2 {
        files::take_turns(tx, engagement_id).await?;
        stage_2_is_overtaken(tx, engagement_id).await?;
    }
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if insert(tx, &file, &programme, id, &meant).await? {
        let sentence =
            format!("Added an audit beside the cycle. {}. {}", meant.besides.title(), meant.reason);
        let entry = Entry::new(file.file(), "special_audit_added", sentence, Seen::ByClientToo);
        tx.record(entry.touching("audit", id, &Sha256::digest(&meant.objectives)));
    }
    Ok(id)
}

/// FND-5: another Stage 2 is held where a major was not verified within six months of the one before.
async fn stage_2_is_overtaken(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<()> {
    if decisions::another_stage_2_is_needed(tx, engagement_id).await? {
        return Ok(());
    }
    Err(rulebook::FND_5
        .refuse(
            "No major nonconformity of a reported Stage 2 went unverified for six months.",
            "Add a special audit to follow up, if something has to be seen again.",
        )
        .into())
}

fn read(form: &Special) -> Result<Meant> {
    let mut r = Reading::default();
    let what = "what the audit is for";
    let besides = r.choice("special_for", &form.special_for, what, Besides::from_key);
    let reason = r.required("reason", &form.reason, "the reason; the client reads it", LONG);
    let objectives = r.required("objectives", &form.objectives, "its objectives", LONG);
    let half_days = half_days(&mut r, "days", &form.days);
    let from = r.date("window_from", &form.window_from, "the window's first day");
    let to = r.date("window_to", &form.window_to, "the window's last day");
    for (field, typed) in [("window_from", &form.window_from), ("window_to", &form.window_to)] {
        if typed.trim().is_empty() {
            r.errors.add(field, "Enter the window's first and last day");
        }
    }
    if from.zip(to).is_some_and(|(from, to)| from > to) {
        r.errors.add("window_to", "Enter a last day that is not before the first");
    }
    r.done()?;
    let all = besides.zip(half_days).zip(from.zip(to));
    let ((besides, half_days), (from, to)) = all.ok_or(Error::NotFound)?;
    Ok(Meant { besides, reason, objectives, half_days, from, to })
}

/// Whether it is new.
async fn insert(
    tx: &mut Tx<'_>,
    file: &files::Brief,
    programme: &Programme,
    id: Uuid,
    m: &Meant,
) -> Result<bool> {
    let (body, kind) = (tx.actor().body()?, m.besides.kind());
    let done = sqlx::query!(
        "insert into audits (body_id, client_id, engagement_id, programme_id, id, kind, cycle, state, objectives, criteria,
           methods, half_days, window_from, window_to, special_for, special_reason)
         values ($1, $2, $3, $4, $5, $16, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict (body_id, id) do nothing",
        body,
        file.client_id,
        file.engagement_id,
        programme.id,
        id,
        programme.cycle,
        audits::State::Programmed.key(),
        m.objectives,
        defaults::criteria(kind, file.standard),
        defaults::methods(kind, file.standard),
        m.half_days,
        m.from,
        m.to,
        m.besides.special_for().map(SpecialFor::key),
        m.reason,
        kind.key()
    )
    .execute(tx.sql())
    .await?;
    Ok(done.rows_affected() == 1)
}
