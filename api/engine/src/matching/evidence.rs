//! What in a song speaks for which keyword: every text is read once, into numbers.

use crate::analysis::{Keyword, KeywordKind};

use super::hashing::QuickMap;
use super::lexicon::{Facet, find_phrase};
use super::types::{Candidate, WhyKind};
use super::weights::Weights;
use super::wishes::{Use, wishes};
use super::words::for_each_token;

/// How one keyword is borne out by one song.
#[derive(Clone, Copy, Debug)]
pub(super) struct Support {
    /// Index of the keyword.
    pub keyword: usize,
    /// Strength, 0 to 1, the keyword's own weight included.
    pub strength: f32,
    /// Where it was found.
    pub kind: WhyKind,
    /// The side of the picture that the match speaks to.
    pub facet: Facet,
}

/// What the keywords look for, ready to read songs with.
pub(super) struct Reader {
    vocabulary: QuickMap<String, u32>,
    terms: Vec<Term>,
    /// Terms by the number of their first word.
    by_first: Vec<Vec<usize>>,
    /// What each keyword counts by itself, and at its place.
    own_weights: Vec<f32>,
    weights: Vec<f32>,
    descent: f32,
}

/// A word or phrase that speaks for keywords.
struct Term {
    words: Vec<u32>,
    facet: Option<Facet>,
    uses: Vec<Use>,
}

/// A term seen in a song, at its best place.
pub(super) struct Sighting {
    term: usize,
    worth: f32,
    kind: WhyKind,
}

impl Reader {
    /// Spreads the keywords over the lexicon: themselves, their other names, kinds, related words and genres.
    pub fn new(keywords: &[Keyword], weights: &Weights) -> Self {
        let mut reader = Self {
            vocabulary: QuickMap::default(),
            terms: Vec::new(),
            by_first: Vec::new(),
            own_weights: Vec::new(),
            weights: Vec::new(),
            descent: weights.descent,
        };
        let mut known: QuickMap<String, usize> = QuickMap::default();
        for (index, keyword) in keywords.iter().enumerate() {
            let share = match keyword.kind {
                KeywordKind::Object | KeywordKind::User => 1.0,
                KeywordKind::Scene => weights.setting,
                KeywordKind::Colour => weights.colour,
            };
            reader.own_weights.push(keyword.score * share);
            reader.weights.push(keyword.score * share / reader.depth(index));
            for (text, wish) in wishes(&keyword.word, index, weights) {
                reader.wish(text, wish, &mut known);
            }
        }
        reader
    }

    fn wish(&mut self, text: String, wish: Use, known: &mut QuickMap<String, usize>) {
        if text.is_empty() {
            return;
        }
        if let Some(term) = known.get(&text).and_then(|&at| self.terms.get_mut(at)) {
            match term.uses.iter_mut().find(|used| used.keyword == wish.keyword) {
                Some(used) if used.strength >= wish.strength => {}
                Some(used) => *used = wish,
                None => term.uses.push(wish),
            }
            return;
        }
        let words: Vec<u32> = text.split(' ').map(|word| self.number(word)).collect();
        let at = self.terms.len();
        if let Some(terms) = words.first().and_then(|&first| self.by_first.get_mut(first as usize)) {
            terms.push(at);
        }
        let facet = find_phrase(&text).map(|concept| concept.facet);
        self.terms.push(Term { words, facet, uses: vec![wish] });
        known.insert(text, at);
    }

    fn number(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.vocabulary.get(word) {
            return number;
        }
        let number = self.by_first.len() as u32;
        self.vocabulary.insert(word.to_owned(), number);
        self.by_first.push(Vec::new());
        number
    }

    /// What each keyword counts by itself, 0 to 1, in their order.
    pub fn own_weights(&self) -> &[f32] {
        &self.own_weights
    }

    /// What each keyword counts at its place, 0 to 1, in their order.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// How much more a keyword would count if another one were not there: those behind that one move up by a place.
    pub fn rise(&self, keyword: usize, without: usize) -> f32 {
        if keyword > without { self.depth(keyword) / self.depth(keyword - 1) } else { 1.0 }
    }

    fn depth(&self, place: usize) -> f32 {
        1.0 + self.descent * place as f32
    }

    /// Every term that stands in a song, each once, with what its best place is worth.
    pub fn read(&self, song: &Candidate, weights: &Weights, desk: &mut Desk) -> Vec<Sighting> {
        let mut seen = Vec::new();
        let word = WhyKind::Keyword;
        let title = if is_bare(&song.title, &mut desk.scratch) { weights.title * weights.bare } else { weights.title };
        self.field(&song.title, title, word, desk, &mut seen);
        let tag_worth = weights.tag * weights.tag_room / (weights.tag_room + song.tags.len().saturating_sub(1) as f32);
        for tag in &song.tags {
            self.label(tag, tag_worth, word, desk, &mut seen);
        }
        for scene in &song.scenes {
            self.label(scene, weights.scene, WhyKind::Scene, desk, &mut seen);
        }
        for genre in &song.genres {
            self.label(genre, weights.genre, WhyKind::Genre, desk, &mut seen);
        }
        if let Some(album) = &song.album {
            self.field(album, weights.album, word, desk, &mut seen);
        }
        self.field(&song.artist, weights.artist, word, desk, &mut seen);
        seen
    }

    fn field(&self, text: &str, worth: f32, kind: WhyKind, desk: &mut Desk, seen: &mut Vec<Sighting>) {
        self.terms_in(text, desk);
        for &term in &desk.found {
            see(Sighting { term, worth, kind }, seen);
        }
    }

    /// [`Self::field`] for a text that many songs have in common: its words are looked for once.
    fn label(&self, text: &str, worth: f32, kind: WhyKind, desk: &mut Desk, seen: &mut Vec<Sighting>) {
        if let Some(known) = desk.labels.get(text) {
            for &term in known {
                see(Sighting { term, worth, kind }, seen);
            }
            return;
        }
        self.field(text, worth, kind, desk, seen);
        desk.labels.insert(text.to_owned(), desk.found.clone());
    }

    /// Finds the terms that stand in a text.
    fn terms_in(&self, text: &str, desk: &mut Desk) {
        let Desk { scratch, numbers, found, .. } = desk;
        numbers.clear();
        found.clear();
        for_each_token(text, scratch, |token| {
            numbers.push(self.vocabulary.get(token).copied().unwrap_or(u32::MAX));
        });
        for (start, &first) in numbers.iter().enumerate() {
            let rest = numbers.get(start..).unwrap_or_default();
            let whole = |at: &usize| self.terms.get(*at).is_some_and(|term| rest.starts_with(&term.words));
            let begun = self.by_first.get(first as usize).map(Vec::as_slice).unwrap_or_default();
            found.extend(begun.iter().copied().filter(whole));
        }
    }

    /// Rarity of every term over the songs, 0.25 (in all of them) to 1 (in one), smoothed so that none is ever worth nothing.
    pub fn rarities(&self, songs: &[Vec<Sighting>]) -> Vec<f32> {
        let mut counts = vec![0u32; self.terms.len()];
        for sighting in songs.iter().flatten() {
            if let Some(count) = counts.get_mut(sighting.term) {
                *count += 1;
            }
        }
        let all = songs.len() as f32;
        let rarity = |count: f32| (1.0 + (all - count + 0.5).max(0.0) / (count + 0.5)).ln();
        let highest = rarity(1.0).max(f32::EPSILON);
        counts.into_iter().map(|count| 0.25 + 0.75 * (rarity(count.max(1) as f32) / highest).clamp(0.0, 1.0)).collect()
    }

    /// What a song's sightings say for each keyword, in the keywords' order.
    pub fn supports(
        &self,
        sightings: &[Sighting],
        rarities: &[f32],
        weights: &Weights,
        desk: &mut Desk,
    ) -> Vec<Support> {
        desk.best.clear();
        desk.best.resize(self.weights.len(), None);
        desk.sums.clear();
        desk.sums.resize(self.weights.len(), 0.0);
        for sighting in sightings {
            let Some(term) = self.terms.get(sighting.term) else { continue };
            let rarity = rarities.get(sighting.term).copied().unwrap_or(1.0);
            for used in &term.uses {
                let strength = used.strength * sighting.worth * rarity;
                let kind = if used.through_genre { WhyKind::Genre } else { sighting.kind };
                let facet = term.facet.unwrap_or(used.facet);
                if let Some(sum) = desk.sums.get_mut(used.keyword) {
                    *sum += strength;
                }
                if let Some(best) = desk.best.get_mut(used.keyword)
                    && best.is_none_or(|known: Support| known.strength < strength)
                {
                    *best = Some(Support { keyword: used.keyword, strength, kind, facet });
                }
            }
        }
        let together = |support: &Support| {
            let sum = desk.sums.get(support.keyword).copied().unwrap_or_default();
            let weight = self.weights.get(support.keyword).copied().unwrap_or_default();
            let strength = weight * (support.strength + weights.further * (sum - support.strength)).clamp(0.0, 1.0);
            Support { strength, ..*support }
        };
        desk.best.iter().flatten().map(together).collect()
    }
}

/// Notes a term, unless it was seen at a better place.
fn see(new: Sighting, seen: &mut Vec<Sighting>) {
    match seen.iter_mut().find(|known| known.term == new.term) {
        Some(known) if known.worth >= new.worth => {}
        Some(known) => *known = new,
        None => seen.push(new),
    }
}

/// Room to work in, used again for every song.
#[derive(Default)]
pub(super) struct Desk {
    scratch: String,
    numbers: Vec<u32>,
    found: Vec<usize>,
    /// The terms in tags, scenes and genres that were read already.
    labels: QuickMap<String, Vec<usize>>,
    best: Vec<Option<Support>>,
    sums: Vec<f32>,
}

/// Words that add nothing to the one beside them: "The Sea", "My Sea", "Sea II", "Sea (Interlude)".
const FILLERS: [&str; 16] = [
    "the",
    "a",
    "an",
    "my",
    "no",
    "more",
    "ii",
    "iii",
    "2",
    "song",
    "original",
    "mix",
    "interlude",
    "intro",
    "pt",
    "part",
];

/// True for a title of one word, fillers apart: of such a song no more is known than that somebody named it so.
fn is_bare(title: &str, scratch: &mut String) -> bool {
    let title = title.split_once(" (feat").map_or(title, |(song, _)| song);
    let mut telling = 0;
    for_each_token(title, scratch, |token| telling += usize::from(!FILLERS.contains(&token)));
    telling <= 1
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::samples::keyword;
    use super::*;

    fn song(title: &str, tags: &[&str]) -> Candidate {
        Candidate { title: title.into(), tags: tags.iter().map(|&tag| tag.into()).collect(), ..Candidate::default() }
    }

    /// Strength and kind of the support for the first keyword.
    fn support(word: &str, song: &Candidate) -> Option<(f32, WhyKind)> {
        let weights = Weights::default();
        let mut desk = Desk::default();
        let reader = Reader::new(&[keyword(word, 1.0)], &weights);
        let songs = vec![reader.read(song, &weights, &mut desk), Vec::new(), Vec::new(), Vec::new()];
        let rarities = reader.rarities(&songs);
        let found = reader.supports(songs.first().unwrap(), &rarities, &weights, &mut desk);
        found.first().map(|support| (support.strength, support.kind))
    }

    #[test]
    fn the_title_counts_most_then_tags_then_album_then_artist() {
        let mut in_album = song("x", &[]);
        in_album.album = Some("Volcanoes".into());
        let mut in_artist = song("x", &[]);
        in_artist.artist = "Volcano Choir".into();
        let order = [song("Volcano Dance", &[]), song("x", &["volcano"]), in_album, in_artist];
        let strengths: Vec<f32> = order.iter().map(|song| support("volcano", song).unwrap().0).collect();
        assert!(strengths.is_sorted_by(|a, b| a > b), "{strengths:?}");
        assert!((strengths.first().unwrap() - 1.0).abs() < 1e-5 && (strengths.last().unwrap() - 0.1).abs() < 1e-5);
    }

    #[test]
    fn a_related_word_counts_less_and_a_genre_least() {
        let direct = support("coffee", &song("x", &["coffee"])).unwrap();
        let related = support("coffee", &song("x", &["morning"])).unwrap();
        let mut jazz = song("x", &[]);
        jazz.genres = vec!["jazz".into()];
        let genre = support("coffee", &jazz).unwrap();
        assert!((related.0 - direct.0 * Weights::default().related).abs() < 1e-5);
        assert!(genre.0 < related.0);
        assert_eq!((direct.1, genre.1), (WhyKind::Keyword, WhyKind::Genre));
        assert!(support("coffee", &song("Gallop", &["horse"])).is_none());
    }

    #[test]
    fn phrases_match_whole_and_scenes_are_named_as_scenes() {
        assert!(support("new year", &song("A New Day of the Year", &[])).is_none());
        assert!(support("new year", &song("The New Year", &[])).unwrap().0 > 0.9);
        let mut scene = song("x", &[]);
        scene.scenes = vec!["water".into()];
        assert_eq!(support("lake", &scene).unwrap().1, WhyKind::Scene);
    }

    #[test]
    fn a_word_in_every_song_says_less_than_a_rare_one() {
        let weights = Weights::default();
        let mut desk = Desk::default();
        let reader = Reader::new(&[keyword("sea", 1.0), keyword("gull", 1.0)], &weights);
        let songs: Vec<_> =
            ["Sea", "Sea gull", "Sea", "Sea"].iter().map(|t| reader.read(&song(t, &[]), &weights, &mut desk)).collect();
        let rarities = reader.rarities(&songs);
        let found = reader.supports(songs.get(1).unwrap(), &rarities, &weights, &mut desk);
        assert!(found.first().unwrap().strength < 0.5 * found.last().unwrap().strength);
    }
}
