//! Which files there are, and opening one without ever leaving the folder.

use std::{
    fs::{self, File, Metadata},
    io,
    path::{Component, Path},
    time::UNIX_EPOCH,
};

use sha2::{Digest as _, Sha256};

/// Endings of files that may be music; what they really are is read from their content.
const ENDINGS: [&str; 8] = ["mp3", "ogg", "oga", "opus", "flac", "m4a", "m4b", "wav"];
/// Names of a folder's cover, best first.
const COVERS: [&str; 6] = ["cover", "folder", "front", "album", "albumcover", "albumart"];

/// A file that may be music.
#[derive(Clone, Debug)]
pub struct Found {
    /// Below the folder, with slashes.
    pub path: String,
    /// When it was changed, in microseconds since 1970.
    pub modified_us: i64,
    /// Length in bytes.
    pub byte_size: i64,
    /// The picture that lies in the same folder.
    pub cover: Option<Cover>,
}

/// A picture beside music.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Below the folder, with slashes.
    pub path: String,
    /// Names this version of it, 32 hexadecimal digits.
    pub key: String,
}

/// A file that is open.
#[derive(Debug)]
pub struct Opened {
    /// To read from.
    pub file: File,
    /// When it was changed, in microseconds since 1970.
    pub modified_us: i64,
    /// Length in bytes.
    pub byte_size: u64,
}

/// Every file that may be music, in order of path. Links and hidden names are passed over; so is a folder inside that cannot be read.
pub fn find_files(root: &Path) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut ahead = vec![String::new()];
    while let Some(folder) = ahead.pop() {
        match list(root, &folder, &mut ahead) {
            Ok(files) => found.extend(files),
            Err(error) if folder.is_empty() => return Err(error),
            Err(error) => tracing::debug!(error = %error, "a folder inside the music folder cannot be read"),
        }
    }
    found.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

/// Opens a file below the folder. A path that leads out of it, or through a link, is none.
pub fn open(root: &Path, path: &str) -> io::Result<Opened> {
    let strange = || io::Error::new(io::ErrorKind::NotFound, "the path does not name a file of the folder");
    if path.is_empty() || !Path::new(path).components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(strange());
    }
    let root = root.canonicalize()?;
    let wanted = root.join(path);
    if wanted.canonicalize()? != wanted || !fs::symlink_metadata(&wanted)?.is_file() {
        return Err(strange());
    }
    let file = File::open(&wanted)?;
    let meta = file.metadata()?;
    Ok(Opened { modified_us: modified_us(&meta), byte_size: meta.len(), file })
}

/// The first 16 bytes of a SHA-256, as 32 hexadecimal digits.
pub(super) fn short_hash(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().iter().take(16).fold(String::with_capacity(32), |text, byte| text + &format!("{byte:02x}"))
}

/// Names a version of a picture that lies beside music.
pub(super) fn cover_key(path: &str, modified_us: i64, byte_size: i64) -> String {
    short_hash(&[path.as_bytes(), &modified_us.to_be_bytes(), &byte_size.to_be_bytes()])
}

/// The music of one folder; the folders inside it go on the list of those ahead.
fn list(root: &Path, folder: &str, ahead: &mut Vec<String>) -> io::Result<Vec<Found>> {
    let mut files: Vec<Found> = Vec::new();
    let mut cover: Option<(usize, Cover)> = None;
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        // A name that is not UTF-8 has no place in a database of texts.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let kind = entry.file_type()?;
        if name.starts_with('.') || kind.is_symlink() {
            continue;
        }
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if kind.is_dir() {
            ahead.push(path);
            continue;
        }
        let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
        let (stem, ending) = (stem.to_lowercase(), ending.to_lowercase());
        let music = ENDINGS.contains(&ending.as_str());
        let rank = COVERS.iter().position(|cover| *cover == stem);
        let rank = rank.filter(|_| matches!(ending.as_str(), "jpg" | "jpeg" | "png"));
        if !kind.is_file() || !music && rank.is_none() {
            continue;
        }
        // A file that vanishes between the two calls was never there.
        let Ok(meta) = entry.metadata() else { continue };
        let (modified_us, byte_size) = (modified_us(&meta), meta.len() as i64);
        if let Some(rank) = rank.filter(|rank| cover.as_ref().is_none_or(|(best, _)| rank < best)) {
            cover = Some((rank, Cover { key: cover_key(&path, modified_us, byte_size), path: path.clone() }));
        }
        if music {
            files.push(Found { path, modified_us, byte_size, cover: None });
        }
    }
    let cover = cover.map(|(_, cover)| cover);
    for file in &mut files {
        file.cover.clone_from(&cover);
    }
    Ok(files)
}

fn modified_us(meta: &Metadata) -> i64 {
    let since = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_micros()).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn tree() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in
            ["music/b/two.ogg", "music/b/COVER.JPG", "music/b/front.png", "music/one.MP3", "music/.x/y.mp3", "out.mp3"]
        {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        fs::write(folder.path().join("music/notes.txt"), "x").unwrap();
        let link =
            |to: &str, at: &str| std::os::unix::fs::symlink(folder.path().join(to), folder.path().join(at)).unwrap();
        link("out.mp3", "music/link.mp3");
        link("music/b", "music/again");
        folder
    }

    #[test]
    fn music_is_found_without_following_links() {
        let tree = tree();
        let found = find_files(&tree.path().join("music")).unwrap();
        let paths: Vec<_> = found.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["b/two.ogg", "one.MP3"]);
        let covers: Vec<_> = found.iter().map(|file| file.cover.as_ref().map(|cover| cover.path.as_str())).collect();
        assert_eq!(covers, [Some("b/COVER.JPG"), None]);
        assert!(find_files(&tree.path().join("nothing")).is_err());
    }

    #[test]
    fn nothing_outside_can_be_opened() {
        let tree = tree();
        let root = tree.path().join("music");
        assert_eq!(open(&root, "b/two.ogg").unwrap().byte_size, 1);
        let absolute = tree.path().join("out.mp3");
        for path in
            ["../out.mp3", "b/../../out.mp3", "link.mp3", "again/two.ogg", "b", "", ".", "./one.MP3", "b//../one.MP3"]
        {
            let opened = open(&root, path);
            assert!(opened.is_err(), "{path}");
        }
        assert!(open(&root, absolute.to_str().unwrap()).is_err());
    }
}
