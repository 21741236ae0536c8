//! A service that fails again and again is left alone for a while.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::RemoteError;

/// Failures in a row after which a service rests.
const FAILURES: u32 = 5;
/// First rest.
const SHORTEST_REST: Duration = Duration::from_secs(30);
/// Longest rest that failures lead to.
const LONGEST_REST: Duration = Duration::from_mins(10);
/// Longest rest that a service can ask for.
const LONGEST_WISH: Duration = Duration::from_hours(24);

/// Why and until when a service is not called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rest {
    /// It failed too often, or asked for it; it is called again then.
    Until(DateTime<Utc>),
    /// One call finds out whether it is back.
    Probing,
    /// Its keys are wrong: off until the next start.
    Off(String),
}

/// Counts failures and decides who may call.
#[derive(Debug, Default)]
pub struct Breaker {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Failures in a row.
    failures: u32,
    /// How often it was found still broken.
    relapses: u32,
    resting_until: Option<Instant>,
    /// When the rest began; none when the service asked for it.
    began: Option<Instant>,
    probing: bool,
    off: Option<String>,
}

/// Leave for one call. Dropped without a verdict (the caller gave up waiting) it counts as a failure.
pub struct Pass<'a> {
    breaker: &'a Breaker,
    open: bool,
}

impl Breaker {
    /// Leave to call, or why not. After a rest one call goes first and finds out.
    pub fn enter(&self) -> Result<Pass<'_>, RemoteError> {
        let mut state = self.lock();
        if let Some(rest) = state.rest() {
            return Err(RemoteError::Resting(rest));
        }
        state.probing = state.resting_until.is_some();
        Ok(Pass { breaker: self, open: true })
    }

    /// Why it is not called now, if it is not.
    pub fn rest(&self) -> Option<Rest> {
        self.lock().rest()
    }

    /// Rests for that long, whatever the calls under way come to.
    pub fn rest_for(&self, time: Duration) {
        let mut state = self.lock();
        state.rest_for(time.min(LONGEST_WISH));
        state.began = None;
    }

    /// Ends a rest that failures led to, once it has lasted as long as the first one: the next call finds out.
    pub fn knock(&self) {
        let mut state = self.lock();
        if !state.probing && state.began.is_some_and(|began| began.elapsed() >= SHORTEST_REST) {
            state.resting_until = Some(Instant::now());
        }
    }

    /// True when nothing failed since the last success.
    pub fn is_well(&self) -> bool {
        let state = self.lock();
        state.failures == 0 && state.resting_until.is_none() && state.off.is_none()
    }

    /// Off until the next start.
    pub fn switch_off(&self, reason: &str) {
        self.lock().off = Some(reason.to_owned());
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn rest(&self) -> Option<Rest> {
        if let Some(reason) = &self.off {
            return Some(Rest::Off(reason.clone()));
        }
        let left = self.resting_until?.saturating_duration_since(Instant::now());
        match (left.is_zero(), self.probing) {
            (false, _) => Some(Rest::Until(Utc::now() + left)),
            (true, true) => Some(Rest::Probing),
            (true, false) => None,
        }
    }

    fn rest_for(&mut self, time: Duration) {
        self.probing = false;
        let until = Instant::now() + time;
        // Calls that were under way when the rest began neither shorten nor stretch it.
        self.resting_until = Some(self.resting_until.map_or(until, |known| known.max(until)));
    }
}

impl Pass<'_> {
    /// The service answered.
    pub fn succeeded(mut self) {
        self.open = false;
        let mut state = self.breaker.lock();
        *state = State { off: state.off.take(), ..State::default() };
    }

    /// The service wants to be left alone.
    pub fn told_to_rest(mut self, time: Duration) {
        self.open = false;
        self.breaker.rest_for(time);
    }

    /// The service failed.
    pub fn failed(mut self) {
        self.open = false;
        self.count_failure();
    }

    fn count_failure(&self) {
        let mut state = self.breaker.lock();
        if state.probing {
            state.relapses += 1;
            let longer = SHORTEST_REST.saturating_mul(2u32.saturating_pow(state.relapses.min(8)));
            state.began = Some(Instant::now());
            return state.rest_for(longer.min(LONGEST_REST));
        }
        state.failures += 1;
        if state.failures == FAILURES {
            state.began = Some(Instant::now());
            state.rest_for(SHORTEST_REST);
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.open {
            self.count_failure();
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use tokio::time::advance;

    use super::*;

    fn fail(breaker: &Breaker, times: u32) {
        for _ in 0..times {
            breaker.enter().unwrap().failed();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn five_failures_in_a_row_bring_a_rest_and_one_call_ends_it() {
        let breaker = Breaker::default();
        fail(&breaker, 4);
        breaker.enter().unwrap().succeeded();
        fail(&breaker, 4);
        assert!(breaker.rest().is_none());
        fail(&breaker, 1);
        assert!(matches!(breaker.rest(), Some(Rest::Until(_))));
        advance(SHORTEST_REST).await;
        let probe = breaker.enter().unwrap();
        assert_eq!(breaker.enter().err(), Some(RemoteError::Resting(Rest::Probing)));
        probe.succeeded();
        assert!(breaker.enter().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn rests_double_up_to_ten_minutes() {
        let breaker = Breaker::default();
        fail(&breaker, FAILURES);
        advance(SHORTEST_REST).await;
        for seconds in [60, 120, 240, 480, 600, 600] {
            fail(&breaker, 1);
            advance(Duration::from_secs(seconds - 1)).await;
            assert!(breaker.rest().is_some(), "before {seconds} s");
            advance(Duration::from_secs(1)).await;
            assert!(breaker.rest().is_none(), "after {seconds} s");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_knock_ends_a_long_rest_of_failures_but_none_that_was_asked_for() {
        let breaker = Breaker::default();
        fail(&breaker, FAILURES);
        advance(SHORTEST_REST).await;
        fail(&breaker, 1);
        breaker.knock();
        assert!(breaker.rest().is_some(), "half a minute of peace at least");
        advance(SHORTEST_REST).await;
        assert!(breaker.rest().is_some());
        breaker.knock();
        let probe = breaker.enter().unwrap();
        breaker.knock();
        assert!(breaker.enter().is_err(), "one call at a time finds out");
        probe.told_to_rest(Duration::from_mins(5));
        advance(Duration::from_mins(4)).await;
        breaker.knock();
        assert!(breaker.rest().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_caller_who_gives_up_counts_as_a_failure() {
        let breaker = Breaker::default();
        for _ in 0..FAILURES {
            drop(breaker.enter().unwrap());
        }
        assert!(breaker.rest().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_wish_for_rest_is_kept_and_bounded() {
        let breaker = Breaker::default();
        breaker.enter().unwrap().told_to_rest(Duration::from_hours(100));
        advance(LONGEST_WISH.saturating_sub(Duration::from_secs(1))).await;
        assert!(breaker.rest().is_some());
        advance(Duration::from_secs(1)).await;
        assert!(breaker.rest().is_none());
    }

    #[test]
    fn wrong_keys_switch_off_for_good() {
        let breaker = Breaker::default();
        breaker.switch_off("wrong keys");
        assert_eq!(breaker.rest(), Some(Rest::Off("wrong keys".into())));
        assert!(breaker.enter().is_err());
    }
}
