//! From a credential back to what a person wants to read.

use super::{Bound, CONTEXTS};
use crate::day;
use crate::status_list::Purpose;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value;
use time::{Date, OffsetDateTime};

pub(super) const DEMONSTRATION: &str = "A demonstration: nobody is certified by it.";

/// A credential as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub id: String,
    /// The issuer's DID.
    pub issuer: String,
    pub facts: Facts,
    pub pdf: Bound,
    pub attestation: Bound,
    pub suspension: StatusEntry,
    pub revocation: StatusEntry,
    pub valid_from: OffsetDateTime,
    pub valid_until: OffsetDateTime,
}

/// What it says, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facts {
    pub number: String,
    pub revision: i64,
    /// The certification body's legal name.
    pub body: String,
    pub client: String,
    pub standard: String,
    pub scope: String,
    pub sites: Vec<Place>,
    /// The words on accreditation, the statement of applicability's version, whether it is a demonstration.
    pub conditions: Vec<String>,
    #[serde(with = "day")]
    pub decided_on: Date,
    /// The first and the last moment for which it was issued, RFC 3339.
    pub valid_from: String,
    pub valid_until: String,
    /// Where the register answers for it.
    pub register: String,
    pub demonstration: bool,
}

/// A certified place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    pub name: String,
    pub address: String,
    pub scope: String,
}

/// Where on which list the attestation's status stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusEntry {
    pub list: String,
    pub index: u32,
}

/// Why a credential cannot be read as an attestation's.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CredentialError {
    #[error("It is a credential, but no Digital Conformity Credential as Assay makes them.")]
    Kind,
    #[error("The credential's {0} is missing or not written as it has to be.")]
    Lacks(&'static str),
    #[error("The credential's {0} holds characters that would change how the rest is shown.")]
    Control(&'static str),
}

/// Reads the payload of a verified credential; addresses in it are read, never followed.
pub fn view(credential: &Value) -> Result<View, CredentialError> {
    let contexts = credential["@context"].as_array().ok_or(CredentialError::Kind)?;
    let types = credential["type"].as_array().ok_or(CredentialError::Kind)?;
    let is = |name: &str| types.iter().any(|listed| listed == name);
    if contexts != &CONTEXTS.map(Value::from)
        || !is("DigitalConformityCredential")
        || !is("VerifiableCredential")
    {
        return Err(CredentialError::Kind);
    }
    let moment = |name: &'static str| {
        credential[name].as_str().and_then(day::moment).ok_or(CredentialError::Lacks(name))
    };
    Ok(View {
        id: text(credential, "/id", "id")?,
        issuer: text(credential, "/issuer/id", "issuer")?,
        facts: facts(credential)?,
        pdf: bound(credential, "application/pdf")?,
        attestation: bound(credential, "application/json")?,
        suspension: entry(credential, Purpose::Suspension)?,
        revocation: entry(credential, Purpose::Revocation)?,
        valid_from: moment("validFrom")?,
        valid_until: moment("validUntil")?,
    })
}

fn facts(credential: &Value) -> Result<Facts, CredentialError> {
    let subject = &credential["credentialSubject"];
    let assessment = &subject["conformityAssessment"][0];
    let conditions = listed(assessment, "specifiedCondition", "conditions")?;
    let conditions: Vec<String> =
        conditions.iter().map(|words| text(words, "", "conditions")).collect::<Result<_, _>>()?;
    let decided_on = assessment["assessmentDate"].as_str().and_then(day::parse);
    let sites = listed(assessment, "assessedFacility", "sites")?;
    Ok(Facts {
        number: text(assessment, "/registeredId", "number")?,
        revision: assessment["revision"].as_i64().ok_or(CredentialError::Lacks("revision"))?,
        body: text(credential, "/issuer/name", "issuer's name")?,
        client: text(subject, "/issuedToParty/name", "client")?,
        standard: text(assessment, "/name", "standard")?,
        scope: text(subject, "/description", "scope")?,
        sites: sites.iter().map(place).collect::<Result<_, _>>()?,
        demonstration: conditions.iter().any(|words| words == DEMONSTRATION),
        conditions,
        decided_on: decided_on.ok_or(CredentialError::Lacks("date of decision"))?,
        valid_from: text(credential, "/validFrom", "validFrom")?,
        valid_until: text(credential, "/validUntil", "validUntil")?,
        register: text(subject, "/id", "register's address")?,
    })
}

fn place(value: &Value) -> Result<Place, CredentialError> {
    Ok(Place {
        name: text(value, "/facility/name", "site's name")?,
        address: text(value, "/facility/address/streetAddress", "site's address")?,
        scope: text(value, "/facility/description", "site's scope")?,
    })
}

fn text(value: &Value, pointer: &str, what: &'static str) -> Result<String, CredentialError> {
    let found =
        value.pointer(pointer).and_then(Value::as_str).ok_or(CredentialError::Lacks(what))?;
    match plain(found) {
        true => Ok(found.to_owned()),
        false => Err(CredentialError::Control(what)),
    }
}

/// Words that a terminal or a page may show: no control characters but line breaks, nothing that turns the direction
/// of reading.
fn plain(text: &str) -> bool {
    let turns = |letter| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().all(|letter| letter == '\n' || !(letter.is_control() || turns(letter)))
}

fn listed<'v>(
    value: &'v Value,
    name: &str,
    what: &'static str,
) -> Result<&'v Vec<Value>, CredentialError> {
    value[name].as_array().ok_or(CredentialError::Lacks(what))
}

/// The one status entry of this purpose: two of one purpose would be two answers.
fn entry(credential: &Value, purpose: Purpose) -> Result<StatusEntry, CredentialError> {
    let lacks = CredentialError::Lacks("status");
    let mut of_purpose = credential["credentialStatus"]
        .as_array()
        .ok_or(CredentialError::Lacks("status"))?
        .iter()
        .filter(|entry| entry["statusPurpose"] == purpose.name());
    let (Some(entry), None) = (of_purpose.next(), of_purpose.next()) else { return Err(lacks) };
    let index = entry["statusListIndex"].as_str();
    let index = index.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    let index = index.and_then(|text| text.parse().ok());
    let list = entry["statusListCredential"].as_str();
    match (list, index) {
        (Some(list), Some(index)) if entry["type"] == "BitstringStatusListEntry" => {
            Ok(StatusEntry { list: list.to_owned(), index })
        }
        _ => Err(lacks),
    }
}

/// The one resource of this media type.
fn bound(credential: &Value, media: &'static str) -> Result<Bound, CredentialError> {
    let mut of_media = listed(credential, "relatedResource", "relatedResource")?
        .iter()
        .filter(|resource| resource["mediaType"] == media);
    let (Some(resource), None) = (of_media.next(), of_media.next()) else {
        return Err(CredentialError::Lacks(media));
    };
    let digest = resource["digestSRI"].as_str().and_then(|text| text.strip_prefix("sha256-"));
    let sha256 = digest.and_then(|text| STANDARD.decode(text).ok()?.try_into().ok());
    match (sha256, resource["contentLength"].as_u64()) {
        (Some(sha256), Some(length)) => Ok(Bound { sha256, length }),
        _ => Err(CredentialError::Lacks("digest")),
    }
}
