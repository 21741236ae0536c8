//! The mood of songs that come without one, from what is written on them and what found them.

use std::sync::OnceLock;

use super::hashing::QuickMap;
use super::lexicon::{Concept, Facet, find_phrase};
use super::types::Candidate;
use super::words::{for_each_token, phrase, tokens};

/// Moods added up, each with a weight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Guess {
    valence: f32,
    arousal: f32,
    weight: f32,
}

impl Guess {
    /// What a song's own title, tags and genres suggest; words for things count `thing` beside words for moods.
    pub fn of_song(song: &Candidate, thing: f32, labels: &mut Labels) -> Self {
        let mut guess = Self::default();
        for_each_token(&song.title, &mut labels.scratch, |word| guess.add_concept(find_phrase(word), thing));
        for tag in &song.tags {
            match labels.read(tag) {
                Label { genre: Some(mood), .. } => guess.add(Some(mood), 1.0),
                Label { concept, .. } => guess.add_concept(concept, thing),
            }
        }
        for name in &song.genres {
            guess.add(labels.read(name).genre, 1.0);
        }
        guess
    }

    /// The mood that a search asks for, by its genres and mood words; none when it only names things.
    pub fn of_query(query: &str) -> Option<(f32, f32)> {
        let words = tokens(query);
        let mut guess = Self::default();
        let mut at = 0;
        while at < words.len() {
            // Phrases first: "bossa nova" is one genre.
            let (length, mood) = (1..=3)
                .rev()
                .find_map(|length| Some((length, asked(&words.get(at..at + length)?.join(" "))?)))
                .map_or((1, None), |(length, mood)| (length, Some(mood)));
            guess.add(mood, 1.0);
            at += length;
        }
        guess.mood()
    }

    fn add_concept(&mut self, concept: Option<&Concept>, thing: f32) {
        if let Some(concept) = concept {
            self.add(Some(concept.mood), if concept.facet == Facet::Mood { 1.0 } else { thing });
        }
    }

    /// Adds a mood.
    pub fn add(&mut self, mood: Option<(f32, f32)>, weight: f32) {
        if let Some((valence, arousal)) = mood {
            self.valence += weight * valence;
            self.arousal += weight * arousal;
            self.weight += weight;
        }
    }

    /// The mean of what was added; none of nothing.
    pub fn mood(&self) -> Option<(f32, f32)> {
        (self.weight > 0.0).then(|| (self.valence / self.weight, self.arousal / self.weight))
    }
}

/// What tags and genres tell, each read once for many songs.
#[derive(Default)]
pub(super) struct Labels {
    known: QuickMap<String, Label>,
    scratch: String,
}

#[derive(Clone, Copy)]
struct Label {
    /// The mood of the genre with this name.
    genre: Option<(f32, f32)>,
    concept: Option<&'static Concept>,
}

impl Labels {
    fn read(&mut self, text: &str) -> Label {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let key = phrase(text);
        let label = Label { genre: genre(&key), concept: find_phrase(&key) };
        self.known.insert(text.to_owned(), label);
        label
    }
}

fn asked(words: &str) -> Option<(f32, f32)> {
    let feels = || find_phrase(words).filter(|concept| concept.facet == Facet::Mood).map(|concept| concept.mood);
    genre(words).or_else(feels)
}

/// How music of a genre mostly feels.
fn genre(key: &str) -> Option<(f32, f32)> {
    static GENRES: OnceLock<QuickMap<String, (f32, f32)>> = OnceLock::new();
    let genres = GENRES.get_or_init(|| read(include_str!("../../data/genres.tsv")));
    genres.get(key).copied()
}

fn read(source: &str) -> QuickMap<String, (f32, f32)> {
    let mut genres = QuickMap::default();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [names, valence, arousal] = cells[..] else { continue };
        let (Ok(valence), Ok(arousal)) = (valence.parse(), arousal.parse()) else { continue };
        genres.extend(names.split(',').map(|name| (phrase(name), (valence, arousal))));
    }
    genres
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn song(title: &str) -> Candidate {
        Candidate { title: title.into(), ..Candidate::default() }
    }

    #[test]
    fn a_song_without_a_mood_is_guessed_from_its_words() {
        let sad = Guess::of_song(&song("Sad and lonely"), 0.5, &mut Labels::default()).mood().unwrap();
        assert!(sad.0 < -0.3);
        assert_eq!(Guess::of_song(&song("Quux"), 0.5, &mut Labels::default()).mood(), None);
    }

    #[test]
    fn a_genre_feels_like_its_music_and_not_like_the_thing_of_its_name() {
        let loud = Candidate { genres: vec!["rock".into()], ..song("Quux") };
        assert!(Guess::of_song(&loud, 0.5, &mut Labels::default()).mood().unwrap().1 > 0.5);
    }

    #[test]
    fn a_query_feels_by_its_mood_and_genre_words() {
        let calm = Guess::of_query("calm ambient").unwrap();
        let bossa = Guess::of_query("beach bossa nova").unwrap();
        assert!(calm.1 < -0.5 && bossa.0 > 0.4);
        assert_eq!(Guess::of_query("lake boat"), None);
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let table = include_str!("../../data/genres.tsv");
        let names: usize =
            table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(',').count()).sum();
        let genres = read(table);
        assert_eq!(genres.len(), names);
        assert!(genres.values().all(|(valence, arousal)| valence.abs() <= 1.0 && arousal.abs() <= 1.0));
    }
}
