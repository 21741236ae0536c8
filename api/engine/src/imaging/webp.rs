//! The chunks of a WebP: its canvas, and whether what lies inside has the size that it states.
//!
//! The decoder takes memory for the inner picture first and compares afterwards; one that differs from its canvas is found here instead.

use super::{
    error::ImagingError,
    header::{cut_short, le_u16, le_u24, le_u32},
};

/// The size of a WebP, and what it is made of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Canvas {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) body: Body,
}

/// What has to be in memory while a WebP is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// A lossy picture.
    Lossy,
    /// A lossless picture.
    Lossless,
    /// A picture with its alpha beside it, or frames on a canvas.
    Composed,
}

type Size = (u32, u32);

/// Says that the picture is composed: it has alpha, or moves.
const COMPOSED: u8 = 0x12;
/// Says that the picture moves.
const ANIMATED: u8 = 0x02;
/// Bytes of a frame before its chunks.
const FRAME_HEAD: usize = 16;

/// Reads the canvas of a file that starts with RIFF and WEBP.
pub(super) fn read_canvas(bytes: &[u8]) -> Result<Canvas, ImagingError> {
    let all = bytes.get(12..).unwrap_or_default();
    let (name, chunk) = chunks(all).next().ok_or_else(cut_short)?;
    let ((width, height), body) = match name {
        b"VP8 " => (lossy(chunk)?, Body::Lossy),
        b"VP8L" => (lossless(chunk)?, Body::Lossless),
        b"VP8X" => {
            let flags = *chunk.first().ok_or_else(cut_short)?;
            let size = three_byte_size(chunk, 4)?;
            let inner = inner_body(all, size, flags & ANIMATED != 0)?;
            (size, if flags & COMPOSED != 0 { Body::Composed } else { inner })
        }
        _ => return Err(cut_short()),
    };
    Ok(Canvas { width, height, body })
}

/// What an extended WebP holds, once all of it has the right size.
fn inner_body(all: &[u8], canvas: Size, animated: bool) -> Result<Body, ImagingError> {
    let mut found = None;
    for (name, chunk) in chunks(all) {
        let (size, body) = match name {
            b"VP8 " => (lossy(chunk)?, Body::Lossy),
            b"VP8L" => (lossless(chunk)?, Body::Lossless),
            b"ANMF" if animated => {
                check_frame(chunk, canvas)?;
                continue;
            }
            b"ANMF" => return Err(differs()),
            _ => continue,
        };
        if size != canvas {
            return Err(differs());
        }
        found = found.or(Some(body));
    }
    Ok(found.unwrap_or(Body::Composed))
}

/// A frame lies on its canvas, and its picture fills it.
fn check_frame(frame: &[u8], canvas: Size) -> Result<(), ImagingError> {
    let size = three_byte_size(frame, 6)?;
    let mut inner = chunks(frame.get(FRAME_HEAD..).unwrap_or_default());
    let (name, chunk) = inner.next().ok_or_else(cut_short)?;
    let picture = match name {
        b"VP8L" => lossless(chunk)?,
        // What follows the alpha is taken for a lossy picture whatever its name is.
        b"ALPH" => lossy(inner.next().ok_or_else(cut_short)?.1)?,
        _ => lossy(chunk)?,
    };
    if picture != size || size.0 > canvas.0 || size.1 > canvas.1 {
        return Err(differs());
    }
    Ok(())
}

/// Chunks with their names, each as far as it is there.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (head, behind) = rest.split_at_checked(8)?;
        let size = le_u32(head, 4)? as usize;
        rest = behind.get(size + (size & 1)..).unwrap_or_default();
        Some((&head[..4], &behind[..size.min(behind.len())]))
    })
}

fn lossy(chunk: &[u8]) -> Result<Size, ImagingError> {
    let side = |at| le_u16(chunk, at).map(|side| u32::from(side & 0x3FFF)).ok_or_else(cut_short);
    Ok((side(6)?, side(8)?))
}

fn lossless(chunk: &[u8]) -> Result<Size, ImagingError> {
    let bits = le_u32(chunk, 1).ok_or_else(cut_short)?;
    Ok(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
}

/// Width and height, three bytes each and one less than they are.
fn three_byte_size(bytes: &[u8], at: usize) -> Result<Size, ImagingError> {
    let side = |at| le_u24(bytes, at).map(|side| side + 1).ok_or_else(cut_short);
    Ok((side(at)?, side(at + 3)?))
}

fn differs() -> ImagingError {
    ImagingError::Corrupt("its header and its body differ in size".into())
}
