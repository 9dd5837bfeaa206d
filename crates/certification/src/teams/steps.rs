//! The office forms a team: appoints, releases, tells the client.

use super::reads::{Person, everyone};
use super::{Role, State, Step, gates};
use crate::actor::SchemeManager;
use crate::audits;
use crate::competence;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::outbox::{Mail, queue};
use crate::parse::{Reading, SHORT};
use crate::record::{Entry, Seen};
use crate::rulebook;
use uuid::Uuid;

/// An appointment as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Appointment {
    pub id: String,
    pub person: String,
    pub role: String,
}

/// A release as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Released {
    pub reason: String,
}

/// Appoints a person to the team of an audit, if the competence file allows the role (CMP-2). A team that
/// the client knew is being formed again.
pub async fn appoint(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    audit_id: Uuid,
    form: Appointment,
) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    let mut reading = Reading::default();
    let person = reading
        .choice("person", &form.person, "a person", |id| id.parse::<Uuid>().ok())
        .unwrap_or_default();
    let role = reading.choice("role", &form.role, "a role", Role::from_key);
    reading.done()?;
    let role = role.ok_or_else(|| Error::Fault("a role that was read is gone".into()))?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if already(tx, id).await? {
        return Ok(());
    }
    let all = everyone(tx, audit_id, audit.engagement_id).await?;
    let candidate = all.iter().find(|p| p.person_id == person).ok_or(Error::NotFound)?;
    may_join(tx, &audit, candidate, role, &all).await?;
    insert(tx, &audit, id, person, role).await?;
    change(tx, &audit).await?;
    let sentence = format!(
        "appointed {} as {} for {}",
        candidate.name,
        role.title().to_lowercase(),
        audit.kind.title()
    );
    tx.record(Entry::new(audit.file(), "team_member_appointed", sentence, Seen::ByStaff).touching(
        "person",
        person,
        &[],
    ));
    let mail = appointed_mail(&audit, candidate, role);
    let body = tx.actor().body()?;
    queue(tx, body, mail).await
}

async fn already(tx: &mut Tx<'_>, id: Uuid) -> Result<bool> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from team_members where body_id = $1 and id = $2) as "there!""#,
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?)
}

async fn may_join(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    candidate: &Person,
    role: Role,
    all: &[Person],
) -> Result<()> {
    if candidate.member_id.is_some() {
        return Err(rulebook::ORDER
            .refuse(
                format!("{} is in this team already.", candidate.name),
                "Release the person first to appoint them in another role.",
            )
            .into());
    }
    if !candidate.may_be(role, &audit.standard) {
        return Err(rulebook::CMP_2
            .refuse(
                format!("The competence file of {} shows no current, approved qualification as {} for {}.", candidate.name, role.title().to_lowercase(), audit.standard),
                "Appoint somebody who has it, or have the qualification approved first.",
            )
            .into());
    }
    if role == Role::LeadAuditor && all.iter().any(|p| p.role == Some(Role::LeadAuditor)) {
        return Err(rulebook::CMP_3
            .refuse(
                "The audit has a lead auditor already.",
                "Release the present one first, or appoint this person as auditor.",
            )
            .into());
    }
    if candidate.has_conflict() {
        super::free_of_conflict(tx, audit.file(), candidate.person_id, super::Capacity::Team)
            .await?;
    }
    never_on_the_panel(tx, audit, candidate).await
}

/// Nobody audits who sits on the panel that decides about this client now (IMP-1).
async fn never_on_the_panel(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    candidate: &Person,
) -> Result<()> {
    let body = tx.actor().body()?;
    let seated = sqlx::query_scalar!(
        r#"select exists (select from panel_seats s join cases c on c.body_id = s.body_id and c.id = s.case_id
             where s.body_id = $1 and s.engagement_id = $2 and s.person_id = $3 and s.released_at is null and c.state = 'open') as "seated!""#,
        body,
        audit.engagement_id,
        candidate.person_id
    )
    .fetch_one(tx.sql())
    .await?;
    if !seated {
        return Ok(());
    }
    Err(rulebook::IMP_1
        .refuse(
            format!("{} sits on the panel that decides about this client.", candidate.name),
            "Appoint somebody else.",
        )
        .into())
}

async fn insert(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    id: Uuid,
    person: Uuid,
    role: Role,
) -> Result<()> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "insert into team_members (body_id, client_id, engagement_id, audit_id, id, person_id, role, appointed_by, appointed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        id,
        person,
        role.key(),
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

fn appointed_mail(audit: &audits::Brief, member: &Person, role: Role) -> Mail {
    Mail {
        to: member.email.clone(),
        subject: format!("{}: you are appointed for {}", audit.reference, audit.kind.title()),
        body: format!(
            "Dear {},\n\nyou are appointed as {} for {} of {}.\n\nBefore the appointment counts, declare your conflicts with this client: sign in, open your audit portal and choose the audit. Even if you declared none before, look whether anything has changed.\n",
            member.name,
            role.title().to_lowercase(),
            audit.kind.title(),
            audit.client_name
        ),
    }
}

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
    State::from_key(&audit.team_state)
        .ok_or_else(|| Error::Fault("a team in no known state".into()))
}

/// The team is being formed again, whatever it was.
pub(super) async fn change(tx: &mut Tx<'_>, audit: &audits::Brief) -> Result<()> {
    let next = state_of(audit)?.after(Step::Change)?;
    set_state(tx, audit, next).await
}

/// Releases a member with a reason; the row stays, as of whoever took part. Answers the audit.
pub async fn release(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    audit_id: Uuid,
    member_id: Uuid,
    form: Released,
) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    let mut reading = Reading::default();
    let reason = reading.required("reason", &form.reason, "why the person leaves the team", SHORT);
    reading.done()?;
    let name = let_go(tx, &audit, member_id, &reason).await?;
    change(tx, &audit).await?;
    let sentence = format!("released {name} from the team of {}: {reason}", audit.kind.title());
    tx.record(Entry::new(audit.file(), "team_member_released", sentence, Seen::ByStaff));
    Ok(())
}

pub(super) async fn let_go(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    member_id: Uuid,
    reason: &str,
) -> Result<String> {
    let (body, now) = (tx.actor().body()?, tx.now());
    let name = sqlx::query_scalar!(
        "update team_members t set released_at = $4, release_reason = $5 from people p
         where t.body_id = $1 and t.audit_id = $2 and t.id = $3 and t.released_at is null and p.id = t.person_id returning p.name",
        body,
        audit.id,
        member_id,
        now,
        reason
    )
    .fetch_optional(tx.sql())
    .await?;
    name.ok_or_else(|| {
        Error::Stale("This person is not in the team any more: open it again.".into())
    })
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
    gates::standing(&team, &needed, &audit.standard)?;
    set_state(tx, &audit, next).await?;
    let names: Vec<_> = team
        .iter()
        .filter_map(|p| Some(format!("{} ({})", p.name, p.role?.title().to_lowercase())))
        .collect();
    let sentence =
        format!("told the client the team for {}: {}", audit.kind.title(), names.join(", "));
    tx.record(Entry::new(audit.file(), "team_told", sentence, Seen::ByClientToo));
    mail_client(tx, &audit, "your audit team", &format!(
        "the team for {} is: {}.\n\nPlease sign in, look at it and agree, or object to a member with a reason. If you say nothing, the team stands after the time for objections.",
        audit.kind.title(),
        names.join(", ")
    )).await
}

/// Mails every member of the audit's client; `text` goes on after "Dear …,".
pub(crate) async fn mail_client(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    subject: &str,
    text: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    let people = sqlx::query!(
        "select p.name, p.email from client_members m join people p on p.id = m.person_id
         where m.body_id = $1 and m.client_id = $2 and m.until is null",
        body,
        audit.client_id
    )
    .fetch_all(tx.sql())
    .await?;
    for person in people {
        let subject = format!("{}: {subject}", audit.reference);
        queue(
            tx,
            body,
            Mail { to: person.email, subject, body: format!("Dear {},\n\n{text}\n", person.name) },
        )
        .await?;
    }
    Ok(())
}

/// Mails the body's office.
pub(crate) async fn mail_office(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    subject: &str,
    text: &str,
) -> Result<()> {
    let body = tx.actor().body()?;
    let to = sqlx::query_scalar!("select email from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    queue(
        tx,
        body,
        Mail {
            to,
            subject: format!("{} ({}): {subject}", audit.reference, audit.client_name),
            body: format!("{text}\n"),
        },
    )
    .await
}
