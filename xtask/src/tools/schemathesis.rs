//! Schemathesis, which generates requests from the OpenAPI document and checks the answers.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::{exec, paths};

/// The version of PyPI's schemathesis package.
const SCHEMATHESIS: &str = "4.32.5";

/// The program, installed into an environment of its own if need be.
pub fn ensure() -> Result<PathBuf> {
    let home = paths::tool(&format!("schemathesis-{SCHEMATHESIS}"))?;
    let program = home.join("bin/schemathesis");
    if program.exists() {
        return Ok(program);
    }
    exec::step(&format!(
        "installing Schemathesis {SCHEMATHESIS} from PyPI (checks the API against its document; a minute, once)"
    ));
    if !exec::succeeds(exec::command("python3").args(["-c", "import ensurepip, venv"])) {
        apt::install(&["python3", "python3-venv"], "to install Schemathesis")?;
    }
    // The program comes last: an installation that was broken off is begun anew.
    if home.exists() {
        std::fs::remove_dir_all(&home)?;
    }
    exec::run(exec::command("python3").args(["-m", "venv"]).arg(&home))
        .context("no Python environment could be made")?;
    let package = format!("schemathesis=={SCHEMATHESIS}");
    exec::run(exec::command(home.join("bin/pip")).args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        &package,
    ]))
    .context("Schemathesis could not be installed")?;
    Ok(program)
}
