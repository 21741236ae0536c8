//! Looks after what outside sources owe: posts that wait for them, and facts that grow old.

use std::time::Duration;

use tokio::time::Instant;

use crate::{
    services::{refresh, waiting},
    state::AppState,
};

/// How often posts that wait are looked at. With the shortest rest of a source it keeps a post waiting less than a minute after its return.
const LOOK: Duration = Duration::from_secs(5);
/// How often the oldest facts are asked for again.
const REFRESH: Duration = Duration::from_mins(10);

/// Works until the server stops; without outside sources there is nothing to do.
pub async fn run(state: AppState) {
    if state.keywords.everypixel().is_none() && state.music.sources().is_empty() {
        return;
    }
    let mut refreshed = Instant::now();
    while !state.is_stopping() {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = state.stopped() => return,
        }
        if let Err(error) = waiting::look_again(&state).await {
            tracing::warn!(error = %error, "posts that wait for outside sources could not be looked at");
        }
        if refreshed.elapsed() >= REFRESH {
            refreshed = Instant::now();
            if let Err(error) = refresh::songs(&state).await {
                tracing::warn!(error = %error, "songs of outside sources could not be brought up to date");
            }
        }
    }
}
