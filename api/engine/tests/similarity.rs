//! Fingerprints and the search among them.

#![expect(clippy::unwrap_used, reason = "tests")]

use imagime_engine::similarity::{ALIKE, Fingerprint, Index, LENGTH};
use proptest::prelude::*;

/// Features as the model gives them: many are 0, none is below.
fn features() -> impl Strategy<Value = Vec<f32>> {
    proptest::collection::vec(prop_oneof![Just(0.0_f32), 0.0..3.0_f32], 1280)
}

fn palette() -> impl Strategy<Value = Vec<String>> {
    let colour = any::<[u8; 3]>().prop_map(|[r, g, b]| format!("#{r:02x}{g:02x}{b:02x}"));
    proptest::collection::vec(colour, 1..=5)
}

fn print() -> impl Strategy<Value = Fingerprint> {
    (features(), palette(), any::<bool>()).prop_map(|(f, p, known)| Fingerprint::of(&f, &p, known).unwrap())
}

/// Fingerprints of all sorts, also ones that no picture gives.
fn any_print() -> impl Strategy<Value = Fingerprint> {
    let bytes = proptest::collection::vec(any::<i8>().prop_map(|byte| byte.max(-127).cast_unsigned()), LENGTH);
    bytes.prop_filter_map("of length 0", |bytes| Fingerprint::from_bytes(&bytes))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_is_more_like_a_picture_than_itself(one in any_print(), other in any_print()) {
        let itself = one.similarity(&one);
        prop_assert!((itself - 1.0).abs() < 1e-5);
        prop_assert!(one.similarity(&other) <= itself + 1e-5);
        prop_assert_eq!(one.similarity(&other).to_bits(), other.similarity(&one).to_bits());
    }

    #[test]
    fn stored_bytes_give_the_same_fingerprint(one in print()) {
        prop_assert_eq!(Fingerprint::from_bytes(&one.to_bytes()), Some(one));
    }

    #[test]
    fn the_search_finds_exactly_what_is_near_best_first(
        prints in proptest::collection::vec(any_print(), 1..60),
        gone in proptest::collection::vec(0..60_usize, 0..20),
        again in proptest::collection::vec((0..60_usize, any_print()), 0..10),
        least in -0.2..0.4_f32,
    ) {
        let mut index = Index::default();
        let mut kept: std::collections::BTreeMap<usize, Fingerprint> = prints.iter().copied().enumerate().collect();
        for (key, print) in &kept {
            index.insert(*key, *print);
        }
        for key in gone {
            index.remove(key);
            kept.remove(&key);
        }
        for (key, print) in again {
            index.insert(key, print);
            kept.insert(key, print);
        }
        prop_assert_eq!(index.len(), kept.len());
        let found = index.near(&prints[0], least);
        prop_assert!(found.is_sorted_by(|a, b| a.1 >= b.1));
        for (key, print) in &kept {
            let score = prints[0].similarity(print);
            let listed = found.iter().find(|(found, _)| found == key);
            prop_assert!((score - least).abs() < 1e-5 || listed.is_some() == (score >= least));
            prop_assert!(listed.is_none_or(|(_, found)| (found - score).abs() < 1e-5));
        }
    }
}

#[test]
fn a_picture_without_features_is_like_others_by_its_colours_alone() {
    let of = |palette: &[&str]| {
        Fingerprint::of(&[], &palette.iter().map(ToString::to_string).collect::<Vec<_>>(), false).unwrap()
    };
    let (blue, bluish, red) = (of(&["#2050c0", "#102040"]), of(&["#3058b8"]), of(&["#c03020", "#401810"]));
    assert!(blue.similarity(&bluish) > 0.8);
    assert!(blue.similarity(&red) < ALIKE);
    assert_eq!(Fingerprint::of(&[], &[], false), None);
}

#[test]
fn bytes_that_are_no_fingerprint_are_refused() {
    for bytes in [vec![], vec![1; LENGTH - 1], vec![1; LENGTH + 1], vec![0; LENGTH]] {
        assert_eq!(Fingerprint::from_bytes(&bytes), None);
    }
}
