//! Timed requests.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use reqwest::Client;
use serde_json::Value;

/// Somebody who asks the API.
pub struct Asker {
    /// Connections.
    pub client: Client,
    /// The instance.
    pub url: String,
    /// Access token.
    pub token: String,
}

impl Asker {
    /// The answer to a GET.
    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let request = self.client.get(format!("{}{path}", self.url)).bearer_auth(&self.token);
        let answer = request.send().await?.error_for_status().with_context(|| path.to_owned())?;
        answer.json().await.with_context(|| format!("{path} answers no JSON"))
    }

    /// How long a GET takes, to its last byte.
    pub async fn time(&self, path: &str) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        let request = self.client.get(format!("{}{path}", self.url)).bearer_auth(&self.token);
        request.send().await?.error_for_status().with_context(|| path.to_owned())?.bytes().await?;
        Ok(begun.elapsed())
    }

    /// Medians of GETs that take turns, so that whatever else goes on meets all of them, in milliseconds.
    pub async fn medians(&self, paths: &[String], rounds: usize) -> anyhow::Result<Vec<f64>> {
        let mut times = vec![Vec::with_capacity(rounds); paths.len()];
        for _ in 0..rounds {
            for (path, times) in paths.iter().zip(&mut times) {
                times.push(self.time(path).await?);
            }
        }
        Ok(times.into_iter().map(median).collect())
    }
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(f64::NAN, |time| time.as_secs_f64() * 1000.0)
}
