//! The same pictures through the funnel's best known implementation, which trusts its windows too much for strangers' pictures.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;

#[test]
fn finds_what_the_reference_finds() {
    let Some(folder) = std::env::var_os("IMAGIME_TEST_MEDIA") else { panic!("IMAGIME_TEST_MEDIA names no folder") };
    let finder = FaceFinder::new().unwrap();
    let model = rustface::read_model(MODEL).unwrap();
    for path in ["skimage/astronaut.png", "skimage/camera.png", "skimage/coins.png", "skimage/chelsea.png"] {
        let bytes = std::fs::read(std::path::Path::new(&folder).join(path)).unwrap();
        let grey = Grey::of(&crate::imaging::decode_upright(&bytes).unwrap()).unwrap();
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
