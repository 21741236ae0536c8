//! Removes what is of no more use: files, keys, attempts, sessions.

use chrono::{Duration, Utc};

use crate::{
    error::Result,
    repositories::{idempotency, login_attempts, media, sessions, tombstones},
    state::AppState,
};

/// An upload that belongs to nothing after this long came to nothing.
const UPLOAD_HOURS: i64 = 1;

/// Removes doomed and unowned files, the bytes first: a row without bytes is found again, bytes without a row never.
pub async fn media(state: &AppState) -> Result<()> {
    loop {
        let before = Utc::now() - Duration::hours(UPLOAD_HOURS);
        let files = state.db.run(move |conn| Ok(media::removable(conn, before)?)).await?;
        if files.is_empty() {
            return Ok(());
        }
        for (id, key) in files {
            state.storage.delete(&key).await?;
            state.db.run(move |conn| Ok(media::delete(conn, id)?)).await?;
        }
    }
}

/// Forgets keys, attempts and sessions whose time is over.
pub async fn records(state: &AppState) -> Result<()> {
    state
        .db
        .run(|conn| {
            let now = Utc::now();
            idempotency::forget_before(conn, now - Duration::hours(24))?;
            login_attempts::forget_before(conn, now - Duration::hours(2))?;
            sessions::forget_expired(conn, now)?;
            tombstones::forget_before(conn, now - Duration::days(30))?;
            Ok(())
        })
        .await
}
