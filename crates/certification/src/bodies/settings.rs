//! What an administrator settles for the body. Each form carries the version it was opened at, so that two
//! administrators never overwrite each other unseen.

use super::{Public, public};
use crate::actor::Administrator;
use crate::db::Tx;
use crate::error::{Error, FieldErrors, Result};
use crate::parse::{LONG, Reading, SHORT};

/// Name, address and the texts of the public page.
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

/// The body's own choices within the rules (CRT-3, DEC-4, PLN-2, FND-4).
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Policy {
    pub version: String,
    pub certificate_months: String,
    pub panel_members: String,
    pub objection_days: String,
    pub minors_closed_first: String,
}

/// The certification agreement that goes with every proposal.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Agreement {
    pub version: String,
    pub agreement_version: String,
    pub agreement: String,
}

/// Longest text of an agreement.
const AGREEMENT: usize = 60_000;

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
        name: r.required("name", &typed.name, "the name that people know the body by", 80),
        legal_name: r.required("legal_name", &typed.legal_name, "the legal name", SHORT),
        address: r.required("address", &typed.address, "the address", 600),
        country: country(&mut r, &typed.country),
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

fn country(r: &mut Reading, typed: &str) -> String {
    let code = r
        .required("country", typed, "the country as its two-letter code, such as GB", 60)
        .to_uppercase();
    if !code.is_empty() && !(code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase())) {
        r.errors.add("country", "Enter the country as its two-letter code, such as GB");
    }
    code
}

fn website(r: &mut Reading, typed: &str) -> String {
    let text = r.optional("website", typed, SHORT);
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
    let text = r.required("mark", typed, "one to three letters for the seal", SHORT);
    if text.chars().count() > 3 || text.chars().any(|c| !c.is_alphanumeric()) {
        r.errors.add("mark", "Use one to three letters for the seal");
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

/// Keeps the body's choices within the rules.
pub async fn save_policy(tx: &mut Tx<'_>, _by: &Administrator, typed: Policy) -> Result<()> {
    let body = tx.actor().body()?;
    let mut r = Reading::default();
    let months = number(
        &mut r,
        "certificate_months",
        &typed.certificate_months,
        "the validity in months",
        1,
        36,
    );
    let members =
        number(&mut r, "panel_members", &typed.panel_members, "the members of a panel", 2, 9);
    let days = number(&mut r, "objection_days", &typed.objection_days, "the days to object", 1, 60);
    r.done()?;
    let saved = sqlx::query!(
        "update bodies set certificate_months = $3, panel_members = $4, objection_days = $5, minors_closed_first = $6, version = version + 1
         where id = $1 and version = $2",
        body,
        opened_at(&typed.version),
        months,
        members,
        days,
        typed.minors_closed_first == "yes"
    )
    .execute(tx.sql())
    .await?;
    kept(saved.rows_affected())
}

fn number(r: &mut Reading, field: &str, typed: &str, what: &str, least: i32, most: i32) -> i32 {
    if typed.trim().is_empty() {
        r.errors.add(field, format!("Enter {what}"));
    }
    r.whole(field, typed, what, least, most).unwrap_or_default()
}

/// Keeps the agreement for proposals from now on; a new text needs a new version, because accepted proposals
/// name theirs (APP-3).
pub async fn save_agreement(tx: &mut Tx<'_>, _by: &Administrator, typed: Agreement) -> Result<()> {
    let body = tx.actor().body()?;
    let mut r = Reading::default();
    let name = r.required(
        "agreement_version",
        &typed.agreement_version,
        "a version, such as 2 or 2027-01",
        40,
    );
    let text = r.required("agreement", &typed.agreement, "the agreement's text", AGREEMENT);
    r.done()?;
    let Public { agreement_version, agreement, .. } = public(tx, body).await?;
    if agreement != text && agreement_version == name && !agreement.is_empty() {
        let message = format!(
            "Give the changed text a new version: {agreement_version} is the text that stands now"
        );
        return Err(FieldErrors::one("agreement_version", message).into());
    }
    let saved = sqlx::query!(
        "update bodies set agreement_version = $3, agreement = $4, version = version + 1 where id = $1 and version = $2",
        body,
        opened_at(&typed.version),
        name,
        text
    )
    .execute(tx.sql())
    .await?;
    kept(saved.rows_affected())
}

fn opened_at(version: &str) -> i32 {
    version.parse().unwrap_or_default()
}

fn kept(rows: u64) -> Result<()> {
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::Stale(
            "Another administrator changed these settings meanwhile: open them again.".into(),
        ))
    }
}
