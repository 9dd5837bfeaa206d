//! Certification bodies: what anyone may read of them, how they are founded, and what their administrators
//! settle: public texts, policy, agreement and rates.

mod domain;
mod founding;
mod host_name;
mod offering;
mod page_texts;
mod policy;
mod rates;
mod reads;
mod settings;
#[cfg(test)]
mod tests;
mod texts;

use crate::error::Result;
use crate::keys::Identity;
use crate::standards::{self, Scheme};
use uuid::Uuid;

pub use domain::{Domain, Settled, save_domain, settled};
pub use founding::{Founded, Founding, found};
pub use offering::{Offering, offer};
pub use page_texts::{Texts, save_texts};
pub use policy::{Policy, save_policy};
pub use rates::{CURRENCIES, NewRates, RateCard, add_rates, rates};
pub use reads::{Listed, all, by_did, by_domain, by_slug, public};
pub use settings::{Agreement, save_agreement};

/// What every page of a body shows of it.
#[derive(Debug, Clone)]
pub struct Brief {
    pub id: Uuid,
    pub slug: String,
    pub name: String,
    pub mark: String,
    pub colour: String,
    /// IANA name; the body's dates are counted there.
    pub time_zone: String,
    /// Its own domain, by which it is named in what it signs; none where it goes by the installation's.
    pub domain: Option<String>,
}

impl Brief {
    /// How it is named in what it signs, on the installation with this address.
    pub fn identity(&self, public_url: &str) -> Identity {
        Identity::of(public_url, &self.slug, self.domain.as_deref())
    }
}

/// Everything that a body says of itself and settles for itself; all of it is public (PUB-1).
#[derive(Debug, Clone)]
pub struct Public {
    pub id: Uuid,
    pub slug: String,
    pub code: String,
    pub name: String,
    pub legal_name: String,
    pub address: String,
    pub country: String,
    pub email: String,
    pub telephone: String,
    pub website: String,
    pub mark: String,
    pub colour: String,
    pub accreditation: Option<String>,
    /// How it certifies, in its own words.
    pub process: String,
    /// Its rules from granting to withdrawing.
    pub granting: String,
    pub marks_rules: String,
    pub appeals: String,
    pub impartiality: String,
    pub agreement_version: String,
    pub agreement: String,
    pub certificate_months: i32,
    pub panel_members: i32,
    pub objection_days: i32,
    pub witness_months: i32,
    /// How long after Stage 1 Stage 2 may begin without a written reason (AUD-3).
    pub stage_2_within_months: i32,
    pub minors_closed_first: bool,
    pub time_zone: String,
    /// Days after a last date until a suspension is proposed.
    pub suspension_days: i32,
    /// Whether it owes a monthly export to an outside register (EXT-1).
    pub owes_export: bool,
    /// The standards that it certifies to, by name.
    pub offers: Vec<String>,
    pub version: i32,
}

impl Public {
    /// The standards that it certifies to.
    pub fn schemes(&self) -> Result<Vec<Scheme>> {
        self.offers.iter().map(|name| standards::named(name)).collect()
    }
}
