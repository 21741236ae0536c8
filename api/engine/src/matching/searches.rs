//! What it says of a song that a search found it, and where in its answer.

use super::guess::Guess;
use super::hashing::QuickMap;
use super::pool::STARTER;
use super::types::{Candidate, QueryHit};
use super::weights::Weights;
use super::words::tokens;

/// Words that are told apart in searches: the picture's keywords and then its mood words.
pub(super) const WORDS: usize = 128;
/// Places in a search's answer after which being found says half.
const HALF_WAY: f32 = 10.0;

/// The searches that found songs.
pub(super) struct Searches {
    asked: QuickMap<String, Asked>,
}

/// What a search asks for.
struct Asked {
    /// The words that it holds, one bit each.
    words: u128,
    /// The mood that it asks for.
    mood: Option<(f32, f32)>,
}

impl Searches {
    /// Reads every search once; there are many hits but few searches.
    pub fn new<'a>(songs: &[Candidate], words: impl Iterator<Item = &'a String>) -> Self {
        let words: Vec<Vec<String>> = words.map(|word| tokens(word)).take(WORDS).collect();
        let mut asked = QuickMap::default();
        for hit in songs.iter().flat_map(|song| &song.hits) {
            if asked.contains_key(&hit.query) {
                continue;
            }
            let query = tokens(&hit.query);
            let holds = |word: &Vec<String>| !word.is_empty() && word.iter().all(|part| query.contains(part));
            let bits = words.iter().enumerate().filter(|(_, word)| holds(word)).fold(0, |bits, (at, _)| bits | 1 << at);
            asked.insert(hit.query.clone(), Asked { words: bits, mood: Guess::of_query(&hit.query) });
        }
        Self { asked }
    }

    /// The searches that found one song.
    pub fn of<'a>(&'a self, song: &'a Candidate) -> Found<'a> {
        Found(song.hits.iter().filter_map(|hit| Some((hit, self.asked.get(&hit.query)?))).collect())
    }
}

/// The searches that found one song, with its place in each one's answer.
pub(super) struct Found<'a>(Vec<(&'a QueryHit, &'a Asked)>);

impl Found<'_> {
    /// The search with this word that found the song earliest.
    pub fn earliest(&self, word: usize) -> Option<String> {
        let bit = 1u128.checked_shl(word as u32)?;
        let holding = self.0.iter().filter(|(_, asked)| asked.words & bit != 0);
        holding.min_by_key(|(hit, _)| hit.rank).map(|(hit, _)| hit.query.clone())
    }

    /// The moods that the searches asked for which found the song, each with what its place is worth, 0 to 1.
    pub fn moods(&self) -> impl Iterator<Item = (Option<(f32, f32)>, f32)> {
        self.0.iter().map(|(hit, asked)| (asked.mood, place(hit)))
    }

    /// What the searches say that found a song, 0 to 1, for each word that was given.
    ///
    /// Services know of a song what stands in none of its fields; a search for one bare word, though, finds little but titles.
    pub fn words(&self) -> [f32; WORDS] {
        let mut words = [0.0f32; WORDS];
        for (hit, asked) in self.0.iter().filter(|(hit, _)| hit.query.contains(' ')) {
            let mut bits = asked.words;
            let worth = place(hit);
            while bits != 0 {
                let best = &mut words[bits.trailing_zeros() as usize];
                *best = best.max(worth);
                bits &= bits - 1;
            }
        }
        words
    }
}

/// Being found often and early, 0 to 1: each search adds by the song's place in its answer, and one that all agree on comes near 1.
///
/// Our own catalogue answers every search as well as it can, so being found in it says less.
pub(super) fn fusion(song: &Candidate, weights: &Weights) -> f32 {
    let source = if song.provider == STARTER { weights.own_query } else { 1.0 };
    let worth = |hit: &QueryHit| if hit.query.contains(' ') { place(hit) } else { weights.bare_query * place(hit) };
    let sum = source * song.hits.iter().map(worth).sum::<f32>();
    sum.powi(2) / (sum.powi(2) + weights.agreement.powi(2).max(f32::EPSILON))
}

/// What a place in a search's answer is worth, 1 for the first.
fn place(hit: &QueryHit) -> f32 {
    HALF_WAY / (HALF_WAY + hit.rank as f32)
}
