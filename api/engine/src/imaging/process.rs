//! From an upload to what is kept of it.

use super::{
    decode::{decode, guarded},
    encode::encode,
    error::ImagingError,
    header::Header,
    palette::palette,
    raster::{Raster, turns_sideways},
};

/// Widths in which a picture is kept, in pixels, as far as the original reaches.
pub const VARIANT_WIDTHS: [u32; 4] = [320, 640, 1280, 2048];

/// Sides of an avatar's squares, in pixels.
pub const AVATAR_SIDES: [u32; 2] = [96, 320];

/// Width in which a record's cover is kept, in pixels, as far as the original reaches.
pub const COVER_WIDTH: u32 = 640;

/// Longest side of the thumbnail that colours are read from, in pixels.
const THUMBNAIL: u32 = 96;

/// A picture as it is kept: upright, opaque, without metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width of the upright original, in pixels.
    pub width: u32,
    /// Height of the upright original, in pixels.
    pub height: u32,
    /// Narrowest first, never wider than the original; never empty.
    pub variants: Vec<Variant>,
    /// ThumbHash, about 25 bytes: a blurred stand-in until a variant is there.
    pub thumbhash: Vec<u8>,
    /// Up to five dominant colours ("#rrggbb"), most important first.
    pub palette: Vec<String>,
}

/// One size of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels, at least 1.
    pub height: u32,
    /// The encoded picture.
    pub jpeg: Vec<u8>,
}

/// Makes everything that is kept of a picture, from one decode. `header` is [`super::probe`]'s answer for the same bytes.
pub fn process(bytes: &[u8], header: &Header) -> Result<Picture, ImagingError> {
    process_to(bytes, header, &VARIANT_WIDTHS)
}

/// The same for a record's cover: one variant of at most 640 pixels across.
pub fn process_cover(bytes: &[u8], header: &Header) -> Result<Picture, ImagingError> {
    process_to(bytes, header, &[COVER_WIDTH])
}

fn process_to(bytes: &[u8], header: &Header, wanted: &[u32]) -> Result<Picture, ImagingError> {
    guarded(|| {
        let (raw, orientation) = decode(bytes, header)?;
        let sideways = turns_sideways(orientation);
        let (width, height) = if sideways { (raw.height, raw.width) } else { (raw.width, raw.height) };
        let sizes = sizes(wanted, width, height);
        // Shrunk before it is turned: turning twelve megapixels costs more than shrinking them.
        let (widest, highest) = *sizes.last().unwrap_or(&(width, height));
        let stored_size = if sideways { (highest, widest) } else { (widest, highest) };
        let largest = shrink(raw, stored_size)?.oriented(orientation);
        keep(largest, &sizes, (width, height))
    })
}

/// Makes the square variants of an avatar from the centre of a picture; `width` and `height` of the answer are the square's.
pub fn process_avatar(bytes: &[u8], header: &Header) -> Result<Picture, ImagingError> {
    guarded(|| {
        let (raw, orientation) = decode(bytes, header)?;
        let side = raw.width.min(raw.height);
        let sides = widths(&AVATAR_SIDES, side);
        let largest = raw.centre_square(*sides.last().unwrap_or(&side))?.oriented(orientation);
        let sizes: Vec<_> = sides.into_iter().map(|side| (side, side)).collect();
        keep(largest, &sizes, (side, side))
    })
}

/// Encodes each size from the next larger one, and reads the colours off the smallest.
fn keep(largest: Raster, sizes: &[(u32, u32)], original: (u32, u32)) -> Result<Picture, ImagingError> {
    let mut variants = Vec::with_capacity(sizes.len());
    let mut current = largest;
    for &(width, height) in sizes.iter().rev() {
        if (current.width, current.height) != (width, height) {
            current = current.resized(width, height)?;
        }
        variants.push(Variant { width, height, jpeg: encode(&current)? });
    }
    variants.reverse();
    let thumbnail = thumbnail(&current)?;
    let rgba: Vec<u8> = thumbnail.pixels().flat_map(|[r, g, b]| [r, g, b, 255]).collect();
    Ok(Picture {
        width: original.0,
        height: original.1,
        variants,
        thumbhash: thumbhash::rgba_to_thumb_hash(thumbnail.width as usize, thumbnail.height as usize, &rgba),
        palette: palette(&thumbnail),
    })
}

/// At most 96 pixels a side.
pub(crate) fn thumbnail(raster: &Raster) -> Result<Raster, ImagingError> {
    let longest = raster.width.max(raster.height);
    if longest <= THUMBNAIL {
        return Ok(raster.clone());
    }
    let scaled = |side: u32| scale(side, THUMBNAIL, longest);
    raster.resized(scaled(raster.width), scaled(raster.height))
}

/// Shrinks to a size no larger than the picture.
fn shrink(mut raster: Raster, (width, height): (u32, u32)) -> Result<Raster, ImagingError> {
    // Plain halves of huge pictures first: quick, in place, and enough remains for the good filter.
    while raster.width >= width * 3 && raster.height >= height * 3 {
        raster.halve();
    }
    if (raster.width, raster.height) == (width, height) {
        return Ok(raster);
    }
    raster.resized(width, height)
}

fn sizes(wanted: &[u32], width: u32, height: u32) -> Vec<(u32, u32)> {
    widths(wanted, width).into_iter().map(|w| (w, scale(height, w, width))).collect()
}

/// The wanted widths that are smaller than the original, and the original's own or the largest wanted.
fn widths(wanted: &[u32], original: u32) -> Vec<u32> {
    let largest = original.min(wanted.last().copied().unwrap_or(original));
    wanted.iter().copied().filter(|&width| width < largest).chain([largest]).collect()
}

/// `side` x `numerator` / `denominator`, rounded, at least 1.
fn scale(side: u32, numerator: u32, denominator: u32) -> u32 {
    let (side, numerator, denominator) = (u64::from(side), u64::from(numerator), u64::from(denominator).max(1));
    (((side * numerator + denominator / 2) / denominator) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_are_never_wider_than_the_original() {
        assert_eq!(widths(&VARIANT_WIDTHS, 100), [100]);
        assert_eq!(widths(&VARIANT_WIDTHS, 320), [320]);
        assert_eq!(widths(&VARIANT_WIDTHS, 1000), [320, 640, 1000]);
        assert_eq!(widths(&VARIANT_WIDTHS, 2048), [320, 640, 1280, 2048]);
        assert_eq!(widths(&VARIANT_WIDTHS, 9000), [320, 640, 1280, 2048]);
        assert_eq!((widths(&[COVER_WIDTH], 3000), widths(&[COVER_WIDTH], 200)), (vec![640], vec![200]));
    }

    #[test]
    fn very_flat_pictures_keep_a_row() {
        assert_eq!(sizes(&VARIANT_WIDTHS, 16_384, 1)[0], (320, 1));
        assert_eq!(sizes(&VARIANT_WIDTHS, 100, 16_000), [(100, 16_000)]);
    }
}
