//! Checking a file by its bytes, with the keys and lists that this register publishes; nothing that the file names is
//! fetched, and nothing of it is kept.

use super::verdict::{Signer, Verdict};
use crate::problem::Problem;
use crate::session::Register;
use bytes::Bytes;
use certification::certificates::{self, Published};
use proofs::key_set::KeySet;
use proofs::verify::{self, Genuine, Given, Opened, Report};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use time::OffsetDateTime;

/// A file that was checked.
pub(super) struct Checked {
    /// The name that it was sent under.
    pub(super) name: String,
    pub(super) verdict: Verdict,
    pub(super) sentence: String,
    pub(super) report: Report,
}

impl Checked {
    fn new(name: String, report: Report, signer: &Signer) -> Self {
        let verdict = Verdict::of(&report, signer);
        Checked { name, verdict, sentence: verdict.sentence(&report), report }
    }

    /// What was not even looked into, and why.
    pub(super) fn unread(name: String, sentence: &str) -> Self {
        let report = Report::unreadable(verify::Kind::Unknown, sentence.to_owned());
        Checked { name, verdict: Verdict::Malformed, sentence: sentence.to_owned(), report }
    }

    /// For programs: the answer, and beside it all that was found, as `assay verify --json` says it.
    pub(super) fn json(&self) -> Value {
        json!({ "file": self.name, "status": self.verdict.key(), "sentence": self.sentence, "report": self.report })
    }
}

/// The files of one request, one after the other; each body's keys and lists are read once.
pub(super) struct Checking<'a> {
    register: &'a Register,
    published: HashMap<String, Option<Arc<Published>>>,
    now: OffsetDateTime,
}

impl<'a> Checking<'a> {
    pub(super) fn new(register: &'a Register) -> Self {
        Checking { register, published: HashMap::new(), now: register.app.db.clock().now() }
    }

    /// What this file is.
    pub(super) async fn check(&mut self, name: String, bytes: Bytes) -> Result<Checked, Problem> {
        let opened = match aside(move || verify::open(&bytes)).await? {
            Ok(opened) => opened,
            Err(report) => return Ok(Checked::new(name, report, &Signer::Stranger)),
        };
        let published = match opened.whose() {
            Ok(did) => self.published(did).await?,
            Err(why) => {
                // With no key at all it is said what is wrong with it, not that a key is missing.
                let report = judged(opened, Some(KeySet::default()), None, self.now).await?;
                return Ok(Checked::new(name, report, &Signer::Nobody(why)));
            }
        };
        let keys = published.as_ref().map(|body| body.keys.clone());
        let report = judged(opened, keys, published.clone(), self.now).await?;
        let signer = self.signer(&report, published.as_deref()).await?;
        Ok(Checked::new(name, report, &signer))
    }

    async fn published(&mut self, did: String) -> Result<Option<Arc<Published>>, Problem> {
        if let Some(known) = self.published.get(&did) {
            return Ok(known.clone());
        }
        let url = &self.register.app.settings.public_url;
        let found =
            self.register.read(async |tx| certificates::published_of(tx, &did, url).await).await?;
        Ok(self.published.entry(did).or_insert(found.map(Arc::new)).clone())
    }

    async fn signer(&self, report: &Report, body: Option<&Published>) -> Result<Signer, Problem> {
        let Some(body) = body else { return Ok(Signer::Stranger) };
        let facts = report.facts.as_ref().filter(|_| report.genuine == Genuine::Yes);
        let Some(facts) = facts else { return Ok(Signer::Ours(None)) };
        let revision = i32::try_from(facts.revision).unwrap_or_default();
        let standing = self.register.read(async |tx| {
            certificates::standing_of(tx, &body.slug, &facts.number, revision).await
        });
        Ok(Signer::Ours(standing.await?))
    }
}

async fn judged(
    opened: Opened,
    keys: Option<KeySet>,
    published: Option<Arc<Published>>,
    now: OffsetDateTime,
) -> Result<Report, Problem> {
    aside(move || {
        let lists = published.iter().flat_map(|body| &body.lists);
        let lists: Vec<&[u8]> = lists.map(Vec::as_slice).collect();
        opened.judged(&Given { keys: keys.as_ref(), lists: &lists, now })
    })
    .await
}

/// Taking files apart and verifying takes its time, so it happens off the async threads.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|cause| Problem::fault(cause.to_string()))
}
