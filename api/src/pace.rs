//! How fast one address may call the API: kept in memory, since it protects this process alone and may begin anew with it.

use std::{net::IpAddr, num::NonZeroU32, time::Duration};

use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};

use crate::throttle::network;

/// How long it takes until a spent allowance is whole again.
pub const WINDOW: Duration = Duration::from_mins(1);

type Limiter = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// Counts requests by address.
pub struct Pace {
    limiter: Option<Limiter>,
    most: u32,
}

/// What an address may still do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Requests in [`WINDOW`].
    pub most: u32,
    /// Requests that are left.
    pub left: u32,
    /// How long to wait for the next one, when this one was too many.
    pub wait: Option<Duration>,
}

impl Pace {
    /// At most so many requests in [`WINDOW`] from one address; 0 sets no limit.
    pub fn new(most: u32) -> Self {
        let quota = NonZeroU32::new(most).map(Quota::per_minute);
        Self { limiter: quota.map(|quota| RateLimiter::keyed(quota).with_middleware()), most }
    }

    /// Counts a request; `None` when there is no limit.
    pub fn take(&self, address: IpAddr) -> Option<Allowance> {
        let limiter = self.limiter.as_ref()?;
        Some(match limiter.check_key(&network(address)) {
            Ok(state) => Allowance { most: self.most, left: state.remaining_burst_capacity(), wait: None },
            Err(not_until) => {
                let wait = not_until.wait_time_from(DefaultClock::default().now());
                Allowance { most: self.most, left: 0, wait: Some(wait) }
            }
        })
    }

    /// Forgets addresses that have not called for a while.
    pub fn forget(&self) {
        if let Some(limiter) = &self.limiter {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

impl Allowance {
    /// How long until everything is left again.
    pub fn whole_again(self) -> Duration {
        WINDOW * (self.most - self.left) / self.most
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn each_address_has_an_allowance_of_its_own() {
        let pace = Pace::new(2);
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let left: Vec<u32> = (0..3).map(|_| pace.take(one).unwrap().left).collect();
        assert_eq!(left, [1, 0, 0]);
        assert!(pace.take(one).unwrap().wait.is_some_and(|wait| wait <= WINDOW));
        assert_eq!(pace.take(other).unwrap().wait, None);
        assert_eq!(Pace::new(0).take(one), None);
    }
}
