//! What pages ask of sampling: the sites of a file, and the plans that were made for its audits.

use super::Audit;
use super::draw::{Candidate, How, Sampled, draw};
use crate::db::Tx;
use crate::error::{Error, Result};
use sqlx::types::Json;
use std::collections::BTreeMap;
use time::OffsetDateTime;
use uuid::Uuid;

/// A site as the application has it.
#[derive(Debug, Clone)]
pub struct Site {
    pub id: Uuid,
    pub name: String,
    pub people: Option<i32>,
    pub central: bool,
}

/// A plan as it was made; never edited. The newest of an audit counts.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Plan {
    pub id: Uuid,
    pub cycle: i32,
    /// Whether that is the cycle in which the file is now.
    pub present: bool,
    pub audit: Audit,
    pub fits: bool,
    pub reason: String,
    pub seed: String,
    /// By rank.
    pub sites: Vec<Sampled>,
    pub less_percent: i32,
    pub less_reason: String,
    pub by_name: String,
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
}

impl Plan {
    pub fn sampled(&self) -> impl Iterator<Item = &Sampled> {
        self.sites.iter().filter(|site| site.how.is_in())
    }

    /// How many sites beside the central function it goes to.
    pub fn size(&self) -> usize {
        self.sampled().filter(|site| site.how != How::Central).count()
    }

    pub fn of(&self) -> usize {
        self.sites.iter().filter(|site| site.how != How::Central).count()
    }

    /// Draws again from what was kept: the same sites, if nobody has touched the plan.
    pub fn drawn_again(&self) -> Vec<Sampled> {
        let candidate = |s: &Sampled| Candidate {
            id: s.site,
            name: s.name.clone(),
            central: s.how == How::Central,
        };
        let candidates: Vec<_> = self.sites.iter().map(candidate).collect();
        let chosen = self.sites.iter().filter(|s| s.how == How::Chosen);
        let chosen: BTreeMap<_, _> = chosen.map(|s| (s.site, s.reason.clone())).collect();
        draw(super::size(self.audit, self.of(), self.fits), &candidates, &chosen, &self.seed)
    }

    pub fn is_reproduced(&self) -> bool {
        self.drawn_again() == self.sites
    }
}

/// The sites of the file's application, in its order.
pub async fn sites(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Site>> {
    let body = tx.actor().body()?;
    let sites = sqlx::query_as!(
        Site,
        "select s.id, s.name, s.people, s.central from sites s join applications a on a.body_id = s.body_id and a.id = s.application_id
         where s.body_id = $1 and a.engagement_id = $2 order by s.position, s.id",
        body,
        engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    Ok(sites)
}

/// The cycle in which the file is now, and its audits whose sites are planned apart: a cycle that a renewal or
/// a transfer began has no initial one.
pub async fn cycle(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<(i32, Vec<Audit>)> {
    let body = tx.actor().body()?;
    let row = sqlx::query!(
        r#"select n.cycle as "cycle!", coalesce((select bool_or(a.kind = 'stage_2') from audits a where a.body_id = $1
             and a.engagement_id = $2 and a.cycle = n.cycle), n.cycle = 1) as "begins!"
           from (select present_cycle($1, $2) as cycle) n"#,
        body,
        engagement_id
    )
    .fetch_one(tx.sql())
    .await?;
    let audits = Audit::ALL.into_iter().filter(|audit| row.begins || *audit != Audit::Initial);
    Ok((row.cycle, audits.collect()))
}

/// The newest plan of each audit of the present cycle, in the cycle's order.
pub async fn of_file(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Plan>> {
    let mut plans = of_all_cycles(tx, engagement_id).await?;
    plans.retain(|plan| plan.present);
    Ok(plans)
}

/// The newest plan of each audit of the file, the present cycle first.
pub async fn of_all_cycles(tx: &mut Tx<'_>, engagement_id: Uuid) -> Result<Vec<Plan>> {
    let body = tx.actor().body()?;
    let rows = sqlx::query!(
        r#"select distinct on (s.cycle, s.audit) s.id, s.cycle, s.cycle = present_cycle($1, $2) as "present!", s.audit, s.fits, s.reason,
             s.seed, s.sites as "sites: Json<Vec<Sampled>>", s.less_percent, s.less_reason, p.name as by_name, s.at
           from sampling_plans s join people p on p.id = s.by_person
           where s.body_id = $1 and s.engagement_id = $2 order by s.cycle, s.audit, s.at desc, s.id desc"#,
        body,
        engagement_id
    )
    .fetch_all(tx.sql())
    .await?;
    let mut plans = Vec::new();
    for row in rows {
        let audit = Audit::from_key(&row.audit)
            .ok_or_else(|| Error::Fault("a sampling plan of no known audit".into()))?;
        plans.push(Plan {
            id: row.id,
            cycle: row.cycle,
            present: row.present,
            audit,
            fits: row.fits,
            reason: row.reason,
            seed: row.seed,
            sites: row.sites.0,
            less_percent: row.less_percent,
            less_reason: row.less_reason,
            by_name: row.by_name,
            at: row.at,
        });
    }
    plans.sort_by_key(|plan| (-plan.cycle, Audit::ALL.iter().position(|a| *a == plan.audit)));
    Ok(plans)
}
