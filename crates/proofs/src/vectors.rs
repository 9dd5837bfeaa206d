//! The vectors of `docs/formats/vectors`: made here from fixed seeds, judged as their list expects, and written with
//! `ASSAY_WRITE_DOCS=1`.

use crate::bundle;
use crate::credential::{self, Bound};
use crate::jws::{self, CREDENTIAL};
use crate::key_set::{KeySet, KnownKey};
use crate::sample::{self, BASE, DID, Issued};
use crate::status_list::Purpose;
use crate::verify::verify;
use crate::{day, logged_vectors, pdf};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;

type Files = BTreeMap<&'static str, Vec<u8>>;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats/vectors")
}

/// The files of the one attestation that is in order.
fn genuine() -> Files {
    let issued = Issued::new();
    let made = credential::make(&sample::terms(&sample::attestation(), Bound::to(BASE)));
    let suspended = Issued {
        suspension: sample::list(Purpose::Suspension, &[94_567], (1, DID)),
        ..Issued::new()
    };
    let withdrawn = Issued {
        revocation: sample::list(Purpose::Revocation, &[1_234], (1, DID)),
        ..Issued::new()
    };
    Files::from([
        ("attestation.json", issued.attestation.clone()),
        ("attestation.sig", issued.signature.clone()),
        ("key.pem", issued.key.clone()),
        ("keys.json", issued.keys.bytes()),
        ("credential.json", serde_json::to_vec_pretty(&made).unwrap()),
        ("credential.jwt", issued.credential.clone().into_bytes()),
        ("status-suspension.jwt", issued.suspension.clone().into_bytes()),
        ("status-revocation.jwt", issued.revocation.clone().into_bytes()),
        ("base.pdf", BASE.to_vec()),
        ("attestation.pdf", issued.pdf.clone()),
        ("bundle.zip", issued.bundle()),
        ("bundle-suspended.zip", suspended.bundle()),
        ("bundle-withdrawn.zip", withdrawn.bundle()),
    ])
}

/// Forgeries, each of which has to be found.
fn forged() -> Files {
    let issued = Issued::new();
    let better =
        String::from_utf8(issued.attestation.clone()).unwrap().replace("lung nodules", "anything");
    let altered = Issued { attestation: better.into_bytes(), ..Issued::new() };
    let mut appended = issued.pdf.clone();
    appended.extend(b"%\n%%EOF\n");
    let plain = include_bytes!("../tests/data/plain.pdf");
    let swapped = pdf::sealed(plain, issued.credential.as_bytes()).unwrap();
    Files::from([
        ("forged-facts.zip", altered.bundle()),
        ("forged-appended.pdf", appended),
        ("forged-swapped.pdf", swapped),
        ("forged-none.jwt", line(r#""alg":"none""#, None).into_bytes()),
        (
            "forged-hs256.jwt",
            line(r#""alg":"HS256""#, Some(&sample::key(1).public().0)).into_bytes(),
        ),
        ("forged-jwk.jwt", line(r#""alg":"EdDSA","jwk":{"kty":"OKP"}"#, None).into_bytes()),
        ("forged-json.jwt", json_serialised(&issued.credential).into_bytes()),
        ("forged-key.jwt", Issued::by(2, DID).credential.into_bytes()),
        ("forged-expiry.jwt", expiry_as_number().into_bytes()),
    ])
}

/// The genuine payload under another header: a MAC under the given secret, or the genuine key's signature.
fn line(members: &str, secret: Option<&[u8]>) -> String {
    let genuine = Issued::new();
    let payload = genuine.credential.split('.').nth(1).unwrap();
    let header =
        format!(r#"{{{members},"typ":"vc+jwt","cty":"vc","kid":"{}"}}"#, genuine.keys.keys[0].kid);
    let signed = format!("{}.{payload}", URL_SAFE_NO_PAD.encode(header));
    let signature = match secret {
        Some(secret) => {
            let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret);
            aws_lc_rs::hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
        }
        None => sample::key(1).sign(signed.as_bytes()),
    };
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn json_serialised(jws: &str) -> String {
    let parts: Vec<&str> = jws.split('.').collect();
    json!({ "protected": parts[0], "payload": parts[1], "signature": parts[2] }).to_string()
}

fn expiry_as_number() -> String {
    let mut made = credential::make(&sample::terms(&sample::attestation(), Bound::to(BASE)));
    made["validUntil"] = json!(9_999_999_999_u64);
    let key = sample::key(1);
    let kid = KnownKey::of(DID, key.public()).kid;
    jws::sign(&key, &kid, CREDENTIAL, made.to_string().as_bytes())
}

/// File, the time at which it is asked, whether keys.json is known, the two answers, the exit code.
const EXPECTED: [(&str, &str, bool, &str, &str, u8); 26] = [
    ("bundle.zip", "2026-11-24T12:00:00Z", true, "yes", "valid", 0),
    ("bundle.zip", "2026-11-24T12:00:00Z", false, "yes", "valid", 0),
    ("bundle.zip", "2026-12-01T00:00:00Z", true, "yes", "unknown", 3),
    ("bundle.zip", "2029-11-20T00:00:00Z", true, "yes", "expired", 2),
    ("bundle-suspended.zip", "2026-11-24T12:00:00Z", true, "yes", "suspended", 2),
    ("bundle-withdrawn.zip", "2026-12-24T12:00:00Z", true, "yes", "withdrawn", 2),
    ("attestation.pdf", "2026-11-24T12:00:00Z", false, "yes", "unknown", 3),
    ("credential.jwt", "2026-11-24T12:00:00Z", true, "yes", "unknown", 3),
    ("credential.jwt", "2026-11-24T12:00:00Z", false, "unproven", "", 4),
    ("forged-facts.zip", "2026-11-24T12:00:00Z", true, "no", "", 1),
    ("forged-appended.pdf", "2026-11-24T12:00:00Z", true, "no", "", 1),
    ("forged-swapped.pdf", "2026-11-24T12:00:00Z", true, "no", "", 1),
    ("forged-none.jwt", "2026-11-24T12:00:00Z", true, "no", "", 1),
    ("forged-hs256.jwt", "2026-11-24T12:00:00Z", true, "no", "", 1),
    ("forged-jwk.jwt", "2026-11-24T12:00:00Z", true, "no", "", 1),
    ("forged-json.jwt", "2026-11-24T12:00:00Z", true, "no", "", 1),
    ("forged-key.jwt", "2026-11-24T12:00:00Z", true, "no", "", 1),
    ("forged-expiry.jwt", "2026-11-24T12:00:00Z", true, "no", "", 1),
    ("bundle-logged.zip", "2026-11-24T12:00:00Z", false, "yes", "valid", 0),
    ("bundle-logged.zip", "2026-11-24T12:00:00Z", true, "yes", "valid", 0),
    ("bundle-checkpoint.zip", "2026-11-24T12:00:00Z", false, "yes", "valid", 0),
    ("forged-logged-moved.zip", "2026-11-24T12:00:00Z", false, "no", "", 1),
    ("forged-logged-cut.zip", "2026-11-24T12:00:00Z", false, "no", "", 1),
    ("forged-logged-forked.zip", "2026-11-24T12:00:00Z", false, "no", "", 1),
    ("forged-logged-grown.zip", "2026-11-24T12:00:00Z", false, "no", "", 1),
    ("forged-logged-key.zip", "2026-11-24T12:00:00Z", false, "no", "", 1),
];

/// The list, with the sentences in which the prompt and the page answer.
fn expected(files: &Files) -> Vec<u8> {
    let keys = KeySet::parse(&files["keys.json"]).unwrap();
    let of =
        |(file, now, known, genuine, state, exit): (&str, &str, bool, &str, &str, u8)| -> Value {
            let report = verify(&files[file], known.then_some(&keys), day::moment(now).unwrap());
            let log = report.checks.iter().find(|check| check.name == "log");
            json!({
                "file": file, "now": now, "keys_known": known, "genuine": genuine, "state": state, "exit_code": exit,
                "sentence": report.sentence, "validity": report.validity.map(|validity| validity.sentence), "log": log,
            })
        };
    let mut bytes = serde_json::to_vec_pretty(&EXPECTED.map(of)).unwrap();
    bytes.push(b'\n');
    bytes
}

fn all() -> Files {
    let mut files = genuine();
    files.extend(forged());
    files.extend(logged_vectors::all());
    files.insert("expected.json", expected(&files));
    files
}

/// A bundle but for what is not part of the proof, so that a new word in verify.html makes no new vectors.
fn compared(name: &str, bytes: &[u8]) -> Vec<u8> {
    match bundle::read(bytes) {
        Ok(bundle) if name.ends_with(".zip") => {
            let proofs = bundle::NAMES
                .into_iter()
                .filter(|name| !["README.txt", "verify.html"].contains(name));
            proofs.filter_map(|name| bundle.file(name)).collect::<Vec<_>>().concat()
        }
        _ => bytes.to_vec(),
    }
}

#[test]
fn the_vectors_are_what_is_made_from_their_seeds() {
    let write = std::env::var_os("ASSAY_WRITE_DOCS").is_some();
    for (name, made) in all() {
        let path = folder().join(name);
        if write {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&path, &made).unwrap();
        }
        let kept = std::fs::read(&path).unwrap_or_default();
        let same = compared(name, &kept) == compared(name, &made);
        assert!(same, "{name} differs from what is made now; write it with ASSAY_WRITE_DOCS=1");
    }
}

#[test]
fn every_vector_is_judged_as_its_list_says() {
    let files = all();
    let keys = KeySet::parse(&files["keys.json"]).unwrap();
    for (file, now, known, genuine, state, exit) in EXPECTED {
        let report = verify(&files[file], known.then_some(&keys), day::moment(now).unwrap());
        let said = serde_json::to_value(&report).unwrap();
        let found =
            (said["genuine"].as_str().unwrap(), said["validity"]["state"].as_str().unwrap_or(""));
        assert_eq!(
            (found, report.exit_code()),
            ((genuine, state), exit),
            "{file} at {now}: {report:#?}"
        );
    }
}

/// The page may run its own script and style and nothing else: its policy names their digests.
#[test]
fn the_pages_policy_names_the_digests_of_its_script_and_style() {
    use sha2::{Digest, Sha256};
    let page = include_str!("verify.html");
    for tag in ["script", "style"] {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let content = page.split_once(&open).unwrap().1.split_once(&close).unwrap().0;
        let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(content));
        assert!(
            page.contains(&format!("{tag}-src 'sha256-{digest}'")),
            "{tag}-src 'sha256-{digest}'"
        );
    }
    assert!(
        !["src=", "href=", "innerHTML", "fetch(", "import("].iter().any(|word| page.contains(word))
    );
}
