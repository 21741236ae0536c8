//! A palette as a vector, so that palettes can be compared.

use crate::imaging::lab::{self, Lab};

/// Numbers that describe a palette: nearness to four greys, and to fourteen hues in two lightnesses.
pub(super) const NUMBERS: usize = 32;
/// Distance in CIELAB at which a colour still counts as near; the eye calls colours this far apart related.
const NEAR: f32 = 22.0;
/// How much less each colour counts than the one before it.
const FADE: f32 = 0.7;
const GREYS: [f32; 4] = [10.0, 37.0, 64.0, 91.0];
const HUES: usize = 14;
const LIGHTNESSES: [f32; 2] = [35.0, 68.0];
const CHROMA: f32 = 42.0;

/// What colours ("#rrggbb", most important first) have in common with 32 fixed ones, none below 0; what is no colour is passed over.
pub(super) fn describe(palette: &[String]) -> [f32; NUMBERS] {
    let mut described = [0.0; NUMBERS];
    let mut weight = 1.0;
    for colour in palette.iter().filter_map(|text| parse(text)) {
        let near = nearness(lab::from_rgb(colour));
        let length = near.iter().map(|value| value * value).sum::<f32>().sqrt();
        for (sum, value) in described.iter_mut().zip(near) {
            *sum += weight * value / length;
        }
        weight *= FADE;
    }
    described
}

fn nearness([lightness, a, b]: Lab) -> [f32; NUMBERS] {
    let mut near = [0.0; NUMBERS];
    for (value, [l, x, y]) in near.iter_mut().zip(anchors()) {
        let distance = (lightness - l).powi(2) + (a - x).powi(2) + (b - y).powi(2);
        *value = (-distance / (2.0 * NEAR * NEAR)).exp();
    }
    near
}

fn anchors() -> impl Iterator<Item = Lab> {
    let tints = LIGHTNESSES.into_iter().flat_map(|lightness| (0..HUES).map(move |hue| (lightness, hue)));
    GREYS.into_iter().map(|lightness| [lightness, 0.0, 0.0]).chain(tints.map(|(lightness, hue)| {
        let (sin, cos) = (hue as f32 / HUES as f32 * std::f32::consts::TAU).sin_cos();
        [lightness, CHROMA * cos, CHROMA * sin]
    }))
}

fn parse(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &[&str], other: &[&str]) -> f32 {
        let [one, other] = [one, other].map(|palette| {
            let described = describe(&palette.iter().map(ToString::to_string).collect::<Vec<_>>());
            let length = described.iter().map(|value| value * value).sum::<f32>().sqrt();
            described.map(|value| value / length)
        });
        one.iter().zip(other).map(|(a, b)| a * b).sum()
    }

    #[test]
    fn every_colour_is_near_something() {
        for step in 0..4096_u32 {
            let rgb = [step >> 8, step >> 4, step].map(|part| (part & 15) as u8 * 17);
            let near = nearness(lab::from_rgb(rgb));
            // Only what is nearer than what counts; the numbers must not vanish.
            assert!(near.iter().copied().fold(0.0, f32::max) > 1e-6, "{rgb:?}");
        }
    }

    #[test]
    fn related_colours_are_alike_and_others_are_not() {
        assert!(alike(&["#2050c0"], &["#3060c8"]) > 0.95);
        assert!(alike(&["#2050c0"], &["#c05020"]) < 0.3);
        assert!(alike(&["#202020"], &["#e8e8e8"]) < 0.1);
        assert!(alike(&["#2050c0", "#ffffff"], &["#2050c0"]) > alike(&["#2050c0", "#ffffff"], &["#ffffff"]));
    }

    #[test]
    fn what_is_no_colour_is_passed_over() {
        let described = describe(&["red", "#12345", "#ééé", "", "#12345g"].map(str::to_owned));
        assert!(described.iter().all(|value| value.abs() < f32::EPSILON));
    }
}
