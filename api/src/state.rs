//! What every request and every job may use.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use imagime_engine::analysis::Analyser;
use tokio::sync::{Notify, Semaphore, watch};

use crate::{
    config::Config,
    db::Db,
    events::Hub,
    keywords::Keywords,
    music::{Music, folder::Folder},
    neighbours::Neighbours,
    pace::Pace,
    previews::Previews,
    security::keys::KeyRing,
    storage::Storage,
    visits::Visits,
};

/// Decoded pictures that may be in memory at once, in MiB.
pub const DECODE_BUDGET_MIB: u32 = 192;

/// Shared by all threads; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// Configuration.
    pub config: Arc<Config>,
    /// PostgreSQL.
    pub db: Db,
    /// Files.
    pub storage: Storage,
    /// Secrets.
    pub keys: Arc<KeyRing>,
    /// Looks at pictures.
    pub analyser: Arc<dyn Analyser>,
    /// Tells event streams that a post moved on.
    pub hub: Hub,
    /// Previews of the starter catalogue.
    pub previews: Previews,
    /// Knows which pictures are alike.
    pub neighbours: Neighbours,
    /// Visits of shared links.
    pub visits: Visits,
    /// The operator's own music, when it is set.
    pub folder: Option<Arc<Folder>>,
    /// Outside analysers that are in use.
    pub keywords: Arc<Keywords>,
    /// Outside sources of songs that are in use.
    pub music: Arc<Music>,
    /// Wakes the worker when there is something to do.
    pub work: Arc<Notify>,
    /// How fast addresses may call.
    pub pace: Arc<Pace>,
    /// Bounds the memory of decoding, one permit a MiB.
    pub decode_memory: Arc<Semaphore>,
    /// Bounds the threads that decode.
    pub decode_threads: Arc<Semaphore>,
    /// Bounds the threads that hash passwords, so that a login storm leaves the feed alone.
    pub hash_threads: Arc<Semaphore>,
    /// A bcrypt hash of nothing, for names that do not exist.
    pub decoy_hash: Arc<str>,
    stopping: watch::Sender<bool>,
    ready: Arc<AtomicBool>,
}

/// What is put together once at the start.
pub struct Parts {
    /// Configuration.
    pub config: Config,
    /// PostgreSQL.
    pub db: Db,
    /// Files.
    pub storage: Storage,
    /// Secrets.
    pub keys: KeyRing,
    /// Looks at pictures.
    pub analyser: Arc<dyn Analyser>,
    /// Outside analysers that are in use.
    pub keywords: Keywords,
    /// Outside sources of songs that are in use.
    pub music: Music,
    /// A bcrypt hash of nothing.
    pub decoy_hash: String,
}

impl AppState {
    /// Puts the shared state together.
    pub fn new(parts: Parts) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            folder: parts.config.data.music_folder.clone().map(|root| Arc::new(Folder::new(root))),
            pace: Arc::new(Pace::new(parts.config.quotas.requests_per_minute)),
            config: Arc::new(parts.config),
            previews: Previews::new(parts.db.clone(), parts.storage.clone()),
            db: parts.db,
            storage: parts.storage,
            keys: Arc::new(parts.keys),
            analyser: parts.analyser,
            hub: Hub::default(),
            neighbours: Neighbours::default(),
            visits: Visits::default(),
            keywords: Arc::new(parts.keywords),
            music: Arc::new(parts.music),
            work: Arc::new(Notify::new()),
            decode_memory: Arc::new(Semaphore::new(DECODE_BUDGET_MIB as usize)),
            decode_threads: Arc::new(Semaphore::new(cores)),
            hash_threads: Arc::new(Semaphore::new(cores.saturating_sub(1).max(1))),
            decoy_hash: parts.decoy_hash.into(),
            stopping: watch::Sender::new(false),
            ready: Arc::new(AtomicBool::new(true)),
        }
    }

    /// Begins to stop: readiness fails, streams end, the worker takes no more jobs.
    pub fn stop(&self) {
        self.ready.store(false, Ordering::Relaxed);
        self.stopping.send_replace(true);
        self.work.notify_waiters();
    }

    /// True once [`AppState::stop`] was called.
    pub fn is_stopping(&self) -> bool {
        !self.ready.load(Ordering::Relaxed)
    }

    /// Resolves when the server begins to stop.
    pub async fn stopped(&self) {
        let mut stopping = self.stopping.subscribe();
        // The sender lives in self, so waiting cannot fail before the value comes.
        let _ = stopping.wait_for(|stop| *stop).await;
    }
}
