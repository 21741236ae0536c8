//! Builds the page with Trunk, and only when something that it is made of has changed.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::tools::PageTools;
use crate::{exec, paths};

/// What the page is made of.
const SOURCES: [&str; 6] = ["web", "shared", "Cargo.toml", "Cargo.lock", "Trunk.toml", "xtask/src/compress.rs"];

/// The folder that `cargo xtask run` serves.
pub fn dist() -> PathBuf {
    paths::root().join("web/dist")
}

/// Builds the page into a folder unless it is there and up to date.
pub fn ensure(release: bool, dist: &Path) -> Result<()> {
    let sources = fingerprint_of_sources(release)?;
    let stamp = stamp_file(dist);
    if fs::read_to_string(&stamp).is_ok_and(|stamp| Some(stamp) == stamp_text(sources, dist)) {
        exec::note("the page is up to date");
        return Ok(());
    }
    let tools = PageTools::ensure(release)?;
    let kind = if release { "release" } else { "development" };
    exec::step(&format!("building the page ({kind}; 3 to 6 minutes the first time, seconds later)"));
    let mut trunk = tools.command("trunk");
    trunk.arg("build").arg("--dist").arg(dist);
    if release {
        trunk.arg("--release");
    }
    // Trunk takes NO_COLOR for one of its flags, and understands only "true" and "false" there.
    trunk.env_remove("NO_COLOR");
    exec::run(&mut trunk).context("the page could not be built")?;
    let text = stamp_text(sources, dist).context("Trunk made no index.html")?;
    fs::create_dir_all(paths::page_target())?;
    fs::write(&stamp, text).with_context(|| format!("could not write {}", stamp.display()))
}

/// The index names every other file by its hash, so it stands for the whole folder.
fn stamp_text(sources: u64, dist: &Path) -> Option<String> {
    let index = fs::read(dist.join("index.html")).ok()?;
    let mut hasher = DefaultHasher::new();
    hasher.write(&index);
    Some(format!("{sources:016x} {:016x}\n", hasher.finish()))
}

fn stamp_file(dist: &Path) -> PathBuf {
    let name: String =
        dist.to_string_lossy().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    paths::page_target().join(format!("stamp{name}"))
}

fn fingerprint_of_sources(release: bool) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    hasher.write_u8(u8::from(release));
    for source in SOURCES {
        add(&mut hasher, &paths::root().join(source))?;
    }
    Ok(hasher.finish())
}

fn add(hasher: &mut DefaultHasher, path: &Path) -> Result<()> {
    if path.ends_with("web/dist") {
        return Ok(());
    }
    hasher.write(path.as_os_str().as_encoded_bytes());
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| format!("could not read {}", path.display()))?;
        let mut inside: Vec<PathBuf> =
            entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        inside.sort();
        return inside.iter().try_for_each(|path| add(hasher, path));
    }
    let content = fs::read(path).with_context(|| format!("could not read {}", path.display()))?;
    hasher.write_usize(content.len());
    hasher.write(&content);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn fingerprint(folder: &Path) -> u64 {
        let mut hasher = DefaultHasher::new();
        add(&mut hasher, folder).unwrap();
        hasher.finish()
    }

    #[test]
    fn a_changed_or_moved_byte_changes_the_fingerprint_and_the_built_page_does_not() {
        let folder = std::env::temp_dir().join(format!("imagime-page-{}", std::process::id())).join("web");
        fs::create_dir_all(folder.join("dist")).unwrap();
        fs::write(folder.join("a.rs"), "one").unwrap();
        fs::write(folder.join("b.rs"), "two").unwrap();
        let first = fingerprint(&folder);
        fs::write(folder.join("dist/index.html"), "built").unwrap();
        assert_eq!(fingerprint(&folder), first);
        fs::write(folder.join("a.rs"), "onet").unwrap();
        fs::write(folder.join("b.rs"), "wo").unwrap();
        assert_ne!(fingerprint(&folder), first);
        fs::remove_dir_all(folder.parent().unwrap()).unwrap();
    }
}
