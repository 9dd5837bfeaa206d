//! A team's way to the client: formed, told, and formed again when it changes (PLN-2).

use super::mails::mail_client;
use super::reads::everyone;
use super::{State, Step, gates};
use crate::actor::SchemeManager;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::record::{Entry, Seen};
use crate::{audits, competence};
use uuid::Uuid;

/// Sets the team's state, if nobody else moved the audit meanwhile.
pub(super) async fn set_state(tx: &mut Tx<'_>, audit: &audits::Brief, next: State) -> Result<()> {
    let body = tx.actor().body()?;
    let told = Some(tx.now()).filter(|_| next == State::Told);
    let moved = sqlx::query!(
        "update audits set team_state = $4, version = version + 1, team_told_at = $5, team_agreed_at = null
         where body_id = $1 and id = $2 and version = $3",
        body,
        audit.id,
        audit.version,
        next.key(),
        told
    )
    .execute(tx.sql())
    .await?;
    if moved.rows_affected() == 1 {
        return Ok(());
    }
    Err(Error::Stale("Somebody else has changed this audit meanwhile: open it again.".into()))
}

pub(super) fn state_of(audit: &audits::Brief) -> Result<State> {
    State::kept(&audit.team_state)
}

/// The team is being formed again, whatever it was.
pub(super) async fn change(tx: &mut Tx<'_>, audit: &audits::Brief) -> Result<()> {
    let next = state_of(audit)?.after(Step::Change)?;
    set_state(tx, audit, next).await
}

/// Tells the client who is in the team, once it stands: see [`gates::standing`]. The client may then object.
pub async fn tell_client(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    audit_id: Uuid,
    version: i32,
) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    let next = state_of(&audit)?.after(Step::TellClient)?;
    if audit.version != version {
        return Err(Error::Stale(
            "The team has changed since you opened it: look at it again.".into(),
        ));
    }
    let all = everyone(tx, audit_id, audit.engagement_id).await?;
    let team: Vec<_> = all.iter().filter(|person| person.role.is_some()).collect();
    let needed = competence::needed(tx, audit.engagement_id).await?;
    gates::standing(&team, &needed, audit.standard)?;
    super::care::taken(&audit)?;
    set_state(tx, &audit, next).await?;
    let names: Vec<_> = team
        .iter()
        .filter_map(|p| Some(format!("{} ({})", p.name, p.role?.title().to_lowercase())))
        .collect();
    let (names, kind) = (names.join(", "), audit.kind.title());
    let sentence = format!("told the client the team for {kind}: {names}");
    tx.record(Entry::new(audit.file(), "team_told", sentence, Seen::ByClientToo));
    let say = if audit.is_at_short_notice() {
        "The audit comes at short notice, and the team stands. If you see a conflict of interest, tell us."
    } else {
        "Please sign in, look at it and agree, or object to a member with a reason. If you say nothing, the team stands after the time for objections."
    };
    let text = format!("the team for {kind} is: {names}.\n\n{say}");
    mail_client(tx, &audit, "your audit team", &text).await
}
