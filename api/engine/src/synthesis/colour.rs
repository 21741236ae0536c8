//! Colours that please together: chosen in OKLCH, written as hex.

/// A colour by lightness (0 to 1), chroma (0 to about 0.3) and hue (degrees) as `#rrggbb`; chroma gives way until it fits sRGB.
pub fn oklch(lightness: f32, chroma: f32, hue: f32) -> String {
    let mut chroma = chroma;
    for _ in 0..24 {
        if let Some(hex) = within_srgb(lightness, chroma, hue) {
            return hex;
        }
        chroma *= 0.9;
    }
    let grey = (lightness.clamp(0.0, 1.0) * 255.0) as u8;
    format!("#{grey:02x}{grey:02x}{grey:02x}")
}

fn within_srgb(lightness: f32, chroma: f32, hue: f32) -> Option<String> {
    let (sine, cosine) = hue.to_radians().sin_cos();
    let (a, b) = (chroma * cosine, chroma * sine);
    let l = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
    let m = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
    let s = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
    let linear = [
        4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_93 * s,
        -1.268_438 * l + 2.609_757_4 * m - 0.341_319_4 * s,
        -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
    ];
    if linear.iter().any(|value| !(-0.000_5..=1.000_5).contains(value)) {
        return None;
    }
    let [red, green, blue] = linear.map(|value| {
        let value = value.clamp(0.0, 1.0);
        let encoded = if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
        (encoded * 255.0).round() as u8
    });
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours_come_out() {
        assert_eq!(oklch(1.0, 0.0, 0.0), "#ffffff");
        assert_eq!(oklch(0.0, 0.0, 0.0), "#000000");
        // Pure sRGB red is about L .628, C .2577, h 29.23.
        let red = oklch(0.628, 0.2570, 29.23);
        assert!(red.starts_with("#f") && red.len() == 7, "{red}");
    }

    #[test]
    fn too_vivid_a_colour_is_toned_down_not_lost() {
        assert_ne!(oklch(0.9, 0.4, 270.0), oklch(0.9, 0.0, 270.0));
    }
}
