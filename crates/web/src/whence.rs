//! From where a request comes, as far as it can be known: for sharing out fairly, never for trust.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The address that asks; of IPv6 its network (/64), within which anyone has any address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Whence(IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Whence {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Whence::of(peer.unwrap_or(Ipv4Addr::UNSPECIFIED.into()), &parts.headers))
    }
}

impl Whence {
    /// What a proxy says of its own caller is believed where the connection comes from where proxies stand: this
    /// machine, or a private network.
    fn of(peer: IpAddr, headers: &HeaderMap) -> Self {
        let peer = peer.to_canonical();
        let asks = if is_near(peer) { forwarded(headers).unwrap_or(peer) } else { peer };
        match asks {
            IpAddr::V4(_) => Whence(asks),
            IpAddr::V6(one) => {
                let network = u128::from(one) & !u128::from(u64::MAX);
                Whence(Ipv6Addr::from(network).into())
            }
        }
    }
}

fn is_near(peer: IpAddr) -> bool {
    match peer {
        IpAddr::V4(one) => one.is_loopback() || one.is_private() || one.is_unspecified(),
        IpAddr::V6(one) => one.is_loopback() || one.is_unique_local(),
    }
}

/// The last one named: whatever stands before it, the caller may have written.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let said = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    Some(said.rsplit(',').next()?.trim().parse::<IpAddr>().ok()?.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn whence(peer: &str, forwarded: &'static str) -> Whence {
        let mut headers = HeaderMap::new();
        if !forwarded.is_empty() {
            headers.insert("x-forwarded-for", HeaderValue::from_static(forwarded));
        }
        Whence::of(peer.parse().expect("an address"), &headers)
    }

    #[test]
    fn a_proxy_beside_the_house_is_believed_and_a_caller_from_outside_is_not() {
        assert_eq!(whence("127.0.0.1", "198.51.100.7"), whence("198.51.100.7", ""));
        assert_eq!(whence("172.18.0.1", "10.9.9.9, 198.51.100.7"), whence("198.51.100.7", ""));
        assert_eq!(whence("203.0.113.1", "198.51.100.7"), whence("203.0.113.1", ""));
        assert_eq!(whence("127.0.0.1", "nonsense"), whence("127.0.0.1", ""));
    }

    #[test]
    fn a_network_of_ipv6_is_one_caller() {
        assert_eq!(whence("2001:db8:1:2::1", ""), whence("2001:db8:1:2:ffff::9", ""));
        assert_ne!(whence("2001:db8:1:2::1", ""), whence("2001:db8:1:3::1", ""));
        assert_eq!(whence("::ffff:203.0.113.1", ""), whence("203.0.113.1", ""));
    }
}
