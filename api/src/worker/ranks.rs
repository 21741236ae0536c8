//! Makes the rankings of posts anew when something happened that they tell of.

use std::time::Duration;

use tokio::time::Instant;

use crate::{services::ranks, state::AppState};

/// How often it is asked whether something happened.
const LOOK: Duration = Duration::from_secs(2);
/// They are made anew this often in any case: posts grow too old for the list of a day.
const LONGEST: Duration = Duration::from_secs(45);
/// Making them takes at most one part in so many of the time.
const REST: u32 = 20;

/// Works until the server stops.
pub async fn run(state: AppState) {
    let (mut seen, mut again, mut made) = (None, false, None::<(Instant, Duration)>);
    while !state.is_stopping() {
        match ranks::changes(&state).await {
            Ok(now) => {
                let changed = seen != Some(now);
                if is_due(made, changed || again) {
                    let begun = Instant::now();
                    if let Err(error) = ranks::renew(&state).await {
                        tracing::warn!(error = %error, "the rankings of posts stay as they were");
                    } else {
                        // What changed a number may not have been finished when the rankings were made: once more.
                        (seen, again, made) = (Some(now), changed, Some((Instant::now(), begun.elapsed())));
                    }
                }
            }
            Err(error) => tracing::warn!(error = %error, "the rankings of posts cannot be looked at"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = state.stopped() => {}
        }
    }
}

fn is_due(made: Option<(Instant, Duration)>, changed: bool) -> bool {
    let Some((at, took)) = made else { return true };
    let since = at.elapsed();
    since >= LONGEST || changed && since >= took * REST
}
