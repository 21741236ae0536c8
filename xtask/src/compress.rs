//! Writes `.br` and `.gz` beside the files of a release page, at the best level: done once, served often.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::exec;

/// Kinds of files that get smaller; pictures and fonts are compressed already.
const KINDS: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Trunk's hook after a build; development builds are left alone, because the best level takes seconds.
pub fn run() -> Result<()> {
    let staging = std::env::var_os("TRUNK_STAGING_DIR").context("this is Trunk's hook: run `trunk build --release`")?;
    if std::env::var("TRUNK_PROFILE").as_deref() != Ok("release") {
        return Ok(());
    }
    let (before, after) = compress_folder(Path::new(&staging))?;
    exec::note(&format!("page: {} KB, {} KB as brotli", before / 1024, after / 1024));
    Ok(())
}

/// Compresses every suitable file; answers the bytes before and after brotli.
fn compress_folder(folder: &Path) -> Result<(usize, usize)> {
    let mut total = (0, 0);
    for file in files(folder)? {
        let content = fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
        let brotli = brotli(&content)?;
        total.0 += content.len();
        total.1 += brotli.len().min(content.len());
        write_if_smaller(&file, "br", &brotli, content.len())?;
        write_if_smaller(&file, "gz", &gzip(&content)?, content.len())?;
    }
    Ok(total)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|kind| KINDS.iter().any(|known| kind == *known)) {
            found.push(path);
        }
    }
    Ok(found)
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters).context("brotli failed")?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish().context("gzip failed")
}

fn write_if_smaller(file: &Path, kind: &str, compressed: &[u8], size: usize) -> Result<()> {
    if compressed.len() >= size {
        return Ok(());
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(kind);
    let path = PathBuf::from(name);
    let written = File::create(&path).and_then(|mut sibling| sibling.write_all(compressed));
    written.with_context(|| format!("could not write {}", path.display()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use std::io::Read;

    use super::*;

    #[test]
    fn siblings_hold_the_same_bytes_and_pictures_are_left_alone() {
        let folder = std::env::temp_dir().join(format!("imagime-compress-{}", std::process::id()));
        fs::create_dir_all(folder.join("inside")).unwrap();
        let text = "body { color: var(--ink); }\n".repeat(200);
        fs::write(folder.join("inside/app.css"), &text).unwrap();
        fs::write(folder.join("logo.png"), &text).unwrap();
        fs::write(folder.join("tiny.js"), "1").unwrap();

        let (before, after) = compress_folder(&folder).unwrap();

        assert_eq!(before, text.len() + 1);
        assert!(after < before / 10);
        let mut from_brotli = Vec::new();
        let packed = fs::read(folder.join("inside/app.css.br")).unwrap();
        brotli::BrotliDecompress(&mut &packed[..], &mut from_brotli).unwrap();
        assert_eq!(from_brotli, text.as_bytes());
        let mut from_gzip = String::new();
        let packed = fs::read(folder.join("inside/app.css.gz")).unwrap();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut from_gzip).unwrap();
        assert_eq!(from_gzip, text);
        assert!(!folder.join("logo.png.br").exists());
        assert!(!folder.join("tiny.js.br").exists(), "nothing is gained for one byte");
        fs::remove_dir_all(&folder).unwrap();
    }
}
