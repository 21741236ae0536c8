//! The engine's parts on one core: `IMAGIME_BENCH_PICTURE=photo.jpg cargo bench -p imagime-bench`.
#![expect(clippy::expect_used, reason = "a measurement that cannot start says why and stops")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use imagime_engine::{
    analysis::{Analyser as _, LocalAnalyser},
    catalogue, imaging,
    matching::{self, Candidate, Request, Weights},
};

fn engine(criterion: &mut Criterion) {
    let path = std::env::var("IMAGIME_BENCH_PICTURE").expect("IMAGIME_BENCH_PICTURE names a photograph");
    let bytes = std::fs::read(path).expect("the photograph can be read");
    let header = imaging::probe(&bytes).expect("a picture");
    criterion.bench_function("picture: decode once, all variants", |bench| {
        bench.iter(|| imaging::process(black_box(&bytes), &header));
    });
    let picture = imaging::process(&bytes, &header).expect("a whole picture");
    let look = picture.variants.iter().find(|variant| variant.width >= 640).expect("a variant of 640 pixels");
    let analyser = LocalAnalyser::new().expect("the model loads");
    criterion.bench_function("analysis: model, colour, mood", |bench| {
        bench.iter(|| analyser.analyse(black_box(&look.jpeg)));
    });
    let analysis = analyser.analyse(&look.jpeg).expect("an analysis");
    let request = Request { keywords: analysis.keywords, mood: analysis.mood, seed: 1 };
    let pool = thousand(&catalogue::search(&matching::queries(&request)));
    criterion.bench_function("matching: 1,000 candidates", |bench| {
        let rank = |songs| matching::rank(&request, songs, &Weights::default());
        bench.iter_batched(|| pool.clone(), rank, BatchSize::LargeInput);
    });
}

/// The catalogue over and over under other names, so that nothing merges.
fn thousand(pieces: &[Candidate]) -> Vec<Candidate> {
    let numbered = |(number, piece): (usize, &Candidate)| Candidate {
        provider: "bench".into(),
        provider_track_id: number.to_string(),
        title: format!("{} {number}", piece.title),
        artist: format!("{} {}", piece.artist, number % 300),
        duration_ms: Some(180_000),
        ..piece.clone()
    };
    pieces.iter().cycle().take(1000).enumerate().map(numbered).collect()
}

criterion_group!(benches, engine);
criterion_main!(benches);
