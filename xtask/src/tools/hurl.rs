//! Hurl, which plays the API's black-box collection, and what its documented examples need.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::{exec, paths};

/// The version of crates.io's hurl package.
const HURL: &str = "8.0.1";

/// What the examples of the documentation are written with, and their archive is opened with.
pub fn ensure_shell_tools() -> Result<()> {
    let missing: Vec<&str> =
        ["bash", "curl", "jq", "unzip"].into_iter().filter(|name| exec::which(name).is_none()).collect();
    if missing.is_empty() { Ok(()) } else { apt::install(&missing, "to run the documentation's examples") }
}

/// The program, built from its source if need be: no registry has it ready to run.
pub fn ensure() -> Result<PathBuf> {
    let home = paths::tool(&format!("hurl-{HURL}"))?;
    let program = home.join("bin/hurl");
    if program.exists() {
        return Ok(program);
    }
    exec::step(&format!("building Hurl {HURL} from crates.io (plays the API's collection; 4 minutes, once)"));
    if apt::can_install() {
        apt::install(&["pkg-config", "libxml2-dev", "libcurl4-openssl-dev", "libclang-dev"], "to build Hurl")?;
    }
    let scratch = paths::scratch("hurl")?;
    let mut cargo = exec::cargo_for_tools();
    cargo.args(["install", "hurl", "--version", HURL, "--locked", "--quiet"]);
    cargo.arg("--root").arg(&home).arg("--target-dir").arg(&scratch);
    exec::run(&mut cargo)
        .context("Hurl could not be built; it needs the headers of libxml2 and libcurl, and libclang")?;
    exec::remove(scratch);
    Ok(program)
}
