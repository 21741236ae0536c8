//! What calls to a service came to, for operators.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use super::RemoteError;

/// Upper bounds of the latency buckets in milliseconds.
pub const BUCKETS_MS: [u64; 8] = [50, 100, 200, 400, 800, 1_600, 3_200, u64::MAX];

/// Sorts of outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer.
    Answered,
    /// The service, or the way to it, failed.
    Failed,
    /// Our own pace, or a request at fault.
    Refused,
}

/// Counters of one service since the start.
#[derive(Debug, Default)]
pub struct Meter {
    outcomes: [AtomicU64; 3],
    latency: [AtomicU64; BUCKETS_MS.len()],
    total_ms: AtomicU64,
}

impl Outcome {
    /// All of them, in the order of the counters.
    pub const ALL: [Self; 3] = [Self::Answered, Self::Failed, Self::Refused];

    /// The word in the metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Failed => "failed",
            Self::Refused => "refused",
        }
    }

    /// What a call came to.
    pub fn of<T>(result: &Result<T, RemoteError>) -> Self {
        match result {
            Ok(_) => Self::Answered,
            Err(error) if error.is_ours() => Self::Refused,
            Err(_) => Self::Failed,
        }
    }
}

impl Meter {
    /// Counts a call.
    pub fn record(&self, outcome: Outcome, latency: Duration) {
        let ms = u64::try_from(latency.as_millis()).unwrap_or(u64::MAX);
        let bucket = BUCKETS_MS.iter().position(|bound| ms <= *bound).unwrap_or(BUCKETS_MS.len() - 1);
        for counter in [self.outcomes.get(outcome as usize), self.latency.get(bucket)].into_iter().flatten() {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        self.total_ms.fetch_add(ms, Ordering::Relaxed);
    }

    /// Calls with this outcome.
    pub fn count(&self, outcome: Outcome) -> u64 {
        self.outcomes.get(outcome as usize).map_or(0, |counter| counter.load(Ordering::Relaxed))
    }

    /// Calls per latency bucket, each with its upper bound in milliseconds, not summed up.
    pub fn latency(&self) -> impl Iterator<Item = (u64, u64)> {
        BUCKETS_MS.iter().zip(&self.latency).map(|(bound, counter)| (*bound, counter.load(Ordering::Relaxed)))
    }

    /// Milliseconds of all calls together.
    pub fn total_ms(&self) -> u64 {
        self.total_ms.load(Ordering::Relaxed)
    }
}
