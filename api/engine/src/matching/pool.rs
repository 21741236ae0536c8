//! Step four: one entry for each recording, and only songs.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::hashing::QuickMap;
use super::mood::on_plane;
use super::types::Candidate;
use super::votes;
use super::words::{for_each_token, phrase, push_phrase, tokens};

/// The source whose songs are ours: short by design, one collection instead of an album.
pub(super) const STARTER: &str = "starter";

/// Recordings under a minute are jingles and samples.
const SHORTEST_MS: u32 = 60_000;
/// Recordings of one title whose lengths differ by more are different recordings.
const SAME_LENGTH_MS: u32 = 3_000;

/// Drops what is no song and merges what is the same recording; the first one's place is kept.
pub(super) fn pool(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut pooled: Vec<Candidate> = Vec::with_capacity(candidates.len());
    let mut tracks: QuickMap<String, usize> = QuickMap::default();
    tracks.reserve(candidates.len());
    let mut scratch = String::new();
    let mut codes: QuickMap<String, usize> = QuickMap::default();
    let mut titles: QuickMap<String, Vec<usize>> = QuickMap::default();
    titles.reserve(candidates.len());
    for mut candidate in candidates {
        if too_short(&candidate) || is_noise(&candidate, &mut scratch) {
            continue;
        }
        candidate.mood = on_plane(candidate.mood);
        let track = [candidate.provider.as_str(), &candidate.provider_track_id].join("\u{1f}");
        let code = candidate.isrc.as_deref().map(code_key).filter(|code| !code.is_empty());
        let title = title_key(&candidate, &mut scratch);
        let same_title = || {
            let at = titles.get(&title)?;
            at.iter().copied().find(|&at| pooled.get(at).is_some_and(|known| same_recording(known, &candidate)))
        };
        let known = tracks.get(&track).or_else(|| codes.get(code.as_ref()?)).copied().or_else(same_title);
        let at = known.unwrap_or(pooled.len());
        tracks.insert(track, at);
        if let Some(code) = code {
            codes.insert(code, at);
        }
        let places = titles.entry(title).or_default();
        if !places.contains(&at) {
            places.push(at);
        }
        match pooled.get_mut(at) {
            Some(known) => merge(known, candidate),
            None => pooled.push(candidate),
        }
    }
    pooled
}

fn too_short(candidate: &Candidate) -> bool {
    candidate.provider != STARTER && candidate.duration_ms.is_some_and(|length| length < SHORTEST_MS)
}

/// Same title and artist: the same recording, unless both have a code and their lengths differ.
fn same_recording(one: &Candidate, other: &Candidate) -> bool {
    match (one.duration_ms, other.duration_ms) {
        (Some(a), Some(b)) if one.isrc.is_some() && other.isrc.is_some() => a.abs_diff(b) <= SAME_LENGTH_MS,
        _ => true,
    }
}

/// Keeps the better playable and illustrated one, with the hits and tags of both.
fn merge(known: &mut Candidate, mut other: Candidate) {
    let worth = |candidate: &Candidate| {
        (candidate.playable, candidate.illustrated, candidate.mood.is_some(), candidate.tags.len())
    };
    if worth(&other) > worth(known) {
        std::mem::swap(known, &mut other);
    }
    for hit in other.hits {
        match known.hits.iter_mut().find(|mine| mine.query == hit.query) {
            Some(mine) => mine.rank = mine.rank.min(hit.rank),
            None => known.hits.push(hit),
        }
    }
    votes::merge(&mut known.votes, other.votes);
    add_new(&mut known.tags, other.tags);
    add_new(&mut known.scenes, other.scenes);
    add_new(&mut known.genres, other.genres);
    known.mood = known.mood.or(other.mood);
    known.isrc = known.isrc.take().or(other.isrc);
    known.duration_ms = known.duration_ms.or(other.duration_ms);
    known.album = known.album.take().or(other.album);
}

fn add_new(mine: &mut Vec<String>, others: Vec<String>) {
    for word in others {
        if !mine.contains(&word) {
            mine.push(word);
        }
    }
}

fn code_key(isrc: &str) -> String {
    isrc.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Title without notes on its edition, and the first artist.
fn title_key(candidate: &Candidate, scratch: &mut String) -> String {
    let artist = candidate.artist.split([',', ';', '&']).next().unwrap_or_default();
    let mut key = String::with_capacity(candidate.title.len() + artist.len() + 1);
    push_phrase(&bare_title(&candidate.title), &mut key, scratch);
    if key.is_empty() {
        // A title of signs alone is its own key.
        key.clone_from(&candidate.title);
    }
    key.push('\u{1f}');
    push_phrase(artist, &mut key, scratch);
    key
}

/// "Song (Remastered 2011)", "Song - Mono Version" and "Song (feat. X)" are the song; "Song (Live)" is another recording.
fn bare_title(title: &str) -> Cow<'_, str> {
    let song = match title.rsplit_once(" - ") {
        Some((song, note)) if is_edition(note) => song,
        _ => title,
    };
    if !song.contains(['(', '[']) {
        return Cow::Borrowed(song);
    }
    let mut bare = String::with_capacity(song.len());
    let mut rest = song;
    while let Some(open) = rest.find(['(', '[']) {
        let Some(length) = rest.get(open..).and_then(|tail| tail.find([')', ']'])) else { break };
        bare.push_str(rest.get(..open).unwrap_or_default());
        let note = rest.get(open + 1..open + length).unwrap_or_default();
        if !is_edition(note) {
            bare.push_str(note);
        }
        rest = rest.get(open + length + 1..).unwrap_or_default();
    }
    bare.push_str(rest);
    Cow::Owned(bare)
}

fn is_edition(note: &str) -> bool {
    const EDITIONS: [&str; 10] =
        ["remaster", "remastered", "mono", "stereo", "feat", "ft", "featuring", "album", "single", "deluxe"];
    tokens(note).iter().any(|word| EDITIONS.contains(&word.as_str()))
}

/// Runs of words that no song has, each with a space at both ends, under the word that it begins with.
fn noise() -> &'static QuickMap<String, Vec<String>> {
    static NOISE: OnceLock<QuickMap<String, Vec<String>>> = OnceLock::new();
    NOISE.get_or_init(|| {
        let lines = include_str!("../../data/stopwords-songs.txt").lines().map(str::trim);
        let mut noise: QuickMap<String, Vec<String>> = QuickMap::default();
        for run in lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(phrase) {
            let first = run.split(' ').next().unwrap_or_default().to_owned();
            noise.entry(first).or_default().push(format!(" {run} "));
        }
        noise
    })
}

/// Karaoke, tributes, noise to sleep by.
fn is_noise(candidate: &Candidate, scratch: &mut String) -> bool {
    let noise = noise();
    let fields = [candidate.title.as_str(), candidate.album.as_deref().unwrap_or_default(), &candidate.artist];
    let mut suspects: Vec<&String> = Vec::new();
    for field in fields {
        for_each_token(field, scratch, |token| suspects.extend(noise.get(token).into_iter().flatten()));
    }
    if suspects.is_empty() {
        return false;
    }
    // A song may be called "Tribute"; a tribute band may not stand in for the band.
    let texts = fields.iter().map(|field| phrase(field)).filter(|words| words != "tribute");
    let text = texts.fold(String::from(" "), |text, words| text + &words + " | ");
    suspects.into_iter().any(|run| text.contains(run.as_str()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::types::QueryHit;
    use super::*;

    fn song(title: &str, artist: &str) -> Candidate {
        Candidate {
            provider: "spotify".into(),
            provider_track_id: format!("{title}/{artist}"),
            title: title.into(),
            artist: artist.into(),
            duration_ms: Some(200_000),
            ..Candidate::default()
        }
    }

    fn titles(pool: &[Candidate]) -> Vec<&str> {
        pool.iter().map(|candidate| candidate.title.as_str()).collect()
    }

    #[test]
    fn the_same_recording_is_merged_by_code_or_by_title_and_artist() {
        let mut first = song("La Mer", "Charles Trenet");
        first.isrc = Some("FR-Z11-38-00001".into());
        first.hits = vec![QueryHit { query: "sea calm".into(), rank: 4 }];
        let mut by_code = song("La mer (chanson)", "C. Trenet");
        by_code.isrc = Some("frz113800001".into());
        by_code.playable = true;
        by_code.hits =
            vec![QueryHit { query: "sea calm".into(), rank: 1 }, QueryHit { query: "sea wave".into(), rank: 0 }];
        let by_title = song("La Mer - Remastered 2004", "Charles Trenet, Orchestra");
        let live = song("La Mer (Live)", "Charles Trenet");
        let pooled = pool(vec![first, by_code, by_title, live]);
        assert_eq!(pooled.len(), 2, "{:?}", titles(&pooled));
        let merged = pooled.first().unwrap();
        assert!(merged.playable);
        assert_eq!(merged.hits.iter().map(|hit| hit.rank).collect::<Vec<_>>().len(), 2);
        assert_eq!(merged.hits.iter().find(|hit| hit.query == "sea calm").unwrap().rank, 1);
    }

    #[test]
    fn equal_titles_with_two_codes_and_two_lengths_are_two_recordings() {
        let mut short = song("Nocturne", "Ann");
        short.isrc = Some("A".into());
        let mut long = song("Nocturne", "Ann");
        long.provider_track_id = "2".into();
        long.isrc = Some("B".into());
        long.duration_ms = Some(400_000);
        assert_eq!(pool(vec![short, long]).len(), 2);
    }

    #[test]
    fn jingles_go_but_starter_pieces_and_unknown_lengths_stay() {
        let mut jingle = song("Jingle", "A");
        jingle.duration_ms = Some(30_000);
        let mut piece = song("Piece", "B");
        piece.duration_ms = Some(25_000);
        piece.provider = STARTER.into();
        let mut unknown = song("Unknown", "C");
        unknown.duration_ms = None;
        assert_eq!(titles(&pool(vec![jingle, piece, unknown])), ["Piece", "Unknown"]);
    }

    #[test]
    fn what_is_no_song_is_dropped() {
        let mut album = song("Yesterday", "Studio Band");
        album.album = Some("A Tribute to the Beatles".into());
        let noise = [
            song("Africa (Karaoke Version)", "Sing King"),
            song("Rain Loops", "Nobody"),
            song("White Noise for Babies", "Sleep"),
            song("Brown Noise", "X"),
            song("Gentle Sleep Sounds", "X"),
            song("Hello (In the Style of Adele)", "X"),
            song("Toxic", "The Britney Tribute Band"),
            album,
        ];
        assert!(pool(noise.to_vec()).is_empty());
        let songs = [
            song("Tribute", "Tenacious D"),
            song("Have You Ever Seen the Rain", "CCR"),
            song("White Christmas", "Bing"),
        ];
        assert_eq!(pool(songs.to_vec()).len(), 3);
    }
}
