//! The hand-written lexicon: from a word on a picture to what it says to a listener.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::analysis::{Keyword, KeywordKind};

use super::hashing::QuickMap;
use super::words::phrase;

const SOURCE: &str = include_str!("../../data/lexicon.tsv");

/// The sides of a picture that songs can speak to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Where it is.
    Place,
    /// What time of year.
    Season,
    /// What time of day, or weather.
    Time,
    /// What is done.
    Activity,
    /// What is seen.
    Object,
    /// How it feels.
    Mood,
}

/// One word's entry.
#[derive(Debug)]
pub struct Concept {
    /// The word itself.
    pub word: &'static str,
    /// The side of a picture that it speaks of.
    pub facet: Facet,
    /// Valence and arousal, each -1 to 1.
    pub mood: (f32, f32),
    /// Genres that go with it, each with a weight up to 1.
    pub genres: Vec<(&'static str, f32)>,
    /// Words that go with it.
    pub related: Vec<&'static str>,
    /// Other words for the same thing.
    pub names: Vec<&'static str>,
    /// Words for kinds of it.
    pub kinds: Vec<&'static str>,
    /// Word of what it is a kind of.
    pub parent: Option<&'static str>,
}

/// The facet of a word or phrase; none when the lexicon does not know it.
pub fn facet_of(word: &str) -> Option<Facet> {
    find(word).map(|concept| concept.facet)
}

/// The mood (valence, arousal) that keywords suggest together, by score, colour counting 0.3; none when none is known.
pub fn mood_of_keywords(keywords: &[Keyword]) -> Option<(f32, f32)> {
    let mut sums = (0.0, 0.0, 0.0);
    for keyword in keywords {
        let Some(concept) = find(&keyword.word).or_else(|| find(keyword.word.split_whitespace().last()?)) else {
            continue;
        };
        let share = if keyword.kind == KeywordKind::Colour { 0.3 } else { 1.0 };
        let weight = if keyword.score.is_finite() { keyword.score.clamp(0.0, 1.0) * share } else { 0.0 };
        sums = (sums.0 + weight * concept.mood.0, sums.1 + weight * concept.mood.1, sums.2 + weight);
    }
    (sums.2 > 0.0).then(|| (sums.0 / sums.2, sums.1 / sums.2))
}

/// The entry of a word or phrase, found under any of its names.
pub fn find(word: &str) -> Option<&'static Concept> {
    find_phrase(&phrase(word))
}

/// The entry of words that are already in their comparable form.
pub(super) fn find_phrase(key: &str) -> Option<&'static Concept> {
    let lexicon = lexicon();
    lexicon.index.get(key).and_then(|&at| lexicon.concepts.get(at))
}

/// How many words have an entry of their own.
pub fn len() -> usize {
    lexicon().concepts.len()
}

struct Lexicon {
    concepts: Vec<Concept>,
    index: QuickMap<String, usize>,
}

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| read(SOURCE))
}

/// Reads the table; a line that is none is passed over (a test sees to it that there is none).
fn read(source: &'static str) -> Lexicon {
    let rows: HashMap<&str, Row> = source.lines().filter_map(Row::read).map(|row| (row.word, row)).collect();
    let mut concepts: Vec<Concept> = Vec::with_capacity(rows.len() * 3);
    for row in source.lines().filter_map(Row::read) {
        let concept = row.concept(&rows);
        for &kind in &concept.kinds {
            // A kind that has a line of its own says more there.
            if !rows.contains_key(kind) {
                concepts.push(kind_of(kind, &concept));
            }
        }
        concepts.push(concept);
    }
    // Words come first, so that no other name hides a word that has its own line.
    let mut index = QuickMap::default();
    index.reserve(concepts.len() * 2);
    for (at, concept) in concepts.iter().enumerate() {
        index.entry(phrase(concept.word)).or_insert(at);
    }
    for (at, concept) in concepts.iter().enumerate() {
        for name in &concept.names {
            index.entry(phrase(name)).or_insert(at);
        }
    }
    Lexicon { concepts, index }
}

fn kind_of(word: &'static str, parent: &Concept) -> Concept {
    Concept {
        word,
        facet: parent.facet,
        mood: parent.mood,
        genres: parent.genres.clone(),
        related: Vec::new(),
        names: Vec::new(),
        kinds: Vec::new(),
        parent: Some(parent.word),
    }
}

/// A line of the table as it stands.
struct Row {
    word: &'static str,
    facet: Facet,
    valence: Option<f32>,
    arousal: Option<f32>,
    genres: Vec<(&'static str, f32)>,
    related: Vec<&'static str>,
    names: Vec<&'static str>,
    kinds: Vec<&'static str>,
    parent: Option<&'static str>,
}

impl Row {
    fn read(line: &'static str) -> Option<Self> {
        if line.starts_with('#') {
            return None;
        }
        let mut cells = line.split('\t');
        let word = cells.next()?;
        let facet = match cells.next()? {
            "place" => Facet::Place,
            "season" => Facet::Season,
            "time" => Facet::Time,
            "activity" => Facet::Activity,
            "object" => Facet::Object,
            "mood" => Facet::Mood,
            _ => return None,
        };
        let valence = cells.next()?.parse().ok();
        let arousal = cells.next()?.parse().ok();
        let genres = list(cells.next()?).filter_map(genre).collect();
        let (parents, related): (Vec<_>, Vec<_>) = list(cells.next()?).partition(|word| word.starts_with('^'));
        let parent = parents.first().and_then(|word| word.strip_prefix('^'));
        let names = list(cells.next()?).collect();
        let kinds = list(cells.next()?).collect();
        Some(Self { word, facet, valence, arousal, genres, related, names, kinds, parent })
    }

    fn concept(self, rows: &HashMap<&str, Self>) -> Concept {
        let parent = self.parent.and_then(|word| rows.get(word));
        let mood = (
            self.valence.or(parent.and_then(|row| row.valence)).unwrap_or_default(),
            self.arousal.or(parent.and_then(|row| row.arousal)).unwrap_or_default(),
        );
        let genres = match parent {
            Some(parent) if self.genres.is_empty() => parent.genres.clone(),
            _ => self.genres,
        };
        let Self { word, facet, related, names, kinds, parent, .. } = self;
        Concept { word, facet, mood, genres, related, names, kinds, parent }
    }
}

fn list(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn genre(cell: &'static str) -> Option<(&'static str, f32)> {
    let (name, weight) = cell.split_once(':')?;
    Some((name, weight.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::HashSet;

    use super::*;

    fn keyword(word: &str, score: f32, kind: KeywordKind) -> Keyword {
        Keyword { word: word.to_owned(), score, kind }
    }

    #[test]
    fn every_line_of_the_table_is_read_and_lies_on_the_plane() {
        let lines = SOURCE.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(SOURCE.lines().filter_map(Row::read).count(), lines);
        assert!(lines >= 400, "{lines} concepts");
        for concept in &lexicon().concepts {
            let (valence, arousal) = concept.mood;
            assert!(valence.abs() <= 1.0 && arousal.abs() <= 1.0, "{}", concept.word);
            assert!(concept.genres.iter().all(|(_, weight)| (0.0..=1.0).contains(weight)), "{}", concept.word);
        }
    }

    #[test]
    fn no_word_stands_twice_and_every_kind_has_something_it_is_a_kind_of() {
        let mut seen = HashSet::new();
        for row in SOURCE.lines().filter_map(Row::read) {
            for word in [row.word].into_iter().chain(row.names) {
                assert!(seen.insert(word), "{word} stands twice");
            }
            if let Some(parent) = row.parent {
                assert_eq!(find(parent).map(|concept| concept.word), Some(parent), "{}", row.word);
            }
        }
    }

    #[test]
    fn words_of_pictures_reach_the_words_of_music() {
        let reaches = |word: &str, wanted: &[&str]| {
            let concept = find(word).unwrap();
            for other in wanted {
                let known = concept.related.contains(other) || concept.genres.iter().any(|(genre, _)| genre == other);
                assert!(known, "{word} does not reach {other}");
            }
        };
        reaches("cat", &["playful", "curious"]);
        reaches("coffee", &["morning", "cafe", "warm"]);
        reaches("lake", &["calm", "reflection"]);
        reaches("city", &["street", "light", "evening", "jazz"]);
        reaches("forest", &["tree", "green", "bird", "folk"]);
        assert_eq!(find("cat").unwrap().parent, Some("animal"));
        assert_eq!(find("lake").unwrap().parent, Some("water"));
    }

    #[test]
    fn the_agreed_scenes_and_colours_are_known() {
        let scenes = "water beach mountain forest field garden flowers city street building interior kitchen food drink animal cat dog \
                      bird insect horse vehicle train aircraft boat sport instrument people sky night snow sunset space desert church \
                      toys fire rain work bright dark warm cool vivid muted monochrome";
        for word in scenes.split_whitespace().chain(["high key", "low key", "golden light", "night blue"]) {
            assert!(find(word).is_some(), "{word}");
        }
    }

    #[test]
    fn every_word_that_the_local_analyser_can_say_leads_to_music() {
        let rows = include_str!("../../data/classes.tsv").lines().filter(|line| !line.starts_with('#'));
        let words: HashSet<&str> = rows.filter_map(|row| row.split('\t').nth(2)).filter(|&word| word != "-").collect();
        let unknown: Vec<&&str> = words.iter().filter(|word| find(word).is_none()).collect();
        assert!(words.len() > 400 && unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn other_names_plurals_and_kinds_are_found() {
        assert_eq!(find("Kitties").unwrap().word, "cat");
        assert_eq!(find("sports cars").unwrap().parent, Some("car"));
        assert_eq!(facet_of("autumn"), Some(Facet::Season));
        assert_eq!(facet_of("quux"), None);
    }

    #[test]
    fn keywords_give_a_mood_in_which_colour_counts_less() {
        let calm = mood_of_keywords(&[keyword("lake", 0.9, KeywordKind::Object)]).unwrap();
        assert!(calm.0 > 0.3 && calm.1 < -0.3);
        let words = [keyword("lake", 0.9, KeywordKind::Object), keyword("dark", 0.9, KeywordKind::Colour)];
        let darker = mood_of_keywords(&words).unwrap();
        assert!(darker.0 < calm.0 && darker.0 > 0.0);
        assert_eq!(mood_of_keywords(&[keyword("quux", 0.9, KeywordKind::User)]), None);
    }
}
