//! What goes into a file, as it stands in one transaction.

use super::proven::{Proven, proven};
use crate::db::Tx;
use crate::decisions::{self, CaseKind};
use crate::error::{Error, Result};
use crate::files::{self, Brief};
use crate::keys::{self, Purpose};
use crate::people;
use proofs::case_file::{About, RecordEntry, RecordFile};
use proofs::statement::{Named, PanelSignature, Statement};
use time::OffsetDateTime;
use uuid::Uuid;

/// Everything of a file but the evidence's bytes, which are read one after another as it is written.
pub struct Contents {
    pub file: Brief,
    pub about: About,
    /// The record, the first act first.
    pub acts: Vec<Act>,
    pub votes: Vec<Vote>,
    pub attestations: Vec<Paper>,
    pub evidence: Vec<Piece>,
    /// Kind and text of each thing that the panel's signatures list.
    pub things: Vec<(String, String)>,
    pub(super) record: RecordFile,
    pub(super) proven: Option<Proven>,
}

impl Contents {
    /// How many entries of the record are proven by the body's log.
    pub fn proven(&self) -> usize {
        self.proven.as_ref().map_or(0, |proven| proven.proofs.len())
    }
}

/// An entry of the record as the page shows it.
#[derive(Debug, Clone)]
pub struct Act {
    pub seq: i64,
    pub at: OffsetDateTime,
    pub who: String,
    pub sentence: String,
    pub digest: String,
}

/// A panel member's signature, and what it says.
pub struct Vote {
    pub statement: Statement,
    pub(super) signature: PanelSignature,
}

/// An attestation as it was issued.
pub struct Paper {
    pub number: String,
    pub revision: i32,
    pub pdf: Vec<u8>,
}

impl Paper {
    /// Its name in the file, without the ending.
    pub fn name(&self) -> String {
        format!("{}-revision-{}", self.number, self.revision)
    }
}

/// A piece of evidence as it was given.
pub struct Piece {
    pub id: Uuid,
    pub name: String,
    pub bytes: i64,
    pub sha256: Vec<u8>,
    pub uploaded_at: OffsetDateTime,
}

impl Piece {
    /// Its name in the file.
    pub fn entry(&self) -> String {
        format!("evidence/{}", hex::encode(&self.sha256))
    }
}

/// The file of an engagement, as the actor's room sees it.
pub(super) async fn gather(
    tx: &mut Tx<'_>,
    engagement: Uuid,
    (public_url, origin): (&str, &str),
) -> Result<Contents> {
    let file = files::of(tx, engagement).await?;
    let (record, acts) = record(tx, engagement).await?;
    let proven = proven(tx, engagement, origin).await?;
    let log = proven.as_ref().map(|proven| proven.log.text());
    let decided = decided(tx, engagement).await?;
    let about = about(tx, &file, decided.as_ref(), (public_url, log)).await?;
    let votes = match decided {
        Some((case, _)) => votes(tx, case).await?,
        None => Vec::new(),
    };
    Ok(Contents {
        attestations: attestations(tx, engagement).await?,
        evidence: evidence(tx, engagement).await?,
        things: decisions::record_things(tx, engagement).await?,
        file,
        about,
        acts,
        votes,
        record,
        proven,
    })
}

/// The whole record, as it is proven and as it is shown.
async fn record(tx: &mut Tx<'_>, engagement: Uuid) -> Result<(RecordFile, Vec<Act>)> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select e.seq, e.at, e.person_id, coalesce(p.name, 'Assay, by itself') as "who!", e.room, e.act, e.sentence, e.for_client,
             e.touched, e.digest_before, e.digest
           from record_entries e left join people p on p.id = e.person_id
           where e.body_id = $1 and e.engagement_id = $2 order by e.seq"#,
        body,
        engagement
    )
    .fetch_all(tx.sql())
    .await?;
    let (mut entries, mut acts) = (Vec::new(), Vec::new());
    for row in rows {
        let digest = hex::encode(&row.digest);
        acts.push(Act {
            seq: row.seq,
            at: row.at,
            who: row.who,
            sentence: row.sentence.clone(),
            digest: digest.clone(),
        });
        entries.push(RecordEntry {
            seq: row.seq as u64,
            at: row.at,
            person: row.person_id.map(|id| id.to_string()),
            room: row.room,
            act: row.act,
            sentence: row.sentence,
            for_client: row.for_client,
            touched: row.touched,
            before: hex::encode(&row.digest_before),
            digest,
        });
    }
    Ok((RecordFile::new(body.to_string(), engagement.to_string(), entries), acts))
}

/// The newest case that is decided, and what kind it is.
async fn decided(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Option<(Uuid, CaseKind)>> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        "select id, kind from cases where body_id = $1 and engagement_id = $2 and state = 'decided' order by id desc limit 1",
        body,
        engagement
    )
    .fetch_optional(tx.sql())
    .await?;
    Ok(row.and_then(|row| Some((row.id, CaseKind::from_key(&row.kind)?))))
}

/// What the file is about. Before any decision it names the engagement where it would name the case.
async fn about(
    tx: &mut Tx<'_>,
    file: &Brief,
    decided: Option<&(Uuid, CaseKind)>,
    (public_url, log): (&str, Option<String>),
) -> Result<About> {
    let body = tx.actor().body()?;
    let name = sqlx::query_scalar!("select name from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    let lines = keys::published(tx, body).await?;
    let decision = lines.iter().filter(|line| line.purpose == Purpose::Decision);
    let (case, what) = match decided {
        Some((case, kind)) => (*case, kind.title()),
        None => (file.engagement_id, "Not decided yet"),
    };
    Ok(About {
        body: Named { id: body.to_string(), name },
        client: Named { id: file.client_id.to_string(), name: file.client_name.clone() },
        case: case.to_string(),
        title: format!("{what}, {}, {}", file.standard, file.reference),
        made_at: tx.now(),
        decision_keys: decision.map(|line| line.public.x()).collect(),
        sites: people::site_of(public_url).into_iter().collect(),
        log,
    })
}

/// The signatures that count, with what they say; those that were given before there were statements have none.
async fn votes(tx: &mut Tx<'_>, case: Uuid) -> Result<Vec<Vote>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select v.signed_statement as "statement!", v.signature as "signature!" from votes v
           where v.body_id = $1 and v.case_id = $2 and v.signature is not null
             and not exists (select from vote_voids x where x.body_id = v.body_id and x.vote_id = v.id) order by v.id"#,
        body,
        case
    )
    .fetch_all(tx.sql())
    .await?;
    let fault = |cause: String| Error::Fault(format!("a signature that cannot be read: {cause}"));
    rows.into_iter()
        .map(|row| {
            let statement =
                serde_json::from_slice(&row.statement).map_err(|e| fault(e.to_string()))?;
            let made = serde_json::from_value(row.signature).map_err(|e| fault(e.to_string()))?;
            let signature =
                PanelSignature::new(&row.statement, made).map_err(|e| fault(e.to_string()))?;
            Ok(Vote { statement, signature })
        })
        .collect()
}

async fn attestations(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Vec<Paper>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Paper,
        "select number, revision, pdf from certificates where body_id = $1 and engagement_id = $2 order by revision",
        body,
        engagement
    )
    .fetch_all(tx.sql())
    .await?)
}

async fn evidence(tx: &mut Tx<'_>, engagement: Uuid) -> Result<Vec<Piece>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Piece,
        "select id, name, bytes, sha256, uploaded_at from evidence where body_id = $1 and engagement_id = $2 order by id",
        body,
        engagement
    )
    .fetch_all(tx.sql())
    .await?)
}
