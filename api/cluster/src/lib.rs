//! A private PostgreSQL cluster made from the machine's own binaries: created on first use, started on a free
//! port of 127.0.0.1, owned by one process at a time and stopped in an orderly way when that one is done.
//!
//! Inside [`Options::folder`]: `pgdata/` (the cluster), `password` (0600), `server.log` and `lock`.

mod account;
mod binaries;
mod error;
mod password;
mod pidfile;
mod server;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use account::Account;
use binaries::Binaries;
use error::Context;
use password::percent_encode;
use server::Server;

pub use error::ClusterError;

/// The superuser that owns the cluster.
pub const SUPERUSER: &str = "imagime";

/// What is told while a cluster is made and started: one short sentence a call.
pub type Progress = Box<dyn Fn(&str) + Send + Sync>;

/// Where and how a cluster is kept.
pub struct Options {
    /// The folder that holds everything; made when missing.
    pub folder: PathBuf,
    /// Whether committed data must survive a power cut; off only for throw-away test clusters.
    pub durable: bool,
    /// The database that is created when it is missing.
    pub database: String,
    /// The most connections at a time.
    pub max_connections: u16,
    /// Told what happens, for the log.
    pub progress: Progress,
}

impl Options {
    /// A durable cluster in `folder` with the database `imagime`, 100 connections and no progress lines.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            durable: true,
            database: "imagime".to_owned(),
            max_connections: 100,
            progress: Box::new(|_| {}),
        }
    }
}

/// A running cluster, stopped by [`Cluster::stop`] or when dropped.
pub struct Cluster {
    server: Option<Server>,
    port: u16,
    password: String,
    /// Held as long as we own the folder; the system frees it even after kill -9.
    _lock: File,
}

impl Cluster {
    /// Makes the cluster if there is none, starts or adopts its server, and creates the database if missing.
    pub fn start(options: Options) -> Result<Self, ClusterError> {
        let account = Account::choose()?;
        let folder = account::make_folder(&options.folder).context("could not create", options.folder.clone())?;
        if let Some(blocked) = account.blocked_at(&folder) {
            return Err(ClusterError::Unreachable { blocked, folder });
        }
        let lock = lock(&folder)?;
        let pgdata = folder.join("pgdata");
        let version = std::fs::read_to_string(pgdata.join("PG_VERSION")).ok();
        let wanted = version.as_deref().map(str::trim);
        let binaries = Binaries::find(wanted, &folder)?;

        let password_file = folder.join("password");
        if wanted.is_some() && !password_file.exists() {
            return Err(ClusterError::PasswordMissing { folder, file: password_file });
        }
        let password = password::load_or_create(&password_file)?;
        account.own(&password_file)?;

        let server = Server::new(account, binaries, folder, options);
        if wanted.is_none() {
            server.create(&password_file)?;
        }
        let (server, port) = server.launch(&password)?;
        let cluster = Self { server: Some(server), port, password, _lock: lock };
        if let Some(server) = &cluster.server {
            server.create_database(port, &cluster.password)?;
        }
        Ok(cluster)
    }

    /// The address of a database in this cluster for its superuser, as `DATABASE_URL` wants it.
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://{SUPERUSER}:{}@127.0.0.1:{}/{}",
            percent_encode(&self.password),
            self.port,
            percent_encode(database)
        )
    }

    /// The TCP port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends all connections and stops the server; every committed transaction is on disk after it.
    pub fn stop(mut self) -> Result<(), ClusterError> {
        self.server.take().map_or(Ok(()), Server::stop)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            // Nobody is left to tell; the next start adopts a server that would not stop.
            let _stopped = server.stop();
        }
    }
}

/// Whether the account that would run PostgreSQL can reach `folder`, or the nearest parent that exists.
pub fn is_reachable(folder: &Path) -> bool {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    // Without the account nothing works anywhere: `start` explains that better than another folder does.
    Account::choose().map_or(true, |account| account.blocked_at(&absolute).is_none())
}

/// Whether this machine has the programs that a cluster needs.
pub fn has_binaries() -> bool {
    !binaries::installed().is_empty()
}

fn lock(folder: &Path) -> Result<File, ClusterError> {
    let path = folder.join("lock");
    let file =
        File::options().create(true).truncate(false).write(true).open(&path).context("could not open", path.clone())?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ClusterError::InUse(folder.to_path_buf())),
        Err(TryLockError::Error(error)) => Err(error).context("could not lock", path),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("imagime-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_cluster_of_another_version_is_not_touched() {
        let folder = folder("version");
        std::fs::create_dir_all(folder.join("pgdata")).unwrap();
        std::fs::write(folder.join("pgdata/PG_VERSION"), "9\n").unwrap();
        let error = Cluster::start(Options::new(&folder)).err().unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(error.to_string().contains("was made by PostgreSQL 9, but"), "{error}");
    }

    #[test]
    fn one_folder_has_one_owner() {
        let folder = folder("owner");
        let first = lock(&folder).unwrap();
        let second = lock(&folder).err().unwrap();
        drop(first);
        let third = lock(&folder);
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(matches!(second, ClusterError::InUse(_)));
        assert!(third.is_ok());
    }

    #[test]
    fn the_temporary_folder_is_reachable() {
        assert!(is_reachable(&std::env::temp_dir().join("not/yet/there")));
    }
}
