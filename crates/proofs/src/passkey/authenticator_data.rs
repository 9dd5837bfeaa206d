//! What the authenticator says about an answer (WebAuthn, section 6.1): for which relying party, who was there, and
//! at a registration the new credential.

use super::{AUTHENTICATOR_DATA_CAP, CREDENTIAL_ID_CAP, Refused, Site, malformed, unreadable};
use crate::strict;
use sha2::{Digest, Sha256};

const WHAT: &str = "authenticator data";
const USER_PRESENT: u8 = 1 << 0;
const USER_VERIFIED: u8 = 1 << 2;
const BACKUP_ELIGIBLE: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const CREDENTIAL_INCLUDED: u8 = 1 << 6;
const EXTENSIONS_INCLUDED: u8 = 1 << 7;

#[derive(Debug)]
pub(super) struct AuthenticatorData<'a> {
    rp_id_hash: &'a [u8],
    flags: u8,
    pub(super) sign_count: u32,
    pub(super) credential: Option<NewCredential<'a>>,
}

#[derive(Debug)]
pub(super) struct NewCredential<'a> {
    pub(super) aaguid: [u8; 16],
    pub(super) id: &'a [u8],
    /// The COSE key, byte for byte as the authenticator wrote it.
    pub(super) public_key: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, Refused> {
        let early = || malformed(WHAT, "it ends early");
        let (rp_id_hash, rest) = bytes.split_at_checked(32).ok_or_else(early)?;
        let (&[flags], rest) = rest.split_first_chunk().ok_or_else(early)?;
        let (&count, rest) = rest.split_first_chunk().ok_or_else(early)?;
        let (credential, rest) = match flags & CREDENTIAL_INCLUDED {
            0 => (None, rest),
            _ => NewCredential::parse(rest).map(|(credential, rest)| (Some(credential), rest))?,
        };
        if flags & EXTENSIONS_INCLUDED == 0 {
            if !rest.is_empty() {
                return Err(malformed(WHAT, "something stands after its end"));
            }
        } else if !strict::cbor(rest, AUTHENTICATOR_DATA_CAP).map_err(unreadable(WHAT))?.is_map() {
            return Err(malformed(WHAT, "its extensions are no map"));
        }
        let sign_count = u32::from_be_bytes(count);
        Ok(AuthenticatorData { rp_id_hash, flags, sign_count, credential })
    }

    /// Checks what every answer must say: our relying party, somebody present, and who it was verified.
    pub(super) fn check(&self, site: &Site) -> Result<(), Refused> {
        if self.rp_id_hash != Sha256::digest(&site.rp_id).as_slice() {
            return Err(Refused::OtherRelyingParty);
        }
        if self.flags & USER_PRESENT == 0 {
            return Err(Refused::NobodyPresent);
        }
        if self.flags & USER_VERIFIED == 0 {
            return Err(Refused::PersonNotVerified);
        }
        if self.backed_up() && !self.backup_eligible() {
            return Err(malformed(WHAT, "a key that cannot be backed up is said to be"));
        }
        Ok(())
    }

    pub(super) fn backup_eligible(&self) -> bool {
        self.flags & BACKUP_ELIGIBLE != 0
    }

    pub(super) fn backed_up(&self) -> bool {
        self.flags & BACKED_UP != 0
    }
}

impl<'a> NewCredential<'a> {
    fn parse(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), Refused> {
        let early = || malformed(WHAT, "its credential ends early");
        let (&aaguid, rest) = bytes.split_first_chunk().ok_or_else(early)?;
        let (&len, rest) = rest.split_first_chunk().ok_or_else(early)?;
        let len = usize::from(u16::from_be_bytes(len));
        if len == 0 || len > CREDENTIAL_ID_CAP {
            return Err(malformed(WHAT, "its credential id is empty or longer than 1023 bytes"));
        }
        let (id, rest) = rest.split_at_checked(len).ok_or_else(early)?;
        let (_, behind) =
            strict::cbor_prefix(rest, AUTHENTICATOR_DATA_CAP).map_err(unreadable(WHAT))?;
        let (public_key, behind) = rest.split_at(rest.len() - behind.len());
        Ok((NewCredential { aaguid, id, public_key }, behind))
    }
}
