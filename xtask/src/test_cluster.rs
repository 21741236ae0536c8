//! One throw-away PostgreSQL for a run of tests. A process of its own holds it and ends when we do, however we end.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};
use imagime_cluster::{Cluster, Options};

use crate::exec;

/// The maintenance database, from which tests make their own.
const DATABASE: &str = "postgres";

/// A running throw-away cluster, removed with its folder when dropped.
pub struct TestCluster {
    holder: Child,
    url: String,
}

impl TestCluster {
    /// Makes and starts one in the temporary folder.
    pub fn start() -> Result<Self> {
        exec::step("making a throw-away PostgreSQL for the tests (seconds)");
        let folder = std::env::temp_dir().join(format!("imagime-test-{}", std::process::id()));
        let program = std::env::current_exe().context("this program has no path")?;
        let mut holder = exec::command(program)
            .arg("hold-cluster")
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // Ctrl-C ends us; the holder then sees its input end and tidies up.
            .process_group(0)
            .spawn()
            .context("the cluster's holder could not be started")?;
        let mut url = String::new();
        if let Some(output) = holder.stdout.take() {
            BufReader::new(output).read_line(&mut url).context("the cluster's holder said nothing")?;
        }
        if url.trim().is_empty() {
            bail!("the throw-away PostgreSQL did not start: {}", holder.wait()?);
        }
        Ok(Self { holder, url: url.trim().to_owned() })
    }

    /// The superuser's address of the database `postgres`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        if let Err(error) = self.holder.wait() {
            exec::note(&format!("the throw-away PostgreSQL could not be awaited: {error}"));
        }
    }
}

/// Holds a cluster without durability in `folder` until standard input ends, then removes the folder.
pub fn hold(folder: PathBuf) -> Result<()> {
    std::fs::create_dir_all(&folder).with_context(|| format!("could not create {}", folder.display()))?;
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755))?;
    let options =
        Options { durable: false, database: DATABASE.to_owned(), max_connections: 400, ..Options::new(&folder) };
    let cluster = Cluster::start(options);
    if let Ok(cluster) = &cluster {
        println!("{}", cluster.url(DATABASE));
        std::io::stdout().flush()?;
        std::io::stdin().read_to_end(&mut Vec::new())?;
    }
    let stopped = cluster.and_then(Cluster::stop);
    std::fs::remove_dir_all(&folder).with_context(|| format!("could not remove {}", folder.display()))?;
    Ok(stopped?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holder_that_cannot_start_leaves_no_folder() {
        let folder = std::env::temp_dir().join(format!("imagime-hold-{}", std::process::id()));
        let pgdata = folder.join("pgdata");
        let prepared = std::fs::create_dir_all(&pgdata).and_then(|()| std::fs::write(pgdata.join("PG_VERSION"), "9"));
        assert!(prepared.is_ok());
        assert!(hold(folder.clone()).is_err());
        assert!(!folder.exists());
    }
}
