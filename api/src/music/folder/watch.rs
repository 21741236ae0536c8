//! Hearing of changes. What is missed, as on network shares, the next scan finds.

use std::{path::Path, sync::Arc};

use notify::{Config, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;

/// Watches for as long as it is kept.
#[derive(Debug)]
pub struct Watch(#[expect(dead_code, reason = "watching ends when this is dropped")] RecommendedWatcher);

/// Wakes `changed` whenever a file below the folder is made, changed or removed.
pub fn watch(root: &Path, changed: Arc<Notify>) -> notify::Result<Watch> {
    let hear = move |event: notify::Result<notify::Event>| {
        // Reading a file is an event too, and the scan reads files.
        if event.is_ok_and(|event| event.need_rescan() || !matches!(event.kind, EventKind::Access(_))) {
            changed.notify_one();
        }
    };
    let mut watcher = RecommendedWatcher::new(hear, Config::default().with_follow_symlinks(false))?;
    watcher.watch(&root.canonicalize()?, RecursiveMode::Recursive)?;
    Ok(Watch(watcher))
}
