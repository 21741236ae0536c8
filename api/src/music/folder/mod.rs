//! The operator's own music: files found, read, opened and watched. It knows no database; `folder_songs` writes down what is here.

mod files;
mod tags;
mod watch;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Utc};
use imagime_shared::source;
use tokio::sync::Notify;

pub use files::{Cover, Found, Opened, find_files, open};
pub use tags::{Art, Track, Unreadable, read_art, read_track};
pub use watch::{Watch, watch};

/// The source's name.
pub const PROVIDER: &str = source::FOLDER;
/// Beside a song, for those who may hear it.
pub const ATTRIBUTION: &str = "From this server's own music";
/// The same for those without an account.
pub const ATTRIBUTION_ANONYMOUS: &str = "From this server's own music: log in to listen";
/// The same once the file is gone.
pub const ATTRIBUTION_GONE: &str = "From this server's own music: its file is no longer there";

/// The folder, and how it is. Shared by the scan, the search and the answers.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    status: Mutex<Status>,
    unreadable: Mutex<HashMap<String, (i64, i64)>>,
    changed: Arc<Notify>,
    /// Held while a picture is made smaller, so that none is made twice at once.
    pub drawing: tokio::sync::Mutex<()>,
}

/// How the folder is.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// Songs that are there.
    pub tracks: u64,
    /// When the last scan was done; none before the first.
    pub scanned_at: Option<DateTime<Utc>>,
    /// Files that the scan under way has read, and those it is to read.
    pub progress: Option<(u64, u64)>,
    /// Set while the folder cannot be read.
    pub away: bool,
}

impl Folder {
    /// A folder that was not looked at yet.
    pub fn new(root: PathBuf) -> Self {
        Self {
            root,
            status: Mutex::default(),
            unreadable: Mutex::default(),
            changed: Arc::new(Notify::new()),
            drawing: tokio::sync::Mutex::default(),
        }
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// How it is.
    pub fn status(&self) -> Status {
        held(&self.status).clone()
    }

    /// Changes how it is.
    pub fn update(&self, change: impl FnOnce(&mut Status)) {
        change(&mut held(&self.status));
    }

    /// Woken when something in the folder changed.
    pub fn changed(&self) -> &Arc<Notify> {
        &self.changed
    }

    /// True when this version of a file was found unreadable before; it is not read and told of again.
    pub fn is_unreadable(&self, file: &Found) -> bool {
        held(&self.unreadable).get(&file.path) == Some(&(file.modified_us, file.byte_size))
    }

    /// Remembers that this version of a file cannot be read.
    pub fn set_unreadable(&self, file: &Found) {
        held(&self.unreadable).insert(file.path.clone(), (file.modified_us, file.byte_size));
    }

    /// Forgets unreadable files that are gone or changed.
    pub fn retain_unreadable(&self, files: &[Found]) {
        let mut unreadable = held(&self.unreadable);
        if unreadable.is_empty() {
            return;
        }
        let there: HashMap<&str, (i64, i64)> =
            files.iter().map(|file| (file.path.as_str(), (file.modified_us, file.byte_size))).collect();
        unreadable.retain(|path, version| there.get(path.as_str()) == Some(version));
    }
}

/// A thread that panicked with one of these left it whole: each change is a single step.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
