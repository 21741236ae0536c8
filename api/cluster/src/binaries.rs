//! Where the machine keeps PostgreSQL's server programs.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::ClusterError;

/// One installation: a folder with `initdb`, `postgres`, `pg_ctl` and `psql`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// The folder that holds the programs.
    pub folder: PathBuf,
    /// Major version, as in "15".
    pub major: String,
}

impl Binaries {
    /// Finds the installation to use; a cluster that exists decides the major version.
    pub fn find(wanted_major: Option<&str>, cluster: &Path) -> Result<Self, ClusterError> {
        choose(installed(), wanted_major, cluster)
    }

    /// The path of one of the programs.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Every usable installation: PATH's first, then the newest.
pub fn installed() -> Vec<Binaries> {
    let mut found: Vec<Binaries> = Vec::new();
    for folder in candidate_folders() {
        if found.iter().any(|known| known.folder == folder) {
            continue;
        }
        if let Some(major) = major_version(&folder) {
            found.push(Binaries { folder, major });
        }
    }
    found
}

fn choose(installed: Vec<Binaries>, wanted_major: Option<&str>, cluster: &Path) -> Result<Binaries, ClusterError> {
    let majors: Vec<&str> = installed.iter().map(|one| one.major.as_str()).collect();
    let majors = majors.join(" and ");
    let chosen = match wanted_major {
        None => installed.into_iter().next(),
        Some(wanted) => {
            let matching = installed.into_iter().find(|one| one.major == wanted);
            if matching.is_none() && !majors.is_empty() {
                return Err(ClusterError::VersionMismatch {
                    folder: cluster.to_path_buf(),
                    cluster: wanted.to_owned(),
                    installed: majors,
                });
            }
            matching
        }
    };
    chosen.ok_or(ClusterError::BinariesMissing)
}

fn candidate_folders() -> Vec<PathBuf> {
    let mut folders = Vec::new();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output() {
        let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if !folder.is_empty() {
            folders.push(PathBuf::from(folder));
        }
    }
    if let Some(path) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&path));
    }
    for (parent, inside) in [
        ("/usr/lib/postgresql", "bin"),
        ("/opt/homebrew/opt", "bin"),
        ("/usr/local/opt", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "bin"),
        ("/usr", "bin"),
    ] {
        folders.extend(versions_below(Path::new(parent), inside));
    }
    folders
}

/// Folders below `parent` that are named after a version of PostgreSQL, newest first.
fn versions_below(parent: &Path, inside: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut versions: Vec<(u32, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let named_after_it = name.starts_with("postgresql") || name.starts_with("pgsql") || is_version(&name);
            let digits: String = name.chars().filter(char::is_ascii_digit).collect();
            named_after_it.then(|| (digits.parse().unwrap_or(0), entry.path().join(inside)))
        })
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

fn is_version(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn major_version(folder: &Path) -> Option<String> {
    let complete = ["initdb", "postgres", "pg_ctl", "psql"].iter().all(|name| folder.join(name).is_file());
    if !complete {
        return None;
    }
    let output = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    parse_major(&String::from_utf8_lossy(&output.stdout))
}

/// The major version in "postgres (PostgreSQL) 15.18 (Debian 15.18-0)".
fn parse_major(banner: &str) -> Option<String> {
    let version = banner.split_once("(PostgreSQL) ")?.1;
    let major: String = version.chars().take_while(char::is_ascii_digit).collect();
    (!major.is_empty()).then_some(major)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn installation(major: &str) -> Binaries {
        Binaries { folder: format!("/opt/{major}").into(), major: major.to_owned() }
    }

    #[test]
    fn major_version_is_read_from_the_banner() {
        let debian = parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n");
        assert_eq!(debian.as_deref(), Some("15"));
        assert_eq!(parse_major("postgres (PostgreSQL) 17beta1").as_deref(), Some("17"));
        assert_eq!(parse_major("pg_ctl: no such program"), None);
    }

    #[test]
    fn missing_programs_name_docker_compose() {
        let error = choose(Vec::new(), None, Path::new("data")).unwrap_err();
        assert!(error.to_string().contains("`docker compose up -d db`"));
        let error = choose(Vec::new(), Some("15"), Path::new("data")).unwrap_err();
        assert!(matches!(error, ClusterError::BinariesMissing));
    }

    #[test]
    fn an_existing_cluster_decides_the_version() {
        let both = vec![installation("17"), installation("15")];
        let fresh = choose(both.clone(), None, Path::new("data")).unwrap();
        assert_eq!(fresh.major, "17");
        let old = choose(both, Some("15"), Path::new("data")).unwrap();
        assert_eq!(old.major, "15");
    }

    #[test]
    fn another_major_version_is_refused_in_one_sentence() {
        let error = choose(vec![installation("17")], Some("15"), Path::new("data")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the cluster in data was made by PostgreSQL 15, but this machine has PostgreSQL 17: \
             install PostgreSQL 15, or choose another data folder"
        );
    }
}
