//! The sample, pure: how large it is, and which sites a recorded seed draws.

use super::Audit;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A site that may be sampled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub id: Uuid,
    pub name: String,
    pub central: bool,
}

/// How a site came in, or stayed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The central function: in every audit.
    Central,
    /// Chosen by a person, with a reason.
    Chosen,
    /// Drawn at random from the recorded seed.
    Drawn,
    /// Every site is audited.
    All,
    /// Not in this audit.
    Left,
}

impl How {
    pub fn title(self) -> &'static str {
        match self {
            How::Central => "Central function: always",
            How::Chosen => "Chosen",
            How::Drawn => "Drawn at random",
            How::All => "Every site",
            How::Left => "Not in this audit",
        }
    }

    pub fn is_in(self) -> bool {
        self != How::Left
    }
}

/// A site as a plan keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sampled {
    pub site: Uuid,
    pub name: String,
    pub how: How,
    /// Why it was chosen; empty where nobody chose it.
    pub reason: String,
    /// SHA-256 of seed and site, in hexadecimal: the smallest are drawn first.
    pub rank: String,
}

/// How many of `sites`, the central function not counted: the square root of them in the initial audit, six
/// tenths of it in surveillance, eight tenths in recertification, each rounded up. Where sampling does not
/// fit, all of them, and three tenths of the sites in each surveillance.
pub fn size(audit: Audit, sites: usize, fits: bool) -> usize {
    let n = sites as u128;
    let tenths: u128 = match (audit, fits) {
        (Audit::Initial | Audit::Recertification, false) => return sites,
        (_, false) => return (3 * sites).div_ceil(10),
        (Audit::Initial, true) => 10,
        (Audit::Surveillance1 | Audit::Surveillance2, true) => 6,
        (Audit::Recertification, true) => 8,
    };
    // The least whole number whose square is not below: no rounding error at the edges.
    let mut size = 0;
    while 100 * size * size < tenths * tenths * n {
        size += 1;
    }
    (size as usize).min(sites)
}

/// At least a quarter of the sample is drawn at random.
pub fn at_random_at_least(size: usize) -> usize {
    size.div_ceil(4)
}

/// Where a seed places a site: SHA-256 over the seed and the site's id, both as they are written.
pub fn rank(seed: &str, site: Uuid) -> String {
    hex::encode(Sha256::digest(format!("{seed}{site}")))
}

/// The sample from the candidates: the central function, what was chosen with its reason, and as many more by
/// their rank as the size leaves. The same seed gives the same sample, whoever draws.
pub fn draw(
    size: usize,
    candidates: &[Candidate],
    chosen: &BTreeMap<Uuid, String>,
    seed: &str,
) -> Vec<Sampled> {
    let others = candidates.iter().filter(|c| !c.central).count();
    let mut sampled: Vec<_> = candidates
        .iter()
        .map(|c| Sampled {
            site: c.id,
            name: c.name.clone(),
            how: match c.central {
                true => How::Central,
                false if size >= others => How::All,
                false if chosen.contains_key(&c.id) => How::Chosen,
                false => How::Left,
            },
            reason: chosen.get(&c.id).cloned().unwrap_or_default(),
            rank: rank(seed, c.id),
        })
        .collect();
    sampled.sort_by(|a, b| a.rank.cmp(&b.rank));
    let mut to_draw = size.saturating_sub(chosen.len());
    for site in sampled.iter_mut().filter(|site| site.how == How::Left) {
        if to_draw > 0 {
            (site.how, to_draw) = (How::Drawn, to_draw - 1);
        }
    }
    sampled
}
