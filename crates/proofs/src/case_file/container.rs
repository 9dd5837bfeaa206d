//! The plain zip: how each entry's header and the directory are written (APPNOTE, sections 4.3.7, 4.3.12 and 4.3.16).
//! Stored, dated 1980, no extra fields, no comment.

use flate2::Crc;

pub(super) const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// "2.0": folders in names, nothing else.
const VERSION: u16 = 20;
/// The first day that a zip can say: 1 January 1980.
const DATE: u16 = 0x0021;
/// An entry's header has so many bytes before its name.
pub(super) const LOCAL_LEN: usize = 30;

/// An entry as its header has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) size: u32,
    pub(super) crc: u32,
    /// Where its header begins.
    pub(super) offset: u32,
}

impl Head {
    /// What both of an entry's headers say of it, from the version on.
    fn common(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for half in [VERSION, 0, 0, 0, DATE] {
            bytes.extend(half.to_le_bytes());
        }
        for word in [self.crc, self.size, self.size] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend((self.name.len() as u16).to_le_bytes());
        bytes.extend([0, 0]);
        bytes
    }

    /// The header before the entry's content.
    pub(super) fn local(&self) -> Vec<u8> {
        [&LOCAL.to_le_bytes(), self.common().as_slice(), self.name.as_bytes()].concat()
    }

    fn central(&self) -> Vec<u8> {
        let mut bytes = CENTRAL.to_le_bytes().to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(self.common());
        // No comment, first disk, no attributes of one system or another.
        bytes.extend([0; 10]);
        bytes.extend(self.offset.to_le_bytes());
        bytes.extend(self.name.as_bytes());
        bytes
    }

    /// Where the next entry begins; `None` past what a zip can hold.
    pub(super) fn end(&self) -> Option<u32> {
        let len = (LOCAL_LEN + self.name.len()) as u32;
        self.offset.checked_add(len)?.checked_add(self.size)
    }
}

/// The directory of these entries, with the end of the zip behind it.
pub(super) fn directory(heads: &[Head]) -> Vec<u8> {
    let mut bytes: Vec<u8> = heads.iter().flat_map(Head::central).collect();
    let (count, len) = (heads.len() as u16, bytes.len() as u32);
    let begin = heads.last().and_then(Head::end).unwrap_or(0);
    bytes.extend(END.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend([len.to_le_bytes(), begin.to_le_bytes()].concat());
    bytes.extend([0; 2]);
    bytes
}

/// CRC-32 as zip has it.
pub(super) fn crc_of(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}
