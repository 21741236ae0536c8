//! A made-up world of music: thousands of songs that nobody wrote, in the mixture that real searches give.

use std::sync::OnceLock;

/// What songs are about. Words that people see in pictures.
const THEMES: &[&str] = &[
    "coffee",
    "cat",
    "dog",
    "lake",
    "forest",
    "city",
    "street",
    "sea",
    "beach",
    "mountain",
    "river",
    "flower",
    "garden",
    "rain",
    "snow",
    "night",
    "moon",
    "star",
    "sun",
    "sunset",
    "sky",
    "cloud",
    "storm",
    "autumn",
    "winter",
    "spring",
    "summer",
    "morning",
    "window",
    "road",
    "train",
    "boat",
    "ship",
    "bridge",
    "tower",
    "palace",
    "castle",
    "church",
    "bird",
    "horse",
    "butterfly",
    "fish",
    "wolf",
    "fire",
    "candle",
    "book",
    "dance",
    "dream",
    "love",
    "heart",
    "home",
    "child",
    "friend",
    "island",
    "desert",
    "valley",
    "field",
    "leaf",
    "tree",
    "water",
    "bicycle",
    "guitar",
    "piano",
    "wine",
    "bread",
    "portrait",
    "market",
    "rocket",
    "space",
    "ice",
];
/// How songs feel: mood words with the genres that go with them.
const MOODS: &[(&str, &[&str])] = &[
    ("calm", &["ambient", "classical"]),
    ("warm", &["jazz", "soul"]),
    ("happy", &["pop", "folk"]),
    ("lively", &["swing", "latin"]),
    ("melancholy", &["indie", "blues"]),
    ("dreamy", &["dream pop", "ambient"]),
    ("dark", &["industrial", "trip hop"]),
    ("wild", &["rock", "metal"]),
    ("gentle", &["acoustic", "folk"]),
    ("majestic", &["orchestral", "film score"]),
    ("lonely", &["country", "singer-songwriter"]),
    ("playful", &["ragtime", "electro swing"]),
];
const FIRST: &[&str] = &[
    "Ida", "Milo", "Vera", "Otto", "Nell", "Juno", "Abel", "Rosa", "Emil", "Tove", "Hugo", "Lena", "Ivo", "Mara",
    "Finn", "Alma", "Noor", "Sami", "Yuki", "Chidi",
];
const LAST: &[&str] = &[
    "Harrow",
    "Quill",
    "Marsh",
    "Vale",
    "Lindqvist",
    "Okafor",
    "Tanaka",
    "Moreau",
    "Castell",
    "Bright",
    "Fenwick",
    "Aalto",
    "Rook",
    "Sorrel",
    "Winter",
    "Dray",
];
const PATTERNS: &[&str] = &[
    "{Mood} {Theme}",
    "{Theme} Song",
    "The {Theme} and the {Other}",
    "Under the {Theme}",
    "{Theme}",
    "A {Mood} Day at the {Theme}",
    "{Other} by the {Theme}",
    "Letters from the {Theme}",
    "{Theme} in {Mood}",
    "When the {Theme} Sleeps",
];
/// What nobody wants beside a picture, and real searches are full of.
const NOISE: &[&str] = &[
    "{Theme} (Karaoke Version)",
    "{Theme} Sounds for Sleep",
    "White Noise: {Theme}",
    "{Theme} - Tribute to the Originals",
    "{Theme} Ringtone",
];

/// Songs for each pair of a theme and a mood.
const PER_PAIR: usize = 7;

/// A song that nobody wrote.
#[derive(Debug)]
pub struct Song {
    /// Its number; ids are made from it.
    pub number: usize,
    /// Title.
    pub title: String,
    /// Artist.
    pub artist: String,
    /// Album.
    pub album: String,
    /// What it is about and how it feels.
    pub words: Vec<&'static str>,
    /// Genres.
    pub genres: &'static [&'static str],
    /// Length in milliseconds.
    pub duration_ms: u32,
    /// Year.
    pub year: u32,
}

/// All songs.
pub fn songs() -> &'static [Song] {
    static SONGS: OnceLock<Vec<Song>> = OnceLock::new();
    SONGS.get_or_init(|| {
        let pairs = (0..THEMES.len()).flat_map(|theme| (0..MOODS.len()).map(move |mood| (theme, mood)));
        pairs
            .flat_map(|(theme, mood)| (0..PER_PAIR).map(move |turn| (theme, mood, turn)))
            .enumerate()
            .map(song)
            .collect()
    })
}

/// Songs for a query, best first: those that hold most of its words, in an order that is always the same.
pub fn search(query: &str, most: usize) -> Vec<&'static Song> {
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).collect();
    let mut found: Vec<(usize, u64, &Song)> = songs()
        .iter()
        .map(|song| (words.iter().filter(|word| song.knows(word)).count(), mix(song.number as u64), song))
        .filter(|(hits, ..)| *hits > 0)
        .collect();
    found.sort_by_key(|(hits, lot, _)| (std::cmp::Reverse(*hits), *lot));
    found.into_iter().map(|(.., song)| song).take(most).collect()
}

impl Song {
    fn knows(&self, word: &str) -> bool {
        let stem = word.strip_suffix('s').unwrap_or(word);
        let known = |text: &str| text == word || text == stem;
        self.words.iter().chain(self.genres).any(|own| known(own))
            || self.title.to_lowercase().split_whitespace().any(known)
    }
}

fn song((number, (theme, mood, turn)): (usize, (usize, usize, usize))) -> Song {
    let lot = mix(number as u64) as usize;
    let theme_word = pick(THEMES, theme);
    let (mood_word, genres) = MOODS.get(mood).copied().unwrap_or(("calm", &["ambient"]));
    let other = pick(THEMES, lot / 7);
    let pattern = if turn == PER_PAIR - 1 { pick(NOISE, lot) } else { pick(PATTERNS, lot) };
    let title = pattern
        .replace("{Theme}", &capital(theme_word))
        .replace("{Mood}", &capital(mood_word))
        .replace("{Other}", &capital(other));
    Song {
        number,
        title,
        artist: format!("{} {}", pick(FIRST, lot / 11), pick(LAST, lot / 131)),
        album: format!("{} Hours", capital(pick(THEMES, lot / 17))),
        words: vec![theme_word, mood_word],
        genres,
        duration_ms: 95_000 + (lot % 180_000) as u32,
        year: 1955 + (lot % 70) as u32,
    }
}

fn pick<T: Copy + Default>(list: &[T], at: usize) -> T {
    list.get(at % list.len().max(1)).copied().unwrap_or_default()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Spreads a number over all bits (the finaliser of SplitMix64).
pub fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (number ^ (number >> 31)) >> 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_thousands_of_songs_and_the_fitting_ones_come_first() {
        assert!(songs().len() > 5_000);
        let found = search("calm lakes", 10);
        assert_eq!(found.len(), 10);
        assert!(found.iter().take(PER_PAIR).all(|song| song.knows("calm") && song.knows("lake")));
        assert!(found.iter().all(|song| song.knows("calm") || song.knows("lake")));
        assert!(search("xyzzy", 10).is_empty());
    }
}
