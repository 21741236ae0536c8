//! The wasm32 target: rustup's, or a compiler of Debian's with a standard library built from its sources.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::apt;
use crate::{exec, paths};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library";

/// Makes `cargo build --target wasm32-unknown-unknown` possible. Answers the folder of a toolchain of our own
/// (with `bin/rustc` and `bin/cargo`) when the active one cannot do it.
pub fn ensure_target() -> Result<Option<PathBuf>> {
    if has_standard_library(Path::new("rustc")) {
        return Ok(None);
    }
    let may_ask_rustup = std::env::var_os("IMAGIME_WASM_FALLBACK").is_none_or(|value| value.is_empty());
    if may_ask_rustup && exec::which("rustup").is_some() {
        exec::step("adding the wasm32 target with rustup (the page is WebAssembly; half a minute, once)");
        let mut rustup = exec::command("rustup");
        rustup.args(["target", "add", TARGET]).current_dir(paths::root());
        if exec::run(&mut rustup).is_ok() && has_standard_library(Path::new("rustc")) {
            return Ok(None);
        }
        exec::note("rustup could not add it: taking Debian's compiler instead");
    }
    fallback().map(Some)
}

fn fallback() -> Result<PathBuf> {
    if !Path::new(DEBIAN_RUSTC).exists() || !Path::new(DEBIAN_CARGO).exists() || !Path::new(DEBIAN_SOURCES).exists() {
        if !apt::can_install() {
            bail!("the page needs the Rust target {TARGET}: run `rustup target add {TARGET}`");
        }
        apt::install(&["rustc-web", "cargo-web", "rust-web-src"], "to compile the page for WebAssembly")?;
    }
    let version = exec::output(exec::command(DEBIAN_RUSTC).arg("-V"))?;
    let number = version.split_whitespace().nth(1).context("rustc did not tell its version")?.to_owned();
    let home = paths::tool(&format!("wasm-sysroot-{number}"))?;
    if has_standard_library(&home.join("bin/rustc")) && find_linker_in(&home).is_some() {
        return Ok(home);
    }
    exec::step(&format!("compiling Rust {number}'s standard library for WebAssembly (1 to 2 minutes, once)"));
    let linker = ensure_linker()?;
    let scratch = paths::scratch("wasm-std")?;
    build_standard_library(&scratch)?;
    assemble(&home, &scratch, &linker)?;
    fs::remove_dir_all(&scratch)?;
    if !has_standard_library(&home.join("bin/rustc")) {
        bail!("the standard library for {TARGET} did not end up in {}", home.display());
    }
    Ok(home)
}

/// Cargo compiles the library as a dependency of an empty crate.
fn build_standard_library(scratch: &Path) -> Result<()> {
    fs::create_dir_all(scratch.join("src"))?;
    fs::write(scratch.join("src/lib.rs"), "#![no_std]\n")?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n\
                    [profile.release]\ncodegen-units = 1\n";
    fs::write(scratch.join("Cargo.toml"), manifest)?;
    let mut cargo = exec::command(DEBIAN_CARGO);
    cargo
        .args(["build", "--quiet", "--release", "-Zbuild-std=std,panic_abort,test", "--target", TARGET])
        .arg("--target-dir")
        .arg(scratch.join("target"))
        .current_dir(scratch)
        .env("PATH", exec::path_with(&[PathBuf::from("/usr/bin")])?)
        .env("RUSTC_BOOTSTRAP", "1")
        // Fat link-time optimisation of the page needs the library's bitcode too.
        .env("RUSTFLAGS", "-Cembed-bitcode=yes");
    for name in ["RUSTC", "RUSTC_WRAPPER", "CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_DIR", "RUSTUP_TOOLCHAIN"] {
        cargo.env_remove(name);
    }
    exec::run(&mut cargo).context("the standard library could not be compiled")
}

/// Lays the toolchain out beside its place and renames it, so that an interrupted run leaves nothing half done.
fn assemble(home: &Path, scratch: &Path, linker: &Path) -> Result<()> {
    let host = exec::output(exec::command(DEBIAN_RUSTC).args(["--print", "host-tuple"]))?;
    let host_libraries = exec::output(exec::command(DEBIAN_RUSTC).args(["--print", "target-libdir"]))?;
    let draft = home.with_extension("new");
    for folder in [&draft, &home.to_path_buf()] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    let libraries = draft.join("lib/rustlib").join(TARGET).join("lib");
    let host_folder = draft.join("lib/rustlib").join(host);
    fs::create_dir_all(&libraries)?;
    fs::create_dir_all(host_folder.join("bin"))?;
    fs::create_dir_all(draft.join("bin"))?;
    for library in built_libraries(&scratch.join("target").join(TARGET).join("release"))? {
        let name = library.file_name().context("a library has a name")?;
        fs::copy(&library, libraries.join(name))?;
    }
    symlink(host_libraries, host_folder.join("lib"))?;
    symlink(linker, host_folder.join("bin/rust-lld"))?;
    symlink(DEBIAN_CARGO, draft.join("bin/cargo"))?;
    let script = format!("#!/bin/sh\nexec {DEBIAN_RUSTC} --sysroot '{}' \"$@\"\n", home.display());
    fs::write(draft.join("bin/rustc"), script)?;
    fs::set_permissions(draft.join("bin/rustc"), fs::Permissions::from_mode(0o755))?;
    fs::rename(&draft, home).with_context(|| format!("could not create {}", home.display()))
}

/// Every `lib*.rlib` below a build folder but the empty crate's; newer cargos keep them in nested folders.
fn built_libraries(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("could not read {}", folder.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rlib") && !name.starts_with("libempty") {
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// LLVM's linker: the one inside the active Rust toolchain, else Debian's.
fn ensure_linker() -> Result<PathBuf> {
    let sysroot = exec::output(exec::command("rustc").args(["--print", "sysroot"]).current_dir(paths::root()));
    if let Some(linker) = sysroot.ok().and_then(|sysroot| find_linker_in(Path::new(&sysroot))) {
        return Ok(linker);
    }
    if exec::which("wasm-ld").is_none() {
        apt::install(&["lld"], "to link the page")?;
    }
    exec::which("wasm-ld").context("wasm-ld is missing even after the installation of lld")
}

fn find_linker_in(sysroot: &Path) -> Option<PathBuf> {
    let hosts = fs::read_dir(sysroot.join("lib/rustlib")).ok()?;
    hosts.flatten().map(|host| host.path().join("bin/rust-lld")).find(|linker| linker.exists())
}

fn has_standard_library(rustc: &Path) -> bool {
    let mut rustc = exec::command(rustc);
    // The answer must be that of the toolchain that cargo uses in this folder.
    rustc.args(["--print", "target-libdir", "--target", TARGET]).current_dir(paths::root());
    let Ok(folder) = exec::output(&mut rustc) else {
        return false;
    };
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}
