//! What operators watch, in the text format that Prometheus reads.

use std::fmt;

use anyhow::Context as _;
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, NoLabelSet, text},
    metrics::MetricType,
    registry::{Registry, Unit},
};

use crate::{
    error::Result,
    remote::{Outcome, Remote, Rest},
    state::AppState,
};

/// Media type of the text.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Calls, errors, latency and state of each outside source.
pub fn render(state: &AppState) -> Result<String> {
    let mut registry = Registry::with_prefix("imagime");
    registry.register_collector(Box::new(Sources(state.clone())));
    let mut out = String::new();
    text::encode(&mut out, &registry).context("the metrics cannot be written")?;
    Ok(out)
}

#[derive(Clone)]
struct Sources(AppState);

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sources")
    }
}

impl Collector for Sources {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let analyser = self.0.keywords.everypixel().map(|everypixel| everypixel.remote());
        let songs = self.0.music.sources().iter().flat_map(|source| source.remotes());
        let remotes: Vec<&Remote> = analyser.into_iter().chain(songs).collect();
        if remotes.is_empty() {
            return Ok(());
        }
        let mut calls = encoder.encode_descriptor(
            "source_calls",
            "Calls to an outside source by outcome",
            None,
            MetricType::Counter,
        )?;
        for remote in &remotes {
            for outcome in Outcome::ALL {
                let labels = [("source", remote.name()), ("outcome", outcome.as_str())];
                let count = remote.meter().count(outcome);
                calls.encode_family(&labels)?.encode_counter::<NoLabelSet, u64, u64>(&count, None)?;
            }
        }
        let mut latency = encoder.encode_descriptor(
            "source_call",
            "How long calls to an outside source take, repeats included",
            Some(&Unit::Seconds),
            MetricType::Histogram,
        )?;
        for remote in &remotes {
            let buckets: Vec<(f64, u64)> = remote.meter().latency().map(|(ms, count)| (seconds(ms), count)).collect();
            let count = buckets.iter().map(|(_, count)| count).sum();
            let labels = [("source", remote.name())];
            let total = remote.meter().total_ms() as f64 / 1000.0;
            latency.encode_family(&labels)?.encode_histogram::<NoLabelSet>(total, count, &buckets, None)?;
        }
        let mut state = encoder.encode_descriptor(
            "source_state",
            "Whether an outside source is called: 1 ready, 0 resting, -1 switched off",
            None,
            MetricType::Gauge,
        )?;
        for remote in &remotes {
            let value: i64 = match remote.rest() {
                None => 1,
                Some(Rest::Until(_) | Rest::Probing) => 0,
                Some(Rest::Off(_)) => -1,
            };
            state.encode_family(&[("source", remote.name())])?.encode_gauge(&value)?;
        }
        Ok(())
    }
}

/// The last bucket has no end.
fn seconds(ms: u64) -> f64 {
    if ms == u64::MAX { f64::MAX } else { ms as f64 / 1000.0 }
}
