//! Trunk, which builds the page, and the wasm-bindgen command that it calls.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{exec, paths};

/// The version that Trunk.toml asks for.
const TRUNK: &str = "0.21.14";
const WASM_BINDGEN_SOURCE: &str = include_str!("../../wasm-bindgen/main.rs");

/// The folder with Trunk: on PATH, in the cache, or built there.
pub fn ensure_trunk() -> Result<PathBuf> {
    if let Some(folder) = on_path("trunk", &format!("trunk {TRUNK}")) {
        return Ok(folder);
    }
    let home = paths::tool(&format!("trunk-{TRUNK}"))?;
    let folder = home.join("bin");
    if folder.join("trunk").is_file() {
        return Ok(folder);
    }
    exec::step(&format!("building Trunk {TRUNK}, which builds the page (3 to 8 minutes, once for all clones)"));
    let scratch = paths::scratch("trunk")?;
    let mut cargo = exec::cargo_for_tools();
    cargo.args(["install", "trunk", "--version", TRUNK, "--locked", "--no-default-features", "--quiet"]);
    cargo.arg("--root").arg(&home).arg("--target-dir").arg(&scratch);
    exec::run(&mut cargo).context("Trunk could not be built")?;
    exec::remove(scratch);
    Ok(folder)
}

/// The folder with a wasm-bindgen command of exactly the version in Cargo.lock, which the page is linked with.
///
/// The official command is not taken from crates.io: its own lock file asks for a package that may be gone. Its
/// library is, with a small command of ours around it.
pub fn ensure_wasm_bindgen() -> Result<PathBuf> {
    let lock = paths::root().join("Cargo.lock");
    let text = std::fs::read_to_string(&lock).with_context(|| format!("could not read {}", lock.display()))?;
    let version = locked_version(&text, "wasm-bindgen").context("Cargo.lock does not name wasm-bindgen")?;
    if let Some(folder) = on_path("wasm-bindgen", &format!("wasm-bindgen {version}")) {
        return Ok(folder);
    }
    let folder = paths::tool(&format!("wasm-bindgen-{version}"))?.join("bin");
    let program = folder.join("wasm-bindgen");
    if program.is_file() {
        return Ok(folder);
    }
    exec::step(&format!("building wasm-bindgen {version}, as Cargo.lock has it (1 to 3 minutes, once for all clones)"));
    let scratch = paths::scratch("wasm-bindgen")?;
    std::fs::create_dir_all(scratch.join("src"))?;
    std::fs::write(scratch.join("src/main.rs"), WASM_BINDGEN_SOURCE)?;
    std::fs::write(scratch.join("Cargo.toml"), manifest(&version))?;
    let mut cargo = exec::cargo_for_tools();
    cargo.args(["build", "--release", "--quiet", "--target-dir", "target"]).current_dir(&scratch);
    exec::run(&mut cargo).context("wasm-bindgen could not be built")?;
    exec::install_file(&scratch.join("target/release/wasm-bindgen"), &program)?;
    exec::remove(scratch);
    Ok(folder)
}

/// rustc refuses packages named wasm-bindgen with an old version, so ours carries the real one.
fn manifest(version: &str) -> String {
    format!(
        "[package]\nname = \"wasm-bindgen\"\nversion = \"{version}\"\nedition = \"2024\"\n\n\
         [dependencies]\nwasm-bindgen-cli-support = \"={version}\"\n\n[workspace]\n"
    )
}

fn on_path(program: &str, banner: &str) -> Option<PathBuf> {
    let path = exec::which(program)?;
    let said = exec::output(exec::command(&path).arg("--version")).ok()?;
    (said == banner).then(|| path.parent().map(PathBuf::from))?
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_very_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "leptos"), None);
    }

    #[test]
    fn trunk_toml_asks_for_the_trunk_that_we_install() {
        let settings = std::fs::read_to_string(paths::root().join("Trunk.toml")).unwrap_or_default();
        assert!(settings.contains(&format!("trunk-version = \"^{TRUNK}\"")), "{settings}");
    }
}
