//! The body's own page: name, address and public texts, kept by its administrators.

use super::settings::{kept, opened_at};
use crate::actor::Administrator;
use crate::db::Tx;
use crate::error::Result;
use crate::parse::{LONG, Reading, SHORT};

/// Name, address and the texts of the public page; as long as an attestation has room for.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Texts {
    pub version: String,
    pub name: String,
    pub legal_name: String,
    pub address: String,
    pub country: String,
    pub email: String,
    pub telephone: String,
    pub website: String,
    pub mark: String,
    pub colour: String,
    pub accreditation: String,
    pub process: String,
    pub granting: String,
    pub marks_rules: String,
    pub appeals: String,
    pub impartiality: String,
}

/// Keeps name, address and public texts.
pub async fn save_texts(tx: &mut Tx<'_>, _by: &Administrator, typed: Texts) -> Result<()> {
    let body = tx.actor().body()?;
    let version = opened_at(&typed.version);
    let t = read_texts(&typed)?;
    let saved = sqlx::query!(
        "update bodies set name = $3, legal_name = $4, address = $5, country = $6, email = $7, telephone = $8, website = $9,
           mark = $10, colour = $11, accreditation = nullif($12, ''), process = $13, granting = $14, marks_rules = $15,
           appeals = $16, impartiality = $17, version = version + 1
         where id = $1 and version = $2",
        body, version, t.name, t.legal_name, t.address, t.country, t.email, t.telephone, t.website,
        t.mark, t.colour, t.accreditation, t.process, t.granting, t.marks_rules, t.appeals, t.impartiality
    )
    .execute(tx.sql())
    .await?;
    kept(saved.rows_affected())
}

pub(super) fn read_texts(typed: &Texts) -> Result<Texts> {
    let mut r = Reading::default();
    let texts = Texts {
        version: String::new(),
        name: r.required("name", &typed.name, "the name that people know the body by", 60),
        legal_name: r.required("legal_name", &typed.legal_name, "the legal name", 80),
        address: r.required("address", &typed.address, "the address", 120),
        country: r.required("country", &typed.country, "the country in words", 60),
        email: r.email("email", &typed.email),
        telephone: r.optional("telephone", &typed.telephone, 60),
        website: website(&mut r, &typed.website),
        mark: mark(&mut r, &typed.mark),
        colour: colour(&mut r, &typed.colour),
        accreditation: r.optional("accreditation", &typed.accreditation, SHORT),
        process: r.optional("process", &typed.process, LONG),
        granting: r.optional("granting", &typed.granting, LONG),
        marks_rules: r.optional("marks_rules", &typed.marks_rules, LONG),
        appeals: r.optional("appeals", &typed.appeals, LONG),
        impartiality: r.optional("impartiality", &typed.impartiality, LONG),
    };
    r.done()?;
    Ok(texts)
}

fn website(r: &mut Reading, typed: &str) -> String {
    let text = r.optional("website", typed, 60);
    if !text.is_empty()
        && !["https://", "http://"]
            .iter()
            .any(|scheme| text.starts_with(scheme) && text.len() > scheme.len())
    {
        r.errors.add(
            "website",
            "Enter the web address with its beginning, such as https://example.com",
        );
    }
    text
}

fn mark(r: &mut Reading, typed: &str) -> String {
    let text = r.required("mark", typed, "two to four letters for the seal", 12);
    if !text.is_empty()
        && (!(2..=4).contains(&text.chars().count()) || text.chars().any(|c| !c.is_alphanumeric()))
    {
        r.errors.add("mark", "Use two to four letters for the seal");
    }
    text
}

fn colour(r: &mut Reading, typed: &str) -> String {
    let text = typed.trim().to_lowercase();
    let digits = text
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()));
    if digits.is_none() {
        r.errors.add("colour", "Enter the colour as six hexadecimal digits, such as #1f4e5f");
    }
    text
}
