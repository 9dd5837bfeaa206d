//! PDF's dictionaries and arrays as the exact bytes of their parts: enough to add an entry and change nothing else.

use super::PdfError;
use std::collections::BTreeSet;

/// How deep values may stand in each other.
const DEEPEST: usize = 32;
/// How many entries a dictionary or array may have here.
const MOST_ENTRIES: usize = 4096;

const BROKEN: PdfError = PdfError::Shape("a value in it cannot be read");

/// Names and values as written.
pub(super) type Entries<'a> = Vec<(&'a [u8], &'a [u8])>;

/// A reader of values, from a place in the file onwards.
pub(super) struct Values<'a> {
    bytes: &'a [u8],
    pub at: usize,
}

impl<'a> Values<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Self {
        Values { bytes, at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)) {
            self.at += 1;
        }
    }

    /// Whether this word comes next; it is passed if so.
    pub fn word(&mut self, word: &[u8]) -> bool {
        self.skip_space();
        let found = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        self.at += if found { word.len() } else { 0 };
        found
    }

    /// The entries of the dictionary that begins here: name and value, as written.
    pub fn dictionary(&mut self) -> Result<Entries<'a>, PdfError> {
        self.entries(0)
    }

    fn entries(&mut self, depth: usize) -> Result<Entries<'a>, PdfError> {
        if !self.word(b"<<") {
            return Err(PdfError::Shape("a dictionary is missing"));
        }
        let (mut entries, mut names) = (Vec::new(), BTreeSet::new());
        while !self.word(b">>") {
            let name = self.value(depth + 1)?;
            let value = self.value(depth + 1)?;
            let twice = !names.insert(name);
            if name.first() != Some(&b'/') || twice || entries.len() == MOST_ENTRIES {
                return Err(BROKEN);
            }
            entries.push((name, value));
        }
        Ok(entries)
    }

    /// The elements of the array that begins here, as written.
    pub fn array(&mut self) -> Result<Vec<&'a [u8]>, PdfError> {
        self.elements(0)
    }

    fn elements(&mut self, depth: usize) -> Result<Vec<&'a [u8]>, PdfError> {
        if !self.word(b"[") {
            return Err(PdfError::Shape("a list is missing"));
        }
        let mut elements = Vec::new();
        while !self.word(b"]") {
            if elements.len() == MOST_ENTRIES {
                return Err(BROKEN);
            }
            elements.push(self.value(depth + 1)?);
        }
        Ok(elements)
    }

    /// The value that comes next, as written: a reference ("63 0 R") is one value.
    fn value(&mut self, depth: usize) -> Result<&'a [u8], PdfError> {
        self.skip_space();
        let (start, bytes) = (self.at, self.bytes);
        match (self.peek().ok_or(BROKEN)?, bytes.get(self.at + 1)) {
            _ if depth > DEEPEST => return Err(BROKEN),
            (b'<', Some(b'<')) => drop(self.entries(depth)?),
            (b'[', _) => drop(self.elements(depth)?),
            (b'(', _) => self.text()?,
            (b'<', _) => self.until(b'>')?,
            (b'0'..=b'9', _) => self.number_or_reference(),
            _ => self.regular()?,
        }
        Ok(&bytes[start..self.at])
    }

    fn until(&mut self, end: u8) -> Result<(), PdfError> {
        let rest = &self.bytes[self.at..];
        self.at += rest.iter().position(|byte| *byte == end).ok_or(BROKEN)? + 1;
        Ok(())
    }

    fn text(&mut self) -> Result<(), PdfError> {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => open += 1,
                b')' if open == 1 => return Ok(()),
                b')' => open -= 1,
                _ => {}
            }
        }
        Err(BROKEN)
    }

    /// A name, a number, a word: up to the next delimiter.
    fn regular(&mut self) -> Result<(), PdfError> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'/'));
        self.letters();
        if self.at == start { Err(BROKEN) } else { Ok(()) }
    }

    fn letters(&mut self) {
        while self.peek().is_some_and(|byte| !b"\0\t\n\x0c\r ()<>[]{}/%".contains(&byte)) {
            self.at += 1;
        }
    }

    fn number_or_reference(&mut self) {
        self.digits();
        let after = self.at;
        let is_reference = self.digits_after_space() && self.word(b"R");
        if !is_reference {
            self.at = after;
            self.letters();
        }
    }

    fn digits_after_space(&mut self) -> bool {
        self.skip_space();
        self.digits()
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at > start
    }
}

/// The value under this name (with its slash).
pub(super) fn get<'a>(entries: &[(&'a [u8], &'a [u8])], name: &[u8]) -> Option<&'a [u8]> {
    entries.iter().find(|(other, _)| *other == name).map(|(_, value)| *value)
}

/// The number that these bytes write, of ten digits at most as in a table; none for anything else.
pub(super) fn number(bytes: &[u8]) -> Option<usize> {
    let digits = (1..=10).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(bytes).ok().filter(|_| digits)?.parse().ok()
}

/// The object that a reference names ("63 0 R": 63); only objects of generation 0 are drawn.
pub(super) fn reference(bytes: &[u8]) -> Option<usize> {
    number(bytes.strip_suffix(b" 0 R")?)
}
