//! What outside sources say of their songs is asked for again in time: nothing of theirs is kept for ever.

use chrono::{Duration, Utc};

use crate::{error::Result, music::source::Source, outside_songs, repositories::songs, state::AppState};

/// Age in days at which a source is asked again.
const REFRESH_DAYS: i64 = 7;
/// Age in days at which what could not be asked for again is let go.
const LONGEST_DAYS: i64 = 30;
/// Songs that are asked for in one go.
const SONGS: u32 = 20;

/// Brings the songs up to date whose facts are the oldest. Those that their source has no more lose all but their names.
pub async fn songs(state: &AppState) -> Result<()> {
    for source in state.music.sources() {
        refresh(state, source).await?;
    }
    let old = Utc::now() - Duration::days(LONGEST_DAYS);
    state.db.run(move |conn| Ok(songs::forget_older(conn, old)?)).await
}

async fn refresh(state: &AppState, source: &Source) -> Result<()> {
    let (name, old) = (source.name(), Utc::now() - Duration::days(REFRESH_DAYS));
    let due = state.db.run(move |conn| Ok(songs::older(conn, name, old, SONGS)?)).await?;
    for (id, track) in due {
        if source.rest().is_some() {
            break;
        }
        match source.track(&track).await {
            Ok(Some(track)) => {
                let row = outside_songs::new_song(&track);
                state.db.run(move |conn| Ok(songs::upsert(conn, &[row]).map(drop)?)).await?;
            }
            Ok(None) => state.db.run(move |conn| Ok(songs::forget(conn, id)?)).await?,
            Err(error) => {
                tracing::debug!(source.name = name, error = %error, "a song could not be asked for again");
                break;
            }
        }
    }
    Ok(())
}
