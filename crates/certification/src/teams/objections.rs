//! The client's say on the team (PLN-2): it agrees, or objects to a member; the office answers.

use super::mails::{mail_client, mail_office};
use super::releasing::let_go;
use super::telling::{change, state_of};
use super::{State, Step, members};
use crate::Room;
use crate::actor::SchemeManager;
use crate::audits;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use uuid::Uuid;

/// An objection as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Objected {
    pub id: String,
    pub person: String,
    pub reason: String,
}

/// The office's answer to an objection as typed: "upheld" or "not_upheld", and why.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Answered {
    pub outcome: String,
    pub answer: String,
}

fn from_the_client(tx: &Tx<'_>) -> Result<()> {
    if tx.actor().room() == Room::Client { Ok(()) } else { Err(Error::NotFound) }
}

/// The client agrees to the team as it was told.
pub async fn agree(tx: &mut Tx<'_>, audit_id: Uuid, version: i32) -> Result<()> {
    from_the_client(tx)?;
    let audit = audits::brief(tx, audit_id).await?;
    super::care::has_a_say(&audit)?;
    let next = state_of(&audit)?.after(Step::Agree)?;
    if objection_open(tx, audit_id).await? {
        return Err(rulebook::PLN_2
            .refuse(
                "You have objected to a member of this team.",
                "Wait for the answer of the certification body.",
            )
            .into());
    }
    let (body, now) = (tx.actor().body()?, tx.now());
    let agreed = sqlx::query!(
        "update audits set team_state = $4, team_agreed_at = $5, version = version + 1 where body_id = $1 and id = $2 and version = $3",
        body,
        audit_id,
        version,
        next.key(),
        now
    )
    .execute(tx.sql())
    .await?;
    if agreed.rows_affected() == 0 {
        return Err(Error::Stale(
            "The team has changed since you opened it: look at it again.".into(),
        ));
    }
    let sentence = format!("agreed to the team for {}", audit.kind.title());
    tx.record(Entry::new(audit.file(), "team_agreed", sentence, Seen::ByClientToo));
    Ok(())
}

async fn objection_open(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<bool> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from team_objections where body_id = $1 and audit_id = $2 and outcome is null) as "open!""#,
        body,
        audit_id
    )
    .fetch_one(tx.sql())
    .await?)
}

/// The client objects to one member, with a reason.
pub async fn object(tx: &mut Tx<'_>, audit_id: Uuid, form: Objected) -> Result<()> {
    from_the_client(tx)?;
    let audit = audits::brief(tx, audit_id).await?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    super::care::has_a_say(&audit)?;
    state_of(&audit)?.after(Step::Object)?;
    let team = members(tx, audit_id).await?;
    let mut reading = Reading::default();
    let find = |id: &str| team.iter().find(|member| member.person_id.to_string() == id);
    let member = reading.choice("person", &form.person, "whom you object to", find);
    let reason = reading.required("reason", &form.reason, "your reason", LONG);
    reading.done()?;
    let member = member.ok_or(Error::NotFound)?;
    if !insert(tx, &audit, id, member.person_id, &reason).await? {
        return Ok(());
    }
    let sentence =
        format!("objected to {} in the team for {}: {reason}", member.name, audit.kind.title());
    tx.record(Entry::new(audit.file(), "team_objected", sentence, Seen::ByClientToo));
    let text = format!(
        "{} objects to {} in the team for {}.\n\nReason: {reason}\n\nPlease answer it in the office.",
        audit.client_name,
        member.name,
        audit.kind.title()
    );
    mail_office(tx, &audit, "objection to the team", &text).await
}

async fn insert(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    id: Uuid,
    person: Uuid,
    reason: &str,
) -> Result<bool> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let inserted = sqlx::query!(
        "insert into team_objections (body_id, client_id, engagement_id, audit_id, id, person_id, reason, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (body_id, id) do nothing",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        id,
        person,
        reason,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(inserted.rows_affected() == 1)
}

/// The office answers an objection: upheld, the member leaves and the team is formed anew; otherwise the
/// client is told why not.
pub async fn answer_objection(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    audit_id: Uuid,
    id: Uuid,
    form: Answered,
) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    let (upheld, answer) = read_answer(&form)?;
    let (person, name) = answer_row(tx, audit_id, id, upheld, &answer).await?;
    let word = if upheld { "upheld" } else { "did not uphold" };
    let sentence =
        format!("{word} the objection to {name} in the team for {}: {answer}", audit.kind.title());
    tx.record(Entry::new(audit.file(), "objection_answered", sentence, Seen::ByClientToo));
    if upheld {
        leave(tx, &audit, person, &answer).await?;
    }
    let outcome = if upheld { "is upheld: you will be told a new team" } else { "is not upheld" };
    let text = format!("your objection to {name} {outcome}.\n\n{answer}");
    mail_client(tx, &audit, "your objection to the team", &text).await
}

fn read_answer(form: &Answered) -> Result<(bool, String)> {
    let mut reading = Reading::default();
    let upheld = reading.choice(
        "outcome",
        &form.outcome,
        "whether the objection is upheld",
        |key| match key {
            "upheld" => Some(true),
            "not_upheld" => Some(false),
            _ => None,
        },
    );
    let answer = reading.required("answer", &form.answer, "the answer that the client reads", LONG);
    reading.done()?;
    Ok((upheld.unwrap_or_default(), answer))
}

async fn answer_row(
    tx: &mut Tx<'_>,
    audit_id: Uuid,
    id: Uuid,
    upheld: bool,
    answer: &str,
) -> Result<(Uuid, String)> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let row = sqlx::query!(
        "update team_objections o set outcome = $4, answer = $5, answered_by = $6, answered_at = $7 from people p
         where o.body_id = $1 and o.audit_id = $2 and o.id = $3 and o.outcome is null and p.id = o.person_id returning o.person_id, p.name",
        body,
        audit_id,
        id,
        if upheld { "upheld" } else { "not_upheld" },
        answer,
        by,
        now
    )
    .fetch_optional(tx.sql())
    .await?;
    row.map(|r| (r.person_id, r.name)).ok_or_else(|| {
        Error::Stale("This objection has been answered already: open the team again.".into())
    })
}

/// The member objected to leaves, unless released meanwhile; the team is formed anew either way.
async fn leave(tx: &mut Tx<'_>, audit: &audits::Brief, person: Uuid, reason: &str) -> Result<()> {
    let body = tx.actor().body()?;
    let member = sqlx::query_scalar!(
        "select id from team_members where body_id = $1 and audit_id = $2 and person_id = $3 and released_at is null",
        body,
        audit.id,
        person
    )
    .fetch_optional(tx.sql())
    .await?;
    if let Some(member) = member {
        let_go(tx, audit, member, reason).await?;
    }
    if state_of(audit)? == State::Forming { Ok(()) } else { change(tx, audit).await }
}
