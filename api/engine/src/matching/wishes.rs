//! What a keyword looks for in songs: itself, its other names, kinds, related words and genres.

use super::lexicon::{Concept, Facet, find_phrase};
use super::weights::Weights;
use super::words::{phrase, tokens};

/// What a word or phrase says for one keyword.
pub(super) struct Use {
    /// Index of the keyword.
    pub keyword: usize,
    /// Strength, 0 to 1, before rarity and the place where it stands.
    pub strength: f32,
    /// The side of the picture that the keyword speaks of.
    pub facet: Facet,
    /// True for a genre that goes with the keyword.
    pub through_genre: bool,
}

/// All that a keyword looks for.
pub(super) fn wishes(word: &str, keyword: usize, weights: &Weights) -> Vec<(String, Use)> {
    let own = phrase(word);
    let concept = find_phrase(&own);
    let facet = concept.map_or(Facet::Object, |concept| concept.facet);
    let mut list = List { keyword, facet, found: Vec::new() };
    if let Some(concept) = concept {
        list.concept(concept, 1.0, weights);
    } else {
        // Of an unknown phrase the last word is the thing, the others say more about it.
        let words = tokens(word);
        for (at, part) in words.iter().enumerate().filter(|_| words.len() > 1) {
            let strength = if at + 1 == words.len() { 0.8 } else { 0.6 };
            match find_phrase(part) {
                Some(concept) => list.concept(concept, strength, weights),
                None => list.add(part.clone(), strength, false),
            }
        }
    }
    list.add(own, 1.0, false);
    list.found
}

struct List {
    keyword: usize,
    facet: Facet,
    found: Vec<(String, Use)>,
}

impl List {
    fn add(&mut self, text: String, strength: f32, through_genre: bool) {
        let wish = Use { keyword: self.keyword, strength, facet: self.facet, through_genre };
        self.found.push((text, wish));
    }

    fn concept(&mut self, concept: &Concept, strength: f32, weights: &Weights) {
        for name in concept.names.iter().chain([&concept.word]) {
            self.add(phrase(name), strength, false);
        }
        for kind in &concept.kinds {
            self.add(phrase(kind), strength * weights.narrower, false);
        }
        for related in &concept.related {
            self.add(phrase(related), strength * weights.related, false);
        }
        for &(genre, affinity) in &concept.genres {
            self.add(phrase(genre), strength * weights.affinity * affinity, true);
        }
        // One step up per round; each counts less, and the table is no deeper than three.
        let mut strength = strength;
        let mut parent = concept.parent.and_then(|word| find_phrase(&phrase(word)));
        for _ in 0..3 {
            let Some(concept) = parent else { break };
            strength *= weights.broader;
            for name in concept.names.iter().chain([&concept.word]) {
                self.add(phrase(name), strength, false);
            }
            for related in &concept.related {
                self.add(phrase(related), strength * weights.related, false);
            }
            parent = concept.parent.and_then(|word| find_phrase(&phrase(word)));
        }
    }
}
