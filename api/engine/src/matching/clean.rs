//! Step one: keywords worth searching for.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::analysis::{Keyword, KeywordKind};

use super::lexicon::find_phrase;
use super::words::{normal, phrase, tokens};

/// Keywords under this score are dropped ...
const FAINT: f32 = 0.3;
/// ... unless fewer than this many would stay.
const KEPT: usize = 3;

/// Normalises, drops what says nothing about music, merges synonyms; strongest first. What the owner added always stays.
pub fn clean(keywords: &[Keyword]) -> Vec<Keyword> {
    cleaned(keywords).into_iter().map(|(keyword, _)| keyword).collect()
}

/// [`clean`], each keyword with the word that it was given as ("warm colours" for "warm colour").
pub(super) fn cleaned(keywords: &[Keyword]) -> Vec<(Keyword, &str)> {
    let mut merged: Vec<(Keyword, &str)> = Vec::with_capacity(keywords.len());
    let mut place: HashMap<String, usize> = HashMap::new();
    for given in keywords {
        let Some(keyword) = worded(given) else { continue };
        let meaning = meaning(&keyword.word);
        match place.get(&meaning).and_then(|&at| merged.get_mut(at)) {
            Some(known) if beats(&keyword, &known.0) => *known = (keyword, &given.word),
            Some(_) => {}
            None => {
                place.insert(meaning, merged.len());
                merged.push((keyword, &given.word));
            }
        }
    }
    merged.sort_by(|(a, _), (b, _)| b.score.total_cmp(&a.score).then_with(|| owned(b).cmp(&owned(a))));
    let mut kept = 0;
    merged.retain(|(keyword, _)| {
        let stays = owned(keyword) || keyword.score >= FAINT || kept < KEPT;
        kept += usize::from(stays);
        stays
    });
    merged
}

/// The keyword in its normal form; none when it is empty or on the stop-list.
fn worded(keyword: &Keyword) -> Option<Keyword> {
    let word = normal(&keyword.word);
    if word.is_empty() || !owned(keyword) && stopped(&word) {
        return None;
    }
    let score = if keyword.score.is_finite() { keyword.score.clamp(0.0, 1.0) } else { 0.0 };
    Some(Keyword { word, score, kind: keyword.kind })
}

/// The owner's word and weight stand above any analyser's.
fn beats(new: &Keyword, known: &Keyword) -> bool {
    owned(new) && !owned(known) || owned(new) == owned(known) && new.score > known.score
}

fn owned(keyword: &Keyword) -> bool {
    keyword.kind == KeywordKind::User
}

/// What two synonyms have in common.
pub(super) fn meaning(word: &str) -> String {
    let key = phrase(word);
    if key.is_empty() {
        // Signs alone ("🐱") mean themselves.
        return word.to_owned();
    }
    match find_phrase(&key) {
        Some(concept) => phrase(concept.word),
        None => key,
    }
}

struct StopList {
    whole: HashSet<String>,
    dooming: HashSet<String>,
}

fn stopped(word: &str) -> bool {
    static LIST: OnceLock<StopList> = OnceLock::new();
    let list = LIST.get_or_init(|| read(include_str!("../../data/stopwords-keywords.txt")));
    let words = tokens(word);
    let key = words.join(" ");
    if list.whole.contains(&key) {
        return true;
    }
    // "New year" is a feast, "20-29 years" is not.
    find_phrase(&key).is_none() && words.iter().any(|token| list.dooming.contains(token))
        || !words.is_empty() && words.iter().all(|token| token.bytes().all(|byte| byte.is_ascii_digit()))
}

fn read(source: &str) -> StopList {
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (dooming, whole): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with('*'));
    StopList { whole: whole.into_iter().map(phrase).collect(), dooming: dooming.into_iter().map(phrase).collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keyword(word: &str, score: f32, kind: KeywordKind) -> Keyword {
        Keyword { word: word.to_owned(), score, kind }
    }

    fn object(word: &str, score: f32) -> Keyword {
        keyword(word, score, KeywordKind::Object)
    }

    fn words(cleaned: &[Keyword]) -> Vec<&str> {
        cleaned.iter().map(|keyword| keyword.word.as_str()).collect()
    }

    #[test]
    fn stock_vocabulary_is_dropped() {
        let stock = [
            "One Person",
            "Caucasian ethnicity",
            "close-up",
            "no people",
            "Adults Only",
            "horizontal",
            "20-29 Years",
            "Color Image",
            "2019",
            "photography themes",
            "women",
        ];
        let mut given: Vec<Keyword> = stock.iter().map(|word| object(word, 0.99)).collect();
        given.push(object("Harbours", 0.5));
        given.push(object("New Year", 0.4));
        assert_eq!(words(&clean(&given)), ["harbour", "new year"]);
    }

    #[test]
    fn faint_words_go_but_three_stay() {
        let given = [object("dog", 0.9), object("park", 0.2), object("ball", 0.15), object("tree", 0.1)];
        assert_eq!(words(&clean(&given)), ["dog", "park", "ball"]);
        let strong = [object("dog", 0.9), object("park", 0.8), object("ball", 0.7), object("tree", 0.1)];
        assert_eq!(clean(&strong).len(), 3);
    }

    #[test]
    fn synonyms_merge_with_the_highest_score_and_kinds_stay_apart() {
        let given = [object("kitten", 0.5), object("cat", 0.8), object("tabby", 0.7)];
        let cleaned = clean(&given);
        assert_eq!(words(&cleaned), ["cat", "tabby"]);
        assert!((cleaned.first().map_or(0.0, |keyword| keyword.score) - 0.8).abs() < 1e-6);
    }

    #[test]
    fn the_owners_words_stay_with_the_owners_weight() {
        let given = [
            object("cat", 0.9),
            keyword("Kitty", 0.05, KeywordKind::User),
            keyword("portrait photo", 0.0, KeywordKind::User),
        ];
        let cleaned = clean(&[&[object("a", 0.9), object("b", 0.9), object("c", 0.9)], given.as_slice()].concat());
        assert_eq!(words(&cleaned), ["a", "b", "c", "kitty", "portrait photo"]);
    }

    #[test]
    fn scores_that_are_no_numbers_count_nothing() {
        let cleaned = clean(&[object("sea", f32::NAN), object("boat", 7.0)]);
        assert_eq!(cleaned, [object("boat", 1.0), object("sea", 0.0)]);
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(given in proptest::collection::vec(("[a-zA-Z ]{0,12}", 0.0f32..1.0), 0..12)) {
            let given: Vec<Keyword> = given.iter().map(|(word, score)| object(word, *score)).collect();
            let once = clean(&given);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
