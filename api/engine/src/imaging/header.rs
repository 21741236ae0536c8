//! What the first bytes of a picture tell: type, size and the memory that decoding will take.

use super::{
    error::ImagingError,
    jpeg,
    webp::{self, Body},
};

/// Longest side of a picture, in pixels.
pub const MAX_SIDE: u32 = 16_384;

/// Bytes that decoding one picture may hold; all decodes at one time should share a budget of this size.
pub const MAX_DECODED_BYTES: u64 = 192 * 1024 * 1024;

/// Pixels of a JPEG; cameras make large ones and they decode row by row.
const MAX_JPEG_PIXELS: u64 = 64_000_000;

/// Pixels of any other picture.
const MAX_OTHER_PIXELS: u64 = 40_000_000;

/// The types of picture that are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG; of an animated one the default picture.
    Png,
    /// WebP, lossy or lossless; of an animated one the first frame.
    WebP,
    /// GIF, its first frame.
    Gif,
}

impl Format {
    /// Media type, as in `Content-Type`.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
        }
    }
}

/// What a picture's header states; made by [`probe`] only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Type by content.
    pub format: Format,
    /// Width as stored, before orientation, in pixels.
    pub width: u32,
    /// Height as stored, before orientation, in pixels.
    pub height: u32,
    /// Bytes a pixel while decoding, in quarters.
    quarters_per_pixel: u64,
}

impl Header {
    /// Bytes that decoding will hold at most, besides the encoded picture itself.
    pub fn decoded_bytes(&self) -> u64 {
        self.pixels() * self.quarters_per_pixel / 4
    }

    fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    fn checked(self) -> Result<Self, ImagingError> {
        if self.width == 0 || self.height == 0 {
            return Err(ImagingError::Corrupt("it states a size of nothing".into()));
        }
        let most = match self.format {
            Format::Jpeg => MAX_JPEG_PIXELS,
            _ => MAX_OTHER_PIXELS,
        };
        if self.width > MAX_SIDE || self.height > MAX_SIDE {
            return Err(self.too_large(format!("{},{:03} pixels a side", MAX_SIDE / 1000, MAX_SIDE % 1000)));
        }
        if self.pixels() > most {
            return Err(self.too_large(format!("{} megapixels", most / 1_000_000)));
        }
        if self.decoded_bytes() > MAX_DECODED_BYTES {
            let megapixels = MAX_DECODED_BYTES * 4 / self.quarters_per_pixel / 1_000_000;
            return Err(self.too_large(format!("{megapixels} megapixels for a picture encoded in this way")));
        }
        Ok(self)
    }

    fn too_large(&self, limit: String) -> ImagingError {
        ImagingError::TooLarge { width: self.width, height: self.height, limit }
    }
}

/// Reads type and size from the header, decoding no pixel, and refuses what is over the limits.
pub fn probe(bytes: &[u8]) -> Result<Header, ImagingError> {
    if bytes.is_empty() {
        return Err(ImagingError::Empty);
    }
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        return probe_jpeg(bytes)?.checked();
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return probe_png(bytes).ok_or_else(cut_short)?.checked();
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return probe_gif(bytes).ok_or_else(cut_short)?.checked();
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice()) {
        return probe_webp(bytes)?.checked();
    }
    Err(ImagingError::Unsupported)
}

pub(super) fn cut_short() -> ImagingError {
    ImagingError::Corrupt("it ends inside its header".into())
}

fn probe_jpeg(bytes: &[u8]) -> Result<Header, ImagingError> {
    let frame = jpeg::read_frame(bytes)?;
    // The RGB output, and the coefficients of the whole picture (16 bits each) where they come in several scans.
    let coefficients = match (frame.progressive, frame.separate_scans) {
        (false, false) => 0,
        (true, _) => frame.samples_per_pixel_quarters * 2,
        // And the planes beside them.
        (_, true) => frame.samples_per_pixel_quarters * 3,
    };
    Ok(Header {
        format: Format::Jpeg,
        width: frame.width,
        height: frame.height,
        quarters_per_pixel: 3 * 4 + coefficients,
    })
}

fn probe_png(bytes: &[u8]) -> Option<Header> {
    if bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let interlaced = *bytes.get(28)? != 0;
    Some(Header {
        format: Format::Png,
        width: be_u32(bytes, 16)?,
        height: be_u32(bytes, 20)?,
        // Rows are flattened one by one; interlaced rows only once they are all there.
        quarters_per_pixel: if interlaced { 4 * 4 } else { 3 * 4 },
    })
}

fn probe_gif(bytes: &[u8]) -> Option<Header> {
    Some(Header {
        format: Format::Gif,
        width: u32::from(le_u16(bytes, 6)?),
        height: u32::from(le_u16(bytes, 8)?),
        // The indices of the frame and the RGB picture.
        quarters_per_pixel: 4 * 4,
    })
}

fn probe_webp(bytes: &[u8]) -> Result<Header, ImagingError> {
    let canvas = webp::read_canvas(bytes)?;
    let quarters_per_pixel = match canvas.body {
        // RGB and the planes of luma and chroma.
        Body::Lossy => 5 * 4,
        // RGBA while decoding, then RGB beside it.
        Body::Lossless => 8 * 4,
        // A canvas, a frame upon it and its alpha.
        Body::Composed => 12 * 4,
    };
    Ok(Header { format: Format::WebP, width: canvas.width, height: canvas.height, quarters_per_pixel })
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn be_u32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

pub(super) fn le_u16(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

pub(super) fn le_u24(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]))
}

pub(super) fn le_u32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}
