//! Planning which sites an audit goes to: the draw is made by a new seed and kept with it.

use super::draw::{Candidate, at_random_at_least, draw, size};
use super::reads::{Site, cycle, sites};
use super::{Audit, Sampled};
use crate::actor::SchemeManager;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::files;
use crate::parse::{LONG, Reading, SHORT};
use crate::record::{Entry, Seen};
use crate::rulebook;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The plan's form. Site and reason repeat, row by row; a row with a reason is a site that is chosen.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Form {
    /// Made by the page, so that a form sent twice is one draw.
    pub id: String,
    pub audit: String,
    /// "yes": a sample can stand for the rest.
    pub fits: String,
    pub reason: String,
    /// The site of the central function; as in the application where it says which.
    pub central: String,
    pub site: Vec<String>,
    pub chosen_because: Vec<String>,
    /// Per cent less time at a sampled site.
    pub less_percent: String,
    pub less_reason: String,
}

struct Read {
    audit: Audit,
    fits: bool,
    reason: String,
    chosen: BTreeMap<Uuid, String>,
    less_percent: i32,
    less_reason: String,
}

/// Plans the sites of one audit and draws the sample (TIM-6). A later plan takes the place of an earlier one,
/// which stays on the record.
pub async fn plan(
    tx: &mut Tx<'_>,
    _by: &SchemeManager,
    engagement_id: Uuid,
    form: Form,
) -> Result<Uuid> {
    let file = files::of(tx, engagement_id).await?;
    let sites = sites(tx, engagement_id).await?;
    let read = read(&form, &sites)?;
    let (cycle, audits) = cycle(tx, engagement_id).await?;
    if !audits.contains(&read.audit) {
        return Err(FieldErrors::one("audit", "Choose an audit of the present cycle").into());
    }
    let candidates = candidates(&sites, &form.central)?;
    let others = candidates.iter().filter(|c| !c.central).count();
    let size = size(read.audit, others, read.fits);
    refuse_fewer_at_random(&read, size, others)?;
    let seed = hex::encode(rand::random::<[u8; 16]>());
    let chosen = if size >= others { BTreeMap::new() } else { read.chosen.clone() };
    let drawn = draw(size, &candidates, &chosen, &seed);
    let id = form.id.parse().unwrap_or_else(|_| tx.new_id());
    if insert(tx, &file, (id, cycle), &read, &seed, &drawn).await? {
        let digest = Sha256::digest(serde_json::to_vec(&drawn)?);
        tx.record(
            Entry::new(
                file.file(),
                "sites_sampled",
                sentence(&read, cycle, (size, others), &seed),
                Seen::ByStaff,
            )
            .touching("sampling_plan", id, &digest),
        );
    }
    Ok(id)
}

fn read(form: &Form, sites: &[Site]) -> Result<Read> {
    let mut reading = Reading::default();
    let audit = reading.choice("audit", &form.audit, "the audit", Audit::from_key);
    let fits = reading.yes_or_no("fits", &form.fits, "whether a sample can stand for the rest");
    let reason = reading.required("reason", &form.reason, "why", LONG);
    let less = reading.whole("less_percent", &form.less_percent, "per cent", 0, 100).unwrap_or(0);
    let less_reason = reading.optional("less_reason", &form.less_reason, LONG);
    if less > 0 && less_reason.is_empty() {
        reading.errors.add("less_reason", "Say why a sampled site takes less time");
    }
    let mut chosen = BTreeMap::new();
    for (n, because) in (1..).zip(&form.chosen_because) {
        let because = reading.optional(&format!("chosen_because-{n}"), because, SHORT);
        let site = form.site.get(n - 1).and_then(|id| id.parse::<Uuid>().ok());
        match site.filter(|id| sites.iter().any(|site| site.id == *id)) {
            Some(id) if !because.is_empty() => drop(chosen.insert(id, because)),
            None if !because.is_empty() => {
                reading.errors.add(format!("chosen_because-{n}"), "Choose a site of this client");
            }
            _ => {}
        }
    }
    reading.done()?;
    let (audit, fits) = audit.zip(fits).ok_or(Error::NotFound)?;
    refuse_more_than_half(less)?;
    Ok(Read { audit, fits, reason, chosen, less_percent: less, less_reason })
}

fn refuse_more_than_half(less: i32) -> Result<()> {
    if less <= 50 {
        return Ok(());
    }
    Err(rulebook::TIM_6
        .refuse(
            format!(
                "A sampled site would take {less} % less time; at most 50 % may be saved there."
            ),
            "Take 50 % or less, so that each site is still audited.",
        )
        .into())
}

/// The sites with the one that holds the central function; somebody has to say which it is.
fn candidates(sites: &[Site], central: &str) -> Result<Vec<Candidate>> {
    if sites.len() < 2 {
        return Err(rulebook::TIM_6
            .refuse(
                "The application has one site, so there is nothing to sample.",
                "Go on with the programme; the site is in every audit.",
            )
            .into());
    }
    let named: Option<Uuid> = central.trim().parse().ok();
    let in_application = sites.iter().any(|site| site.central);
    let is_central = |site: &Site| named.map_or(site.central, |id| site.id == id);
    if !sites.iter().any(is_central) || (named.is_none() && !in_application) {
        return Err(FieldErrors::one(
            "central",
            "Choose the site of the central function: it is in every audit",
        )
        .into());
    }
    let candidate = |s: &Site| Candidate { id: s.id, name: s.name.clone(), central: is_central(s) };
    Ok(sites.iter().map(candidate).collect())
}

fn refuse_fewer_at_random(read: &Read, size: usize, others: usize) -> Result<()> {
    let (chosen, at_random) = (read.chosen.len(), at_random_at_least(size));
    if size >= others || chosen + at_random <= size {
        return Ok(());
    }
    Err(rulebook::TIM_6
        .refuse(
            format!(
                "{chosen} of {size} sites are chosen; at least {at_random} must be drawn at random."
            ),
            format!("Choose at most {} by name; the draw finds the rest.", size - at_random),
        )
        .into())
}

fn sentence(read: &Read, cycle: i32, (size, others): (usize, usize), seed: &str) -> String {
    let by = if read.fits { "a sample stands for the rest" } else { "sampling does not fit" };
    format!(
        "Sites of the {} in cycle {cycle} planned: the central function and {size} of {others} further sites; {by}. Drawn from seed {seed}.",
        read.audit.title().to_lowercase()
    )
}

/// Answers whether the plan is new: the same form sent twice is one draw.
async fn insert(
    tx: &mut Tx<'_>,
    file: &files::Brief,
    (id, cycle): (Uuid, i32),
    read: &Read,
    seed: &str,
    drawn: &[Sampled],
) -> Result<bool> {
    let (body, person, now) = (tx.actor().body()?, tx.actor().person()?, tx.now());
    let sites = serde_json::to_value(drawn)?;
    let done = sqlx::query!(
        "insert into sampling_plans (body_id, client_id, engagement_id, id, audit, fits, reason, seed, sites, less_percent,
           less_reason, by_person, at, cycle)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing",
        body,
        file.client_id,
        file.engagement_id,
        id,
        read.audit.key(),
        read.fits,
        read.reason,
        seed,
        sites,
        read.less_percent,
        read.less_reason,
        person,
        now,
        cycle
    )
    .execute(tx.sql())
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Several sites, and nobody has planned which of them this audit of this cycle goes to (TIM-6): no programme without
/// the initial audit's, and no plan to the client without that of a later one. A draw serves the cycle in which it
/// was made and no other.
pub(crate) async fn refuse_without_plan(
    tx: &mut Tx<'_>,
    engagement_id: Uuid,
    (cycle, audit): (i32, Audit),
) -> Result<()> {
    let body = tx.actor().body()?;
    let sites = sqlx::query_scalar!(
        r#"select count(*) as "n!" from sites s join applications a on a.body_id = s.body_id and a.id = s.application_id
           where s.body_id = $1 and a.engagement_id = $2
             and not exists (select from sampling_plans p where p.body_id = $1 and p.engagement_id = $2 and p.cycle = $4 and p.audit = $3)"#,
        body,
        engagement_id,
        audit.key(),
        cycle
    )
    .fetch_one(tx.sql())
    .await?;
    if sites < 2 {
        return Ok(());
    }
    Err(rulebook::TIM_6
        .refuse(
            format!("The client has {sites} sites, and nobody has planned which of them this audit goes to: {} of cycle {cycle}.", audit.title().to_lowercase()),
            "The scheme manager plans the sites from the programme's page: whether a sample can stand for the rest, and the draw.",
        )
        .into())
}
