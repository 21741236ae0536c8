//! wasm-opt, which makes a release's page smaller.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::apt;
use crate::{exec, paths};

/// The version of npm's binaryen package.
const BINARYEN: &str = "132.0.0";
/// Older ones are of no use: Debian 12's 108 mixes up the module's two tables, and the page stops at its first line.
const OLDEST: u32 = 120;

/// The folder with wasm-opt where it is already there.
pub fn find() -> Result<Option<PathBuf>> {
    let folder = installed_by_npm()?;
    if folder.join("wasm-opt").exists() {
        return Ok(Some(folder));
    }
    let Some(program) = exec::which("wasm-opt") else {
        return Ok(None);
    };
    let said = exec::output(exec::command(&program).arg("--version")).unwrap_or_default();
    let new_enough = version(&said).is_some_and(|version| version >= OLDEST);
    Ok(program.parent().filter(|_| new_enough).map(PathBuf::from))
}

/// The folder with wasm-opt, installed by npm if need be; none when only Trunk can fetch one.
pub fn ensure() -> Result<Option<PathBuf>> {
    if let Some(folder) = find()? {
        return Ok(Some(folder));
    }
    if exec::which("npm").is_none() {
        if !apt::can_install() {
            exec::note("neither npm nor a wasm-opt that is new enough is here: Trunk will fetch its own");
            return Ok(None);
        }
        apt::install(&["npm"], "for wasm-opt, which makes the page small")?;
    }
    exec::step(&format!("installing binaryen {BINARYEN} with npm (wasm-opt makes the page small; seconds, once)"));
    let home = paths::tool(&format!("binaryen-{BINARYEN}"))?;
    std::fs::create_dir_all(&home)?;
    let mut npm = exec::command("npm");
    npm.args(["install", "--no-audit", "--no-fund", "--silent", "--prefix"]).arg(&home);
    exec::run(npm.arg(format!("binaryen@{BINARYEN}")).current_dir(&home)).context("binaryen could not be installed")?;
    Ok(Some(installed_by_npm()?))
}

fn installed_by_npm() -> Result<PathBuf> {
    Ok(paths::tool(&format!("binaryen-{BINARYEN}"))?.join("node_modules/.bin"))
}

/// The number in "wasm-opt version 132 (version_132)".
fn version(banner: &str) -> Option<u32> {
    banner.split_whitespace().find_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_read_from_the_banner() {
        assert_eq!(version("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(version("wasm-opt version 108"), Some(108));
        assert_eq!(version("not a version"), None);
    }
}
