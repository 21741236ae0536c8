//! Running other programs, and saying what happens.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// Announces a step that may take a while.
pub fn step(sentence: &str) {
    eprintln!("\x1b[1m==> {sentence}\x1b[0m");
}

/// Says a detail of the current step.
pub fn note(sentence: &str) {
    eprintln!("    {sentence}");
}

/// A command without the variables that cargo sets for a program that it runs: they would make builds differ.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let from_cargo = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
        if from_cargo.iter().any(|prefix| name.starts_with(prefix)) || name == "CARGO" {
            command.env_remove(name.as_ref());
        }
    }
    for name in ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"] {
        if let Some(kept) = std::env::var_os(name).map(|value| without_build_folders(&value)) {
            if kept.is_empty() {
                command.env_remove(name);
            } else {
                command.env(name, kept);
            }
        }
    }
    command
}

/// Cargo of the toolchain that compiled this program, in the repository's top folder.
pub fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = command(program);
    cargo.current_dir(crate::paths::root());
    cargo
}

/// Cargo for a small tool of ours outside the workspace: fast to build matters more than fast to run.
pub fn cargo_for_tools() -> Command {
    let mut cargo = cargo();
    cargo
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "false");
    cargo
}

/// Removes a tool's build folder: it is large and never used again, and in nobody's way when it cannot be removed.
pub fn remove(scratch: PathBuf) {
    if let Err(error) = std::fs::remove_dir_all(&scratch) {
        note(&format!("{} could not be removed: {error}", scratch.display()));
    }
}

/// Runs a command with its output shown; anything but success is an error.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("could not run {}", shown(command)))?;
    if !status.success() {
        bail!("{} ended with {status}", shown(command));
    }
    Ok(())
}

/// Runs a command silently and answers its trimmed standard output; an error carries what it wrote.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("could not run {}", shown(command)))?;
    if !output.status.success() {
        let errors = String::from_utf8_lossy(&output.stderr);
        bail!("{} ended with {}: {}", shown(command), output.status, errors.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a command can be run and succeeds, silently.
pub fn succeeds(command: &mut Command) -> bool {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// The first program of this name on PATH.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// PATH with some folders put in front.
pub fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&path));
    std::env::join_paths(all).context("a folder for PATH contains a colon")
}

/// Copies `from` over `to`, by way of a draft, so that an interrupted copy is never taken for the whole.
pub fn install_file(from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().context("a file needs a folder")?;
    std::fs::create_dir_all(folder).with_context(|| format!("could not create {}", folder.display()))?;
    let draft = to.with_extension("new");
    std::fs::copy(from, &draft).with_context(|| format!("could not copy {}", from.display()))?;
    std::fs::rename(&draft, to).with_context(|| format!("could not create {}", to.display()))
}

fn without_build_folders(value: &OsStr) -> OsString {
    let ours = crate::paths::target();
    let kept = std::env::split_paths(value)
        .filter(|folder| !folder.starts_with(&ours) && !folder.to_string_lossy().contains("/toolchains/"));
    std::env::join_paths(kept).unwrap_or_default()
}

fn shown(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_carry_the_command_and_its_words() {
        let failure = output(Command::new("sh").args(["-c", "echo broken >&2; exit 3"]));
        let text = failure.map_err(|error| error.to_string()).err().unwrap_or_default();
        assert!(text.contains("sh -c") && text.ends_with("broken"), "{text}");
    }

    #[test]
    fn cargos_own_variables_do_not_reach_children() {
        let command = command("true");
        let removed = command.get_envs().any(|(name, value)| name == "CARGO_PKG_NAME" && value.is_none());
        assert_eq!(removed, std::env::var_os("CARGO_PKG_NAME").is_some());
    }
}
