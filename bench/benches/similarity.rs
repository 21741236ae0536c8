//! Exact search for similar pictures: `cargo bench -p imagime-bench --bench similarity`.
#![expect(clippy::expect_used, reason = "a measurement that cannot start says why and stops")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use imagime_engine::similarity::{ALIKE, Fingerprint, Index};

/// Directions around which the pictures lie: about as many are alike as in a collection of photographs.
const KINDS: u64 = 200;

fn similarity(criterion: &mut Criterion) {
    let features = features(0);
    let palette = ["#2050c0", "#f0f0f0", "#102040", "#c0a060", "#406030"].map(str::to_owned);
    criterion.bench_function("similarity: 1,280 features and a palette to 128 bytes", |bench| {
        bench.iter(|| Fingerprint::of(black_box(&features), &palette, true));
    });
    for (name, count) in [("10,000", 10_000), ("100,000", 100_000), ("1,000,000", 1_000_000)] {
        let mut index = Index::default();
        for number in 0..count {
            index.insert(number, print(number));
        }
        let asked = print(7);
        let found = index.near(&asked, ALIKE).len();
        criterion.bench_function(&format!("similarity: exact search over {name}, {found} of them alike"), |bench| {
            bench.iter(|| index.near(black_box(&asked), ALIKE));
        });
    }
}

/// A made-up fingerprint: one of some kinds, with as much of its own.
fn print(number: u64) -> Fingerprint {
    let (mut kind, mut own) = (number % KINDS + 1, number + 1000);
    let bytes: Vec<u8> = (0..128).map(|_| ((small(&mut kind) + small(&mut own)) as i8).cast_unsigned()).collect();
    Fingerprint::from_bytes(&bytes).expect("a fingerprint")
}

fn features(seed: u64) -> Vec<f32> {
    let mut state = seed + 1;
    (0..1280).map(|_| small(&mut state).max(0) as f32).collect()
}

/// -15 to 15, with a fixed beginning: the same pictures each time.
fn small(state: &mut u64) -> i32 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 40) % 31) as i32 - 15
}

criterion_group!(benches, similarity);
criterion_main!(benches);
