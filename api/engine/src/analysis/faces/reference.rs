//! The funnel against its best known implementation, and against faces and other cuttings of photographs.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::{env, fs, path::PathBuf};

use super::*;

/// Sides of a cutting as stored, as shown to the finder, and of the grey picture around it, in pixels.
const CUTTING: usize = 25;
const SHOWN: usize = 150;
const AROUND: usize = 360;

fn read(path: &str) -> Vec<u8> {
    let folder = env::var_os("IMAGIME_TEST_MEDIA").unwrap();
    fs::read(PathBuf::from(folder).join(path)).unwrap()
}

/// A cutting, enlarged, in the middle of what its border looks like on the average.
fn shown(values: &[f64]) -> Grey {
    let pixels: Vec<u8> = values.iter().map(|value| (value * 255.0) as u8).collect();
    let border = (0..CUTTING * CUTTING).filter(|at| {
        let (x, y) = (at % CUTTING, at / CUTTING);
        x.min(y) == 0 || x.max(y) == CUTTING - 1
    });
    let border: Vec<usize> = border.map(|at| usize::from(pixels[at])).collect();
    let mean = (border.iter().sum::<usize>() / border.len()) as u8;
    let large = Grey { width: CUTTING, height: CUTTING, pixels }.resized(SHOWN, SHOWN);
    let mut around = Grey { width: AROUND, height: AROUND, pixels: vec![mean; AROUND * AROUND] };
    for (y, row) in large.pixels.chunks_exact(SHOWN).enumerate() {
        let start = (y + 100) * AROUND + 100;
        around.pixels[start..start + SHOWN].copy_from_slice(row);
    }
    around
}

#[test]
fn faces_are_found_and_other_cuttings_are_not() {
    // A hundred faces, then a hundred other parts of photographs; numbers after a header that ends in a line break.
    let bytes = read("skimage/lfw_subset.npy");
    let numbers = &bytes[bytes.len() - 200 * CUTTING * CUTTING * 8..];
    let values: Vec<f64> = numbers.as_chunks::<8>().0.iter().map(|&word| f64::from_le_bytes(word)).collect();
    assert!(values.iter().all(|value| (0.0..=1.0).contains(value)));
    let finder = FaceFinder::new().unwrap();
    let found = |values: &[f64]| finder.windows(&shown(values)).iter().any(|window| window.score >= LOWEST_SCORE);
    let (faces, others) = values.split_at(100 * CUTTING * CUTTING);
    let count = |cuttings: &[f64]| cuttings.chunks_exact(CUTTING * CUTTING).filter(|&one| found(one)).count();
    let (right, wrong) = (count(faces), count(others));
    assert!(right >= 90 && wrong == 0, "{right} of 100 faces, {wrong} of 100 others");
}

#[test]
fn finds_what_the_reference_finds() {
    let finder = FaceFinder::new().unwrap();
    let model = rustface::read_model(MODEL).unwrap();
    for path in ["skimage/astronaut.png", "skimage/camera.png", "skimage/coins.png", "skimage/chelsea.png"] {
        let grey = Grey::of(&crate::imaging::decode_upright(&read(path)).unwrap()).unwrap();
        let mut reference = rustface::create_detector_with_model(model.clone());
        reference.set_score_thresh(f64::from(LOWEST_SCORE));
        let (width, height) = (grey.width as u32, grey.height as u32);
        let theirs = reference.detect(&rustface::ImageData::new(&grey.pixels, width, height));
        let ours = finder.windows(&grey);
        let ours: Vec<_> = ours.into_iter().filter(|window| window.score >= LOWEST_SCORE).collect();
        assert_eq!(ours.len(), theirs.len(), "{path}: {ours:?} {theirs:?}");
        for (ours, theirs) in ours.iter().zip(&theirs) {
            let near = |a: f32, b: f32| (a - b).abs() <= 0.06 * ours.side + 1.0;
            let bounds = theirs.bbox();
            assert!(near(ours.x, bounds.x() as f32) && near(ours.y, bounds.y() as f32), "{path}: {ours:?} {theirs:?}");
            assert!(near(ours.side, bounds.width() as f32), "{path}: {ours:?} {theirs:?}");
            assert!((f64::from(ours.score) / theirs.score() - 1.0).abs() < 0.4, "{path}: {ours:?} {theirs:?}");
        }
    }
}
