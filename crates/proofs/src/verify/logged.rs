//! What a bundle proves by its body's log: that the decision's entry was on the record when the checkpoint was
//! signed.

use super::evidence::{Evidence, check};
use super::report::{Check, Outcome};
use crate::key_set::KeySet;
use crate::log::{Broken, Checkpoint, LogEntry, Proof, Verifier};

const NAME: &str = "log";

/// Under which DID URL a body's keys for its log stand among its published keys: apart from those that sign in its
/// name, so that none passes for the other.
pub fn did_of_log(issuer: &str) -> String {
    format!("{issuer}/log")
}

/// The log's name as the issuer's DID (did:web) has it: the address without its scheme.
fn origin_of(issuer: &str) -> Option<String> {
    let place = issuer.strip_prefix("did:web:")?.replace(':', "/").replace("%3A", ":");
    Some(format!("{place}/log"))
}

/// The check, where the file brings a checkpoint or a proof.
pub(super) fn check_of(evidence: &Evidence, keys: &KeySet, issuer: &str) -> Option<Check> {
    if evidence.checkpoint.is_none() && evidence.log_proof.is_none() {
        return None;
    }
    let did = did_of_log(issuer);
    let own = keys.keys.iter().filter(|key| key.did() == did && key.compromised.is_none());
    let origin = origin_of(issuer).unwrap_or_default();
    let logs: Vec<Verifier> = own.filter_map(|key| Verifier::new(&origin, key.key).ok()).collect();
    if logs.is_empty() {
        let sentence = "The file brings something of the body's log, and none of the keys at hand is the log's: nothing is \
            proven by it, and nothing refuted.";
        return Some(check(NAME, Outcome::Noted, sentence));
    }
    Some(match judged(evidence, &logs) {
        Ok(sentence) => check(NAME, Outcome::Passed, &sentence),
        Err(sentence) => check(NAME, Outcome::Failed, &sentence),
    })
}

fn judged(evidence: &Evidence, logs: &[Verifier]) -> Result<String, String> {
    let note =
        evidence.checkpoint.as_deref().map(|note| text(note, "checkpoint.txt")).transpose()?;
    if let Some(note) = note {
        let opened = any(logs, |log| Checkpoint::open(note, log));
        let checkpoint = opened.map_err(|broken| format!("checkpoint.txt: {broken}"))?;
        if evidence.log_proof.is_none() {
            return Ok(format!("The body's log signed its {} entries.", checkpoint.size));
        }
    }
    let proof = text(evidence.log_proof.as_deref().unwrap_or_default(), "log-proof.txt")?;
    let proof = Proof::parse(proof).map_err(wrong)?;
    if note.is_some_and(|note| note != proof.checkpoint) {
        return Err("log-proof.txt is under another checkpoint than checkpoint.txt.".into());
    }
    let entry = proof.extra.as_deref().ok_or("log-proof.txt does not bring its entry.")?;
    let named = LogEntry::parse(entry).map_err(wrong)?;
    let checkpoint = any(logs, |log| proof.verify(entry, log)).map_err(wrong)?;
    Ok(format!(
        "Entry {} of the record that stands behind it was in the body's log when the log signed its {} entries, and has \
         not changed since. What the entry says only the body shows.",
        named.seq, checkpoint.size
    ))
}

fn wrong(broken: Broken) -> String {
    format!("log-proof.txt: {broken}")
}

fn text<'a>(bytes: &'a [u8], name: &str) -> Result<&'a str, String> {
    std::str::from_utf8(bytes).map_err(|_| format!("{name} is no text."))
}

/// What one of the log's keys opens; else why not: a false signature before a missing one.
fn any<T>(
    logs: &[Verifier],
    mut open: impl FnMut(&Verifier) -> Result<T, Broken>,
) -> Result<T, Broken> {
    let mut why = Broken::NotSigned("the body's log".into());
    for log in logs {
        match open(log) {
            Err(Broken::NotSigned(_)) => {}
            Err(broken) => why = broken,
            opened => return opened,
        }
    }
    Err(why)
}
