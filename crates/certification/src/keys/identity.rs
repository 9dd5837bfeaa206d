//! How a body is named in what it signs, and where strangers find what proves it. The one place that knows whether a
//! body goes by a domain of its own or by the installation's.

use crate::db::Tx;
use crate::error::Result;
use proofs::status_list::Purpose;
use uuid::Uuid;

/// A body's names, from its row and the installation's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    public_url: String,
    slug: String,
    domain: Option<String>,
}

impl Identity {
    /// Of a body with this part of an address, on the installation with this address (without a slash at its end),
    /// with its own domain if it has settled one.
    pub fn of(public_url: &str, slug: &str, domain: Option<&str>) -> Self {
        let (public_url, slug) = (public_url.trim_end_matches('/').into(), slug.into());
        Identity { public_url, slug, domain: domain.map(str::to_owned) }
    }

    /// The body's decentralised identifier (did:web), on its own domain or below the installation's; a port's colon
    /// is percent-encoded, as the method asks.
    pub fn did(&self) -> String {
        match &self.domain {
            Some(domain) => format!("did:web:{domain}"),
            None => format!("did:web:{}:b:{}", self.host().replace(':', "%3A"), self.slug),
        }
    }

    /// The name of its log, by which checkpoints and their key are known: the DID's address, and "/log".
    pub fn log(&self) -> String {
        match &self.domain {
            Some(domain) => format!("{domain}/log"),
            None => format!("{}/b/{}/log", self.host(), self.slug),
        }
    }

    /// The address of its status list, which is the installation's whatever the body is called.
    pub fn list(&self, purpose: Purpose) -> String {
        format!("{}/b/{}/status/{}", self.public_url, self.slug, purpose.name())
    }

    /// The address at which the DID says that its document stands.
    pub fn document(&self) -> String {
        match &self.domain {
            Some(domain) => format!("https://{domain}/.well-known/did.json"),
            None => format!("{}/b/{}/did.json", self.public_url, self.slug),
        }
    }

    fn host(&self) -> &str {
        host_of(&self.public_url)
    }
}

/// Host and port of an address.
pub(crate) fn host_of(public_url: &str) -> &str {
    let (_, host) = public_url.split_once("://").unwrap_or(("", public_url));
    host.trim_end_matches('/')
}

/// The slug in a DID below the installation's domain; none in any other.
pub(crate) fn slug_of<'a>(did: &'a str, public_url: &str) -> Option<&'a str> {
    let below = Identity::of(public_url, "", None).did();
    did.strip_prefix(&below).filter(|slug| !slug.is_empty())
}

/// The acting body's identity, to sign by: it stays what it is until the transaction ends.
pub(crate) async fn to_sign(tx: &mut Tx<'_>, public_url: &str) -> Result<Identity> {
    let body = tx.actor().body()?;
    sqlx::query!("select pg_advisory_xact_lock_shared($1)", turn(body)).fetch_one(tx.sql()).await?;
    let row = sqlx::query!("select slug, domain from bodies where id = $1", body)
        .fetch_one(tx.sql())
        .await?;
    Ok(Identity::of(public_url, &row.slug, row.domain.as_deref()))
}

/// Waits until nobody signs by the acting body's name, and lets nobody begin until the transaction ends.
pub(crate) async fn to_rename(tx: &mut Tx<'_>) -> Result<()> {
    let body = tx.actor().body()?;
    sqlx::query!("select pg_advisory_xact_lock($1)", turn(body)).fetch_one(tx.sql()).await?;
    Ok(())
}

/// The turn for a body's name: its id folded to the size of a lock's, and marked as of this kind.
fn turn(body: Uuid) -> i64 {
    let (high, low) = body.as_u64_pair();
    (high ^ low ^ 0x6e61_6d65) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_named_by_its_own_domain_or_by_the_installations_with_its_port() {
        let did = |url: &str, domain| Identity::of(url, "thames", domain).did();
        assert_eq!(did("https://assay.example", None), "did:web:assay.example:b:thames");
        assert_eq!(did("http://localhost:8080", None), "did:web:localhost%3A8080:b:thames");
        let own = Identity::of("https://assay.example", "thames", Some("cert.thames.example"));
        assert_eq!(own.did(), "did:web:cert.thames.example");
        assert_eq!(own.log(), "cert.thames.example/log");
        assert_eq!(own.document(), "https://cert.thames.example/.well-known/did.json");
        let list = own.list(Purpose::Revocation);
        assert_eq!(list, "https://assay.example/b/thames/status/revocation");
    }

    #[test]
    fn only_a_did_below_the_installation_has_a_slug() {
        let slug = |did| slug_of(did, "http://localhost:8080");
        assert_eq!(slug("did:web:localhost%3A8080:b:thames"), Some("thames"));
        for other in ["did:web:localhost%3A8080:b:", "did:web:thames.example", "did:web:a:b:thames"]
        {
            assert_eq!(slug(other), None, "{other}");
        }
    }
}
