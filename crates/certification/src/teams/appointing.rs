//! The office appoints a person to a team, if competence and independence allow the role (CMP-2, IMP-1).

use super::reads::{Person, everyone};
use super::telling::change;
use super::{Capacity, Role, free_of_conflict};
use crate::actor::SchemeManager;
use crate::competence::never_affiliated;
use crate::db::Tx;
use crate::enforcement::allow_with_reason;
use crate::error::{Error, Refusal, Result};
use crate::outbox::{Mail, queue};
use crate::parse::Reading;
use crate::record::{Entry, Seen};
use crate::{audits, cycle, files, rulebook};
use uuid::Uuid;

/// An appointment as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Appointment {
    pub id: String,
    pub person: String,
    pub role: String,
    /// Why it must be this person although the last witnessed evaluation is out of date (CMP-4).
    pub in_spite_of: String,
}

/// Appoints a person to the team of an audit, if the competence file allows the role (CMP-2). A team that
/// the client knew is being formed again. Whoever audits was watched at work in time, or there is a written
/// reason (CMP-4).
pub async fn appoint(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    audit_id: Uuid,
    form: Appointment,
) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    let (person, role) = read(&form)?;
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    files::take_turns(tx, audit.engagement_id).await?;
    if already(tx, id).await? {
        return Ok(());
    }
    let all = everyone(tx, audit_id, audit.engagement_id).await?;
    let candidate = all.iter().find(|p| p.person_id == person).ok_or(Error::NotFound)?;
    may_join(tx, &audit, candidate, role, &all).await?;
    watched_at_work(tx, &audit, candidate, role, &form.in_spite_of).await?;
    insert(tx, &audit, id, person, role).await?;
    change(tx, &audit).await?;
    let (name, role_title) = (&candidate.name, role.title().to_lowercase());
    let sentence = format!("appointed {name} as {role_title} for {}", audit.kind.title());
    tx.record(Entry::new(audit.file(), "team_member_appointed", sentence, Seen::ByStaff).touching(
        "person",
        person,
        &[],
    ));
    let mail = appointed_mail(&audit, candidate, role);
    let body = tx.actor().body()?;
    queue(tx, body, mail).await
}

fn read(form: &Appointment) -> Result<(Uuid, Role)> {
    let mut reading = Reading::default();
    let person = reading.choice("person", &form.person, "a person", |id| id.parse::<Uuid>().ok());
    let role = reading.choice("role", &form.role, "a role", Role::from_key);
    reading.done()?;
    person.zip(role).ok_or(Error::NotFound)
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
    competent(audit, candidate, role)?;
    if role == Role::LeadAuditor && all.iter().any(|p| p.role == Some(Role::LeadAuditor)) {
        return Err(rulebook::CMP_3
            .refuse(
                "The audit has a lead auditor already.",
                "Release the present one first, or appoint this person as auditor.",
            )
            .into());
    }
    never_affiliated(tx, audit.client_id, candidate.person_id).await?;
    if candidate.has_conflict() {
        free_of_conflict(tx, audit.file(), candidate.person_id, Capacity::Team).await?;
    }
    never_on_the_panel(tx, audit, candidate).await
}

/// Warns of an auditor whose last witnessed evaluation is missing or out of date; a written reason lets the
/// appointment pass (CMP-4).
async fn watched_at_work(
    tx: &mut Tx<'_>,
    audit: &audits::Brief,
    candidate: &Person,
    role: Role,
    reason: &str,
) -> Result<()> {
    if !role.audits() || candidate.is_witnessed(tx.today()) {
        return Ok(());
    }
    let name = &candidate.name;
    let warned = match candidate.witnessed_until {
        Some(until) => {
            let until = cycle::in_words(until);
            format!("The last witnessed evaluation of {name} was in date until {until}.")
        }
        None => format!("No witnessed evaluation of {name} is on file."),
    };
    allow_with_reason(tx, audit.file(), rulebook::CMP_4, &warned, reason).await
}

/// One role each, and only one that the competence file allows (CMP-2).
fn competent(audit: &audits::Brief, candidate: &Person, role: Role) -> Result<(), Refusal> {
    if candidate.member_id.is_some() {
        return Err(rulebook::ORDER.refuse(
            format!("{} is in this team already.", candidate.name),
            "Release the person first to appoint them in another role.",
        ));
    }
    if candidate.may_be(role, audit.standard) {
        return Ok(());
    }
    Err(rulebook::CMP_2.refuse(
        format!(
            "The competence file of {} shows no current, approved qualification as {} for {}.",
            candidate.name,
            role.title().to_lowercase(),
            audit.standard
        ),
        "Appoint somebody who has it, or have the qualification approved first.",
    ))
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
