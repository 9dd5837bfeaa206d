//! Papers in a person's file: certificates, CVs, training records that qualifications rest on. A paper is the
//! person's and may carry several qualifications; it is kept when they end (CMP-2).

use super::reads;
use crate::Room;
use crate::actor::CompetenceKeeper;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::evidence::{self, Opened, Received, Store, Stored};
use crate::rulebook;
use time::OffsetDateTime;
use uuid::Uuid;

/// The most that the papers of one person may take together, in bytes.
const LARGEST_FILE: i64 = 500 * 1024 * 1024;

/// A paper as lists show it.
#[derive(Debug, Clone)]
pub struct Paper {
    pub id: Uuid,
    pub name: String,
    pub bytes: i64,
    pub who: String,
    pub uploaded_at: OffsetDateTime,
    /// The qualifications that rest on it.
    pub carries: Vec<Uuid>,
}

impl Paper {
    /// "84 kB", for the line below its name.
    pub fn size(&self) -> String {
        evidence::size(self.bytes)
    }
}

/// The papers of a person, oldest first.
pub(super) async fn of(tx: &mut Tx<'_>, person: Uuid) -> Result<Vec<Paper>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Paper,
        r#"select v.id, v.name, v.bytes, p.name as who, v.uploaded_at, array(select l.qualification_id from qualification_papers l
             where l.body_id = $1 and l.person_id = $2 and l.paper_id = v.id) as "carries!"
           from competence_papers v join people p on p.id = v.uploaded_by
           where v.body_id = $1 and v.person_id = $2 order by v.id limit 500"#,
        body,
        person
    )
    .fetch_all(tx.sql())
    .await?)
}

/// Adds papers to a qualification that was approved before. Answers whose it is. Nobody adds to their own.
pub async fn add(
    tx: &mut Tx<'_>,
    _by: &CompetenceKeeper,
    qualification: Uuid,
    files: Vec<Received>,
) -> Result<Uuid> {
    let (body, by) = (tx.actor().body()?, tx.actor().person()?);
    let kept = sqlx::query!(
        "select person_id, ended_on from qualifications where body_id = $1 and id = $2",
        body,
        qualification
    )
    .fetch_one(tx.sql())
    .await?;
    if kept.person_id == by {
        return Err(rulebook::CMP_2
            .refuse(
                "Nobody adds papers to qualifications of their own.",
                "Give the papers to another scheme manager or to the quality manager.",
            )
            .into());
    }
    if kept.ended_on.is_some() {
        return Err(Error::Stale("This qualification has ended: approve it anew.".into()));
    }
    if files.is_empty() {
        return Err(FieldErrors::one("file", "Choose at least one file").into());
    }
    let papers = put_on_file(tx, kept.person_id, files).await?;
    let carried = rest_on(tx, kept.person_id, &[qualification], &papers).await;
    carried.map(|()| kept.person_id)
}

/// Puts files on a person's file, and answers their ids; the same bytes are one paper.
pub(super) async fn put_on_file(
    tx: &mut Tx<'_>,
    person: Uuid,
    files: Vec<Received>,
) -> Result<Vec<Uuid>> {
    let mut papers = Vec::new();
    for file in files {
        papers.push(put(tx, person, file).await?);
    }
    Ok(papers)
}

async fn put(tx: &mut Tx<'_>, person: Uuid, mut file: Received) -> Result<Uuid> {
    let (body, by, id, now) = (tx.actor().body()?, tx.actor().person()?, tx.new_id(), tx.now());
    if let Some(same) = same(tx, person, &file).await? {
        return Ok(same);
    }
    file.settle(body).await?;
    sqlx::query!(
        "insert into competence_papers (body_id, id, person_id, sha256, bytes, media_type, name, uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        body,
        id,
        person,
        file.sha256,
        file.bytes,
        file.media_type,
        file.name,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(id)
}

/// The paper with the same bytes, if it is on the file; refuses where the file is full.
async fn same(tx: &mut Tx<'_>, person: Uuid, file: &Received) -> Result<Option<Uuid>> {
    let (body, turn) = (tx.actor().body()?, person.as_u128() as i64);
    sqlx::query!("select pg_advisory_xact_lock($1)", turn).execute(tx.sql()).await?;
    let room = sqlx::query!(
        r#"select coalesce(sum(bytes), 0)::bigint as "taken!", (array_agg(id) filter (where sha256 = $3))[1] as same
           from competence_papers where body_id = $1 and person_id = $2"#,
        body,
        person,
        file.sha256
    )
    .fetch_one(tx.sql())
    .await?;
    if room.same.is_none() && room.taken + file.bytes > LARGEST_FILE {
        let full = "The papers of this person would take more than 500 MB together. Send a smaller version";
        return Err(FieldErrors::one("", full).into());
    }
    Ok(room.same)
}

/// Which of the papers on the person's file were chosen in a form.
pub(super) async fn chosen(tx: &mut Tx<'_>, person: Uuid, typed: &[String]) -> Result<Vec<Uuid>> {
    let body = tx.actor().body()?;
    let ids: Vec<Uuid> = typed.iter().filter_map(|id| id.parse().ok()).collect();
    let known = sqlx::query_scalar!(
        "select id from competence_papers where body_id = $1 and person_id = $2 and id = any($3)",
        body,
        person,
        &ids
    )
    .fetch_all(tx.sql())
    .await?;
    if typed.iter().any(|id| !known.iter().any(|known| known.to_string() == *id)) {
        return Err(FieldErrors::one("on_file", "Choose from the list").into());
    }
    Ok(known)
}

/// Says that these qualifications rest on these papers, all of one person.
pub(super) async fn rest_on(
    tx: &mut Tx<'_>,
    person: Uuid,
    qualifications: &[Uuid],
    papers: &[Uuid],
) -> Result<()> {
    let (body, by, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    sqlx::query!(
        "insert into qualification_papers (body_id, person_id, qualification_id, paper_id, by_person, at)
         select $1, $2, q.id, v.id, $5, $6 from qualifications q
         join competence_papers v on v.body_id = q.body_id and v.person_id = q.person_id
         where q.body_id = $1 and q.person_id = $2 and q.id = any($3) and v.id = any($4) on conflict do nothing",
        body,
        person,
        qualifications,
        papers,
        by,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(())
}

/// Opens a paper for whoever is in the office's room, an assessor among them: papers on people are nobody
/// else's.
pub async fn open_paper(tx: &mut Tx<'_>, store: &Store, id: Uuid) -> Result<Opened> {
    let (body, room) = (tx.actor().body()?, tx.actor().room());
    if room != Room::Office {
        return Err(Error::NotFound);
    }
    let found = sqlx::query_as!(
        Stored,
        "select name, media_type, bytes, sha256 from competence_papers where body_id = $1 and id = $2",
        body,
        id
    )
    .fetch_one(tx.sql())
    .await?;
    found.take_out(store, body).await
}

impl reads::FilePage {
    /// The papers that a qualification rests on.
    pub fn papers_of(&self, qualification: &Uuid) -> Vec<&Paper> {
        self.papers.iter().filter(|paper| paper.carries.contains(qualification)).collect()
    }
}
