//! What building and testing needs, found or installed: every step says what it does, why and for how long.

mod apt;
mod browser;
mod database;
mod hurl;
mod schemathesis;
mod trunk;
mod wasm;
mod wasm_opt;

use std::ffi::OsString;
use std::fs::File;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{exec, media, paths};

pub use apt::{can_install, install, refresh_lists as refresh_package_lists};
pub use browser::Browser;

/// The environment in which Trunk builds the page.
pub struct PageTools {
    variables: Vec<(&'static str, OsString)>,
}

impl PageTools {
    /// Finds or installs the wasm32 target, Trunk, wasm-bindgen and, for a release, wasm-opt.
    pub fn ensure(release: bool) -> Result<Self> {
        let _one_at_a_time = lock()?;
        let toolchain = wasm::ensure_target()?;
        let mut folders = Vec::new();
        let mut variables: Vec<(&str, OsString)> = Vec::new();
        if let Some(sysroot) = &toolchain {
            folders.push(sysroot.join("bin"));
            variables.push(("RUSTC", sysroot.join("bin/rustc").into()));
        }
        folders.push(trunk::ensure_wasm_bindgen()?);
        folders.push(trunk::ensure_trunk()?);
        let optimiser = if release { wasm_opt::ensure()? } else { wasm_opt::find()? };
        // Only a release needs wasm-opt; without one on this machine Trunk may fetch its own.
        let complete = optimiser.is_some() || !release;
        folders.extend(optimiser);
        // What was found on PATH needs nothing; its folder in front would bring other programs along, a second cargo perhaps.
        let path = std::env::var_os("PATH").unwrap_or_default();
        folders.retain(|folder| std::env::split_paths(&path).all(|known| known != *folder));
        variables.push(("PATH", exec::path_with(&folders)?));
        variables.push(("CARGO_TARGET_DIR", paths::page_target().into()));
        if complete {
            variables.push(("TRUNK_OFFLINE", "true".into()));
        }
        let program = std::env::current_exe().context("this program has no path")?;
        // A program that was rebuilt meanwhile has no path any more; the page's hook then asks cargo for it.
        if program.is_file() {
            variables.push(("IMAGIME_XTASK", program.into()));
        }
        Ok(Self { variables })
    }

    /// A command in this environment, in the repository's top folder.
    pub fn command(&self, program: &str) -> Command {
        let mut command = exec::command(self.find(program));
        command.current_dir(paths::root());
        // A wrapper or flags of the server's compiler do not fit another compiler.
        for name in ["RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// The program's path in this environment: the parent's PATH would be searched otherwise.
    fn find(&self, program: &str) -> PathBuf {
        let path = self.variables.iter().find(|(name, _)| *name == "PATH").map(|(_, value)| value.clone());
        std::env::split_paths(&path.unwrap_or_default())
            .map(|folder| folder.join(program))
            .find(|candidate| candidate.is_file())
            .unwrap_or_else(|| program.into())
    }
}

/// What compiling and linking the server needs.
pub fn ensure_server_tools() -> Result<()> {
    let _one_at_a_time = lock()?;
    database::ensure_libpq()
}

/// PostgreSQL's server programs.
pub fn ensure_postgres() -> Result<()> {
    let _one_at_a_time = lock()?;
    database::ensure_server()
}

/// Chromium and its driver.
pub fn ensure_browser() -> Result<Browser> {
    let _one_at_a_time = lock()?;
    browser::ensure()
}

/// Schemathesis, which sends the server what its document allows and forbids.
pub fn ensure_schemathesis() -> Result<PathBuf> {
    let _one_at_a_time = lock()?;
    schemathesis::ensure()
}

/// Hurl, which plays the API's collection, and the tools of the documented examples.
pub fn ensure_hurl() -> Result<PathBuf> {
    let _one_at_a_time = lock()?;
    hurl::ensure_shell_tools()?;
    hurl::ensure()
}

/// `cargo xtask setup`: all of it.
pub fn set_up_everything() -> Result<()> {
    ensure_server_tools()?;
    ensure_postgres()?;
    PageTools::ensure(true)?;
    ensure_browser()?;
    ensure_schemathesis()?;
    ensure_hurl()?;
    media::ensure()?;
    exec::step("everything is in place: cargo xtask run");
    Ok(())
}

/// `cargo xtask env`: shell lines that make `trunk build` and `trunk serve` work by hand.
pub fn print_environment() -> Result<()> {
    for (name, value) in PageTools::ensure(true)?.variables {
        println!("export {name}={}", quote(&value.to_string_lossy()));
    }
    println!("export IMAGIME_TEST_MEDIA={}", quote(&media::ensure()?.to_string_lossy()));
    Ok(())
}

/// Held while tools are looked for and installed, so that two clones do not build the same one at once.
fn lock() -> Result<File> {
    let path = paths::cache()?.join("lock");
    let file = File::create(&path).with_context(|| format!("could not create {}", path.display()))?;
    if file.try_lock().is_err() {
        exec::step("waiting for another cargo xtask that is installing tools");
        file.lock().with_context(|| format!("could not lock {}", path.display()))?;
    }
    Ok(file)
}

fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shell_words_are_quoted() {
        assert_eq!(quote("/home/o'neil/x y"), r"'/home/o'\''neil/x y'");
    }
}
