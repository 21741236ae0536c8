//! PostgreSQL: the client library that the server links, and the programs that a private cluster is made of.

use std::path::Path;

use anyhow::{Result, bail};

use super::apt;
use crate::exec;

const CREATE_CLUSTER: &str = "/etc/postgresql-common/createcluster.conf";

/// libpq with its headers' companion `pg_config`, so that diesel finds it.
pub fn ensure_libpq() -> Result<()> {
    if has_libpq() {
        return Ok(());
    }
    apt::install(&["libpq-dev"], "to link the server with PostgreSQL's client library")?;
    if !has_libpq() {
        bail!("libpq is missing even after the installation of libpq-dev");
    }
    Ok(())
}

/// The server programs, unless another database is named; without Debian one sentence says what to do.
pub fn ensure_server() -> Result<()> {
    if imagime_cluster::has_binaries() {
        return Ok(());
    }
    if !apt::can_install() {
        return Err(imagime_cluster::ClusterError::BinariesMissing.into());
    }
    let why = "for the private database";
    // Debian would make and start a cluster of its own; we want the programs only. The setting is put back after.
    let fresh = !Path::new(CREATE_CLUSTER).exists();
    if fresh {
        apt::install(&["postgresql-common"], why)?;
        set_automatic_cluster(false)?;
    }
    let installed = apt::install(&["postgresql"], why);
    if fresh {
        set_automatic_cluster(true)?;
    }
    installed?;
    if !imagime_cluster::has_binaries() {
        return Err(imagime_cluster::ClusterError::BinariesMissing.into());
    }
    Ok(())
}

fn set_automatic_cluster(on: bool) -> Result<()> {
    let edit = if on {
        "s/^create_main_cluster = false$/#create_main_cluster = true/"
    } else {
        "s/^#*create_main_cluster = .*/create_main_cluster = false/"
    };
    apt::as_root("sed", &["-i", edit, CREATE_CLUSTER])
}

fn has_libpq() -> bool {
    if exec::succeeds(exec::command("pkg-config").args(["--exists", "libpq"])) {
        return true;
    }
    let Ok(folder) = exec::output(exec::command("pg_config").arg("--libdir")) else {
        return false;
    };
    ["libpq.so", "libpq.dylib", "libpq.a"].iter().any(|name| Path::new(&folder).join(name).exists())
}
