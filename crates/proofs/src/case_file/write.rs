//! Writing a case's file, entry by entry, to wherever it goes: the same calls make the same bytes.

use super::container::{Head, crc_of, directory};
use super::manifest::Chain;
use super::{
    About, CHECKPOINT, FORMAT, KEY, Listed, MANIFEST, MOST_ENTRIES, Manifest, PAGE, RECORD,
    RecordFile, SIGNATURE, Unwritten, is_name,
};
use crate::keys::SigningKey;
use crate::log::Proof;
use crate::statement::PanelSignature;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::Write;

/// A file being written. The order of the calls is the order of the entries.
pub struct Writer<W> {
    out: W,
    about: About,
    heads: Vec<Head>,
    names: BTreeSet<String>,
    listed: Vec<Listed>,
    chain: Option<Chain>,
    signatures: usize,
}

impl<W: Write> Writer<W> {
    /// A file that goes to `out` as it is written; nothing of it is held but names and digests.
    pub fn new(out: W, about: About) -> Self {
        let (heads, names, listed) = (Vec::new(), BTreeSet::new(), Vec::new());
        Writer { out, about, heads, names, listed, chain: None, signatures: 0 }
    }

    /// index.html: the case for a person to read, without network.
    pub fn page(&mut self, html: &str) -> Result<(), Unwritten> {
        self.add(PAGE.into(), html.as_bytes())
    }

    /// record.json: the engagement's whole record; refused where its chain does not hold.
    pub fn record(&mut self, record: &RecordFile) -> Result<(), Unwritten> {
        record.check().map_err(Unwritten::Record)?;
        let bytes =
            serde_json_canonicalizer::to_vec(record).map_err(|_| Unwritten::Json(RECORD))?;
        self.chain = Some(Chain::of(record));
        self.add(RECORD.into(), &bytes)
    }

    /// items/KIND/SHA256.json: the text of a thing whose digest a signed list names. The same thing twice is written
    /// once.
    pub fn item(&mut self, kind: &str, text: &[u8]) -> Result<(), Unwritten> {
        self.add_once(format!("items/{kind}/{}.json", hex::encode(Sha256::digest(text))), text)
    }

    /// signatures/NUMBER.json: a panel member's statement and signature.
    pub fn signature(&mut self, signature: &PanelSignature) -> Result<(), Unwritten> {
        let bytes = signature.json().map_err(|_| Unwritten::Json("signature"))?;
        self.signatures += 1;
        self.add(format!("signatures/{:03}.json", self.signatures), &bytes)
    }

    /// evidence/SHA256: what a client or auditor put in, byte for byte. The same bytes twice are written once.
    pub fn evidence(&mut self, bytes: &[u8]) -> Result<(), Unwritten> {
        self.add_once(format!("evidence/{}", hex::encode(Sha256::digest(bytes))), bytes)
    }

    /// attestations/NAME.pdf, as it was issued.
    pub fn attestation(&mut self, name: &str, pdf: &[u8]) -> Result<(), Unwritten> {
        self.add(format!("attestations/{name}.pdf"), pdf)
    }

    /// documents/NAME: a report, a plan, a letter.
    pub fn document(&mut self, name: &str, bytes: &[u8]) -> Result<(), Unwritten> {
        self.add(format!("documents/{name}"), bytes)
    }

    /// checkpoint.txt: the log's checkpoint that the proofs are under.
    pub fn checkpoint(&mut self, note: &str) -> Result<(), Unwritten> {
        self.add(CHECKPOINT.into(), note.as_bytes())
    }

    /// proofs/NUMBER.txt: that the record's entry of this number is in the log.
    pub fn proof(&mut self, seq: u64, proof: &Proof) -> Result<(), Unwritten> {
        self.add(format!("proofs/{seq:06}.txt"), proof.text().as_bytes())
    }

    /// Writes key, manifest, signature and directory, and gives the output back.
    pub fn finish(mut self, key: &SigningKey) -> Result<W, Unwritten> {
        self.add(KEY.into(), key.public().pem().as_bytes())?;
        let (format, about) = (FORMAT.to_owned(), self.about.clone());
        let (chain, entries) = (self.chain.take(), std::mem::take(&mut self.listed));
        let manifest = Manifest { format, about, chain, entries };
        let bytes = manifest.bytes().ok_or(Unwritten::Json(MANIFEST))?;
        self.add(MANIFEST.into(), &bytes)?;
        self.add(SIGNATURE.into(), &key.sign(&bytes))?;
        let directory = directory(&self.heads);
        let begin = self.heads.last().and_then(Head::end).unwrap_or(0);
        if begin.checked_add(directory.len() as u32).is_none() {
            return Err(Unwritten::TooLarge(SIGNATURE.into()));
        }
        self.out.write_all(&directory)?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn add_once(&mut self, name: String, bytes: &[u8]) -> Result<(), Unwritten> {
        if self.names.contains(&name) { Ok(()) } else { self.add(name, bytes) }
    }

    fn add(&mut self, name: String, bytes: &[u8]) -> Result<(), Unwritten> {
        if !is_name(&name) {
            return Err(Unwritten::Name(name));
        }
        if !self.names.insert(name.clone()) {
            return Err(Unwritten::Twice(name));
        }
        let large = || Unwritten::TooLarge(name.clone());
        let size = u32::try_from(bytes.len()).map_err(|_| large())?;
        let offset = self.heads.last().map_or(Some(0), Head::end).ok_or_else(large)?;
        let head = Head { name: name.clone(), size, crc: crc_of(bytes), offset };
        if head.end().is_none() || self.heads.len() >= MOST_ENTRIES {
            return Err(large());
        }
        self.out.write_all(&head.local())?;
        self.out.write_all(bytes)?;
        let sha256 = hex::encode(Sha256::digest(bytes));
        self.listed.push(Listed { name, size: size.into(), sha256 });
        self.heads.push(head);
        Ok(())
    }
}
