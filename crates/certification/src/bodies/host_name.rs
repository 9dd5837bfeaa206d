//! A domain name as people type one, and as DNS has it.

use crate::error::{FieldErrors, Result};
use crate::keys::host_of;

/// The host name as DNS has it (RFC 1123), in small letters; none where nothing was typed.
pub(super) fn host_name(typed: &str, public_url: &str) -> Result<Option<String>> {
    let name = typed.trim().trim_end_matches('.').to_ascii_lowercase();
    let wrong = |message: &str| Err(FieldErrors::one("domain", message).into());
    if name.is_empty() {
        return Ok(None);
    }
    if name.contains(['/', ':', '@']) {
        return wrong(
            "Enter the name alone, such as cert.example.org: no https://, no path, no port",
        );
    }
    if !name.is_ascii() {
        return wrong("Enter the name in its ASCII form, which begins with xn--");
    }
    let labels: Vec<&str> = name.split('.').collect();
    let number = labels.last().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    if name.len() > 253 || labels.len() < 2 || number || !labels.iter().all(|label| is_label(label))
    {
        return wrong("Enter a domain name of your own, such as cert.example.org");
    }
    let host = host_of(public_url);
    if name == host.split(':').next().unwrap_or(host) {
        return wrong(
            "This is the installation’s own domain, by which every body here goes already: enter one of your own, or none",
        );
    }
    Ok(Some(name))
}

/// Letters, digits and hyphens, the latter within; 63 at most.
fn is_label(label: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(plain)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_a_host_name_and_nothing_more() {
        let read = |typed: &str| host_name(typed, "https://assay.example:8443").ok();
        assert_eq!(read(" Cert.Example.ORG. "), Some(Some("cert.example.org".into())));
        assert_eq!(read("xn--zrich-kva.example"), Some(Some("xn--zrich-kva.example".into())));
        assert_eq!(read("  "), Some(None), "the installation’s");
        let long = format!("{}.example", "a".repeat(64));
        for wrong in [
            "https://cert.example.org",
            "cert.example.org/path",
            "cert.example.org:443",
            "localhost",
            "-a.example",
            "a-.example",
            "a..example",
            "a_b.example",
            "zürich.example",
            "192.0.2.1",
            "assay.example",
            &long,
            "a b.example",
            "a%3A.example",
            &"a.".repeat(130),
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
