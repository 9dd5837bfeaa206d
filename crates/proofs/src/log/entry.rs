//! What is logged: that an engagement's record has an entry of this digest at this place. Nobody's name, no words.

use super::{Broken, checkpoint::decimal, malformed};

const WHAT: &str = "log entry";
const FIRST_LINE: &str = "assay-log-entry-v1";
/// Longest id of an engagement.
const ID_CAP: usize = 64;

/// A record's entry as a leaf of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogEntry {
    /// The engagement's opaque id: letters, digits and hyphens, at most 64.
    pub engagement: String,
    /// The entry's number in the engagement's record, from 1.
    pub seq: u64,
    /// The entry's digest, which covers all entries before it.
    pub digest: [u8; 32],
}

impl LogEntry {
    /// The leaf's bytes: four lines, each ended by a line feed – the format's name, the engagement, the number, the
    /// digest in lower-case hexadecimal.
    pub fn bytes(&self) -> Result<Vec<u8>, Broken> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let id = &self.engagement;
        if id.is_empty() || id.len() > ID_CAP || !id.bytes().all(allowed) {
            return Err(malformed(WHAT, "its engagement is no opaque id"));
        }
        if self.seq == 0 {
            return Err(malformed(WHAT, "entries are counted from 1"));
        }
        let digest = hex::encode(self.digest);
        Ok(format!("{FIRST_LINE}\n{id}\n{}\n{digest}\n", self.seq).into_bytes())
    }

    /// The entry of such bytes; of no others.
    pub fn parse(bytes: &[u8]) -> Result<Self, Broken> {
        let wrong = malformed(WHAT, "it has not its four lines");
        let text = std::str::from_utf8(bytes).map_err(|_| wrong.clone())?;
        let lines: Vec<&str> = text.split('\n').collect();
        let [FIRST_LINE, engagement, seq, digest, ""] = lines.as_slice() else {
            return Err(wrong);
        };
        let digest = hex::decode(digest).ok().and_then(|bytes| bytes.try_into().ok());
        let (Some(seq), Some(digest)) = (decimal(seq), digest) else { return Err(wrong) };
        let entry = LogEntry { engagement: (*engagement).to_owned(), seq, digest };
        if entry.bytes()? == bytes { Ok(entry) } else { Err(wrong) }
    }
}
