//! Refuses content that must never be printed, before anything is drawn or signed.

use time::Date;

use crate::{Attestation, DrawError, fonts, ink};

/// Refuses what must never be printed; `attestation()` asks this first.
pub fn lint(a: &Attestation) -> Result<(), DrawError> {
    let texts = texts(a);
    texts.iter().try_for_each(|(field, text, may_be_empty)| printable(field, text, *may_be_empty))?;
    dates(a)?;
    identity(a)?;
    mark(&a.body.mark)?;
    if ink::parse(&a.body.colour).is_none() {
        return Err(DrawError::refused("body.colour", "A colour is written as #rrggbb."));
    }
    Ok(())
}

/// Every text that reaches the page: its path, its words, and whether it may be empty.
fn texts(a: &Attestation) -> Vec<(String, &str, bool)> {
    let must = [
        ("body.name", &a.body.name),
        ("body.legal_name", &a.body.legal_name),
        ("body.address", &a.body.address),
        ("body.country", &a.body.country),
        ("body.mark", &a.body.mark),
        ("client", &a.client),
        ("scope", &a.scope),
        ("standard", &a.standard),
        ("number", &a.number),
        ("soa_version", &a.soa_version),
        ("signatory", &a.signatory),
        ("signatory_function", &a.signatory_function),
        ("verify_url", &a.verify_url),
    ];
    let mut all: Vec<_> = must.map(|(field, text)| (field.to_owned(), text.as_str(), false)).into();
    all.push(("body.website".to_owned(), &a.body.website, true));
    // Empty words of accreditation would print as if there were some (CRT-4).
    all.extend(a.accreditation.iter().map(|w| ("accreditation".to_owned(), w.as_str(), false)));
    for (i, site) in a.sites.iter().enumerate() {
        all.push((format!("sites[{i}].name"), &site.name, false));
        all.push((format!("sites[{i}].address"), &site.address, false));
        all.push((format!("sites[{i}].scope"), &site.scope, true));
    }
    all
}

fn printable(field: &str, text: &str, may_be_empty: bool) -> Result<(), DrawError> {
    if text.trim().is_empty() && !may_be_empty {
        return Err(DrawError::refused(field, "This must not be empty."));
    }
    if let Some(c) = text.chars().find(|&c| deceives(c)) {
        let code = c as u32;
        let reason = format!("The invisible character U+{code:04X} must not be on an attestation.");
        return Err(DrawError::refused(field, reason));
    }
    let missing = fonts::missing(text);
    if !missing.is_empty() {
        let names: Vec<_> = missing.iter().map(|&c| format!("{c} (U+{:04X})", c as u32)).collect();
        let reason = format!("No font here can print {}.", names.join(", "));
        return Err(DrawError::refused(field, reason));
    }
    Ok(())
}

/// Controls, and the marks that make a text read differently from how it is stored.
fn deceives(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

fn dates(a: &Attestation) -> Result<(), DrawError> {
    let order = |field, early: Date, late: Date, reason: &str| {
        if early > late { Err(DrawError::refused(field, reason)) } else { Ok(()) }
    };
    let effective = a.effective_on;
    order("effective_on", a.decided_on, effective, "It takes effect before it was decided.")?;
    order("issued_on", a.decided_on, a.issued_on, "It is issued before it was decided.")?;
    order("expires_on", a.issued_on, a.expires_on, "It has expired before it is issued.")?;
    if a.expires_on <= effective {
        return Err(DrawError::refused("expires_on", "It expires before it takes effect."));
    }
    Ok(())
}

fn identity(a: &Attestation) -> Result<(), DrawError> {
    if a.revision == 0 {
        return Err(DrawError::refused("revision", "Revisions are counted from 1."));
    }
    if a.sites.is_empty() {
        return Err(DrawError::refused("sites", "At least one location must be named."));
    }
    let url = &a.verify_url;
    let web = url.starts_with("https://") || (a.demonstration && url.starts_with("http://"));
    if !web || url.contains(char::is_whitespace) || url.len() > 300 {
        let reason = "The address for checking must begin with https:// and hold no spaces.";
        return Err(DrawError::refused("verify_url", reason));
    }
    let hex = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    if a.record_digest.len() != 64 || !a.record_digest.chars().all(hex) {
        let reason = "The record's digest is 64 hexadecimal digits in lower case.";
        return Err(DrawError::refused("record_digest", reason));
    }
    Ok(())
}

fn mark(mark: &str) -> Result<(), DrawError> {
    if !(2..=4).contains(&mark.chars().count()) {
        return Err(DrawError::refused("body.mark", "The monogram has two to four letters."));
    }
    Ok(())
}
