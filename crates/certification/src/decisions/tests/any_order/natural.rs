//! What would come next by itself, so that an order of acts goes somewhere.

use super::acts::{Act, GOOD};
use super::stage::{Finding, Stage};
use crate::decisions::Vote;
use crate::findings::Grade;

impl Stage {
    /// Findings first; then the panel.
    pub(super) async fn next(&self) -> Act {
        let findings = self.findings().await;
        if !self.is_reported().await {
            return if findings.is_empty() { Act::Raise(Grade::Major) } else { Act::Report };
        }
        let owed = findings.iter().enumerate().find_map(|(n, finding)| owed(n, finding));
        match owed {
            Some(act) => act,
            None => self.panel_next(Vote::Grant).await,
        }
    }

    /// What the panel would do next, whatever is open.
    pub(super) async fn panel_next(&self, vote: Vote) -> Act {
        let Some((case, open)) = self.case().await else { return Act::OpenCase };
        if !open {
            return Act::Days(30);
        }
        let seats = self.seats(case).await;
        if let Some(seat) = seats.iter().find(|seat| seat.tied) {
            return Act::Release(self.who(seat.person_id));
        }
        let taken = |who| seats.iter().any(|seat| seat.person_id == self.person(who));
        let members = seats.iter().filter(|seat| !seat.chair).count();
        let free = GOOD.rev().find(|who| !taken(*who));
        let chaired = seats.iter().any(|seat| seat.chair);
        if let Some(who) = free.filter(|_| members < 2 || !chaired) {
            return Act::Appoint(who, members >= 2);
        }
        if let Some(seat) = seats.iter().find(|seat| !seat.declared) {
            return Act::Declare(self.who(seat.person_id));
        }
        // Whoever is against it, the chair cannot grant.
        let against = seats.iter().any(|seat| seat.against);
        match seats.iter().find(|seat| !seat.signed) {
            Some(seat) if seat.chair && against => {
                Act::Sign(self.who(seat.person_id), Vote::Refuse, true)
            }
            Some(seat) => Act::Sign(self.who(seat.person_id), vote, true),
            None => Act::Days(1),
        }
    }
}

/// What a finding is owed next before a positive decision.
fn owed(n: usize, finding: &Finding) -> Option<Act> {
    match (finding.grade.as_str(), finding.state.as_str()) {
        (_, "issued" | "returned") => Some(Act::Answer(n)),
        (_, "answered") => Some(Act::Judge(n, true)),
        ("major", "accepted") => Some(Act::Verify(n, true)),
        ("major", "verified") => Some(Act::Close(n)),
        _ => None,
    }
}
