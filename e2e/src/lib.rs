//! Imagime in a real browser: a stage for each test, eyes and hands in Chromium, and checks that hold on every page.
//!
//! A stage is a database, a server process and a chromedriver of its own; nothing is shared and nothing stays behind.

pub mod api;
pub mod audit;
pub mod browser;
pub mod database;
pub mod driver;
pub mod elsewhere;
pub mod keyboard;
pub mod pictures;
pub mod prototype;
pub mod server;
pub mod stage;
pub mod wait;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// An environment variable that `cargo xtask test` sets; without it a test fails, it never skips.
pub fn variable(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set; `cargo xtask test` sets it"))
}

/// A folder of `target/e2e`, for what tests leave to look at; made when missing.
pub fn output(folder: &str) -> Result<PathBuf> {
    let path = root().join("target/e2e").join(folder);
    std::fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
    Ok(path)
}

/// The top of the repository.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}
