//! The body's review of the Stage 1 report, without which Stage 2 does not start (AUD-2), by somebody who
//! declared to be free of conflicts (IMP-5) and audited nothing of it (IMP-1).

use super::Content;
use super::mails;
use super::text::Readiness;
use crate::actor::SchemeManager;
use crate::audits;
use crate::db::Tx;
use crate::error::Result;
use crate::parse::{LONG, Reading};
use crate::record::{Entry, Seen};
use crate::rulebook;
use crate::teams::{Capacity, free_of_conflict};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

/// A review as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Reviewing {
    /// "yes" or "no".
    pub ready: String,
    pub team_competent: String,
    pub reasons: String,
}

/// A review as it was made.
#[derive(Debug, Clone)]
pub struct Review {
    pub ready: bool,
    pub team_competent: bool,
    pub reasons: String,
    pub who: String,
    pub at: OffsetDateTime,
}

/// Reviews the newest version of the Stage 1 report; sent twice is made once.
pub async fn review_readiness(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    audit_id: Uuid,
    id: Uuid,
    typed: Reviewing,
) -> Result<()> {
    let audit = audits::brief(tx, audit_id).await?;
    if !audit.kind.is_stage_1() || !audit.state.is_reported() {
        return Err(rulebook::AUD_2
            .refuse(
                "Only an issued Stage 1 report is reviewed for readiness.",
                "Wait for the lead auditor to issue it.",
            )
            .into());
    }
    let judged = Judged::read(&typed)?;
    not_by_the_team(tx, &audit).await?;
    let reviewer = tx.actor().person()?;
    free_of_conflict(tx, audit.file(), reviewer, Capacity::Reviewer).await?;
    if judged.ready {
        report_says_ready(tx, audit_id).await?;
    }
    if insert(tx, &audit, id, &judged).await? {
        tx.record(
            Entry::new(audit.file(), "readiness_reviewed", judged.sentence(), Seen::ByStaff)
                .touching("readiness_review", id, &judged.digest()),
        );
        mails::reviewed(tx, &audit, judged.ready && judged.competent, &judged.reasons).await?;
    }
    Ok(())
}

/// What was typed, read.
struct Judged {
    ready: bool,
    competent: bool,
    reasons: String,
}

impl Judged {
    fn read(typed: &Reviewing) -> Result<Self> {
        let mut r = Reading::default();
        let ready = r.yes_or_no("ready", &typed.ready, "whether the client is ready for Stage 2");
        let what = "whether the team is competent for Stage 2";
        let competent = r.yes_or_no("team_competent", &typed.team_competent, what);
        let reasons = r.required("reasons", &typed.reasons, "the reasons for both answers", LONG);
        r.done()?;
        Ok(Judged { ready: ready == Some(true), competent: competent == Some(true), reasons })
    }

    fn sentence(&self) -> String {
        let ready = if self.ready { "ready for Stage 2" } else { "not ready for Stage 2" };
        let team = if self.competent { "team competent" } else { "team not competent yet" };
        format!("Reviewed the Stage 1 report: {ready}, {team}.")
    }

    fn digest(&self) -> Vec<u8> {
        let Judged { ready, competent, reasons } = self;
        Sha256::digest(format!("{ready} {competent}\n{reasons}")).to_vec()
    }
}

/// Whether it is new.
async fn insert(tx: &mut Tx<'_>, audit: &audits::Brief, id: Uuid, judged: &Judged) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let done = sqlx::query!(
        "insert into readiness_reviews (body_id, client_id, engagement_id, audit_id, id, ready, team_competent, reasons, by_person, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
        body,
        audit.client_id,
        audit.engagement_id,
        audit.id,
        id,
        judged.ready,
        judged.competent,
        judged.reasons,
        person,
        now
    )
    .execute(tx.sql())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// IMP-1: who audited this client in the cycle does not review its own work.
pub(crate) async fn not_by_the_team(tx: &mut Tx<'_>, audit: &audits::Brief) -> Result<()> {
    let (body, person) = (tx.actor().body()?, tx.actor().person()?);
    let took_part = sqlx::query_scalar!(
        r#"select exists (select from team_members t join audits a on a.body_id = t.body_id and a.id = t.audit_id
             where t.body_id = $1 and t.engagement_id = $2 and a.cycle = $3 and t.person_id = $4) as "took_part!""#,
        body,
        audit.engagement_id,
        audit.cycle,
        person
    )
    .fetch_one(tx.sql())
    .await?;
    if !took_part {
        return Ok(());
    }
    Err(rulebook::IMP_1
        .refuse(
            "You are or were on an audit team of this client in this cycle.",
            "Ask another scheme manager, who was on none of its teams.",
        )
        .into())
}

/// AUD-2: no review finds ready what the report finds not ready.
async fn report_says_ready(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<()> {
    let body = tx.actor().body()?;
    let content = sqlx::query_scalar!("select content from reports where body_id = $1 and audit_id = $2 order by version desc limit 1", body, audit_id)
        .fetch_one(tx.sql())
        .await?;
    let report: Content = serde_json::from_value(content)?;
    if report.text.readiness() == Some(Readiness::Ready) {
        return Ok(());
    }
    Err(rulebook::AUD_2
        .refuse(
            "The report concludes that the client is not ready for Stage 2.",
            "Ask the lead auditor to look again; a new conclusion is a new version of the report.",
        )
        .into())
}

/// The reviews of a Stage 1 report, newest first.
pub async fn reviews(tx: &mut Tx<'_>, audit_id: Uuid) -> Result<Vec<Review>> {
    let body = tx.actor().body()?;
    Ok(sqlx::query_as!(
        Review,
        "select r.ready, r.team_competent, r.reasons, p.name as who, r.at
         from readiness_reviews r join people p on p.id = r.by_person
         where r.body_id = $1 and r.audit_id = $2 order by r.at desc, r.id desc limit 20",
        body,
        audit_id
    )
    .fetch_all(tx.sql())
    .await?)
}
