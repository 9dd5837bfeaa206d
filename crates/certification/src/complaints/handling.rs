//! The quality manager acknowledges a complaint, tells of its progress, and appoints who decides it.

use super::mails::{Lodger, write};
use super::reads::{Complaint, complaint};
use super::{State, Step};
use crate::actor::QualityManager;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::parse::{LONG, Reading};
use crate::people::Links;
use crate::record::{Entry, Seen};
use crate::{competence, files, rulebook};
use uuid::Uuid;

/// An acknowledgement as typed: which file it is about, and whom, if anybody.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Acknowledgement {
    pub version: String,
    pub file: String,
    pub about_person: String,
    pub text: String,
}

/// Progress as typed; whoever lodged the complaint reads it as it stands.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Progress {
    pub id: String,
    pub version: String,
    pub text: String,
}

/// Who decides it, as typed.
#[derive(Default, Debug, serde::Deserialize)]
#[serde(default)]
pub struct Appointed {
    pub id: String,
    pub version: String,
    pub decider: String,
}

pub(super) fn lodger(matter: &Complaint) -> Lodger<'_> {
    Lodger {
        id: matter.id,
        reference: &matter.reference,
        name: &matter.name,
        email: &matter.email,
        from_client: matter.client_id.is_some(),
    }
}

/// An entry on the file that it is about, if it is about one. A stranger's complaint is not the client's to read.
pub(super) fn note_on_file(tx: &mut Tx<'_>, matter: &Complaint, act: &'static str, sentence: &str) {
    let seen = if matter.client_id.is_some() { Seen::ByClientToo } else { Seen::ByStaff };
    if let Some(file) = matter.file() {
        tx.record(Entry::new(file, act, format!("{}: {sentence}", matter.reference), seen));
    }
}

/// Acknowledges it, and says what it is about; the one who lodged it is told.
pub async fn acknowledge(
    tx: &mut Tx<'_>,
    _by: &QualityManager,
    links: &Links,
    id: Uuid,
    form: Acknowledgement,
) -> Result<()> {
    let mut matter = complaint(tx, id).await?;
    let next = matter.state.after(Step::Acknowledge)?;
    let mut r = Reading::default();
    let text = r.required("text", &form.text, "what you tell whoever lodged it", LONG);
    r.done()?;
    if let (None, Ok(file)) = (matter.engagement_id, form.file.parse()) {
        let brief = files::of(tx, file).await?;
        matter.concerned_client_id = Some(brief.client_id);
        matter.engagement_id = Some(brief.engagement_id);
    }
    let about: Option<Uuid> = form.about_person.parse().ok();
    if let Some(person) = about {
        competence::must_be_member(tx, person).await?;
    }
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let moved = sqlx::query!(
        "update complaints set version = version + 1, state = $4, concerned_client_id = $5, engagement_id = $6,
           about_person = $7, acknowledged_by = $8, acknowledged_at = $9
         where body_id = $1 and id = $2 and version = $3",
        body,
        id,
        form.version.parse().unwrap_or(0),
        next.key(),
        matter.concerned_client_id,
        matter.engagement_id,
        about,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    one(moved.rows_affected())?;
    note_on_file(tx, &matter, "complaint_acknowledged", "acknowledged");
    write(tx, links, &lodger(&matter), "acknowledged", &text).await
}

pub(super) fn one(rows: u64) -> Result<()> {
    match rows {
        1 => Ok(()),
        _ => Err(Error::Stale("Somebody else went on with this meanwhile: open it again.".into())),
    }
}

/// Moves it on, if nobody else did meanwhile.
pub(super) async fn move_on(tx: &mut Tx<'_>, id: Uuid, version: &str, next: State) -> Result<()> {
    let body = tx.actor().body()?;
    let moved = sqlx::query!(
        "update complaints set version = version + 1, state = $4 where body_id = $1 and id = $2 and version = $3",
        body,
        id,
        version.parse().unwrap_or(0),
        next.key()
    )
    .execute(tx.sql())
    .await?;
    one(moved.rows_affected())
}

/// Tells whoever lodged it what is being done.
pub async fn report_progress(
    tx: &mut Tx<'_>,
    _by: &QualityManager,
    links: &Links,
    id: Uuid,
    form: Progress,
) -> Result<()> {
    let matter = complaint(tx, id).await?;
    let note = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if matter.notes().iter().any(|kept| kept.id == note) {
        return Ok(());
    }
    let next = matter.state.after(Step::ReportProgress)?;
    let mut r = Reading::default();
    let text = r.required("text", &form.text, "what is being done", LONG);
    r.done()?;
    move_on(tx, id, &form.version, next).await?;
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "insert into complaint_notes (body_id, client_id, complaint_id, id, text, by_person, at) values ($1, $2, $3, $4, $5, $6, $7)",
        body,
        matter.client_id,
        id,
        note,
        text,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    note_on_file(tx, &matter, "complaint_progress", "progress was told");
    write(tx, links, &lodger(&matter), "how it goes", &text).await
}

/// Appoints who decides it: somebody of the office with no earlier part in the matter (CAP-1).
pub async fn appoint_decider(
    tx: &mut Tx<'_>,
    _by: &QualityManager,
    id: Uuid,
    form: Appointed,
) -> Result<()> {
    let matter = complaint(tx, id).await?;
    let next = matter.state.after(Step::AppointDecider)?;
    let mut r = Reading::default();
    let decider = r.choice("decider", &form.decider, "who decides", |id| id.parse::<Uuid>().ok());
    r.done()?;
    let decider = decider.ok_or(Error::NotFound)?;
    let name = no_earlier_part(tx, id, decider).await?;
    move_on(tx, id, &form.version, next).await?;
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let row = form.id.parse().unwrap_or_else(|_| tx.new_id());
    sqlx::query!(
        "insert into complaint_deciders (body_id, complaint_id, id, person_id, appointed_by, appointed_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (body_id, id) do nothing",
        body,
        id,
        row,
        decider,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    let sentence = format!("{name} was appointed to decide");
    note_on_file(tx, &matter, "complaint_decider", &sentence);
    Ok(())
}

/// Refuses whoever had an earlier part in the matter; answers the name of whoever had none (CAP-1).
pub(super) async fn no_earlier_part(tx: &mut Tx<'_>, id: Uuid, person: Uuid) -> Result<String> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select p.name, earlier_part($1, $2, p.id) as part from people p where p.id = $3
             and exists (select from memberships m where m.body_id = $1 and m.person_id = p.id and m.until is null
               and m.function in ('administrator', 'scheme_manager', 'quality_manager'))"#,
        body,
        id,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    match row.part {
        None => Ok(row.name),
        Some(part) => Err(rulebook::CAP_1
            .refuse(
                format!("{} {part}.", row.name),
                "Somebody decides who had no earlier part in the matter: appoint another person.",
            )
            .into()),
    }
}
