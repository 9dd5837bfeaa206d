//! One word for a file that was checked, as a list of ten thousand needs it; each kind of answer is a kind of its own.

use certification::certificates::Standing;
use proofs::jws::JwsError;
use proofs::verify::{Genuine, Kind, Report, State};

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Genuine, and how it stands today: the register's word, and the lists' no other.
    Stands(Standing),
    /// Genuine, and the lists at hand are too old, or missing.
    StateUnknown,
    /// Signed by the body's key, and the register holds no such revision.
    NotHeld,
    NotGenuine,
    /// Signed in the name of nobody whose register this is.
    Unknown,
    /// None of ours at all.
    Malformed,
}

/// In whose name a file says that it is signed.
pub(super) enum Signer {
    /// Nobody that can be read, and why.
    Nobody(JwsError),
    /// No body of this register.
    Stranger,
    /// A body of this register, and how it says that this revision stands; none where it gave none such.
    Ours(Option<Standing>),
}

impl Verdict {
    pub(super) fn of(report: &Report, signer: &Signer) -> Self {
        match (report.genuine, signer) {
            (Genuine::Unreadable, _) => Verdict::Malformed,
            (Genuine::No, Signer::Nobody(why)) if is_none(report.kind, why) => Verdict::Malformed,
            (Genuine::No, _) => Verdict::NotGenuine,
            (Genuine::Yes, Signer::Ours(Some(standing))) => held(report, *standing),
            (Genuine::Yes, Signer::Ours(None)) => Verdict::NotHeld,
            (Genuine::Yes | Genuine::Unproven, _) => Verdict::Unknown,
        }
    }

    /// The answer as programs know it, the same as for a number.
    pub(super) fn key(self) -> String {
        match self {
            Verdict::Stands(standing) => super::json::status(standing),
            Verdict::StateUnknown => "status_unknown".to_owned(),
            Verdict::NotHeld => "not_held".to_owned(),
            Verdict::NotGenuine => "not_genuine".to_owned(),
            Verdict::Unknown => "unknown".to_owned(),
            Verdict::Malformed => "malformed".to_owned(),
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Verdict::Stands(standing) => standing.title(),
            Verdict::StateUnknown => "State unknown",
            Verdict::NotHeld => "Not in the register",
            Verdict::NotGenuine => "Not genuine",
            Verdict::Unknown => "Unknown",
            Verdict::Malformed => "Cannot be read",
        }
    }

    /// The kind of tag that shows it.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Verdict::Stands(standing) => standing.tag(),
            Verdict::NotGenuine => "bad",
            _ => "wait",
        }
    }

    /// Whether every signature and digest is the body's, whatever the state.
    pub(super) fn is_genuine(self) -> bool {
        matches!(self, Verdict::Stands(_) | Verdict::StateUnknown | Verdict::NotHeld)
    }

    /// What it means, in a sentence or two.
    pub(super) fn sentence(self, report: &Report) -> String {
        let of_lists =
            || report.validity.as_ref().map(|it| it.sentence.clone()).unwrap_or_default();
        match self {
            Verdict::Stands(Standing::Superseded) => {
                "It is genuine, and a later revision took its place.".to_owned()
            }
            Verdict::Stands(Standing::Withdrawn) => {
                "It is genuine, and the certification body has withdrawn it.".to_owned()
            }
            Verdict::Stands(_) | Verdict::StateUnknown => of_lists(),
            Verdict::NotHeld => "The body’s key signed it, and the register holds no such number and revision. Ask the body before you rely on it.".to_owned(),
            Verdict::NotGenuine | Verdict::Malformed => report.sentence.clone(),
            Verdict::Unknown => "It is signed in the name of no certification body of this register. That does not prove a forgery: check it with the keys that the body itself publishes.".to_owned(),
        }
    }
}

/// Text that has not even the form of a credential.
fn is_none(kind: Kind, why: &JwsError) -> bool {
    let shapeless = matches!(
        why,
        JwsError::Parts(_) | JwsError::Encoding | JwsError::Json(..) | JwsError::Large(_)
    );
    kind == Kind::Credential && shapeless
}

/// The register tells withdrawn from replaced; of the two, it and the lists, the one that says no is believed.
fn held(report: &Report, standing: Standing) -> Verdict {
    let state = report.validity.as_ref().map_or(State::Unknown, |validity| validity.state);
    match state {
        _ if !standing.is_valid() => Verdict::Stands(standing),
        State::Valid => Verdict::Stands(standing),
        State::Suspended => Verdict::Stands(Standing::Suspended),
        State::Withdrawn => Verdict::Stands(Standing::Withdrawn),
        State::Expired => Verdict::Stands(Standing::Expired),
        State::NotYet => Verdict::Stands(Standing::NotYetEffective),
        State::Unknown => Verdict::StateUnknown,
    }
}
