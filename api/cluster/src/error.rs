//! What can go wrong with a private cluster, said in sentences that name the cure.

use std::io;
use std::path::PathBuf;

/// Why a cluster could not be made, started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No folder with `initdb`, `postgres`, `pg_ctl` and `psql` was found.
    #[error(
        "PostgreSQL's server programs were not found: install PostgreSQL (Debian: apt-get install postgresql, macOS: brew install postgresql), or run `docker compose up -d db` and set DATABASE_URL=postgres://imagime:imagime@127.0.0.1:5432/imagime"
    )]
    BinariesMissing,
    /// The cluster was made by another major version than the installed ones.
    #[error(
        "the cluster in {} was made by PostgreSQL {cluster}, but this machine has PostgreSQL {installed}: install PostgreSQL {cluster}, or choose another data folder", folder.display()
    )]
    VersionMismatch {
        /// The folder that holds the cluster.
        folder: PathBuf,
        /// Major version written in the cluster's `PG_VERSION`.
        cluster: String,
        /// Major versions found, newest first.
        installed: String,
    },
    /// Another living process owns the folder.
    #[error(
        "the database in {} is in use by another Imagime: stop that one, or choose another data folder", .0.display()
    )]
    InUse(PathBuf),
    /// Started as root, and the account that must run PostgreSQL cannot reach the folder.
    #[error(
        "PostgreSQL does not run as root, and its user `postgres` cannot enter {}, so that {} is out of its reach: choose a data folder such as /var/lib/imagime (--data DIR or IMAGIME_DATA_DIR)", blocked.display(), folder.display()
    )]
    Unreachable {
        /// The first folder on the way that is closed.
        blocked: PathBuf,
        /// The folder that was to hold the cluster.
        folder: PathBuf,
    },
    /// Started as root on a machine without a `postgres` account.
    #[error(
        "PostgreSQL does not run as root and this machine has no user `postgres`: start Imagime as an ordinary user"
    )]
    AccountMissing,
    /// A cluster without its password file: nobody could log in.
    #[error(
        "the database in {} has lost its password file {}: put the file back, or move the folder away to begin anew", folder.display(), file.display()
    )]
    PasswordMissing {
        /// The folder that holds the cluster.
        folder: PathBuf,
        /// The file that should be there.
        file: PathBuf,
    },
    /// One of PostgreSQL's programs ended with an error.
    #[error("{program} failed: {output}")]
    Program {
        /// The program's name.
        program: String,
        /// The last lines that it wrote.
        output: String,
    },
    /// The server ended, or did not become ready in time.
    #[error("PostgreSQL did not start; its log {} ends with: {tail}", log.display())]
    NotReady {
        /// The server's log file.
        log: PathBuf,
        /// The last lines of it.
        tail: String,
    },
    /// A file or folder could not be read, written or handed over.
    #[error("{action} {}: {source}", path.display())]
    Io {
        /// What was tried, as in "could not create".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// Turns an I/O error into one that names the file and what was tried.
pub(crate) trait Context<T> {
    /// Adds the action ("could not read") and the path to an I/O error.
    fn context(self, action: &'static str, path: impl Into<PathBuf>) -> Result<T, ClusterError>;
}

impl<T> Context<T> for io::Result<T> {
    fn context(self, action: &'static str, path: impl Into<PathBuf>) -> Result<T, ClusterError> {
        self.map_err(|source| ClusterError::Io { action, path: path.into(), source })
    }
}
