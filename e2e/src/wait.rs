//! Waiting for a condition, never for a time.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long anything on a page may take, on a slow machine under load.
pub const PATIENCE: Duration = Duration::from_secs(30);
/// How often a condition is looked at.
const PACE: Duration = Duration::from_millis(60);

/// Asks until there is an answer; an error carries `what` and the last reason for a no.
pub async fn until<T, F>(what: &str, ask: F) -> Result<T>
where
    F: AsyncFnMut() -> Result<Option<T>>,
{
    until_within(PATIENCE, what, ask).await
}

/// [`until`] with a limit of its own.
pub async fn until_within<T, F>(patience: Duration, what: &str, mut ask: F) -> Result<T>
where
    F: AsyncFnMut() -> Result<Option<T>>,
{
    let begun = Instant::now();
    loop {
        let answer = ask().await;
        if let Ok(Some(answer)) = answer {
            return Ok(answer);
        }
        if begun.elapsed() > patience {
            let reason = answer.err().map(|error| format!(": {error:#}")).unwrap_or_default();
            bail!("waited {} s in vain for {what}{reason}", patience.as_secs());
        }
        tokio::time::sleep(PACE).await;
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[tokio::test]
    async fn until_asks_again_and_says_what_it_waited_for() {
        let mut asked = 0;
        let third = until("the third time", async || {
            asked += 1;
            Ok((asked == 3).then_some(asked))
        });
        assert_eq!(third.await.unwrap(), 3);
        let never = until_within(Duration::ZERO, "rain", async || -> Result<Option<()>> { bail!("the sky is blue") });
        assert_eq!(never.await.unwrap_err().to_string(), "waited 0 s in vain for rain: the sky is blue");
    }
}
