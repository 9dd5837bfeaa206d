//! The first question: is this what the holder of the key signed, whole and unaltered?

use super::Given;
use super::evidence::{Evidence, check};
use super::report::{Check, Genuine, Kind, Outcome, Report, Who};
use super::{logged, validity};
use crate::credential::{Facts, View, view};
use crate::jws::{self, CREDENTIAL, Signed};
use crate::key_set::{KeySet, KnownKey};
use crate::keys::PublicKey;
use crate::{day, pdf};

/// The report on this evidence: first whether it is genuine and then, only if so, whether it holds.
pub(super) fn judge(evidence: &Evidence, given: &Given) -> Report {
    let mut checks = evidence.noted.clone();
    let Some(keys) = keys(evidence, given.keys, &mut checks) else {
        return unproven(evidence, checks);
    };
    let found = credential(evidence, &keys, &mut checks);
    let Some((signed, view)) = found else { return report(evidence, checks, None, None) };
    issuer(&signed, &view, &mut checks);
    let pem = evidence.key.as_deref().map(|pem| pem_key(pem, &keys, &view, &mut checks));
    attestation(evidence, pem.flatten(), &view, &mut checks);
    if let Some(pdf) = &evidence.pdf {
        checks.push(bound_pdf(pdf, &evidence.credential, &view));
    }
    checks.extend(logged::check_of(evidence, &keys, &view.issuer));
    let who = Who::of(&signed.by, given.keys.is_some());
    let mut report = report(evidence, checks, Some(who), Some(view.facts.clone()));
    if report.genuine == Genuine::Yes {
        report.validity = Some(validity::of(evidence, &keys, &view, given));
    }
    report
}

/// The keys to go by: the verifier's own where there are any, else those that the file brings.
fn keys(evidence: &Evidence, known: Option<&KeySet>, checks: &mut Vec<Check>) -> Option<KeySet> {
    if let Some(known) = known {
        return Some(known.clone());
    }
    if let Some(bytes) = &evidence.keys {
        return Some(KeySet::parse(bytes).unwrap_or_else(|error| {
            checks.push(check("keys", Outcome::Failed, &error.to_string()));
            KeySet::default()
        }));
    }
    let key = PublicKey::from_pem(std::str::from_utf8(evidence.key.as_deref()?).ok()?)?;
    let kid = jws::named_key(&evidence.credential, CREDENTIAL).ok()?;
    let did = kid.rsplit_once('#')?.0;
    Some(KeySet { keys: vec![KnownKey::of(did, key)] })
}

fn credential(
    evidence: &Evidence,
    keys: &KeySet,
    checks: &mut Vec<Check>,
) -> Option<(Signed, View)> {
    let signed = match jws::verify(&evidence.credential, CREDENTIAL, keys) {
        Ok(signed) => signed,
        Err(error) => {
            checks.push(check("credential", Outcome::Failed, &error.to_string()));
            return None;
        }
    };
    match view(&signed.payload) {
        Ok(view) => {
            let sentence = "The credential is signed by the key it names, and unaltered.";
            checks.push(check("credential", Outcome::Passed, sentence));
            Some((signed, view))
        }
        Err(error) => {
            checks.push(check("credential", Outcome::Failed, &error.to_string()));
            None
        }
    }
}

/// The key has to be the issuer's own, and one that could sign for it then.
fn issuer(signed: &Signed, view: &View, checks: &mut Vec<Check>) {
    let by = &signed.by;
    let problem = if by.did() != view.issuer {
        format!("It names {} as its issuer and is signed by a key of {}.", view.issuer, by.did())
    } else if let Some(since) = by.compromised {
        let since = day::said(since);
        format!(
            "The body declared this key compromised as of {since}: what it signed proves nothing by itself."
        )
    } else if by.until.is_some_and(|until| until < view.valid_from) {
        "The key had been retired before this attestation began.".to_owned()
    } else {
        let sentence = "The key is one of the issuer that the credential names.";
        return checks.push(check("issuer", Outcome::Passed, sentence));
    };
    checks.push(check("issuer", Outcome::Failed, &problem));
}

/// The key of `key.pem`, which has to be one of the issuer's too.
fn pem_key(pem: &[u8], keys: &KeySet, view: &View, checks: &mut Vec<Check>) -> Option<PublicKey> {
    let key = std::str::from_utf8(pem).ok().and_then(PublicKey::from_pem);
    let known = key.is_some_and(|key| keys.by_key(&view.issuer, key).is_some());
    let words =
        ["key.pem is one of the issuer's keys.", "key.pem is not one of the issuer's keys."];
    checks.push(tested("key", known, words));
    key
}

fn attestation(evidence: &Evidence, key: Option<PublicKey>, view: &View, checks: &mut Vec<Check>) {
    let Some(bytes) = &evidence.attestation else { return };
    let signature = evidence.signature.as_deref().unwrap_or_default();
    let signed = key.is_some_and(|key| key.verifies(bytes, signature));
    let words = [
        "attestation.sig is the key's signature over attestation.json.",
        "attestation.sig does not fit attestation.json and key.pem.",
    ];
    checks.push(tested("signature", signed, words));
    let words = [
        "attestation.json is the one that the credential names.",
        "attestation.json is not the one that the credential names.",
    ];
    checks.push(tested("attestation", view.attestation.holds(bytes), words));
}

/// The check, with the sentence for when it passed and the one for when it failed.
fn tested(name: &'static str, passed: bool, [yes, no]: [&str; 2]) -> Check {
    match passed {
        true => check(name, Outcome::Passed, yes),
        false => check(name, Outcome::Failed, no),
    }
}

/// The PDF is the drawing that the credential names, with nothing behind it but the update that seals it.
fn bound_pdf(pdf: &[u8], credential: &[u8], view: &View) -> Check {
    let base = usize::try_from(view.pdf.length).ok().and_then(|length| pdf.get(..length));
    let Some(base) = base.filter(|base| view.pdf.holds(base)) else {
        let sentence = "The PDF is not the one that the credential names, or was altered.";
        return check("pdf", Outcome::Failed, sentence);
    };
    let words = [
        "The PDF is the one that the credential names, to the last byte.",
        "Something was added to the PDF after the credential was sealed into it.",
    ];
    tested("pdf", pdf::sealed(base, credential).is_ok_and(|again| again == pdf), words)
}

fn report(
    evidence: &Evidence,
    checks: Vec<Check>,
    who: Option<Who>,
    facts: Option<Facts>,
) -> Report {
    let failed = checks.iter().find(|check| check.outcome == Outcome::Failed);
    let demonstration = facts.as_ref().is_some_and(|facts| facts.demonstration);
    let (genuine, sentence) = match failed {
        Some(check) => (Genuine::No, check.sentence.clone()),
        None if demonstration => {
            (Genuine::Yes, "It is a demonstration: nobody is certified by it.".to_owned())
        }
        None => (Genuine::Yes, "Every signature and digest fits.".to_owned()),
    };
    Report { kind: evidence.kind, genuine, sentence, validity: None, who, facts, checks }
}

fn unproven(evidence: &Evidence, checks: Vec<Check>) -> Report {
    let sentence = match evidence.kind {
        Kind::Credential => {
            "A credential alone brings no key. Give the body's keys.json to check it with."
        }
        _ => "The file brings no key to check it with. Give the body's keys.json.",
    };
    let report = report(evidence, checks, None, None);
    Report { genuine: Genuine::Unproven, sentence: sentence.to_owned(), ..report }
}
