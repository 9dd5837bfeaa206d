//! Whose turn it is to have something checked. Not how many files an hour are counted, but how many are looked at
//! at the same time: ten thousand of them, one after the other, are what the register is for, and what wears it out
//! is many at once, in memory and on the processor. Whoever comes from the same address waits behind its own.

use crate::app::Routes;
use crate::whence::Whence;
use axum::Extension;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many are looked at at once, whoever asks; each may be 20 MB in memory.
const IN_THE_HOUSE: usize = 24;
/// How many of them for one address: the page sends three, and somebody else in the same office has a turn.
const FROM_ONE_ADDRESS: usize = 4;
/// How long a request waits for its turn before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(15);
/// After how many seconds it is asked to come again.
pub(super) const COME_AGAIN: u32 = 5;

/// Gives these routes turns to share.
pub(super) fn shared(routes: Routes) -> Routes {
    let turns = Turns::new(IN_THE_HOUSE, FROM_ONE_ADDRESS, PATIENCE);
    Routes { router: routes.router.layer(Extension(turns)), list: routes.list }
}

/// The turns that there are.
#[derive(Clone)]
struct Turns {
    house: Arc<Semaphore>,
    addresses: Arc<Mutex<HashMap<Whence, Arc<Semaphore>>>>,
    each: usize,
    patience: Duration,
}

/// A turn, until it is dropped; none where too much is under way. Taken before anything of the body is read.
pub(super) struct Turn(pub(super) Option<[OwnedSemaphorePermit; 2]>);

impl<S: Send + Sync> FromRequestParts<S> for Turn {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let Ok(from) = Whence::from_request_parts(parts, state).await;
        Ok(match parts.extensions.get::<Turns>() {
            Some(turns) => Turn(turns.take(from).await),
            None => Turn(None),
        })
    }
}

impl Turns {
    fn new(house: usize, each: usize, patience: Duration) -> Self {
        Turns { house: Arc::new(Semaphore::new(house)), addresses: Arc::default(), each, patience }
    }

    async fn take(&self, from: Whence) -> Option<[OwnedSemaphorePermit; 2]> {
        let own = self.of(from)?;
        let both = async {
            let own = own.acquire_owned().await.ok()?;
            Some([own, self.house.clone().acquire_owned().await.ok()?])
        };
        tokio::time::timeout(self.patience, both).await.ok().flatten()
    }

    /// The address's own turns; addresses of which nothing is under way are forgotten.
    fn of(&self, from: Whence) -> Option<Arc<Semaphore>> {
        let mut addresses = self.addresses.lock().ok()?;
        addresses.retain(|_, turns| Arc::strong_count(turns) > 1);
        let own = addresses.entry(from).or_insert_with(|| Arc::new(Semaphore::new(self.each)));
        Some(own.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    async fn from(address: &str) -> Whence {
        let (mut parts, ()) = Request::builder()
            .header("x-forwarded-for", address)
            .body(())
            .expect("one")
            .into_parts();
        let Ok(whence) = Whence::from_request_parts(&mut parts, &()).await;
        whence
    }

    #[tokio::test]
    async fn one_address_has_its_turns_and_leaves_some_to_others() {
        let turns = Turns::new(3, 2, Duration::ZERO);
        let (one, other, third) =
            (from("198.51.100.1").await, from("198.51.100.2").await, from("198.51.100.3").await);
        let mut under_way = vec![turns.take(one).await, turns.take(one).await];
        assert!(under_way.iter().all(Option::is_some));
        assert!(turns.take(one).await.is_none(), "it waits behind its own");
        under_way.push(turns.take(other).await);
        assert!(under_way[2].is_some(), "somebody else does not wait for it");
        assert!(turns.take(third).await.is_none(), "the house is full");
        under_way.remove(0);
        assert!(turns.take(one).await.is_some(), "the next has its turn");
        drop(under_way);
        assert!(turns.take(third).await.is_some(), "all is over");
        let known = turns.addresses.lock().expect("the addresses").len();
        assert_eq!(known, 1, "who is gone is forgotten");
    }
}
