//! Reading a plain zip from its first byte to its last, so that every one of them is accounted for.

use super::container::{Head, LOCAL, LOCAL_LEN, directory};
use super::{MOST_BYTES, MOST_ENTRIES, NAME_CAP, is_name};
use flate2::Crc;
use sha2::{Digest, Sha256};
use std::io::{ErrorKind, Read};

const CHUNK: usize = 64 * 1024;

/// What of the zip itself is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Damage {
    #[error("the file cannot be read further: {0}")]
    Input(String),
    #[error("the file ends within it")]
    Cut,
    #[error("its header is not as this format writes it")]
    Header,
    #[error("its content is not what its header says (CRC-32)")]
    Content,
    #[error("it has more entries or bytes than a case's file may have")]
    TooLarge,
    #[error("what stands behind “{0}” is neither an entry nor the directory that belongs there")]
    Behind(String),
}

/// An entry's content as it was read.
pub(super) struct Content {
    pub(super) sha256: [u8; 32],
    /// The bytes, where they were to be kept.
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) crc: u32,
}

/// Reads a plain zip from its first byte to its last.
pub(super) struct Container<R> {
    input: R,
    heads: Vec<Head>,
}

impl<R: Read> Container<R> {
    pub(super) fn new(input: R) -> Self {
        Container { input, heads: Vec::new() }
    }

    /// The next entry's header, or nothing after the last, when directory and end were as they must be. An error
    /// comes with the name of the entry it is about.
    pub(super) fn next(&mut self) -> Result<Option<Head>, (String, Damage)> {
        let last = self.heads.last().map(|head| head.name.clone()).unwrap_or_default();
        let offset = self.heads.last().map_or(Some(0), Head::end);
        let mut start = [0; LOCAL_LEN];
        let read = self.fill(&mut start).map_err(|damage| (last.clone(), damage))?;
        if !start.starts_with(&LOCAL.to_le_bytes()) {
            let begun = start.get(..read).unwrap_or_default();
            return self.finish(begun).map(|()| None).map_err(|damage| (last, damage));
        }
        if read < LOCAL_LEN {
            return Err((last.clone(), Damage::Behind(last)));
        }
        let name = self.name(&start).map_err(|damage| (last, damage))?;
        let word = |at: usize| start.get(at..at + 4).and_then(|b| b.try_into().ok());
        let [crc, size] = [word(14), word(22)].map(|bytes| bytes.map_or(0, u32::from_le_bytes));
        let head = Head { name, size, crc, offset: offset.unwrap_or(u32::MAX) };
        self.judge(&head, &start).map_err(|damage| (head.name.clone(), damage))?;
        self.heads.push(head.clone());
        Ok(Some(head))
    }

    /// Whether the header is as this format writes it, and the entry within what a file may have.
    fn judge(&self, head: &Head, start: &[u8]) -> Result<(), Damage> {
        if !is_name(&head.name) || !head.local().starts_with(start) {
            return Err(Damage::Header);
        }
        let within = head.end().is_some_and(|end| u64::from(end) <= MOST_BYTES);
        match within && self.heads.len() < MOST_ENTRIES {
            true => Ok(()),
            false => Err(Damage::TooLarge),
        }
    }

    /// An entry's content, to be read right after its header; `keep` where its bytes are wanted.
    pub(super) fn content(&mut self, head: &Head, keep: bool) -> Result<Content, Damage> {
        let (mut crc, mut sha256) = (Crc::new(), Sha256::new());
        let mut bytes = keep.then(Vec::new);
        let mut left = head.size as usize;
        let mut chunk = vec![0; CHUNK.min(left)];
        while left > 0 {
            let wanted = left.min(chunk.len());
            let part = chunk.get_mut(..wanted).unwrap_or_default();
            if self.fill(part)? < wanted {
                return Err(Damage::Cut);
            }
            let part = chunk.get(..wanted).unwrap_or_default();
            crc.update(part);
            sha256.update(part);
            bytes.as_mut().map(|bytes| bytes.extend_from_slice(part)).unwrap_or_default();
            left -= wanted;
        }
        Ok(Content { sha256: sha256.finalize().into(), bytes, crc: crc.sum() })
    }

    fn name(&mut self, start: &[u8; LOCAL_LEN]) -> Result<String, Damage> {
        let [.., low, high, _, _] = start;
        let len = usize::from(u16::from_le_bytes([*low, *high]));
        let mut name = vec![0; len.min(NAME_CAP)];
        match self.fill(&mut name)? < name.len() {
            true => Err(Damage::Cut),
            false => Ok(String::from_utf8_lossy(&name).into_owned()),
        }
    }

    /// Holds the rest of the file against the directory of the entries that were read.
    fn finish(&mut self, begun: &[u8]) -> Result<(), Damage> {
        let last = self.heads.last().map(|head| head.name.clone()).unwrap_or_default();
        let expected = directory(&self.heads);
        let mut rest = begun.to_vec();
        let most = expected.len() as u64 + 1;
        let input = self.input.by_ref();
        input.take(most).read_to_end(&mut rest).map_err(|e| Damage::Input(e.to_string()))?;
        if rest == expected { Ok(()) } else { Err(Damage::Behind(last)) }
    }

    /// Fills the buffer as far as the input goes; gives how far that was.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, Damage> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.input.read(rest) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Damage::Input(error.to_string())),
            }
        }
        Ok(filled)
    }
}
