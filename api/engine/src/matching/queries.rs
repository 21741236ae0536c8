//! Step three: a handful of short searches instead of one long one.

use std::collections::{BTreeSet, HashMap};

use crate::analysis::{Keyword, KeywordKind, Mood};

use super::clean::clean;
use super::lexicon::{Facet, find};
use super::mood::mood_word;
use super::types::{Request, SearchQuery};
use super::words::{normal, tokens};

/// Longest query in words.
const WORDS: usize = 3;
/// Queries that a picture with keywords gets at least, and at most.
const FEWEST: usize = 4;
const MOST: usize = 6;

/// Four to six distinct searches of at most three words; without keywords, two to four of mood and genre.
pub fn queries(request: &Request) -> Vec<SearchQuery> {
    let keywords: Vec<Keyword> = clean(&request.keywords).into_iter().filter(|k| !tokens(&k.word).is_empty()).collect();
    let nouns: Vec<&str> = keywords.iter().filter(|k| is_noun(k)).map(|k| k.word.as_str()).collect();
    let setting = keywords.iter().find(|k| is_noun(k) && is_setting(k)).map(|k| k.word.as_str());
    let moods = moods(&keywords, &request.mood);
    let genres = genres(&keywords, &moods);
    let mut list = List { keywords: &keywords, seen: BTreeSet::new(), found: Vec::new() };
    let (mood, second_mood) = (nth(&moods, 0), nth(&moods, 1));
    let (genre, second_genre, third_genre) = (nth(&genres, 0), nth(&genres, 1), nth(&genres, 2));

    let second = nouns.first().and_then(|first| nouns.iter().skip(1).copied().find(|noun| !kin(first, noun)));
    if let Some(&noun) = nouns.first() {
        list.add(noun, second.or_else(|| companion(noun)).unwrap_or_default());
        list.add(noun, mood);
    }
    list.add(mood, genre);
    if let Some(place) = setting.or(nouns.first().copied()) {
        list.add(place, genre);
    }
    list.add(second_genre, second_mood);
    if let Some(noun) = second {
        list.add(noun, mood);
    }
    // Where words repeat each other the list is still short.
    let fewest = if keywords.is_empty() { 2 } else { FEWEST };
    let spare = [nouns.first().copied().unwrap_or(mood), mood, second_mood];
    for (one, other) in
        spare.iter().flat_map(|one| [second_genre, third_genre, genre, "piano", "music"].map(|genre| (*one, genre)))
    {
        if list.found.len() >= fewest {
            break;
        }
        list.add(one, other);
    }
    list.found.truncate(MOST);
    list.found
}

fn is_noun(keyword: &Keyword) -> bool {
    keyword.kind != KeywordKind::Colour && find(&keyword.word).is_none_or(|concept| concept.facet != Facet::Mood)
}

/// True when one word is a kind of the other: "coffee drink" asks for no more than "coffee".
fn kin(one: &str, other: &str) -> bool {
    let (Some(one), Some(other)) = (find(one), find(other)) else { return one == other };
    one.word == other.word || one.parent == Some(other.word) || other.parent == Some(one.word)
}

/// What most often comes with a thing.
fn companion(noun: &str) -> Option<&'static str> {
    find(noun)?.related.first().copied()
}

fn is_setting(keyword: &Keyword) -> bool {
    let facet = find(&keyword.word).map(|concept| concept.facet);
    keyword.kind == KeywordKind::Scene || matches!(facet, Some(Facet::Place | Facet::Season | Facet::Time))
}

/// Mood words, strongest first: the owner's, the picture's, its colours', the plane's; never fewer than two.
fn moods(keywords: &[Keyword], mood: &Mood) -> Vec<String> {
    let feels = |keyword: &&Keyword| !is_noun(keyword);
    let owners = keywords.iter().filter(|k| k.kind == KeywordKind::User).filter(feels);
    let colours = keywords.iter().filter(|k| k.kind != KeywordKind::User).filter(feels);
    let mut words: Vec<String> = Vec::new();
    let given = owners
        .map(|k| k.word.clone())
        .chain(mood.words.iter().map(|word| normal(word)))
        .chain(colours.map(|k| k.word.clone()));
    let spare = [mood_word(mood.valence, mood.arousal), "instrumental", "gentle"].map(str::to_owned);
    for word in given {
        push_new(&mut words, word);
    }
    for word in spare {
        if words.len() < 2 {
            push_new(&mut words, word);
        }
    }
    words
}

fn push_new(words: &mut Vec<String>, word: String) {
    if !tokens(&word).is_empty() && !words.contains(&word) {
        words.push(word);
    }
}

/// Genres by how much the keywords and the first mood ask for them; never fewer than three.
fn genres(keywords: &[Keyword], moods: &[String]) -> Vec<String> {
    let mut sums: HashMap<&'static str, f32> = HashMap::new();
    let words =
        keywords.iter().map(|k| (k.word.as_str(), if k.kind == KeywordKind::Colour { 0.3 * k.score } else { k.score }));
    for (word, weight) in words.chain(moods.first().map(|word| (word.as_str(), 0.6))) {
        for &(genre, affinity) in find(word).map(|concept| concept.genres.as_slice()).unwrap_or_default() {
            *sums.entry(genre).or_default() += weight * affinity;
        }
    }
    let mut ranked: Vec<(&str, f32)> = sums.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let mut genres: Vec<String> = ranked.into_iter().map(|(genre, _)| genre.to_owned()).collect();
    for spare in ["classical", "folk", "jazz"] {
        if genres.len() < 3 {
            push_new(&mut genres, spare.to_owned());
        }
    }
    genres
}

fn nth(words: &[String], at: usize) -> &str {
    words.get(at).or(words.first()).map(String::as_str).unwrap_or_default()
}

struct List<'a> {
    keywords: &'a [Keyword],
    seen: BTreeSet<BTreeSet<String>>,
    found: Vec<SearchQuery>,
}

impl List<'_> {
    /// Adds a query of two words or phrases, unless it is there already in any order.
    fn add(&mut self, one: &str, other: &str) {
        let text = joined(one, other);
        let words: BTreeSet<String> = tokens(&text).into_iter().collect();
        if words.is_empty() || !self.seen.insert(words) {
            return;
        }
        let stands_for = self.keywords.iter().map(|keyword| &keyword.word);
        let keywords = stands_for.filter(|word| *word == one || *word == other).cloned().collect();
        self.found.push(SearchQuery { text, keywords });
    }
}

/// Two phrases as at most three words; a phrase that is too long keeps its last words, where English has the noun.
fn joined(one: &str, other: &str) -> String {
    let (mut one, mut other) = (split(one), split(other));
    let room = WORDS - other.len().min(1);
    one.drain(..one.len().saturating_sub(room));
    other.drain(..other.len().saturating_sub(WORDS - one.len()));
    other.retain(|word| !one.contains(word));
    one.append(&mut other);
    one.join(" ")
}

fn split(text: &str) -> Vec<&str> {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{keyword, request};
    use super::*;

    fn texts(request: &Request) -> Vec<String> {
        queries(request).into_iter().map(|query| query.text).collect()
    }

    #[test]
    fn a_cup_of_coffee_is_asked_for_in_several_ways() {
        let found = texts(&request("coffee"));
        assert_eq!(found.first().map(String::as_str), Some("coffee cafe"));
        assert!(found.contains(&"coffee warm".to_owned()), "{found:?}");
        assert!(found.iter().any(|text| text.contains("jazz")), "{found:?}");
        assert!((FEWEST..=MOST).contains(&found.len()));
    }

    #[test]
    fn one_word_alone_still_gives_four_queries() {
        let mut lonely = request("coffee");
        lonely.mood.words.clear();
        for word in ["xylograph", "calm", "jazz", "warm light", "a very long phrase about nothing"] {
            lonely.keywords = vec![keyword(word, 0.9)];
            let found = texts(&lonely);
            assert!(found.len() >= FEWEST, "{word}: {found:?}");
            assert!(found.iter().all(|text| text.split_whitespace().count() <= WORDS), "{found:?}");
        }
    }

    #[test]
    fn without_keywords_mood_and_genre_are_asked_for() {
        let mut bare = request("lake");
        bare.keywords.clear();
        let found = queries(&bare);
        assert!((2..=FEWEST).contains(&found.len()));
        assert!(found.iter().all(|query| query.keywords.is_empty() && !query.text.contains("lake")));
    }

    #[test]
    fn a_query_names_the_keywords_it_stands_for() {
        let found = queries(&request("coffee"));
        let setting = found.iter().find(|query| query.text.starts_with("drink"));
        assert_eq!(setting.map(|query| query.keywords.as_slice()), Some(["drink".to_owned()].as_slice()));
        let first = found.first().map(|query| query.keywords.clone());
        assert_eq!(first, Some(vec!["coffee".to_owned()]));
    }
}
