//! A certificate's history in sentences, as the register shows it: what was issued and decided, and each gap
//! (REC-3).

use super::{Change, Life, Revision};
use crate::cycle::in_words;
use crate::decisions::Reason;
use time::Date;

/// One line of a certificate's history: from which day what holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    pub on: Date,
    pub what: String,
}

impl Life {
    /// What happened, oldest first, up to a day; with each gap between an expiry and what renewed it (REC-3).
    pub fn history(&self, today: Date) -> Vec<Moment> {
        let mut moments: Vec<Moment> = self.changes.iter().map(changed).collect();
        let mut expired: Option<Date> = None;
        for revision in &self.revisions {
            if let Some(expiry) = expired
                && expiry < revision.effective_on
            {
                moments.push(lapsed(expiry));
            }
            expired = Some(revision.expires_on);
            moments.push(issued(revision));
        }
        moments.extend(expired.filter(|day| *day < today).map(lapsed));
        moments.retain(|moment| moment.on <= today);
        moments.sort_by_key(|moment| moment.on);
        moments
    }
}

fn issued(revision: &Revision) -> Moment {
    let (n, until) = (revision.revision, in_words(revision.expires_on));
    let what = match revision.outcome.as_str() {
        "grant" => format!("Granted: revision {n}, until {until}"),
        "renew" => format!("Renewed: revision {n}, until {until}"),
        "extend" => format!("Scope extended: revision {n}, until {until}"),
        "amend" => format!("Changed, its scope as it was: revision {n}, until {until}"),
        "reduce" => format!("Scope reduced: revision {n}, until {until}"),
        _ => format!("Revision {n}, until {until}"),
    };
    Moment { on: revision.effective_on, what }
}

fn changed(change: &Change) -> Moment {
    let what = match change.status.as_str() {
        "suspended" => format!(
            "Suspended: {}",
            change.reason_code.as_deref().and_then(Reason::from_key).map_or("", Reason::title)
        ),
        "restored" => "The suspension ended: restored".to_owned(),
        _ => "Withdrawn".to_owned(),
    };
    Moment { on: change.from_on, what }
}

/// The day after an expiry is the first without validity.
fn lapsed(expiry: Date) -> Moment {
    let on = expiry.next_day().unwrap_or(expiry);
    Moment {
        on,
        what: format!("Expired: not valid from this day on, the one after {}", in_words(expiry)),
    }
}
