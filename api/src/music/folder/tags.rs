//! What a file says of itself.

use std::{
    io::{BufReader, Read as _},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use imagime_engine::imaging;
use lofty::{
    config::ParseOptions,
    file::{AudioFile as _, FileType, TaggedFile, TaggedFileExt as _},
    picture::PictureType,
    probe::Probe,
    tag::{Accessor as _, ItemKey, Tag},
};

use super::files::{Found, cover_key, open, short_hash};

/// Longest text that is kept, in characters.
const LONGEST: usize = 300;
/// Most bytes of a picture.
const ART_BYTES: u64 = 24 << 20;

/// A file that is music.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Names the file for good: a hash of its path, 32 hexadecimal digits.
    pub id: String,
    /// Media type, by content.
    pub content_type: &'static str,
    /// Ending for its address.
    pub ending: &'static str,
    /// Title, or the file's name.
    pub title: String,
    /// Artist, as far as it is known.
    pub artist: Option<String>,
    /// Album.
    pub album: Option<String>,
    /// Year.
    pub year: Option<i32>,
    /// Genres, broad or narrow as people wrote them.
    pub genres: Vec<String>,
    /// Recording code: twelve letters and digits.
    pub isrc: Option<String>,
    /// Length in milliseconds, more than zero.
    pub duration_ms: Option<u32>,
    /// Its picture.
    pub art: Option<Art>,
}

/// Where a track's picture is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Art {
    /// Names its content, 32 hexadecimal digits.
    pub key: String,
    /// The picture beside the file; none when it is inside.
    pub path: Option<String>,
}

/// Why a file is passed over.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// It cannot be opened.
    #[error("it cannot be opened")]
    Closed(#[from] std::io::Error),
    /// Its content is broken.
    #[error("its content is broken")]
    Broken(#[from] lofty::error::FileParseError),
    /// The reader did not survive it.
    #[error("its content is beyond reading")]
    Panicked,
    /// It is something else.
    #[error("it is not MP3, Ogg Vorbis, Opus, FLAC, MP4 audio or WAV")]
    Other,
}

/// Reads a file's tags. Its own picture goes before the one that lies beside it.
pub fn read_track(root: &Path, found: &Found) -> Result<Track, Unreadable> {
    let file = tagged(root, &found.path)?;
    let (content_type, ending) = kind(file.file_type()).ok_or(Unreadable::Other)?;
    let stem = stem(&found.path);
    let tags = ordered(&file);
    let first = |key: ItemKey| tags.iter().flat_map(|tag| tag.get_strings(key)).find_map(line);
    let titles: Vec<String> =
        tags.iter().flat_map(|tag| tag.get_strings(ItemKey::TrackTitle)).filter_map(line).collect();
    let beside = found.cover.as_ref().map(|cover| Art { key: cover.key.clone(), path: Some(cover.path.clone()) });
    let inside = embedded(&tags).map(|bytes| Art { key: short_hash(&[bytes]), path: None });
    Ok(Track {
        id: short_hash(&[found.path.as_bytes()]),
        content_type,
        ending,
        title: title(titles, &stem),
        artist: first(ItemKey::TrackArtist).or_else(|| first(ItemKey::AlbumArtist)),
        album: first(ItemKey::AlbumTitle),
        year: tags.iter().find_map(|tag| tag.date()).map(|date| i32::from(date.year)).filter(|year| *year > 0),
        genres: genres(tags.iter().flat_map(|tag| tag.get_strings(ItemKey::Genre))),
        isrc: first(ItemKey::Isrc).and_then(|text| isrc(&text)),
        duration_ms: u32::try_from(file.properties().duration().as_millis()).ok().filter(|ms| *ms > 0),
        art: inside.or(beside),
    })
}

/// The bytes of a track's picture, if it is still the one of this name.
pub fn read_art(root: &Path, track: &str, art: &Art) -> Option<Vec<u8>> {
    let Some(path) = &art.path else {
        let file = tagged(root, track).ok()?;
        let bytes = embedded(&ordered(&file))?.to_vec();
        return (short_hash(&[&bytes]) == art.key).then_some(bytes);
    };
    let opened = open(root, path).ok()?;
    let same = cover_key(path, opened.modified_us, opened.byte_size as i64) == art.key;
    if !same || opened.byte_size > ART_BYTES {
        return None;
    }
    let mut bytes = Vec::new();
    opened.file.take(ART_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn tagged(root: &Path, path: &str) -> Result<TaggedFile, Unreadable> {
    let opened = open(root, path)?;
    let read =
        move || Ok(Probe::new(BufReader::new(opened.file)).options(ParseOptions::new()).guess_file_type()?.read()?);
    // Readers of tags meet every file that people ever made; one that breaks them is passed over like any other.
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Unreadable::Panicked))
}

/// Media type and ending of what browsers play.
fn kind(file_type: FileType) -> Option<(&'static str, &'static str)> {
    match file_type {
        FileType::Mpeg => Some(("audio/mpeg", "mp3")),
        FileType::Vorbis => Some(("audio/ogg", "ogg")),
        FileType::Opus => Some(("audio/ogg", "opus")),
        FileType::Flac => Some(("audio/flac", "flac")),
        FileType::Mp4 => Some(("audio/mp4", "m4a")),
        FileType::Wav => Some(("audio/wav", "wav")),
        _ => None,
    }
}

/// All tags of a file, the one that suits its type first.
fn ordered(file: &TaggedFile) -> Vec<&Tag> {
    let primary = file.primary_tag_type();
    let mut tags: Vec<&Tag> = file.tags().iter().collect();
    tags.sort_by_key(|tag| tag.tag_type() != primary);
    tags
}

/// The front cover, else any picture, if it can be one at all.
fn embedded<'a>(tags: &[&'a Tag]) -> Option<&'a [u8]> {
    let pictures = || tags.iter().flat_map(|tag| tag.pictures());
    let front = pictures().find(|picture| picture.pic_type() == PictureType::CoverFront);
    let bytes = front.or_else(|| pictures().next())?.data();
    (bytes.len() as u64 <= ART_BYTES && imaging::probe(bytes).is_ok()).then_some(bytes)
}

/// Some files carry the titles of their whole album: then the one that the file is called by counts.
fn title(titles: Vec<String>, stem: &str) -> String {
    let letters = |text: &str| {
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let name = letters(stem);
    let named = titles.iter().filter(|title| !letters(title).is_empty() && name.contains(&letters(title)));
    let best = named.max_by_key(|title| title.len()).or(titles.first());
    best.cloned().unwrap_or_else(|| stem.to_owned())
}

/// "a/02 - Some_Song.ogg" is called "Some Song"; "99 Luftballons.mp3" keeps its number.
fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace('_', " ");
    let behind = stem.trim_start_matches(|sign: char| sign.is_ascii_digit());
    let counted =
        behind.len() < stem.len() && (stem.starts_with('0') || behind.trim_start().starts_with(['-', '.', ')']));
    let bare = if counted { behind.trim_start_matches([' ', '-', '.', ')']) } else { "" };
    let chosen = if bare.is_empty() { stem.as_str() } else { bare };
    line(chosen).unwrap_or_else(|| "Untitled".into())
}

fn genres<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut genres: Vec<String> = Vec::new();
    for genre in texts.flat_map(|text| text.split([';', '/', ',', '\0'])).filter_map(line) {
        if genres.len() < 8 && !genres.contains(&genre) {
            genres.push(genre);
        }
    }
    genres
}

fn isrc(text: &str) -> Option<String> {
    let code: String = text.chars().filter(|sign| *sign != '-' && *sign != ' ').collect();
    (code.len() == 12 && code.bytes().all(|sign| sign.is_ascii_alphanumeric())).then(|| code.to_uppercase())
}

/// One line of bounded length without control characters; none when nothing is left.
fn line(text: &str) -> Option<String> {
    let clean: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    let line = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then(|| line.chars().take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_tags_is_called_by_its_name() {
        assert_eq!(stem("albums/one/02 - Some_Song.ogg"), "Some Song");
        assert_eq!(stem("07.mp3"), "07");
        assert_eq!(stem("99 Luftballons.mp3"), "99 Luftballons");
        assert_eq!(title(Vec::new(), "Some Song"), "Some Song");
    }

    #[test]
    fn of_many_titles_the_one_that_the_file_is_called_by_counts() {
        let titles = ["Living Caves", "Desert", "Graveyard"].map(str::to_owned).to_vec();
        assert_eq!(title(titles.clone(), "hr3-graveyard"), "Graveyard");
        assert_eq!(title(titles, "track"), "Living Caves");
    }

    #[test]
    fn texts_are_one_clean_line() {
        assert_eq!(line(" a\u{0}b\n c "), Some("a b c".into()));
        assert_eq!(line("\u{7}"), None);
        assert_eq!(line(&"x".repeat(1000)).map(|text| text.len()), Some(LONGEST));
        assert_eq!(isrc("fr-z11-38-00001"), Some("FRZ113800001".into()));
        assert_eq!(isrc("none"), None);
        assert_eq!(genres(["Rock/Pop; rock", "Pop"].into_iter()), ["Rock", "Pop", "rock"]);
    }
}
