//! The local analyser on pictures that are made here.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{sync::LazyLock, thread};

use imagime_engine::analysis::{Analyser, Analysis, AnalysisError, KeywordKind, LocalAnalyser};
use jpeg_encoder::{ColorType, Encoder};
use proptest::prelude::*;

static ANALYSER: LazyLock<LocalAnalyser> = LazyLock::new(|| LocalAnalyser::new().unwrap());

fn jpeg(width: u16, height: u16, colour: impl Fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let pixels: Vec<u8> = (0..u32::from(height))
        .flat_map(|y| (0..u32::from(width)).map(move |x| (x, y)))
        .flat_map(|(x, y)| colour(x, y))
        .collect();
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 85).encode(&pixels, width, height, ColorType::Rgb).unwrap();
    bytes
}

fn words(analysis: &Analysis) -> Vec<&str> {
    analysis.keywords.iter().map(|keyword| keyword.word.as_str()).collect()
}

#[test]
fn flat_and_drawn_pictures_give_colour_and_mood_only() {
    let disc = |x: u32, y: u32| x.abs_diff(320).pow(2) + y.abs_diff(240).pow(2) < 150_u32.pow(2);
    let pictures = [
        jpeg(640, 480, |_, _| [128, 128, 128]),
        jpeg(640, 480, |x, y| [(x / 3) as u8, (y / 2) as u8, 128]),
        jpeg(640, 480, |x, y| if (x / 40 + y / 40) % 2 == 0 { [0; 3] } else { [255; 3] }),
        jpeg(640, 480, |x, _| if (x / 16) % 2 == 0 { [180, 40, 40] } else { [230, 220, 200] }),
        jpeg(640, 480, |x, y| if disc(x, y) { [20, 20, 20] } else { [250, 250, 250] }),
    ];
    for (index, picture) in pictures.iter().enumerate() {
        let analysis = ANALYSER.analyse(picture).unwrap();
        assert!(analysis.abstained, "picture {index}: {:?}", words(&analysis));
        assert!(analysis.keywords.iter().all(|keyword| keyword.kind == KeywordKind::Colour), "picture {index}");
        assert!(!analysis.keywords.is_empty(), "picture {index} has a colour");
        assert_eq!(analysis.mood, analysis.colour_mood, "picture {index}");
        assert!(analysis.faces.is_empty(), "picture {index}");
        assert_eq!((analysis.embedding.len(), analysis.source.as_str()), (1280, "local"));
    }
}

#[test]
fn bytes_that_are_no_picture_are_an_error() {
    let cut = jpeg(64, 64, |_, _| [1, 2, 3]);
    for bytes in [b"".as_slice(), b"no picture", &cut[..cut.len() / 2]] {
        assert!(matches!(ANALYSER.analyse(bytes), Err(AnalysisError::Undecodable(_))));
    }
}

#[test]
fn many_at_once_answer_as_one_alone() {
    let picture = jpeg(320, 240, |x, y| [(x % 256) as u8, (y % 256) as u8, ((x * y) % 256) as u8]);
    let alone = ANALYSER.analyse(&picture).unwrap();
    thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| ANALYSER.analyse(&picture).unwrap())).collect();
        for run in runs {
            assert_eq!(run.join().unwrap(), alone);
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn scores_and_moods_stay_in_range(
        width in 1..200_u16,
        height in 1..200_u16,
        colours in proptest::array::uniform4(any::<[u8; 3]>()),
        cell in 1..50_u32,
    ) {
        let picture = jpeg(width, height, |x, y| colours[((x / cell + 2 * (y / cell)) % 4) as usize]);
        let analysis = ANALYSER.analyse(&picture).unwrap();
        for mood in [&analysis.mood, &analysis.colour_mood] {
            prop_assert!(mood.valence.abs() <= 1.0 && mood.arousal.abs() <= 1.0);
            prop_assert!((1..=3).contains(&mood.words.len()));
        }
        prop_assert!(analysis.keywords.iter().all(|keyword| (0.0..=1.0).contains(&keyword.score)));
        prop_assert!(analysis.keywords.is_sorted_by(|a, b| a.score >= b.score));
        for face in &analysis.faces {
            prop_assert!(face.left >= 0.0 && face.top >= 0.0 && face.width > 0.0 && face.height > 0.0);
            prop_assert!(face.left + face.width <= 1.0001 && face.top + face.height <= 1.0001);
            prop_assert!((0.0..=1.0).contains(&face.score));
        }
        prop_assert!(analysis.scenes.is_sorted_by(|a, b| a.1 >= b.1));
    }
}

#[test]
fn an_analysis_written_before_faces_were_looked_for_can_still_be_read() {
    let analysis = ANALYSER.analyse(&jpeg(64, 64, |_, _| [90, 90, 90])).unwrap();
    let mut value = serde_json::to_value(&analysis).unwrap();
    value.as_object_mut().unwrap().remove("faces");
    assert_eq!(serde_json::from_value::<Analysis>(value).unwrap().faces, []);
}
