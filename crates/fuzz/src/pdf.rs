//! PDFs: what is attached to one, and the update that seals a credential into it.

use crate::issued::ISSUED;
use proofs::pdf::{ATTACHED, MOST_ATTACHED, attached, sealed};

const NAMES: [&str; 4] = [ATTACHED, "attestation.json", "attestation.sig", "key.pem"];

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let packed = {
        use std::io::Write;
        let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), Default::default());
        packed.write_all(b"a key").and_then(|()| packed.finish()).expect("packed")
    };
    let odd = drawing(&[("a\\)b", b"1"), ("zz", b"")]);
    let flat = [b"/Filter/FlateDecode ".as_slice(), b"/Length "].concat();
    let one = drawing(&[("key.pem", &packed)]);
    let at = one.windows(8).position(|part| part == b"/Length ").expect("a length");
    // Behind the catalogue nothing moves that the table speaks of: the stream is the last object but one.
    let filtered = [&one[..at], &flat, &one[at + 8..]].concat();
    vec![drawing(&[]), odd, one, filtered, ISSUED.base.clone(), ISSUED.pdf.clone()]
}

/// What is taken out is no larger than it may be; a credential that is sealed in is found again behind the unchanged
/// bytes, beside all that was attached before, and no second one is sealed in.
pub(crate) fn judge(bytes: &[u8]) {
    let before = NAMES.map(|name| attached(bytes, name));
    for found in before.iter().flatten().flatten() {
        assert!(found.len() <= MOST_ATTACHED);
    }
    let credential = &ISSUED.credential;
    let Ok(update) = sealed(bytes, credential) else { return };
    assert!(update.starts_with(bytes));
    assert_eq!(attached(&update, ATTACHED), Ok(Some(credential.clone())));
    for (name, before) in NAMES.iter().zip(before).skip(1) {
        if before.is_ok() {
            assert_eq!(attached(&update, name), before, "{name}");
        }
    }
    assert!(sealed(&update, credential).is_err(), "sealed twice");
}

/// The smallest drawing with these files attached, built as attestations are.
pub(crate) fn drawing(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = Vec::new();
    let named: Vec<String> = files
        .iter()
        .enumerate()
        .map(|(n, (name, _))| format!("({name}) {} 0 R", 5 + 2 * n))
        .collect();
    let named = named.join(" ");
    objects.push(match files {
        [] => b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        _ => format!("<</Type/Catalog/Pages 2 0 R/AF[5 0 R]/Names<</Dests<<>>/EmbeddedFiles<</Names[{named}]>>>>>>")
            .into_bytes(),
    });
    objects.push(b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec());
    objects.push(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".to_vec());
    for (n, (name, content)) in files.iter().enumerate() {
        let head = format!("<</Type/EmbeddedFile/Length {}>>\nstream\n", content.len());
        let file = format!("<</Type/Filespec/F({name})/EF<</F {} 0 R>>>>", 4 + 2 * n);
        objects.push([head.as_bytes(), content, b"\nendstream"].concat());
        objects.push(file.into_bytes());
    }
    written(&objects)
}

fn written(objects: &[Vec<u8>]) -> Vec<u8> {
    let (mut bytes, mut table) = (b"%PDF-1.7\n".to_vec(), String::new());
    for (n, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n\r\n", bytes.len());
        bytes.extend([format!("{} 0 obj\n", n + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let (at, size) = (bytes.len(), objects.len() + 1);
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f\r\n{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n"
    );
    bytes.extend(end.into_bytes());
    bytes
}
