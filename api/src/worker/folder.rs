//! Looks after the music folder: scans it at the start, when something in it changes, and now and then.

use std::{sync::Arc, time::Duration};

use tokio::time::{Instant, timeout};

use crate::{
    music::folder::{self, Folder, Watch},
    services,
    state::AppState,
};

/// Changes on network shares are heard by nobody, so the folder is looked at this often in any case.
const RESCAN: Duration = Duration::from_mins(10);
/// How often a folder that cannot be read is tried again.
const RETRY: Duration = Duration::from_secs(5);
/// Silence after a change before it is looked at: files arrive in pieces.
const QUIET: Duration = Duration::from_millis(400);
/// A folder that never falls silent is looked at after this long.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Keeps the songs of the folder true until the server stops; without a folder nothing of an earlier one plays.
pub async fn run(state: AppState) {
    let Some(folder) = state.folder.clone() else { return switch_off(&state).await };
    let mut watch = None;
    while !state.is_stopping() {
        if watch.is_none() {
            // Before the scan, so that no change falls between them.
            watch = begin_to_watch(&folder).await;
        }
        let scanned = services::folder::scan(&state, &folder).await;
        if let Err(error) = &scanned {
            tracing::warn!(error = %error, "a scan of the music folder was put off");
        }
        let well = scanned.is_ok() && !folder.status().away;
        if !well {
            // What comes back may be another folder of that name.
            watch = None;
        }
        tokio::select! {
            () = tokio::time::sleep(if well { RESCAN } else { RETRY }) => {}
            () = settled(&folder) => {}
            () = state.stopped() => {}
        }
    }
}

/// Resolves once something changed and nothing has changed since for a moment.
async fn settled(folder: &Folder) {
    folder.changed().notified().await;
    let begun = Instant::now();
    while begun.elapsed() < LONGEST_WAIT && timeout(QUIET, folder.changed().notified()).await.is_ok() {}
}

async fn begin_to_watch(folder: &Arc<Folder>) -> Option<Watch> {
    let (root, changed) = (folder.root().to_path_buf(), Arc::clone(folder.changed()));
    match tokio::task::spawn_blocking(move || folder::watch(&root, changed)).await {
        Ok(Ok(watch)) => Some(watch),
        Ok(Err(error)) => {
            tracing::debug!(error = %error, "the music folder cannot be watched; it is looked at now and then");
            None
        }
        Err(_panic) => None,
    }
}

async fn switch_off(state: &AppState) {
    while let Err(error) = services::folder::switch_off(state).await {
        tracing::warn!(error = %error, "the songs of an earlier music folder are still shown");
        tokio::select! {
            () = tokio::time::sleep(RETRY) => {}
            () = state.stopped() => return,
        }
    }
}
