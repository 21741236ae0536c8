//! sRGB to CIELAB (D65) and back.

use std::sync::LazyLock;

/// Lightness 0 to 100, a (green to red) and b (blue to yellow) about -110 to 110.
pub(crate) type Lab = [f32; 3];

const WHITE: [f32; 3] = [0.950_47, 1.0, 1.088_83];
const DELTA: f32 = 6.0 / 29.0;

static LINEAR: LazyLock<[f32; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| {
        let v = value as f32 / 255.0;
        if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    })
});

/// CIELAB of an sRGB pixel.
pub(crate) fn from_rgb(rgb: [u8; 3]) -> Lab {
    let [r, g, b] = rgb.map(|value| LINEAR[usize::from(value)]);
    let x = forward((0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / WHITE[0]);
    let y = forward((0.212_672_9 * r + 0.715_152_2 * g + 0.072_175 * b) / WHITE[1]);
    let z = forward((0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b) / WHITE[2]);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The nearest sRGB pixel of a CIELAB colour.
pub(crate) fn to_rgb([lightness, a, b]: Lab) -> [u8; 3] {
    let y = (lightness + 16.0) / 116.0;
    let [x, y, z] = [backward(y + a / 500.0) * WHITE[0], backward(y), backward(y - b / 200.0) * WHITE[2]];
    [
        3.240_454_2 * x - 1.537_138_5 * y - 0.498_531_4 * z,
        -0.969_266 * x + 1.876_010_8 * y + 0.041_556 * z,
        0.055_643_4 * x - 0.204_025_9 * y + 1.057_225_2 * z,
    ]
    .map(|linear| {
        let v = if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
        (v.clamp(0.0, 1.0) * 255.0).round() as u8
    })
}

fn forward(t: f32) -> f32 {
    if t > DELTA.powi(3) { t.cbrt() } else { t / (3.0 * DELTA * DELTA) + 4.0 / 29.0 }
}

fn backward(t: f32) -> f32 {
    if t > DELTA { t.powi(3) } else { 3.0 * DELTA * DELTA * (t - 4.0 / 29.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours_have_their_published_coordinates() {
        for (rgb, lab) in [
            ([255, 255, 255], [100.0, 0.0, 0.0]),
            ([255, 0, 0], [53.24, 80.09, 67.20]),
            ([0, 0, 255], [32.30, 79.19, -107.86]),
            ([0, 0, 0], [0.0, 0.0, 0.0]),
        ] {
            for (have, want) in from_rgb(rgb).into_iter().zip(lab) {
                assert!((have - want).abs() < 0.1, "{rgb:?}: {have} is not {want}");
            }
        }
    }

    #[test]
    fn there_and_back_gives_the_same_pixel() {
        for rgb in [[12, 200, 34], [255, 1, 254], [128, 128, 128], [3, 2, 1]] {
            assert_eq!(to_rgb(from_rgb(rgb)), rgb);
        }
    }
}
