//! The whole check of what a stranger hands in: whatever is found genuine is what was issued.

use crate::bundle;
use crate::issued::{self, ISSUED, NOW};
use proofs::bundle as packing;
use proofs::key_set::KeySet;
use proofs::verify::{Genuine, Kind, Outcome, Report, State, verify};
use std::sync::LazyLock;

static KEYS: LazyLock<KeySet> = LazyLock::new(issued::keys);

/// What is said of the genuine one.
static GENUINE: LazyLock<Report> = LazyLock::new(|| {
    let report = verify(&packing::write(&ISSUED.parts()).expect("packed"), Some(&KEYS), NOW);
    assert_eq!(report.exit_code(), 0, "{report}");
    assert!(report.checks.iter().all(|check| check.outcome == Outcome::Passed), "{report}");
    report
});

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = bundle::seeds();
    seeds.extend([ISSUED.pdf.clone(), ISSUED.base.clone(), ISSUED.credential.clone()]);
    seeds
}

/// A PDF or a credential that is genuine is the one that was issued, to the last byte; a bundle, whoever packed it,
/// says what that one says.
pub(crate) fn judge(bytes: &[u8]) {
    let report = answered(bytes);
    if report.genuine != Genuine::Yes {
        return;
    }
    match report.kind {
        Kind::Pdf => assert!(bytes == ISSUED.pdf, "{report}"),
        Kind::Credential => assert!(bytes.trim_ascii() == ISSUED.credential, "{report}"),
        Kind::Bundle | Kind::Unknown => assert_eq!(report.facts, GENUINE.facts),
    }
}

/// The report with the keys known; without them there is one too, and both can be shown.
fn answered(bytes: &[u8]) -> Report {
    let alone = verify(bytes, None, NOW);
    let report = verify(bytes, Some(&KEYS), NOW);
    assert!(!alone.to_string().is_empty() && report.exit_code() <= 4);
    assert_eq!(report.validity.is_some(), report.genuine == Genuine::Yes, "{report}");
    report
}

pub(crate) fn parts_seeds() -> Vec<Vec<u8>> {
    vec![bundle::joined()]
}

/// The parts alone are what nobody thought of; they are packed as bundles are.
pub(crate) fn parts(bytes: &[u8]) {
    let files = bundle::split(bytes);
    let packed = packing::write(&bundle::of(&files)).expect("packed");
    let report = answered(&packed);
    if report.genuine != Genuine::Yes {
        return;
    }
    let genuine = bundle::split(&bundle::joined());
    // Neither keys.json, for the keys are known, nor how key.pem is broken into lines.
    for n in [0, 1, 4, 5] {
        assert!(files[n] == genuine[n], "part {n}: {report}");
    }
    let state = report.validity.as_ref().map(|validity| validity.state);
    assert!(state == Some(State::Unknown) || files[6..8] == genuine[6..8], "{report}");
    let log = report.checks.iter().find(|check| check.name == "log");
    assert!(log.is_none_or(|log| log.outcome == Outcome::Passed), "{report}");
}
