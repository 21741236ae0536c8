//! Steps five to seven: scores, their reasons, and the order in which songs are shown.

use crate::analysis::{Keyword, Mood};

use super::clean::cleaned;
use super::diversity::{Traits, order};
use super::evidence::{Desk, Reader, Support};
use super::guess::{Guess, Labels};
use super::hashing::{lot, name_key};
use super::lexicon::Facet;
use super::mood::{closeness, mood_word, on_plane};
use super::pool::{STARTER, pool};
use super::searches::{Found, Searches, WORDS, fusion};
use super::types::{Candidate, Match, Request, Why, WhyKind};
use super::votes::{Ballot, Voices};
use super::weights::{Shares, Weights};

/// Reasons that a song shows.
const REASONS: usize = 6;
/// What a keyword adds at least to the score of a song that it is a reason for.
const LEAST_GAIN: f32 = 1e-5;
/// A mood this near is a reason worth naming.
const NEAR: f32 = 0.3;

/// Ranks every song of the pool, each with its reasons: ten that are relevant and varied, then all others by score.
///
/// Recordings that are the same or no songs are merged or dropped first; nothing else is lost. Equal input gives equal output.
pub fn rank(request: &Request, candidates: Vec<Candidate>, weights: &Weights) -> Vec<Match> {
    let (keywords, given): (Vec<Keyword>, Vec<&str>) = cleaned(&request.keywords).into_iter().unzip();
    let songs = pool(candidates);
    let reader = Reader::new(&keywords, weights);
    let mut desk = Desk::default();
    let sightings: Vec<_> = songs.iter().map(|song| reader.read(song, weights, &mut desk)).collect();
    let rarities = reader.rarities(&sightings);
    let picture = Picture::new(request, &keywords, &reader, &given, &songs, weights);
    let ballot = Ballot::new(&keywords, reader.own_weights());
    let mut matches: Vec<Option<Match>> = Vec::with_capacity(songs.len());
    let mut traits = Vec::with_capacity(songs.len());
    let mut labels = Labels::default();
    for (song, seen) in songs.into_iter().zip(&sightings) {
        let supports = reader.supports(seen, &rarities, weights, &mut desk);
        let found = picture.searches.of(&song);
        let guess = if song.mood.is_none() { picture.guess(&song, &found, &mut labels) } else { None };
        let voices = ballot.count(&song);
        let parts = picture.parts(&song, &found, &supports, guess, &voices);
        traits.push(picture.traits(&song, &supports, &parts, guess));
        let why = picture.reasons(&song, &found, &supports, &parts, &voices);
        let mood_match = picture.is_mood_match(&parts);
        matches.push(Some(Match { candidate: song, score: parts.score, why, mood_match }));
    }
    order(&traits, weights).into_iter().filter_map(|at| matches.get_mut(at)?.take()).collect()
}

/// What a score is made of, as far as its reasons need it; each 0 to 1.
struct Parts {
    /// What the searches say for each keyword.
    found: [f32; WORDS],
    lexical: f32,
    /// Sum of the supports that the lexical part was made of.
    support: f32,
    mood: f32,
    /// What the words add to the score.
    words: f32,
    /// What the mood adds to the score.
    feel: f32,
    /// All together, before votes.
    fit: f32,
    /// The same as votes move it.
    score: f32,
}

/// The picture's side of the comparison.
struct Picture<'a> {
    keywords: &'a [Keyword],
    reader: &'a Reader,
    /// The keywords as they stand on the picture, for naming them.
    given: &'a [&'a str],
    searches: Searches,
    mood: (f32, f32),
    mood_words: Vec<String>,
    seed: u64,
    shares: Shares,
    weights: &'a Weights,
}

impl<'a> Picture<'a> {
    fn new(
        request: &Request,
        keywords: &'a [Keyword],
        reader: &'a Reader,
        given: &'a [&'a str],
        songs: &[Candidate],
        weights: &'a Weights,
    ) -> Self {
        let Mood { valence, arousal, words } = &request.mood;
        let mood = on_plane(Some((*valence, *arousal))).unwrap_or_default();
        let mut mood_words: Vec<String> = words.iter().filter(|word| !word.trim().is_empty()).cloned().collect();
        if mood_words.is_empty() {
            mood_words.push(mood_word(mood.0, mood.1).to_owned());
        }
        let searches = Searches::new(songs, keywords.iter().map(|keyword| &keyword.word).chain(&mood_words));
        Self {
            keywords,
            reader,
            given,
            searches,
            mood,
            mood_words,
            seed: request.seed,
            shares: Shares::new(weights),
            weights,
        }
    }

    fn parts(
        &self,
        song: &Candidate,
        found: &Found,
        supports: &[Support],
        guess: Option<(f32, f32)>,
        voices: &Voices,
    ) -> Parts {
        let found = found.words();
        let found_mood = found.iter().skip(self.keywords.len()).copied().fold(0.0, f32::max);
        let support = self.support(supports, &found, None);
        let lexical = self.lexical(support);
        let near = |mood| closeness(self.mood, mood, self.weights.mood_width);
        let believed = match (song.mood, guess) {
            (Some(mood), _) => near(mood),
            (None, Some(mood)) => self.weights.mood_guessed * near(mood),
            (None, None) => self.weights.mood_unknown,
        };
        let mood = if song.mood.is_some() { believed } else { believed + self.weights.mood_found * found_mood };
        let mood = mood.min(1.0);
        let fusion = fusion(song, self.weights);
        let presence = if song.playable { 0.6 } else { 0.0 } + if song.illustrated { 0.4 } else { 0.0 };
        let shares = &self.shares;
        let both = 0.5 * shares.both * lexical * mood;
        let (words, feel) = (shares.lexical * lexical + both, shares.mood * mood + both);
        let fit = (words + feel + shares.fusion * fusion + shares.presence * presence).clamp(0.0, 1.0);
        Parts { found, lexical, support, mood, words, feel, fit, score: voices.move_score(fit) }
    }

    /// All that the song and the searches that found it say for the keywords; `without` leaves one of them out.
    fn support(&self, supports: &[Support], found: &[f32], without: Option<usize>) -> f32 {
        let rise = |keyword: usize| without.map_or(1.0, |gone| self.reader.rise(keyword, gone));
        let there = |keyword: usize| Some(keyword) != without;
        let said = supports.iter().filter(|support| there(support.keyword));
        let said: f32 = said.map(|support| support.strength * rise(support.keyword)).sum();
        let searched = self.reader.weights().iter().zip(found).enumerate().filter(|(keyword, _)| there(*keyword));
        let searched: f32 = searched.map(|(keyword, (weight, worth))| weight * rise(keyword) * worth).sum();
        said + self.weights.found * searched
    }

    /// An S-curve: a chance likeness counts little, a real one much; never full, so that losing a keyword always shows.
    fn lexical(&self, support: f32) -> f32 {
        let (squared, half) = (support.powi(2), self.weights.saturation.powi(2).max(f32::EPSILON));
        squared / (squared + half)
    }

    /// What a keyword adds to the score, or takes from it where others would speak louder in its place.
    fn gain(&self, keyword: usize, supports: &[Support], parts: &Parts) -> f32 {
        let without = self.lexical(self.support(supports, &parts.found, Some(keyword)));
        (self.shares.lexical + self.shares.both * parts.mood) * (parts.lexical - without)
    }

    /// The mood of a song that came without one: its own words, and what the searches that found it asked for.
    fn guess(&self, song: &Candidate, found: &Found, labels: &mut Labels) -> Option<(f32, f32)> {
        let mut guess = Guess::of_song(song, self.weights.mood_thing, labels);
        for (asked, worth) in found.moods() {
            guess.add(asked, self.weights.mood_asked * worth);
        }
        guess.mood()
    }

    fn reasons(
        &self,
        song: &Candidate,
        found: &Found,
        supports: &[Support],
        parts: &Parts,
        voices: &Voices,
    ) -> Vec<Why> {
        // A keyword is a reason only if the song would score lower without it, whatever people say of the two.
        let told = supports.iter().filter(|one| {
            let gain = self.gain(one.keyword, supports, parts);
            gain > LEAST_GAIN && voices.leave_standing(one.keyword, parts.fit, parts.fit - gain)
        });
        let mut why: Vec<Why> = told.filter_map(|support| self.reason(song, found, support, parts)).collect();
        if parts.mood >= NEAR || why.is_empty() {
            why.push(self.mood_reason(song, found, parts));
        }
        why.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        // A colour and the mood may share a word; it is said once.
        if let Some(mood) = why.iter().position(|why| why.kind == WhyKind::Mood) {
            let same = |other: &Why| why.get(mood).is_some_and(|mood| mood.keyword == other.keyword);
            let twin = why.iter().enumerate().rposition(|(at, other)| at != mood && same(other));
            twin.map(|twin| why.remove(twin.max(mood)));
        }
        why.truncate(REASONS);
        why
    }

    fn is_mood_match(&self, parts: &Parts) -> bool {
        parts.lexical < self.weights.mood_match_below
    }

    fn reason(&self, song: &Candidate, found: &Found, support: &Support, parts: &Parts) -> Option<Why> {
        let word = *self.given.get(support.keyword)?;
        let share = parts.words * support.strength / parts.support.max(f32::EPSILON);
        // A colour that hardly counts, or a name that hardly matters, is no reason to give.
        if support.strength < 0.01 {
            return None;
        }
        let query = found.earliest(support.keyword);
        Some(why(word.to_owned(), support.kind, share / parts.fit.max(f32::EPSILON), query, song))
    }

    fn mood_reason(&self, song: &Candidate, found: &Found, parts: &Parts) -> Why {
        let said = |word: &String| song.tags.iter().any(|tag| tag.eq_ignore_ascii_case(word));
        let at = self.mood_words.iter().position(said).unwrap_or_default();
        let word = self.mood_words.get(at).cloned().unwrap_or_default();
        let share = parts.feel / parts.fit.max(f32::EPSILON);
        why(word, WhyKind::Mood, share, found.earliest(self.keywords.len() + at), song)
    }

    fn traits(&self, song: &Candidate, supports: &[Support], parts: &Parts, guess: Option<(f32, f32)>) -> Traits {
        let heard = supports.iter().filter(|support| support.strength >= self.weights.heard);
        let mut facets = heard.clone().fold(0, |facets, support| facets | facet_bit(support.facet));
        if parts.mood >= NEAR {
            facets |= facet_bit(Facet::Mood);
        }
        // Moods repeat between pictures, subjects do not: what the words speak for goes before what only feels right.
        let standing = if self.is_mood_match(parts) { self.weights.mood_match_standing } else { 1.0 };
        let album = song.album.as_deref().filter(|_| song.provider != STARTER);
        Traits {
            standing: parts.score * standing,
            lot: lot(self.seed, &[&song.provider, &song.provider_track_id]),
            artist: name_key(&song.artist),
            album: album.map(name_key),
            genre: song.genres.first().map(|genre| name_key(genre)),
            mood: song.mood.or(guess),
            keywords: heard.fold(0, |bits, support| bits | 1 << (support.keyword % 64)),
            facets,
        }
    }
}

fn why(keyword: String, kind: WhyKind, weight: f32, query: Option<String>, song: &Candidate) -> Why {
    Why { keyword, kind, weight: weight.clamp(0.0, 1.0), query, source: song.provider.clone() }
}

fn facet_bit(facet: Facet) -> u32 {
    1 << facet as u32
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::HashSet;

    use super::super::samples::{PICTURES, found, pieces, request};
    use super::*;

    fn ten(picture: &str) -> Vec<Match> {
        let mut ranked = rank_all(picture);
        ranked.truncate(10);
        ranked
    }

    fn titles(matches: &[Match]) -> Vec<&str> {
        matches.iter().map(|found| found.candidate.title.as_str()).collect()
    }

    #[test]
    fn pictures_of_different_subjects_share_few_of_their_first_ten() {
        for (at, one) in PICTURES.iter().enumerate() {
            for other in PICTURES.iter().skip(at + 1) {
                let (one_ten, other_ten) = (ten(one), ten(other));
                let (one_titles, other_titles) = (titles(&one_ten), titles(&other_ten));
                let shared = one_titles.iter().filter(|title| other_titles.contains(title)).count();
                assert!(shared <= 4, "{one} and {other} share {shared}:\n{one_titles:?}\n{other_titles:?}");
            }
        }
    }

    #[test]
    fn the_obvious_songs_come_early() {
        let wanted = [
            ("coffee", "Coffee Cantata"),
            ("cat", "Kitten on the Keys"),
            ("lake", "Reflets dans l'eau"),
            ("city", "St. Louis Blues"),
            ("forest", "Forest Scenes: Entry"),
        ];
        for (picture, title) in wanted {
            let ten = ten(picture);
            assert!(titles(&ten).iter().take(5).any(|found| *found == title), "{picture}: {:?}", titles(&ten));
        }
    }

    #[test]
    fn reasons_name_the_pictures_words_and_never_the_lexicons() {
        let ten = ten("cat");
        let kitten = ten.iter().find(|found| found.candidate.title.starts_with("Kitten")).unwrap();
        let words: Vec<&str> = kitten.why.iter().map(|why| why.keyword.as_str()).collect();
        assert!(words.contains(&"cat") && !words.contains(&"kitten"), "{words:?}");
        assert!(!kitten.mood_match);
    }

    #[test]
    fn a_word_that_is_both_colour_and_mood_is_said_once() {
        for found in rank(&request("coffee"), pieces(), &Weights::default()) {
            let warm = found.why.iter().filter(|why| why.keyword == "warm").count();
            assert!(warm <= 1, "{:?}", found.why);
        }
    }

    #[test]
    fn without_keywords_the_mood_alone_chooses_and_says_so() {
        let mut bare = request("lake");
        bare.keywords.clear();
        let ranked = rank(&bare, pieces(), &Weights::default());
        assert!(ranked.iter().all(|found| found.mood_match && found.why.iter().all(|why| why.kind == WhyKind::Mood)));
        let (valence, arousal) = ranked.first().unwrap().candidate.mood.unwrap();
        assert!((valence - 0.5).abs() < 0.3 && (arousal + 0.35).abs() < 0.3);
    }

    #[test]
    fn three_sides_of_the_picture_are_covered_where_the_songs_allow_it() {
        for picture in PICTURES {
            let (ten, all) = (facets(picture, &ten(picture)), facets(picture, &rank_all(picture)));
            assert!(ten >= all.min(3), "{picture}: {ten} of {all}");
        }
        assert!(facets("coffee", &ten("coffee")) >= 3);
    }

    fn rank_all(picture: &str) -> Vec<Match> {
        rank(&request(picture), pieces(), &Weights::default())
    }

    /// How many sides of a picture some songs speak to.
    fn facets(picture: &str, matches: &[Match]) -> usize {
        let weights = Weights::default();
        let keywords = super::super::clean(&request(picture).keywords);
        let reader = Reader::new(&keywords, &weights);
        let mut desk = Desk::default();
        let songs: Vec<_> = matches.iter().map(|found| reader.read(&found.candidate, &weights, &mut desk)).collect();
        let rarities = reader.rarities(&songs);
        let supports = songs.iter().flat_map(|song| reader.supports(song, &rarities, &weights, &mut desk));
        supports.map(|support| support.facet).collect::<HashSet<_>>().len()
    }

    #[test]
    fn a_title_beats_an_artists_name_and_the_query_is_named() {
        let mut songs =
            found("forest peaceful", &[("City Lights", "The Forest"), ("Into the Forest", "Ann"), ("Stone", "Bob")]);
        songs.extend(found("peaceful folk", &[("Quux", "Carl")]));
        let ranked = rank(&request("forest"), songs, &Weights::default());
        assert_eq!(ranked.first().unwrap().candidate.title, "Into the Forest");
        let why = ranked.first().unwrap().why.iter().find(|why| why.keyword == "forest").unwrap();
        assert_eq!((why.query.as_deref(), why.source.as_str()), (Some("forest peaceful"), "spotify"));
        assert!(ranked.iter().all(|found| !found.why.is_empty()));
    }

    #[test]
    fn another_seed_changes_nothing_but_the_order_of_equals() {
        let twins: Vec<Candidate> = (0..20)
            .map(|n| Candidate {
                provider: "starter".into(),
                provider_track_id: n.to_string(),
                title: format!("Piece {n}"),
                artist: format!("A{n}"),
                ..Candidate::default()
            })
            .collect();
        let mut picture = request("cat");
        let first = rank(&picture, twins.clone(), &Weights::default());
        picture.seed = 8;
        let second = rank(&picture, twins, &Weights::default());
        assert_ne!(titles(&first), titles(&second));
        picture.keywords.clear();
        let best = |seed| {
            let picture = Request { seed, ..request("lake") };
            rank(&picture, pieces(), &Weights::default()).first().unwrap().candidate.title.clone()
        };
        assert_eq!(best(1), best(2));
    }
}
