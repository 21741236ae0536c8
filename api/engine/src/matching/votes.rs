//! What people say of a song beside a keyword, and how far it may move the song.
//!
//! Votes weigh what there is: a song without merit stays where it is, none comes or goes, and no single person moves one far.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::analysis::Keyword;

use super::clean::meaning;
use super::types::Candidate;
use super::words::normal;

/// Longest key in characters.
const KEY_CHARS: usize = 80;
/// How far all votes together may move a score.
const REACH: f32 = 0.1;
/// As many people of no opinion are added to those who voted, so that the first few hardly count.
const SILENT: f32 = 10.0;

/// Scores nearer than this may be equal but for rounding.
const MARGIN: f32 = 1e-5;

/// How many people say that a song goes, or does not go, with a keyword; each person counts once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// The keyword's [`vote_key`].
    pub key: String,
    /// People for it.
    pub up: u32,
    /// People against it.
    pub down: u32,
}

impl Tally {
    /// From -1 (nobody wants it) to 1 (everybody does), nearer to 0 the fewer have spoken.
    fn opinion(&self) -> f32 {
        let (up, down) = (self.up as f32, self.down as f32);
        (up - down) / (up + down + SILENT)
    }

    fn voters(&self) -> u64 {
        u64::from(self.up) + u64::from(self.down)
    }
}

/// The key under which votes on songs beside a keyword are counted: the same for all its spellings and synonyms; none when the
/// keyword says nothing.
pub fn vote_key(keyword: &str) -> Option<String> {
    let key: String = meaning(&normal(keyword)).chars().take(KEY_CHARS).collect();
    if key.is_empty() { None } else { Some(key) }
}

/// Adds the votes on another entry of the same recording. Who voted on both must not count twice, so the larger vote stands.
pub(super) fn merge(mine: &mut Vec<Tally>, others: Vec<Tally>) {
    for other in others {
        match mine.iter_mut().find(|tally| tally.key == other.key) {
            Some(tally) if tally.voters() >= other.voters() => {}
            Some(tally) => *tally = other,
            None => mine.push(other),
        }
    }
}

/// The keywords of a picture as votes are counted by them.
pub(super) struct Ballot {
    /// The place and weight of the keyword with this key.
    keywords: HashMap<String, (usize, f32)>,
}

impl Ballot {
    /// Keywords with their weights, 0 to 1, in the same order.
    pub fn new(keywords: &[Keyword], weights: &[f32]) -> Self {
        let keyed = keywords.iter().zip(weights).enumerate();
        let keywords = keyed.filter_map(|(at, (keyword, weight))| Some((vote_key(&keyword.word)?, (at, *weight))));
        Self { keywords: keywords.collect() }
    }

    /// What people say of a song beside these keywords.
    pub fn count(&self, song: &Candidate) -> Voices {
        let voice = |tally: &Tally| {
            let (keyword, weight) = self.keywords.get(&tally.key)?;
            Some((*keyword, weight.clamp(0.0, 1.0) * tally.opinion()))
        };
        Voices { voices: song.votes.iter().filter_map(voice).collect() }
    }
}

/// Opinions of a song, keyword by keyword, each -1 to 1.
pub(super) struct Voices {
    voices: Vec<(usize, f32)>,
}

impl Voices {
    /// A score (0 to 1) as the votes move it: by a tenth at most in the middle, less towards both ends, and never past another
    /// score that is moved alike.
    pub fn move_score(&self, score: f32) -> f32 {
        moved(score, self.sway(None))
    }

    /// True when a keyword speaks for the song although people may say that the two do not go together: without it the song
    /// would score lower than with it. `without` is the score without the keyword before votes.
    pub fn leave_standing(&self, keyword: usize, score: f32, without: f32) -> bool {
        self.voices.is_empty() || moved(without, self.sway(Some(keyword))) + MARGIN < moved(score, self.sway(None))
    }

    /// The strongest voice for the song less the strongest one against it: however many keywords a person votes beside, each
    /// side is one keyword's voice.
    fn sway(&self, without: Option<usize>) -> f32 {
        let heard = self.voices.iter().filter(|(keyword, _)| Some(*keyword) != without).map(|(_, opinion)| *opinion);
        let (lowest, highest) = heard.fold((0.0f32, 0.0f32), |(low, high), one| (low.min(one), high.max(one)));
        lowest + highest
    }
}

fn moved(score: f32, sway: f32) -> f32 {
    (score + 4.0 * REACH * sway * score * (1.0 - score)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::{HashMap, HashSet};

    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::samples::{PICTURES, pieces, request};
    use super::super::{Match, Weights, WhyKind, rank};
    use super::*;

    /// The most that one person's votes move any score by being there; turning them round is two such steps.
    const ONE_PERSON: f32 = 0.02;

    fn keys(picture: &str) -> Vec<String> {
        request(picture).keywords.iter().filter_map(|keyword| vote_key(&keyword.word)).collect()
    }

    fn scores(matches: &[Match]) -> HashMap<String, f32> {
        matches.iter().map(|found| (found.candidate.provider_track_id.clone(), found.score)).collect()
    }

    fn ranked(picture: &str, songs: Vec<Candidate>) -> Vec<Match> {
        rank(&request(picture), songs, &Weights::default())
    }

    /// Votes on some songs of a picture: song, keyword, for, against.
    fn votes() -> impl Strategy<Value = (&'static str, Vec<(usize, usize, u32, u32)>)> {
        let count = || prop_oneof![0u32..4, 0u32..100_000];
        (select(PICTURES.to_vec()), proptest::collection::vec((0usize..42, 0usize..5, count(), count()), 0..60))
    }

    fn voted(picture: &str, votes: &[(usize, usize, u32, u32)]) -> Vec<Candidate> {
        let (mut songs, keys) = (pieces(), keys(picture));
        for (song, keyword, up, down) in votes {
            let (at, key) = (song % songs.len(), keys.get(keyword % keys.len()).unwrap().clone());
            merge(&mut songs.get_mut(at).unwrap().votes, vec![Tally { key, up: *up, down: *down }]);
        }
        songs
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]

        #[test]
        fn all_votes_together_move_a_score_by_a_tenth_and_lose_no_song((picture, votes) in votes()) {
            let before = scores(&ranked(picture, pieces()));
            let after = ranked(picture, voted(picture, &votes));
            prop_assert_eq!(after.len(), before.len());
            for (song, score) in scores(&after) {
                prop_assert!((score - before[&song]).abs() <= REACH + 1e-5, "{}: {} to {}", song, before[&song], score);
                prop_assert!(score > 0.0 && score < 1.0);
            }
        }

        #[test]
        fn one_person_moves_a_score_by_two_hundredths((picture, votes) in votes(), whom in any::<u64>(), turns in any::<bool>()) {
            let songs = voted(picture, &votes);
            let mut other = songs.clone();
            // The person votes on every song beside every keyword, this way or that; or had voted and turns round.
            let keys = keys(picture);
            for (at, song) in other.iter_mut().enumerate() {
                for (k, key) in keys.iter().enumerate() {
                    let mut tally = song.votes.iter().find(|tally| tally.key == *key).cloned().unwrap_or_default();
                    tally.key.clone_from(key);
                    let up = (whom >> ((at * 7 + k) % 64)) & 1 == 1;
                    match (up, turns) {
                        (true, true) if tally.down > 0 => (tally.up, tally.down) = (tally.up + 1, tally.down - 1),
                        (false, true) if tally.up > 0 => (tally.up, tally.down) = (tally.up - 1, tally.down + 1),
                        (true, _) => tally.up += 1,
                        (false, _) => tally.down += 1,
                    }
                    song.votes.retain(|known| known.key != *key);
                    song.votes.push(tally);
                }
            }
            let (before, after) = (scores(&ranked(picture, songs)), scores(&ranked(picture, other)));
            let bound = if turns { 2.0 * ONE_PERSON } else { ONE_PERSON };
            for (song, score) in after {
                prop_assert!((score - before[&song]).abs() <= bound, "{}: {} to {}", song, before[&song], score);
            }
        }

        #[test]
        fn a_keyword_that_is_named_speaks_for_the_song_whatever_people_say((picture, votes) in votes()) {
            let songs = voted(picture, &votes);
            let mut whole = request(picture);
            // Faint words could come back in the place of the removed one.
            whole.keywords.retain(|keyword| keyword.score >= 0.3);
            let with = rank(&whole, songs.clone(), &Weights::default());
            for keyword in &whole.keywords {
                let mut fewer = whole.clone();
                fewer.keywords.retain(|other| other != keyword);
                let without = scores(&rank(&fewer, songs.clone(), &Weights::default()));
                for found in &with {
                    let named = found.why.iter().any(|why| why.kind != WhyKind::Mood && why.keyword == keyword.word);
                    let lower = without[&found.candidate.provider_track_id] < found.score;
                    prop_assert!(!named || lower, "{} {:?}", keyword.word, found);
                }
            }
        }

        #[test]
        fn equal_votes_keep_the_order_of_scores(one in 0.0f32..1.0, other in 0.0f32..1.0, sway in -1.0f32..1.0) {
            prop_assume!(other - one > 1e-4);
            prop_assert!(moved(one, sway) < moved(other, sway));
        }
    }

    #[test]
    fn spellings_and_synonyms_share_a_key() {
        assert_eq!(vote_key("Kittens"), vote_key(" cat "));
        assert_ne!(vote_key("dog"), vote_key("cat"));
        assert_eq!(vote_key(" "), None);
        assert!(vote_key(&"\u{fdfa}".repeat(80)).is_some_and(|key| key.chars().count() <= KEY_CHARS));
    }

    #[test]
    fn many_people_move_a_song_and_one_hardly_does() {
        let first = ranked("coffee", pieces()).first().unwrap().clone();
        let after = |up, down| {
            let mut songs = pieces();
            let voted = songs.iter_mut().find(|song| song.title == first.candidate.title).unwrap();
            voted.votes = vec![Tally { key: vote_key("coffee").unwrap(), up, down }];
            let matches = ranked("coffee", songs);
            let place = matches.iter().position(|found| found.candidate.title == first.candidate.title).unwrap();
            (place, matches.get(place).unwrap().score)
        };
        assert_eq!(after(0, 0), (0, first.score));
        assert!(first.score - after(0, 1).1 < 0.01);
        assert!(first.score - after(0, 40).1 > 0.03);
        assert!(after(40, 0).1 > first.score);
        assert!((after(40, 40).1 - first.score).abs() < 1e-6, "where people disagree nothing moves");
    }

    #[test]
    fn a_song_that_many_find_wrong_goes_behind_its_neighbour() {
        let before = ranked("coffee", pieces());
        // Behind the first page the order is that of the scores.
        let behind = before.iter().skip(10).zip(before.iter().skip(11));
        let close =
            |(one, other): &(&Match, &Match)| one.mood_match == other.mood_match && one.score - other.score < 0.02;
        let (one, other) = behind.into_iter().find(close).unwrap();
        let mut songs = pieces();
        let voted = songs.iter_mut().find(|song| song.title == one.candidate.title).unwrap();
        voted.votes = vec![Tally { key: vote_key("coffee").unwrap(), up: 0, down: 40 }];
        let after = ranked("coffee", songs);
        let place = |title: &str| after.iter().position(|found| found.candidate.title == title);
        assert!(place(&one.candidate.title) > place(&other.candidate.title));
    }

    #[test]
    fn votes_beside_other_keywords_are_not_heard() {
        let before = scores(&ranked("coffee", pieces()));
        let mut songs = pieces();
        for song in &mut songs {
            song.votes = vec![Tally { key: vote_key("submarine").unwrap(), up: 9, down: 0 }];
        }
        assert_eq!(scores(&ranked("coffee", songs)), before);
    }

    #[test]
    fn two_entries_of_one_recording_do_not_count_anybody_twice() {
        let tally = |up| vec![Tally { key: "cat".into(), up, down: 1 }];
        let mut votes = tally(3);
        merge(&mut votes, tally(5));
        merge(&mut votes, tally(2));
        assert_eq!(votes, tally(5));
        let distinct: HashSet<_> = votes.iter().map(|tally| &tally.key).collect();
        assert_eq!(distinct.len(), votes.len());
    }
}
