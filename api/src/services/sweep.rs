//! Removes what is of no more use: files, keys, attempts, sessions, what was seen in pictures that are gone.

use std::{path::Path, time};

use anyhow::Context as _;
use chrono::{Duration, Utc};
use uuid::Uuid;

use crate::{
    error::Result,
    idempotency,
    repositories::{analyses, idempotency as idempotency_keys, login_attempts, media, sessions, tombstones},
    state::AppState,
    throttle,
};

/// An upload that belongs to nothing after this long came to nothing.
const UPLOAD_HOURS: i64 = 1;

/// Removes doomed and unowned files, the bytes first: a row without bytes is found again, bytes without a row never.
pub async fn media(state: &AppState) -> Result<()> {
    let mut after = Uuid::nil();
    loop {
        let before = Utc::now() - Duration::hours(UPLOAD_HOURS);
        let files = state.db.run(move |conn| Ok(media::removable(conn, before, after)?)).await?;
        let Some((last, _)) = files.last() else { return Ok(()) };
        after = *last;
        for (id, key) in files {
            // One that cannot be removed is met again at the next sweep; the others do not wait for it.
            if let Err(error) = state.storage.delete(&key).await {
                tracing::warn!(media.id = %id, error = format!("{error:#}"), "a file cannot be removed");
                continue;
            }
            state.db.run(move |conn| Ok(media::delete(conn, id)?)).await?;
        }
    }
}

/// Removes what an upload left on disk when its process was killed.
pub async fn incoming(state: &AppState) -> Result<()> {
    let folder = state.config.data.incoming();
    tokio::task::spawn_blocking(move || remove_old_files(&folder)).await.context("a sweep broke off")?;
    Ok(())
}

/// Forgets keys, attempts and sessions whose time is over, and analyses of pictures that are gone.
pub async fn records(state: &AppState) -> Result<()> {
    state
        .db
        .run(|conn| {
            let now = Utc::now();
            idempotency_keys::forget_before(conn, now - Duration::hours(idempotency::KEPT_HOURS.into()))?;
            login_attempts::forget_before(conn, now - throttle::LONGEST_WINDOW)?;
            let ended = sessions::forget_expired(conn, now)?;
            tombstones::insert_all(conn, &ended)?;
            tombstones::forget_before(conn, now - Duration::days(30))?;
            analyses::forget_unowned(conn)?;
            Ok(())
        })
        .await
}

/// A file that cannot be looked at or removed now is met again at the next sweep.
fn remove_old_files(folder: &Path) {
    let age = time::Duration::from_secs(UPLOAD_HOURS.unsigned_abs() * 3600);
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let modified = entry.metadata().and_then(|meta| meta.modified());
        if modified.is_ok_and(|at| at.elapsed().is_ok_and(|elapsed| elapsed > age)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
