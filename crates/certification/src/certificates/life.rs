//! The life of a certificate: what its revisions and the decisions on its status make of any day. Pure: rows
//! in, standing out (CRT-5, CRT-6, REC-3, STA-1).

mod history;

pub use history::Moment;

use crate::as_json;
use crate::cycle::months_after;
use crate::decisions::Reason;
use serde::Deserialize;
use time::Date;

#[cfg(test)]
mod tests;

/// A suspension lasts so many months at most (STA-1).
pub const MONTHS_SUSPENDED: i32 = 6;
/// Not renewed in time, a certificate can be restored for so many months after its expiry (REC-3).
pub const MONTHS_TO_RESTORE: i32 = 6;

/// Where a certificate stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Valid,
    NotYetEffective,
    Expired,
    /// A newer revision took its place.
    Superseded,
    Suspended,
    Withdrawn,
}

impl Standing {
    pub const ALL: [Standing; 6] = [
        Standing::Valid,
        Standing::NotYetEffective,
        Standing::Expired,
        Standing::Superseded,
        Standing::Suspended,
        Standing::Withdrawn,
    ];

    pub fn is_valid(self) -> bool {
        self == Standing::Valid
    }

    pub fn is_suspended(self) -> bool {
        self == Standing::Suspended
    }

    pub fn is_withdrawn(self) -> bool {
        self == Standing::Withdrawn
    }

    /// The kind of tag that shows it.
    pub fn tag(self) -> &'static str {
        if self.is_valid() { "good" } else { "bad" }
    }

    pub fn title(self) -> &'static str {
        match self {
            Standing::Valid => "Valid",
            Standing::NotYetEffective => "Not yet effective",
            Standing::Expired => "Expired",
            Standing::Superseded => "Superseded",
            Standing::Suspended => "Suspended",
            Standing::Withdrawn => "Withdrawn",
        }
    }
}

/// One issued revision of a number, as far as its life goes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Revision {
    pub revision: i32,
    /// The outcome of the decision that issued it.
    pub outcome: String,
    #[serde(with = "as_json::day")]
    pub effective_on: Date,
    #[serde(with = "as_json::day")]
    pub expires_on: Date,
}

/// What a decision did to a number's status.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Change {
    /// "suspended", "restored" or "withdrawn".
    pub status: String,
    #[serde(with = "as_json::day")]
    pub from_on: Date,
    pub reason_code: Option<String>,
    #[serde(deserialize_with = "as_json::optional_day::deserialize")]
    pub until_on: Option<Date>,
}

/// A suspension that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    pub from: Date,
    /// The last day that it may last to.
    pub until: Date,
    pub reason: Option<Reason>,
}

impl Suspension {
    pub fn is_over_its_limit(&self, today: Date) -> bool {
        today > self.until
    }

    pub fn why(&self) -> &'static str {
        self.reason.map_or("", Reason::title)
    }
}

/// Everything that was issued and decided under one number; both in the order in which it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Life {
    pub revisions: Vec<Revision>,
    pub changes: Vec<Change>,
}

/// Where the number stands on `day`: the newest revision that is effective by then, and what was decided on
/// its status by then. Withdrawn is for good; nothing is valid after its expiry, suspended or not.
pub fn standing_on(day: Date, revisions: &[Revision], changes: &[Change]) -> Standing {
    let Some(holds) = in_effect(day, revisions) else { return Standing::NotYetEffective };
    let by_then = || changes.iter().filter(|change| change.from_on <= day);
    if by_then().any(|change| change.status == "withdrawn") {
        Standing::Withdrawn
    } else if day > holds.expires_on {
        Standing::Expired
    } else if by_then().next_back().is_some_and(|change| change.status == "suspended") {
        Standing::Suspended
    } else {
        Standing::Valid
    }
}

fn in_effect(day: Date, revisions: &[Revision]) -> Option<&Revision> {
    revisions.iter().filter(|r| r.effective_on <= day).max_by_key(|r| r.revision)
}

impl Life {
    /// Where the number stands on a day.
    pub fn on(&self, day: Date) -> Standing {
        standing_on(day, &self.revisions, &self.changes)
    }

    /// Where one revision stands on a day: superseded as soon as a newer one is effective.
    pub fn revision_on(&self, day: Date, revision: i32) -> Standing {
        let own: Vec<_> =
            self.revisions.iter().filter(|r| r.revision == revision).cloned().collect();
        match in_effect(day, &self.revisions) {
            Some(newer) if newer.revision > revision => Standing::Superseded,
            _ => standing_on(day, &own, &self.changes),
        }
    }

    pub fn newest(&self) -> Option<&Revision> {
        self.revisions.iter().max_by_key(|r| r.revision)
    }

    /// The day on which the newest revision expires.
    pub fn expires_on(&self) -> Option<Date> {
        self.newest().map(|revision| revision.expires_on)
    }

    /// The last day on which it can still be renewed (REC-3).
    pub fn restorable_until(&self) -> Option<Date> {
        self.expires_on().map(|day| months_after(day, MONTHS_TO_RESTORE))
    }

    /// The suspension that stands on a day, also if the certificate has expired meanwhile.
    pub fn suspension(&self, day: Date) -> Option<Suspension> {
        let newest = self.changes.iter().rfind(|change| change.from_on <= day)?;
        (newest.status == "suspended").then(|| Suspension {
            from: newest.from_on,
            until: newest
                .until_on
                .unwrap_or_else(|| months_after(newest.from_on, MONTHS_SUSPENDED)),
            reason: newest.reason_code.as_deref().and_then(Reason::from_key),
        })
    }
}
