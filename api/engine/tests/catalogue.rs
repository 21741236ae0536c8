//! The starter catalogue as data: complete, in the public domain by its own account, spread over moods and scenes.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::HashSet;
use std::path::Path;

use imagime_engine::catalogue::{self, PROVIDER, Piece};
use imagime_engine::matching::SearchQuery;

/// Scene groups that analyser and matcher know.
const SCENES: &[&str] = &[
    "water",
    "beach",
    "mountain",
    "forest",
    "field",
    "garden",
    "flowers",
    "city",
    "street",
    "building",
    "interior",
    "kitchen",
    "food",
    "drink",
    "animal",
    "cat",
    "dog",
    "bird",
    "insect",
    "horse",
    "vehicle",
    "train",
    "aircraft",
    "boat",
    "sport",
    "instrument",
    "people",
    "sky",
    "night",
    "snow",
    "sunset",
    "space",
    "desert",
    "church",
    "toys",
    "fire",
    "rain",
    "work",
];

#[test]
fn every_file_is_a_piece_and_none_is_forgotten() {
    let parsed = catalogue::parse_all();
    for (slug, piece) in &parsed {
        assert!(piece.is_ok(), "{slug}: {}", piece.as_ref().unwrap_err());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/catalogue");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "score"))
        .count();
    assert_eq!(parsed.len(), files);
    assert_eq!(catalogue::pieces().len(), files);
}

#[test]
fn pieces_are_complete_and_slugs_unique() {
    let mut slugs = HashSet::new();
    for piece in catalogue::pieces() {
        let name = &piece.slug;
        assert!(slugs.insert(name), "{name} twice");
        assert_eq!(catalogue::find(name), Some(piece));
        assert!((18_000..=30_000).contains(&piece.duration_ms), "{name} lasts {} ms", piece.duration_ms);
        assert!((8..=18).contains(&piece.tags.len()), "{name} has {} tags", piece.tags.len());
        assert!(!piece.scenes.is_empty() && !piece.genres.is_empty(), "{name}");
        assert!(piece.scenes.iter().all(|scene| SCENES.contains(&scene.as_str())), "{name}: {:?}", piece.scenes);
        assert!(piece.year < 1930, "{name} is of {}", piece.year);
        assert_eq!(piece.licence, "CC0-1.0", "{name}");
        assert!(piece.origin.len() > 40, "{name} does not say where it comes from");
        assert!(piece.melody().len() >= 10, "{name} is hardly a melody");
        let lowered: HashSet<String> = piece.tags.iter().map(|tag| tag.to_lowercase()).collect();
        assert_eq!(lowered.len(), piece.tags.len(), "{name} repeats a tag");
    }
    assert!(slugs.len() >= 20);
}

#[test]
fn composers_have_been_dead_for_seventy_years_or_are_a_tradition() {
    for piece in catalogue::pieces() {
        if piece.composer.starts_with("Traditional") {
            continue;
        }
        let death = piece.origin.split("died in ").nth(1).and_then(|rest| rest.get(..4));
        let year: i32 = death.unwrap_or_else(|| panic!("{}: no year of death", piece.slug)).parse().unwrap();
        assert!(year < 1955, "{}: {year}", piece.slug);
    }
}

#[test]
fn the_mood_plane_is_covered() {
    let count = |wanted: &dyn Fn(&Piece) -> bool| catalogue::pieces().iter().filter(|piece| wanted(piece)).count();
    assert!(count(&|piece| piece.valence > 0.0 && piece.arousal > 0.0) >= 5, "happy and lively");
    assert!(count(&|piece| piece.valence > 0.0 && piece.arousal < 0.0) >= 5, "happy and calm");
    assert!(count(&|piece| piece.valence < 0.0 && piece.arousal < 0.0) >= 5, "sad and calm");
    assert!(count(&|piece| piece.valence < 0.0 && piece.arousal > 0.0) >= 5, "tense and lively");
    assert!(count(&|piece| piece.valence.hypot(piece.arousal) < 0.35) >= 2, "near the centre");
    assert!(count(&|piece| piece.valence.hypot(piece.arousal) > 0.9) >= 3, "near the edge");
}

#[test]
fn every_scene_has_a_piece() {
    let sung: HashSet<&str> = catalogue::pieces().iter().flat_map(|piece| &piece.scenes).map(String::as_str).collect();
    let silent: Vec<&&str> = SCENES.iter().filter(|scene| !sung.contains(**scene)).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn a_candidate_says_what_the_piece_is() {
    let candidate = catalogue::pieces()[0].candidate();
    assert_eq!(candidate.provider, PROVIDER);
    assert_eq!(candidate.title, catalogue::pieces()[0].title);
    assert!(candidate.playable && candidate.illustrated);
    assert!(candidate.mood.is_some());
}

#[test]
fn searching_for_a_cat_finds_the_cat_first() {
    let query = SearchQuery { text: "cat snow".to_owned(), keywords: vec!["cat".to_owned()] };
    let found = catalogue::search(&[query]);
    let first = found.iter().find(|candidate| candidate.hits.iter().any(|hit| hit.rank == 0)).unwrap();
    assert_eq!(first.provider_track_id, "abc-die-katze");
    let sonata = found.iter().find(|candidate| candidate.provider_track_id == "moonlight-sonata").unwrap();
    assert!(sonata.hits.is_empty());
}
