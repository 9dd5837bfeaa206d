//! Refuses content that must never be printed, before anything is drawn or signed.

use time::Date;

use proofs::attestation::Attestation;

use crate::{DrawError, fonts, ink};

/// Refuses what must never be printed; `attestation()` asks this first.
pub fn lint(a: &Attestation) -> Result<(), DrawError> {
    texts(a).iter().try_for_each(printable)?;
    dates(a)?;
    identity(a)?;
    if !(2..=4).contains(&a.body.mark.chars().count()) {
        return Err(DrawError::refused("body.mark", "The monogram has two to four letters."));
    }
    if ink::parse(&a.body.colour).is_none() {
        return Err(DrawError::refused("body.colour", "A colour is written as #rrggbb."));
    }
    Ok(())
}

/// A text that reaches the page.
struct Text<'a> {
    /// Its path in the data.
    field: String,
    words: &'a str,
    /// How many characters it has room for.
    most: usize,
    may_be_empty: bool,
}

impl<'a> Text<'a> {
    fn must(field: impl Into<String>, words: &'a str, most: usize) -> Self {
        Self { field: field.into(), words, most, may_be_empty: false }
    }

    fn may(field: impl Into<String>, words: &'a str, most: usize) -> Self {
        Self { may_be_empty: true, ..Self::must(field, words, most) }
    }

    /// Scopes and addresses come in lines; a name does not.
    fn has_lines(&self) -> bool {
        self.field.ends_with("scope") || self.field.ends_with("address")
    }

    fn refused(&self, reason: impl Into<String>) -> Result<(), DrawError> {
        Err(DrawError::refused(&self.field, reason))
    }
}

/// Every text that reaches the page. The limits are what the face holds with all of them reached.
fn texts(a: &Attestation) -> Vec<Text<'_>> {
    let mut all = vec![
        Text::must("body.name", &a.body.name, 60),
        Text::must("body.legal_name", &a.body.legal_name, 80),
        Text::must("body.address", &a.body.address, 120),
        Text::must("body.country", &a.body.country, 60),
        Text::may("body.website", &a.body.website, 60),
        Text::must("body.mark", &a.body.mark, 12),
        Text::must("client", &a.client, 200),
        Text::must("scope", &a.scope, 10_000),
        Text::must("standard", &a.standard, 40),
        Text::must("number", &a.number, 32),
        Text::may("soa_version", &a.soa_version, 40),
        Text::may("system", &a.system, 80),
        Text::must("signatory", &a.signatory, 60),
        Text::must("signatory_function", &a.signatory_function, 60),
        Text::must("verify_url", &a.verify_url, 150),
    ];
    // Empty words of accreditation would print as if there were some (CRT-4).
    all.extend(a.accreditation.iter().map(|w| Text::must("accreditation", w, 300)));
    for (i, site) in a.sites.iter().enumerate() {
        all.push(Text::must(format!("sites[{i}].name"), &site.name, 200));
        all.push(Text::must(format!("sites[{i}].address"), &site.address, 400));
        all.push(Text::may(format!("sites[{i}].scope"), &site.scope, 10_000));
    }
    all
}

fn printable(text: &Text<'_>) -> Result<(), DrawError> {
    if text.words.trim().is_empty() && !text.may_be_empty {
        return text.refused("This must not be empty.");
    }
    if text.words.chars().count() > text.most {
        return text.refused(format!("There is room for {} characters.", text.most));
    }
    if text.words.contains('\n') && !text.has_lines() {
        return text.refused("This must be a single line.");
    }
    if text.field == "body.address" && text.words.lines().count() > 4 {
        return text.refused("There is room for four lines.");
    }
    if let Some(c) = text.words.chars().find(|&c| fonts::deceives(c)) {
        let code = c as u32;
        return text.refused(format!("The invisible character U+{code:04X} must not be printed."));
    }
    let missing = fonts::missing(text.words);
    if !missing.is_empty() {
        let names: Vec<_> = missing.iter().map(|&c| format!("{c} (U+{:04X})", c as u32)).collect();
        return text.refused(format!("No font here can print {}.", names.join(", ")));
    }
    Ok(())
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
    if a.revision < 1 {
        return Err(DrawError::refused("revision", "Revisions are counted from 1."));
    }
    if a.sites.is_empty() {
        return Err(DrawError::refused("sites", "At least one location must be named."));
    }
    let url = &a.verify_url;
    let web = url.starts_with("https://") || (a.demonstration && url.starts_with("http://"));
    if !web || url.contains(char::is_whitespace) {
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
