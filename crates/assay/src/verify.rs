//! `assay verify`: checks a bundle, a PDF, a credential or the file of a case at a prompt, without database and
//! without network, and answers by its exit code.

use crate::Halt;
use crate::arguments::Verifying;
use proofs::case_file;
use proofs::key_set::KeySet;
use proofs::keys::PublicKey;
use proofs::verify::verify_with;
use std::path::Path;
use std::process::ExitCode;
use time::OffsetDateTime;

/// The largest file that is read, bytes; a case's file is streamed and may be larger.
const MOST: u64 = 32 * 1024 * 1024;

/// Checks the file and says what was found; 0 to 4 as `proofs::verify::Report::exit_code` says.
pub(crate) fn verify(asked: &Verifying) -> Result<ExitCode, Halt> {
    let keys = asked.keys.as_deref().map(known).transpose()?;
    if is_case_file(&asked.file) {
        return of_case(asked, keys);
    }
    let length = std::fs::metadata(&asked.file).map_err(|cause| unread(&asked.file, &cause))?.len();
    if length > MOST {
        return Err(Halt(format!("{} is larger than any file of ours", asked.file.display())));
    }
    let bytes = read(&asked.file)?;
    let lists = asked.list.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let lists: Vec<&[u8]> = lists.iter().map(Vec::as_slice).collect();
    let given = proofs::verify::Given { keys: keys.as_ref(), lists: &lists, now: now() };
    let report = verify_with(&bytes, &given);
    match asked.json {
        true => println!("{}", serde_json::to_string_pretty(&report)?),
        false => print!("{report}"),
    }
    Ok(ExitCode::from(report.exit_code()))
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

/// Whether the zip begins with a case's manifest, as only a case's file does.
fn is_case_file(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0; 64];
    let read = std::fs::File::open(path).and_then(|mut file| file.read(&mut start));
    read.is_ok_and(|n| start[..n].windows(13).any(|name| name == b"manifest.json"))
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
    if asked.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
        return Ok(ExitCode::from(u8::from(!report.holds())));
    }
    for check in &report.checks {
        println!("{:?} {}: {}", check.outcome, check.entry, check.says);
    }
    Ok(ExitCode::from(u8::from(!report.holds())))
}
