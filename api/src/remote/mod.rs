//! Calls to outside services, whatever those do to us: deadlines, retries, a breaker, a pace of our own, capped bodies.
//!
//! Nothing here knows which service is called; `keywords` and `music` do.

mod breaker;
mod error;
mod meter;

use std::{num::NonZeroU32, time::Duration};

use anyhow::Context as _;
use backon::{ExponentialBuilder, Retryable as _};
use bytes::{Bytes, BytesMut};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use reqwest::{Client, RequestBuilder, Response, StatusCode, header::RETRY_AFTER, redirect};
use tokio::time::{Instant, timeout};
use url::{Host, Url};

pub use breaker::{Breaker, Rest};
pub use error::RemoteError;
pub use meter::{Meter, Outcome};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(1);
/// Longest call, its repeats included.
const CALL: Duration = Duration::from_secs(4);
/// Longest pause that a service may ask for within a call; a longer one is a rest.
const SHORT_PAUSE: Duration = Duration::from_secs(3);
/// Repeats after a first attempt that failed in passing.
const REPEATS: usize = 2;
/// Redirects that are followed, on the same host only.
const REDIRECTS: usize = 3;
/// Largest answer that is read, in bytes.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;

/// An outside service.
pub struct Remote {
    name: &'static str,
    http: Client,
    base: Url,
    breaker: Breaker,
    pace: DefaultDirectRateLimiter,
    meter: Meter,
}

/// How often a service may be called.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Calls within the period.
    pub calls: NonZeroU32,
    /// The period.
    pub period: Duration,
}

impl Remote {
    /// A service at a base address, for example `https://api.example.org/v1`.
    pub fn new(name: &'static str, base: &str, pace: Pace) -> anyhow::Result<Self> {
        // A base without its final slash would lose its last segment when joined.
        let base = Url::parse(&format!("{}/", base.trim_end_matches('/')))
            .with_context(|| format!("the address of {name} is not one"))?;
        anyhow::ensure!(matches!(base.scheme(), "http" | "https"), "the address of {name} is not http or https");
        let quota = Quota::with_period(pace.period / pace.calls.get()).context("a pace needs a period")?;
        Ok(Self {
            name,
            http: client()?,
            base,
            breaker: Breaker::default(),
            pace: RateLimiter::direct(quota.allow_burst(pace.calls)),
            meter: Meter::default(),
        })
    }

    /// The name by which people know the service here ("spotify").
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the service may be called now, and if not, until when it rests.
    pub fn rest(&self) -> Option<Rest> {
        self.breaker.rest()
    }

    /// Lets a call find out now whether the service is back, though its rest has grown longer than the first; a rest that it asked for is
    /// kept. For work in the background that waits for it.
    pub fn knock(&self) {
        self.breaker.knock();
    }

    /// Whether its last calls were answered.
    pub fn is_well(&self) -> bool {
        self.breaker.is_well()
    }

    /// Whether it gave no answer yet since the start.
    pub fn never_answered(&self) -> bool {
        self.meter.count(Outcome::Answered) == 0
    }

    /// The origin of its address, for example `https://api.example.org`.
    pub fn own_origin(&self) -> String {
        self.base.origin().ascii_serialization()
    }

    /// Whether it is played on this machine.
    pub fn is_on_loopback(&self) -> bool {
        match self.base.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        }
    }

    /// Calls, errors and latency so far.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// Calls the service; `request` is given the client and an address below the base for each attempt, `read` the whole answer.
    ///
    /// Connection errors, 5xx and a 429 that asks for a short pause are tried twice more. An answer that cannot be read is the service's failure too.
    pub async fn call<T>(
        &self,
        path: &str,
        request: impl Fn(&Client, Url) -> RequestBuilder,
        read: impl FnOnce(&[u8]) -> Result<T, RemoteError>,
    ) -> Result<T, RemoteError> {
        let address = self.base.join(path).map_err(|error| RemoteError::Garbled(error.to_string()))?;
        let pass = self.breaker.enter()?;
        let started = Instant::now();
        let attempt = || self.attempt(request(&self.http, address.clone()));
        let backoff = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(120))
            .with_max_times(REPEATS)
            .with_jitter();
        let tries = attempt
            .retry(backoff)
            .when(RemoteError::is_passing)
            .adjust(|error, pause| pause.map(|pause| error.pause().unwrap_or(pause)));
        let answer = timeout(CALL, tries).await.unwrap_or(Err(RemoteError::TooSlow));
        let outcome = answer.and_then(|body| read(&body));
        self.meter.record(Outcome::of(&outcome), started.elapsed());
        match &outcome {
            Ok(_) => pass.succeeded(),
            Err(RemoteError::Limited(Some(pause))) => pass.told_to_rest(*pause),
            Err(error) if error.is_ours() => pass.succeeded(),
            Err(error) => {
                tracing::info!(source.name = self.name, error = %error, "an outside service failed");
                pass.failed();
            }
        }
        outcome
    }

    /// Leaves the service alone for a while: its answer asked for that in its own way.
    pub fn rest_for(&self, time: Duration) {
        self.breaker.rest_for(time);
    }

    /// Switches the service off until the next start: its keys are wrong.
    pub fn switch_off(&self, reason: &str) {
        tracing::error!(source.name = self.name, reason, "an outside service is switched off");
        self.breaker.switch_off(reason);
    }

    async fn attempt(&self, request: RequestBuilder) -> Result<Bytes, RemoteError> {
        if self.pace.check().is_err() {
            return Err(RemoteError::Busy);
        }
        let answer = request.send().await.map_err(|error| RemoteError::of(&error))?;
        let status = answer.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Err(RemoteError::Limited(retry_after(&answer)));
        }
        if status.is_server_error() || status.is_redirection() {
            return Err(RemoteError::Status(status.as_u16()));
        }
        let body = read(answer).await?;
        if status == StatusCode::UNAUTHORIZED {
            return Err(RemoteError::Unauthorized);
        }
        if status.is_client_error() {
            return Err(RemoteError::Refused(status.as_u16()));
        }
        Ok(body)
    }
}

fn client() -> anyhow::Result<Client> {
    let same_host = redirect::Policy::custom(|attempt| {
        let home = attempt
            .previous()
            .first()
            .map(|url| (url.scheme().to_owned(), url.host_str().map(str::to_owned), url.port()));
        let there = Some((
            attempt.url().scheme().to_owned(),
            attempt.url().host_str().map(str::to_owned),
            attempt.url().port(),
        ));
        if home != there || attempt.previous().len() > REDIRECTS { attempt.stop() } else { attempt.follow() }
    });
    Client::builder()
        .user_agent(concat!("Imagime/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .timeout(CALL)
        .redirect(same_host)
        // Only configured hosts are talked to, whatever the surroundings say.
        .no_proxy()
        .build()
        .context("no client for outside services")
}

/// Reads a body up to the cap; a longer one is given up, not read on.
async fn read(mut answer: Response) -> Result<Bytes, RemoteError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| RemoteError::of(&error))? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(RemoteError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// `Retry-After` in seconds or as a date.
fn retry_after(answer: &Response) -> Option<Duration> {
    let text = answer.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = chrono::DateTime::parse_from_rfc2822(text).ok()?;
    (date.to_utc() - chrono::Utc::now()).to_std().ok()
}
