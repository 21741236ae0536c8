//! Debian's packages, where there are some and we may install them.

use std::sync::OnceLock;

use anyhow::{Context, Result, bail};

use crate::exec;

/// Whether this machine installs packages by apt.
pub fn can_install() -> bool {
    exec::which("apt-get").is_some()
}

/// Installs packages; `why` completes the sentence "... is needed ...".
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let list = packages.join(" ");
    if !can_install() {
        bail!("{list} is needed {why}, and this machine has no apt-get: install it by hand and try again");
    }
    let Some(prefix) = privilege() else {
        bail!("{list} is needed {why}: run `apt-get install {list}` as root, then try again");
    };
    exec::step(&format!("installing {list} with apt-get ({why}; a minute or two, once)"));
    update(prefix)?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(packages);
    run(prefix, &arguments).with_context(|| format!("{list} could not be installed"))
}

/// Refreshes the package lists, once a run.
pub fn refresh_lists() -> Result<()> {
    match privilege() {
        Some(prefix) => update(prefix),
        None => Ok(()),
    }
}

/// Runs a small command as root; does nothing where we may not.
pub fn as_root(program: &str, arguments: &[&str]) -> Result<()> {
    match privilege() {
        Some([]) => exec::run(exec::command(program).args(arguments)),
        Some([sudo, ..]) => exec::run(exec::command(sudo).arg(program).args(arguments)),
        None => Ok(()),
    }
}

/// What to put in front of a command to be root: nothing, sudo, or none when neither is possible.
fn privilege() -> Option<&'static [&'static str]> {
    let root = exec::output(exec::command("id").arg("-u")).is_ok_and(|id| id == "0");
    if root {
        return Some(&[]);
    }
    exec::which("sudo").map(|_| ["sudo"].as_slice())
}

fn update(prefix: &[&str]) -> Result<()> {
    static UPDATED: OnceLock<()> = OnceLock::new();
    if UPDATED.get().is_some() {
        return Ok(());
    }
    exec::note("apt-get update");
    run(prefix, &["update", "-qq"])?;
    UPDATED.get_or_init(|| ());
    Ok(())
}

fn run(prefix: &[&str], arguments: &[&str]) -> Result<()> {
    // `env` carries the setting through sudo, which drops the caller's environment.
    let words = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
    let mut all = prefix.iter().copied().chain(words);
    let program = all.next().context("no program")?;
    exec::run(exec::command(program).args(all).args(arguments))
}
