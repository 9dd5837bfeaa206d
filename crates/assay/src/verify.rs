//! `assay verify`: checks a bundle, a PDF, a credential, a panel member's signature or the file of a case at a prompt,
//! without database and without network, and answers by its exit code.

mod signature;

use crate::Halt;
use crate::arguments::Verifying;
use certification::people;
use proofs::case_file;
use proofs::key_set::KeySet;
use proofs::keys::PublicKey;
use proofs::verify::verify_with;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;
use time::OffsetDateTime;

/// The largest file that is read, bytes; a case's file is streamed and may be larger.
const MOST: u64 = 32 * 1024 * 1024;

/// Checks the file and says what was found; 0 to 4 as `proofs::verify::Report::exit_code` says.
pub(crate) fn verify(asked: &Verifying) -> Result<ExitCode, Halt> {
    let sets = asked.keys.iter().map(|path| known(path)).collect::<Result<Vec<_>, _>>()?;
    let listed: Vec<_> = sets.into_iter().flat_map(|set| set.keys).collect();
    let keys = (!asked.keys.is_empty()).then_some(KeySet { keys: listed });
    if is_case_file(&asked.file) {
        return of_case(asked, keys);
    }
    let length = std::fs::metadata(&asked.file).map_err(|cause| unread(&asked.file, &cause))?.len();
    if length > MOST {
        return Err(Halt(format!("{} is larger than any file of ours", asked.file.display())));
    }
    let bytes = read(&asked.file)?;
    if signature::is_one(&bytes) {
        return of_signature(asked, &bytes, keys.as_ref());
    }
    let lists = asked.list.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let lists: Vec<&[u8]> = lists.iter().map(Vec::as_slice).collect();
    let given = proofs::verify::Given { keys: keys.as_ref(), lists: &lists, now: now() };
    let report = verify_with(&bytes, &given);
    say(&match asked.json {
        true => serde_json::to_string_pretty(&report)? + "\n",
        false => report.to_string(),
    });
    Ok(ExitCode::from(report.exit_code()))
}

fn of_signature(asked: &Verifying, bytes: &[u8], keys: Option<&KeySet>) -> Result<ExitCode, Halt> {
    let site = |url: &String| {
        people::site_of(url.trim_end_matches('/')).ok_or_else(|| {
            Halt(format!("--site is {url}, but must be an address such as https://assay.example"))
        })
    };
    let sites = asked.site.iter().map(site).collect::<Result<Vec<_>, _>>()?;
    let found = signature::check(bytes, keys, &sites);
    say(&match asked.json {
        true => serde_json::to_string_pretty(&found.json())? + "\n",
        false => found.to_string(),
    });
    Ok(ExitCode::from(found.exit_code()))
}

/// Prints; whoever reads only the first lines has the answer all the same, and the exit code.
fn say(words: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());
}

/// The time at which validity is asked: this machine's, since nobody else is asked.
#[expect(clippy::disallowed_methods, reason = "a verifier goes by the clock of whoever asks")]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

fn known(path: &Path) -> Result<KeySet, Halt> {
    KeySet::parse(&read(path)?).map_err(|cause| Halt(format!("{}: {cause}", path.display())))
}

fn read(path: &Path) -> Result<Vec<u8>, Halt> {
    std::fs::read(path).map_err(|cause| unread(path, &cause))
}

fn unread(path: &Path, cause: &std::io::Error) -> Halt {
    Halt(format!("cannot read {}: {cause}", path.display()))
}

/// Whether the zip begins as a case's file does: with its page, or with its record where it has none.
fn is_case_file(path: &Path) -> bool {
    let mut start = [0; 64];
    let read = std::fs::File::open(path).and_then(|mut file| file.read(&mut start));
    // The first name stands behind the 30 bytes of a zip's local header.
    let name = start.get(30..).unwrap_or_default();
    read.is_ok() && (name.starts_with(b"index.html") || name.starts_with(b"record.json"))
}

fn of_case(asked: &Verifying, keys: Option<KeySet>) -> Result<ExitCode, Halt> {
    let file = std::fs::File::open(&asked.file).map_err(|cause| unread(&asked.file, &cause))?;
    let now = now();
    let attestation = |pdf: &[u8]| {
        let report = proofs::verify::verify(pdf, keys.as_ref(), now);
        match report.genuine {
            proofs::verify::Genuine::No | proofs::verify::Genuine::Unreadable => {
                Err(report.sentence)
            }
            _ => Ok(report.sentence),
        }
    };
    let listed = keys.iter().flat_map(|set| &set.keys).map(|known| known.key);
    let listed: Vec<PublicKey> = listed.collect();
    let known = case_file::Known {
        keys: &listed,
        attestation: Some(&attestation),
        ..case_file::Known::default()
    };
    let report = case_file::verify(std::io::BufReader::new(file), &known);
    let line =
        |check: &case_file::Check| format!("{:?} {}: {}\n", check.outcome, check.entry, check.says);
    say(&match asked.json {
        true => serde_json::to_string_pretty(&report)? + "\n",
        false => report.checks.iter().map(line).collect(),
    });
    Ok(ExitCode::from(u8::from(!report.holds())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn vector(name: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/formats/vectors").join(name)
    }

    #[test]
    fn a_cases_file_is_told_from_a_bundle_by_its_first_entry() {
        assert!(is_case_file(&vector("case-file.zip")));
        assert!(!is_case_file(&vector("bundle.zip")) && !is_case_file(&vector("attestation.pdf")));
    }

    #[test]
    fn a_members_signature_is_answered_by_the_keys_and_sites_that_are_given() {
        let expected = std::fs::read(vector("expected-panel-signatures.json")).expect("there");
        let expected: serde_json::Value = serde_json::from_slice(&expected).expect("JSON");
        let x = expected["decisionKeys"][0].as_str().expect("a key");
        let key = PublicKey::from_x(x).expect("a key");
        let known = proofs::key_set::KnownKey::of("did:web:assay.example:b:thames", key);
        let name = format!("assay-decision-keys-{}.json", std::process::id());
        let keys = std::env::temp_dir().join(name);
        std::fs::write(&keys, KeySet { keys: vec![known] }.bytes()).expect("written");
        let code = |file: &str, known: bool| {
            let asked = Verifying {
                file: vector(file),
                keys: if known { vec![keys.clone()] } else { Vec::new() },
                list: Vec::new(),
                site: if known { vec!["https://assay.example".into()] } else { Vec::new() },
                json: false,
            };
            verify(&asked).ok().map(|code| format!("{code:?}"))
        };
        let says = |code: u8| Some(format!("{:?}", ExitCode::from(code)));
        for one in expected["files"].as_array().expect("a list") {
            let file = one["file"].as_str().expect("a name");
            if file.contains("chromium") {
                continue;
            }
            let genuine = one["genuine"] == true;
            assert_eq!(code(file, true), says(u8::from(!genuine)), "{file}");
        }
        assert_eq!(
            code("panel-signature-body.json", false),
            says(4),
            "whose key it is, is not proven"
        );
        assert_eq!(code("forged-panel-vote-body.json", false), says(1));
        let _ = std::fs::remove_file(&keys);
    }

    #[test]
    fn what_was_found_is_the_exit_code_and_a_file_that_is_not_there_is_said() {
        let asked = |file: &str, keys: bool| Verifying {
            file: vector(file),
            keys: if keys { vec![vector("keys.json")] } else { Vec::new() },
            list: Vec::new(),
            site: Vec::new(),
            json: true,
        };
        let code =
            |file: &str, keys| verify(&asked(file, keys)).ok().map(|code| format!("{code:?}"));
        let expected = |code: u8| Some(format!("{:?}", ExitCode::from(code)));
        assert_eq!(code("forged-appended.pdf", true), expected(1));
        assert_eq!(code("bundle-withdrawn.zip", true), expected(2));
        assert_eq!(code("credential.jwt", false), expected(4));
        assert_eq!(code("forged-case-cut.zip", false), expected(1));
        assert!(
            verify(&asked("none", false)).err().is_some_and(|Halt(said)| said.contains("none"))
        );
    }
}
