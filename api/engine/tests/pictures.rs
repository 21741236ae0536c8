//! Real pictures, installed for the test: `IMAGIME_TEST_MEDIA` names the folder they are in.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::{env, fs, path::PathBuf, sync::LazyLock};

use imagime_engine::{
    analysis::{Analyser, Analysis, KeywordKind, LocalAnalyser},
    imaging::{ImagingError, Picture, probe, process},
};

static ANALYSER: LazyLock<LocalAnalyser> = LazyLock::new(|| LocalAnalyser::new().unwrap());

/// Photographs: the file, a word or scene that must be said, and the sign of valence and of arousal.
const PHOTOGRAPHS: &[(&str, &str, f32, f32)] = &[
    ("skimage/coffee.png", "coffee", 1.0, -1.0),
    ("skimage/chelsea.png", "cat", 1.0, -1.0),
    ("wallpapers/EveningGlow/contents/images/2560x1600.jpg", "boat", 1.0, -1.0),
    ("wallpapers/summer_1am/contents/images/2560x1600.jpg", "lake", 1.0, -1.0),
    ("sklearn/china.jpg", "palace", 1.0, 1.0),
    ("wallpapers/Path/contents/images/2560x1600.jpg", "forest", 1.0, -1.0),
];

/// Textures, renderings, drawings and diagrams: nothing in them may be named.
const ABSTRACT: &[&str] = &[
    "skimage/brick.png",
    "skimage/grass.png",
    "skimage/gravel.png",
    "skimage/chessboard_GRAY.png",
    "skimage/color.png",
    "skimage/horse.png",
    "skimage/phantom.png",
    "skimage/text.png",
    "gnome/adwaita-l.webp",
    "gnome/truchet-l.webp",
    "gnome/wood-d.webp",
    "wallpapers/Altai/contents/images/1080x1920.png",
    "wallpapers/Elarun/contents/images/2560x1600.png",
    "wallpapers/Flow/contents/images/720x1440.jpg",
    "wallpapers/FlyingKonqui/contents/images/2560x1600.png",
    "wallpapers/Grey/contents/images/2560x1600.jpg",
    "wallpapers/Honeywave/contents/images/1080x1920.jpg",
    "wallpapers/Kay/contents/images_dark/1080x1920.png",
    "wallpapers/PastelHills/contents/images/3200x2000.jpg",
    "wallpapers/SafeLanding/contents/images/1622x2880.jpg",
    "wallpapers/Shell/contents/images/720x1440.jpg",
];

fn read(path: &str) -> Vec<u8> {
    let folder = env::var_os("IMAGIME_TEST_MEDIA").expect("IMAGIME_TEST_MEDIA must name the folder of test pictures");
    let path = PathBuf::from(folder).join(path);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn take(path: &str) -> Picture {
    let bytes = read(path);
    process(&bytes, &probe(&bytes).unwrap()).unwrap()
}

/// As the server does it: the 640 pixels wide variant, or the largest below it.
fn analyse(path: &str) -> Analysis {
    let picture = take(path);
    let variant = picture.variants.iter().rfind(|variant| variant.width <= 640).unwrap();
    ANALYSER.analyse(&variant.jpeg).unwrap()
}

#[test]
fn photographs_are_recognised_and_feel_as_they_should() {
    for &(path, word, valence, arousal) in PHOTOGRAPHS {
        let analysis = analyse(path);
        let mood = &analysis.mood;
        assert!(!analysis.abstained, "{path}");
        assert!(analysis.keywords.iter().any(|keyword| keyword.word == word), "{path}: {:?}", analysis.keywords);
        assert!(mood.valence * valence > 0.05, "{path}: {mood:?}");
        assert!(mood.arousal * arousal > 0.05, "{path}: {mood:?}");
        assert!(analysis.keywords.iter().any(|keyword| keyword.kind == KeywordKind::Colour), "{path}");
    }
}

#[test]
fn abstract_pictures_give_colour_and_mood_only() {
    for path in ABSTRACT {
        let analysis = analyse(path);
        assert!(analysis.abstained, "{path}: {:?}", analysis.keywords);
        assert!(analysis.keywords.iter().all(|keyword| keyword.kind == KeywordKind::Colour), "{path}");
        assert!(!analysis.keywords.is_empty() && !analysis.mood.words.is_empty(), "{path}");
    }
}

#[test]
fn a_portrait_is_one_and_its_face_is_where_it_is() {
    let analysis = analyse("skimage/astronaut.png");
    assert_eq!(analysis.faces.len(), 1, "{:?}", analysis.faces);
    let face = analysis.faces[0];
    let (x, y) = (face.left + face.width / 2.0, face.top + face.height / 2.0);
    assert!((x - 0.435).abs() < 0.04 && (y - 0.23).abs() < 0.05, "{face:?}");
    assert!((0.12..0.25).contains(&face.width), "{face:?}");
    let said = analysis.keywords.iter().find(|keyword| keyword.word == "portrait").unwrap();
    assert!(said.kind == KeywordKind::Object && said.score > 0.8 && !analysis.abstained);
}

/// Two pictures of which one has a face, side by side with themselves: as many faces, and a group.
#[test]
fn several_faces_are_a_group() {
    let picture = take("skimage/astronaut.png");
    let variant = picture.variants.iter().rfind(|variant| variant.width <= 640).unwrap();
    let mut decoder = zune_jpeg::JpegDecoder::new(zune_core::bytestream::ZCursor::new(&variant.jpeg));
    let pixels = decoder.decode().unwrap();
    let (width, height) = decoder.dimensions().unwrap();
    let twice: Vec<u8> = pixels.chunks_exact(width * 3).flat_map(|row| [row, row].concat()).collect();
    let mut jpeg = Vec::new();
    jpeg_encoder::Encoder::new(&mut jpeg, 90)
        .encode(&twice, 2 * width as u16, height as u16, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    let analysis = ANALYSER.analyse(&jpeg).unwrap();
    assert_eq!(analysis.faces.len(), 2, "{:?}", analysis.faces);
    assert!(analysis.keywords.iter().any(|keyword| keyword.word == "group"), "{:?}", analysis.keywords);
    assert!(analysis.keywords.iter().all(|keyword| keyword.word != "portrait"));
}

#[test]
fn what_has_no_face_shows_none() {
    let photographs = PHOTOGRAPHS.iter().map(|(path, ..)| *path);
    let more = [
        "skimage/moon.png",
        "skimage/coins.png",
        "skimage/rocket.jpg",
        "skimage/motorcycle_left.png",
        "skimage/retina.jpg",
        "skimage/clock_motion.png",
        "skimage/hubble_deep_field.jpg",
        "sklearn/flower.jpg",
        "wallpapers/Autumn/contents/images/2560x1600.jpg",
        "wallpapers/FallenLeaf/contents/images/2560x1600.jpg",
    ];
    for path in photographs.chain(ABSTRACT.iter().copied()).chain(more) {
        let analysis = analyse(path);
        assert!(analysis.faces.is_empty(), "{path}: {:?}", analysis.faces);
        assert!(
            analysis.keywords.iter().all(|keyword| !["portrait", "group"].contains(&keyword.word.as_str())),
            "{path}"
        );
    }
}

#[test]
fn a_sunset_is_seen_in_its_colours() {
    for (path, expected) in [
        ("wallpapers/EveningGlow/contents/images/2560x1600.jpg", true),
        ("sklearn/china.jpg", false),
        ("skimage/coffee.png", false),
        ("wallpapers/Path/contents/images/2560x1600.jpg", false),
    ] {
        let analysis = analyse(path);
        let said = analysis.keywords.iter().any(|keyword| keyword.word == "sunset colours");
        assert_eq!(said, expected, "{path}: {:?}", analysis.keywords);
    }
}

#[test]
fn the_640_of_a_photograph_is_small() {
    for &(path, ..) in PHOTOGRAPHS {
        for variant in take(path).variants.iter().filter(|variant| variant.width == 640) {
            assert!(variant.jpeg.len() <= 120_000, "{path}: {}", variant.jpeg.len());
        }
    }
}

#[test]
fn real_pictures_cut_short_are_refused() {
    for path in [
        "sklearn/flower.jpg",
        "skimage/chelsea.png",
        "skimage/no_time_for_that_tiny.gif",
        "gnome/wood-d.webp",
        "wallpapers/summer_1am/contents/images/2560x1600.jpg",
    ] {
        let bytes = read(path);
        for percent in [25, 50, 75, 95] {
            let cut = &bytes[..bytes.len() * percent / 100];
            let refused = probe(cut).and_then(|header| process(cut, &header));
            assert!(matches!(refused, Err(ImagingError::Corrupt(_))), "{path} at {percent} %");
        }
    }
}
