//! Where things are: the repository, the build folders, and the cache that all clones share.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The repository's top folder.
pub fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}

/// Cargo's build folder, wherever the environment or a configuration file put it: this program lies in it.
pub fn target() -> PathBuf {
    let from_this_program = std::env::current_exe().ok().and_then(|program| {
        let profile = program.parent()?;
        Some(profile.parent()?.to_path_buf())
    });
    from_this_program.unwrap_or_else(|| root().join("target"))
}

/// The page's own build folder, so that its compiler and the server's do not wait for each other.
pub fn page_target() -> PathBuf {
    target().join("page")
}

/// The folder for tools and test pictures, keyed by version inside: `IMAGIME_CACHE`, else below the user's cache.
pub fn cache() -> Result<PathBuf> {
    let folder = if let Some(folder) = std::env::var_os("IMAGIME_CACHE") {
        PathBuf::from(folder)
    } else if let Some(folder) = std::env::var_os("XDG_CACHE_HOME") {
        PathBuf::from(folder).join("imagime")
    } else {
        let home = std::env::var_os("HOME").context("neither IMAGIME_CACHE nor HOME is set")?;
        PathBuf::from(home).join(".cache/imagime")
    };
    std::fs::create_dir_all(&folder).with_context(|| format!("could not create {}", folder.display()))?;
    folder.canonicalize().with_context(|| format!("could not open {}", folder.display()))
}

/// The cache's folder for one tool at one version.
pub fn tool(name_and_version: &str) -> Result<PathBuf> {
    Ok(cache()?.join("tools").join(name_and_version))
}

/// A fresh working folder in the cache, for builds that are thrown away; removes what an interrupted one left.
pub fn scratch(name: &str) -> Result<PathBuf> {
    let folder = cache()?.join("build").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("could not remove {}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("could not create {}", folder.display()))?;
    Ok(folder)
}
