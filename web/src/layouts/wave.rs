//! The shape of a sound.

use std::fmt::Write;

/// Bars of a wave.
const BARS: usize = 120;
/// Units of the drawing: a bar takes `STEP`, the wave is `HEIGHT` high.
const STEP: f32 = 4.0;
/// See [`STEP`].
const HEIGHT: f32 = 34.0;
/// Silence is still a line.
const LEAST: f32 = 0.06;

/// The `viewBox` that [`path`] draws in.
pub const VIEW_BOX: &str = "0 0 480 34";

/// An SVG path with one bar per stretch of sound, as high as the stretch is loud against the loudest.
pub fn path(samples: &[f32]) -> String {
    let mut path = String::with_capacity(BARS * 28);
    for (i, level) in levels(samples).into_iter().enumerate() {
        let height = level.max(LEAST) * HEIGHT;
        let (x, y) = (i as f32 * STEP, (HEIGHT - height) / 2.0);
        // Writing to a String cannot fail.
        write!(path, "M{x} {y:.1}h2.4v{height:.1}h-2.4z").ok();
    }
    path
}

fn levels(samples: &[f32]) -> Vec<f32> {
    let stretch = samples.len().div_ceil(BARS).max(1);
    let mut levels: Vec<f32> = samples
        .chunks(stretch)
        .map(|chunk| (chunk.iter().map(|sample| sample * sample).sum::<f32>() / chunk.len() as f32).sqrt())
        .collect();
    levels.resize(BARS, 0.0);
    let loudest = levels.iter().copied().fold(f32::EPSILON, f32::max);
    for level in &mut levels {
        // Ears are not linear, and neither is a wave that shows something.
        *level = (*level / loudest).powf(0.7);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loudest_stretch_fills_the_height_and_silence_is_flat() {
        let samples: Vec<f32> = (0..12_000).map(|i| if i < 6_000 { 0.0 } else { 0.5 }).collect();
        let levels = levels(&samples);
        assert_eq!(levels.len(), BARS);
        assert!(levels[..60].iter().all(|level| *level < 0.01));
        assert!(levels[60..].iter().all(|level| (*level - 1.0).abs() < 0.01));
    }

    #[test]
    fn few_or_no_samples_still_draw_all_bars() {
        for samples in [&[][..], &[0.3, -0.3][..]] {
            assert_eq!(path(samples).matches('M').count(), BARS);
        }
    }
}
