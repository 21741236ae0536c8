//! Pixels to JPEG: small, without a byte of metadata.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::{error::ImagingError, raster::Raster};

/// Quality that is tried first; at 4:2:0 nobody tells it from the original at the size it is shown.
const BEST_QUALITY: u8 = 80;
/// Quality below which blocks show; a picture that is still too large then stays so.
const WORST_QUALITY: u8 = 45;
/// Bytes of a 640 pixels wide variant at most; other widths in proportion.
const BYTES_AT_640: u64 = 120 * 1000;

/// Encodes a variant, lowering the quality until it fits the bytes that its width may cost.
pub(super) fn encode(raster: &Raster) -> Result<Vec<u8>, ImagingError> {
    // Twice the width has four times the pixels but, smoother as they are, only about three times the bytes.
    let most = (BYTES_AT_640 as f64 * (f64::from(raster.width) / 640.0).powf(1.6)).max(20_000.0) as usize;
    let mut quality = BEST_QUALITY;
    loop {
        let jpeg = encode_at(raster, quality)?;
        if jpeg.len() <= most || quality <= WORST_QUALITY {
            return Ok(jpeg);
        }
        // Bytes go about with quality here; one or two more tries find it.
        let fitting = f64::from(quality) * (most as f64 / jpeg.len() as f64).powf(0.8);
        quality = (fitting as u8).min(quality - 4).max(WORST_QUALITY);
    }
}

fn encode_at(raster: &Raster, quality: u8) -> Result<Vec<u8>, ImagingError> {
    let side = |pixels: u32| u16::try_from(pixels).map_err(ImagingError::corrupt);
    let mut jpeg = Vec::with_capacity(raster.rgb.len() / 10);
    let mut encoder = Encoder::new(&mut jpeg, quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    // Tables of its own would save one byte in a hundred and cost a scan for each component, which not every decoder reads.
    encoder.set_optimized_huffman_tables(false);
    encoder
        .encode(&raster.rgb, side(raster.width)?, side(raster.height)?, ColorType::Rgb)
        .map_err(ImagingError::corrupt)?;
    Ok(jpeg)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::imaging::decode_upright;

    /// A photograph-like surface: slopes and a little noise that repeats nowhere near.
    fn textured(width: u32, height: u32, noise: u32) -> Raster {
        let mut state = 1_u32;
        let rgb = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .flat_map(|(x, y)| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let grain = (state >> 16) % (noise + 1);
                [40 + x * 100 / width + grain, 60 + y * 100 / height + grain, 120 + grain].map(|v| v.min(255) as u8)
            })
            .collect();
        Raster { width, height, rgb }
    }

    #[test]
    fn what_is_encoded_can_be_decoded_to_nearly_the_same() {
        for (width, height) in [(64, 48), (61, 47), (1, 1), (8, 300), (640, 427)] {
            let original = textured(width, height, 4);
            let back = decode_upright(&encode(&original).unwrap()).unwrap();
            assert_eq!((back.width, back.height), (width, height));
            let error: u64 = original.rgb.iter().zip(&back.rgb).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
            assert!(error < original.rgb.len() as u64 * 4, "{width} x {height}: {error}");
        }
    }

    #[test]
    fn a_busy_picture_is_encoded_at_a_lower_quality() {
        let busy = textured(640, 480, 80);
        assert!(encode_at(&busy, BEST_QUALITY).unwrap().len() as u64 > BYTES_AT_640);
        assert!(encode(&busy).unwrap().len() as u64 <= BYTES_AT_640);
    }
}
