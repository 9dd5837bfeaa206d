//! What a file brings along, whatever form it has.

use super::report::{Check, Genuine, Kind, Outcome, Report};
use crate::bundle::{self, Bundle};
use crate::pdf;

/// The parts of a proof, as bytes that nobody has judged yet.
#[derive(Debug)]
pub(super) struct Evidence {
    pub kind: Kind,
    pub credential: Vec<u8>,
    pub attestation: Option<Vec<u8>>,
    pub signature: Option<Vec<u8>>,
    pub key: Option<Vec<u8>>,
    pub keys: Option<Vec<u8>>,
    pub pdf: Option<Vec<u8>>,
    pub lists: Vec<Vec<u8>>,
    pub checkpoint: Option<Vec<u8>>,
    pub log_proof: Option<Vec<u8>>,
    /// What was noticed on the way.
    pub noted: Vec<Check>,
}

/// The evidence in the file, told apart by its first bytes.
pub(super) fn gather(input: &[u8]) -> Result<Evidence, Report> {
    if input.starts_with(b"PK") {
        let bundle = bundle::read(input);
        return bundle
            .map(|bundle| of_bundle(&bundle))
            .map_err(|error| unreadable(Kind::Bundle, error));
    }
    if input.starts_with(b"%PDF-") {
        return of_pdf(input);
    }
    let text = input.trim_ascii();
    if text.is_empty() || text.iter().any(|byte| !byte.is_ascii_graphic() && *byte != b' ') {
        let sentence = "It is neither a bundle (zip) nor a PDF nor a credential (vc+jwt).";
        return Err(unreadable(Kind::Unknown, sentence));
    }
    Ok(Evidence { credential: text.to_vec(), ..empty(Kind::Credential) })
}

fn empty(kind: Kind) -> Evidence {
    let (credential, lists, noted) = (Vec::new(), Vec::new(), Vec::new());
    let [attestation, signature, key, keys, pdf] = [None, None, None, None, None];
    let [checkpoint, log_proof] = [None, None];
    Evidence {
        kind,
        credential,
        attestation,
        signature,
        key,
        keys,
        pdf,
        lists,
        checkpoint,
        log_proof,
        noted,
    }
}

fn of_bundle(bundle: &Bundle) -> Evidence {
    let file = |name: &str| bundle.file(name).map(<[u8]>::to_vec);
    let noted = if bundle.as_packed {
        check("container", Outcome::Passed, "The bundle is packed as it was issued.")
    } else {
        let sentence =
            "The bundle was packed anew since it was issued; its files are judged one by one.";
        check("container", Outcome::Noted, sentence)
    };
    Evidence {
        credential: file("credential.jwt").unwrap_or_default(),
        attestation: file("attestation.json"),
        signature: file("attestation.sig"),
        key: file("key.pem"),
        keys: file("keys.json"),
        pdf: file("attestation.pdf"),
        lists: ["status-suspension.jwt", "status-revocation.jwt"]
            .into_iter()
            .filter_map(file)
            .collect(),
        checkpoint: file("checkpoint.txt"),
        log_proof: file("log-proof.txt"),
        noted: vec![noted],
        ..empty(Kind::Bundle)
    }
}

/// A PDF alone: everything is attached to it. One that says it is ours and is built otherwise was changed.
fn of_pdf(input: &[u8]) -> Result<Evidence, Report> {
    let attached = |name: &str| pdf::attached(input, name);
    let credential = match attached(pdf::ATTACHED) {
        Ok(Some(credential)) => credential,
        Ok(None) => {
            let sentence = "No credential is sealed into this PDF: there is nothing in it that proves anything.";
            return Err(unreadable(Kind::Pdf, sentence));
        }
        Err(error) => return Err(changed(error.to_string())),
    };
    let part = |name: &str| attached(name).map_err(|error| changed(error.to_string()));
    Ok(Evidence {
        credential,
        attestation: part("attestation.json")?,
        signature: part("attestation.sig")?,
        key: part("key.pem")?,
        pdf: Some(input.to_vec()),
        ..empty(Kind::Pdf)
    })
}

fn changed(sentence: String) -> Report {
    let checks = vec![check("pdf", Outcome::Failed, &sentence)];
    let sentence = format!("This PDF is not an attestation as it was issued. {sentence}");
    Report { genuine: Genuine::No, checks, ..Report::unreadable(Kind::Pdf, sentence) }
}

fn unreadable(kind: Kind, error: impl std::fmt::Display) -> Report {
    Report::unreadable(kind, error.to_string())
}

pub(super) fn check(name: &'static str, outcome: Outcome, sentence: &str) -> Check {
    Check { name, outcome, sentence: sentence.to_owned() }
}
