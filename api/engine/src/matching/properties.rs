//! What must hold of the ranking for any picture and any songs.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use proptest::sample::select;

use crate::analysis::{Keyword, KeywordKind, Mood};

use super::pool::pool;
use super::samples::{PICTURES, pieces};
use super::{Candidate, Match, QueryHit, Request, Weights, WhyKind, clean, queries, rank};

const WORDS: [&str; 24] = [
    "cat",
    "dog",
    "coffee",
    "lake",
    "forest",
    "city",
    "night",
    "rain",
    "snow",
    "boat",
    "guitar",
    "bread",
    "mountain",
    "beach",
    "car",
    "church",
    "xylograph",
    "sports car",
    "golden light",
    "warm",
    "dark",
    "autumn leaf",
    "melancholy",
    "jazz",
];

fn keywords() -> impl Strategy<Value = Vec<Keyword>> {
    let kind = select(vec![KeywordKind::Object, KeywordKind::Scene, KeywordKind::Colour, KeywordKind::User]);
    let one = (select(WORDS.to_vec()), 0.0f32..=1.0, kind);
    proptest::collection::vec(one.prop_map(|(word, score, kind)| Keyword { word: word.into(), score, kind }), 0..8)
}

fn requests() -> impl Strategy<Value = Request> {
    let words = proptest::collection::vec(select(vec!["calm", "warm", "playful"]).prop_map(str::to_owned), 0..3);
    (keywords(), -1.0f32..=1.0, -1.0f32..=1.0, words, any::<u64>()).prop_map(
        |(keywords, valence, arousal, words, seed)| Request { keywords, mood: Mood { valence, arousal, words }, seed },
    )
}

fn candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let words = |most| proptest::collection::vec(select(WORDS.to_vec()), 0..most);
    let mood = proptest::option::of((-1.5f32..=1.5, prop_oneof![4 => -1.0f32..=1.0, 1 => Just(f32::NAN)]));
    let song = (words(4), 0usize..20, 0usize..8, words(4), words(3), mood, any::<[bool; 3]>(), 0u32..40);
    let song =
        song.prop_map(|(title, artist, album, tags, scenes, mood, [playable, illustrated, ours], rank)| Candidate {
            provider: if ours { "starter" } else { "spotify" }.into(),
            title: title.join(" "),
            artist: format!("Artist {artist}"),
            album: (album > 0).then(|| format!("Album {album}")),
            duration_ms: Some(if rank == 0 { 20_000 } else { 200_000 }),
            tags: tags.into_iter().map(str::to_owned).collect(),
            scenes: scenes.into_iter().map(str::to_owned).collect(),
            genres: vec!["jazz".into()],
            mood,
            playable,
            illustrated,
            hits: vec![QueryHit { query: "cat warm".into(), rank }],
            ..Candidate::default()
        });
    proptest::collection::vec(song, 0..40).prop_map(|mut songs| {
        for (id, song) in songs.iter_mut().enumerate() {
            song.provider_track_id = id.to_string();
        }
        songs
    })
}

fn id(candidate: &Candidate) -> (String, String) {
    (candidate.provider.clone(), candidate.provider_track_id.clone())
}

fn scores(matches: &[Match]) -> HashMap<(String, String), f32> {
    matches.iter().map(|found| (id(&found.candidate), found.score)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn ranking_is_a_permutation_of_the_pool(request in requests(), songs in candidates()) {
        let mut pooled: Vec<_> = pool(songs.clone()).iter().map(id).collect();
        let mut ranked: Vec<_> = rank(&request, songs, &Weights::default()).iter().map(|found| id(&found.candidate)).collect();
        pooled.sort();
        ranked.sort();
        prop_assert_eq!(pooled, ranked);
    }

    #[test]
    fn every_song_has_a_sound_score_and_reasons_strongest_first(request in requests(), songs in candidates()) {
        let named: HashSet<&str> = request.keywords.iter().map(|k| k.word.as_str()).collect();
        for found in rank(&request, songs, &Weights::default()) {
            prop_assert!(found.score.is_finite() && (0.0..=1.0).contains(&found.score));
            prop_assert!(!found.why.is_empty());
            prop_assert!(found.why.is_sorted_by(|a, b| a.weight >= b.weight));
            prop_assert!(found.why.iter().all(|why| (0.0..=1.0).contains(&why.weight) && !why.keyword.is_empty()));
            prop_assert!(found.why.iter().map(|why| why.weight).sum::<f32>() <= 1.001);
            prop_assert!(found.why.iter().all(|why| why.kind == WhyKind::Mood || named.contains(why.keyword.as_str())));
        }
    }

    #[test]
    fn ranking_is_deterministic(request in requests(), songs in candidates()) {
        prop_assert_eq!(
            format!("{:?}", rank(&request, songs.clone(), &Weights::default())),
            format!("{:?}", rank(&request, songs, &Weights::default()))
        );
    }

    #[test]
    fn without_a_keyword_that_speaks_for_it_a_song_scores_lower(mut request in requests(), songs in candidates()) {
        request.keywords = clean(&request.keywords);
        // Faint words could come back in the place of the removed one.
        request.keywords.retain(|keyword| keyword.score >= 0.3);
        let with = rank(&request, songs.clone(), &Weights::default());
        for keyword in &request.keywords {
            let mut fewer = request.clone();
            fewer.keywords.retain(|other| other != keyword);
            let without = scores(&rank(&fewer, songs.clone(), &Weights::default()));
            for found in &with {
                if found.why.iter().any(|why| why.kind != WhyKind::Mood && why.keyword == keyword.word) {
                    prop_assert!(without[&id(&found.candidate)] < found.score, "{} {:?}", keyword.word, found);
                }
            }
        }
    }

    #[test]
    fn the_first_ten_have_at_most_two_songs_an_artist(request in requests(), songs in candidates()) {
        let ranked = rank(&request, songs, &Weights::default());
        let artists: HashSet<&str> = ranked.iter().map(|found| found.candidate.artist.as_str()).collect();
        prop_assume!(artists.len() >= 10);
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for found in ranked.iter().take(10) {
            *counts.entry(&found.candidate.artist).or_default() += 1;
        }
        prop_assert!(counts.values().all(|&count| count <= 2), "{counts:?}");
    }

    #[test]
    fn queries_are_few_short_and_distinct(request in requests()) {
        let found = queries(&request);
        let texts: HashSet<&str> = found.iter().map(|query| query.text.as_str()).collect();
        prop_assert_eq!(texts.len(), found.len());
        prop_assert!(found.iter().all(|query| (1..=3).contains(&query.text.split_whitespace().count())), "{:?}", found);
        let fewest = if clean(&request.keywords).is_empty() { 2 } else { 4 };
        prop_assert!((fewest..=6).contains(&found.len()), "{:?}", found);
    }

    #[test]
    fn any_text_whatever_gives_queries_and_a_ranking(word in "\\PC{0,30}", title in "\\PC{0,40}", score in any::<f32>()) {
        let keywords = vec![Keyword { word: word.clone(), score, kind: KeywordKind::User }];
        let request = Request { keywords, mood: Mood { valence: f32::NAN, arousal: 9.0, words: vec![word] }, seed: 0 };
        prop_assert!(queries(&request).len() >= 2);
        let mut songs = pieces();
        songs.push(Candidate { title, ..Candidate::default() });
        for found in rank(&request, songs, &Weights::default()) {
            prop_assert!((0.0..=1.0).contains(&found.score) && !found.why.is_empty());
        }
    }
}

#[test]
fn weights_are_data_and_fill_in_what_is_missing() {
    let weights: Weights =
        serde_json::from_str(r#"{"lexical": 1, "mood": 0, "both": 0, "fusion": 0, "presence": 0}"#).unwrap();
    assert!((weights.mmr_lambda - Weights::default().mmr_lambda).abs() < 1e-6);
    let request = super::samples::request(PICTURES[0]);
    let ranked = rank(&request, pieces(), &weights);
    assert!(ranked.iter().any(|found| found.score < 1e-6), "only words count");
}
