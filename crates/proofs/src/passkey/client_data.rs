//! What the browser says about an answer (WebAuthn, section 5.8.1): for which ceremony, challenge and origin.

use super::{CLIENT_DATA_CAP, Refused, Site, unreadable};
use crate::strict;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

pub(super) const CREATE: &str = "webauthn.create";
pub(super) const GET: &str = "webauthn.get";

/// Further members may stand beside these: browsers add some so that nobody compares the text against a template.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    ceremony: String,
    challenge: String,
    origin: String,
    cross_origin: Option<bool>,
    top_origin: Option<String>,
}

/// Checks that the browser's words are of this ceremony, this challenge and this site, and of no frame in another's.
pub(super) fn check(
    json: &[u8],
    ceremony: &str,
    challenge: &[u8],
    site: &Site,
) -> Result<(), Refused> {
    let said: ClientData =
        strict::json(json, CLIENT_DATA_CAP).map_err(unreadable("client data"))?;
    if said.ceremony != ceremony {
        return Err(Refused::OtherCeremony(said.ceremony));
    }
    if said.challenge != URL_SAFE_NO_PAD.encode(challenge) {
        return Err(Refused::OtherChallenge);
    }
    if said.origin != site.origin {
        return Err(Refused::OtherOrigin(said.origin));
    }
    if said.cross_origin == Some(true) || said.top_origin.is_some() {
        return Err(Refused::CrossOrigin);
    }
    Ok(())
}
