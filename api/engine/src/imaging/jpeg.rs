//! The markers of a JPEG: its frame header, and whether it is all there.
//!
//! Decoders fill what is missing with grey and call it success; a picture that stops early is found here instead.

use super::error::ImagingError;

/// What a JPEG's frame header and first scan state.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Samples of all components a pixel, in quarters: 4 for grey, 6 for 4:2:0, 12 for 4:4:4.
    pub(super) samples_per_pixel_quarters: u64,
    /// True when each scan refines the whole picture.
    pub(super) progressive: bool,
    /// True when a baseline picture has its components in scans of their own.
    pub(super) separate_scans: bool,
}

const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;

/// Reads the frame header of a JPEG that starts with its SOI marker.
pub(super) fn read_frame(bytes: &[u8]) -> Result<Frame, ImagingError> {
    let mut at = 2;
    let mut frame: Option<(Frame, u8)> = None;
    loop {
        let (marker, segment) = next_segment(bytes, &mut at).ok_or_else(cut_short)?;
        match marker {
            0xC0..=0xC2 if frame.is_some() => return Err(makes_no_sense()),
            0xC0..=0xC2 => frame = Some(parse_frame(marker, segment)?),
            // Decoders disagree whether a length follows these here, and so on where the frame header stands.
            0x00 | 0x01 | 0xD0..=0xD8 => return Err(makes_no_sense()),
            // Lossless, hierarchical and arithmetic-coded JPEG: no browser shows them.
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => return Err(ImagingError::Unsupported),
            SOS => {
                let (mut frame, components) = frame.ok_or_else(cut_short)?;
                frame.separate_scans =
                    !frame.progressive && segment.first().is_some_and(|&in_scan| in_scan < components);
                return Ok(frame);
            }
            EOI => return Err(cut_short()),
            _ => {}
        }
    }
}

/// True when the picture's own end marker is there, with every scan before it.
pub(super) fn is_complete(bytes: &[u8]) -> bool {
    let mut at = 2;
    loop {
        match next_segment(bytes, &mut at) {
            None => return false,
            Some((EOI, _)) => return true,
            Some((SOS, _)) => match end_of_scan(bytes, at) {
                Some(end) => at = end,
                None => return false,
            },
            Some(_) => {}
        }
    }
}

/// The marker at `at` or after it and its payload; moves `at` behind them.
fn next_segment<'a>(bytes: &'a [u8], at: &mut usize) -> Option<(u8, &'a [u8])> {
    let mut here = *at + bytes.get(*at..)?.iter().position(|&byte| byte == 0xFF)?;
    while *bytes.get(here)? == 0xFF {
        here += 1;
    }
    let marker = bytes[here];
    here += 1;
    // Stuffing, restarts and the like carry no payload.
    if matches!(marker, 0x00 | 0x01 | 0xD0..=0xD9) {
        *at = here;
        return Some((marker, &[]));
    }
    let length = usize::from(u16::from_be_bytes([*bytes.get(here)?, *bytes.get(here + 1)?]));
    let segment = bytes.get(here + 2..here + length.max(2))?;
    *at = here + length.max(2);
    Some((marker, segment))
}

/// Where the marker after entropy-coded data stands.
fn end_of_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xFF)?;
        match *bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

fn parse_frame(marker: u8, segment: &[u8]) -> Result<(Frame, u8), ImagingError> {
    let [precision, h1, h0, w1, w0, components, table @ ..] = segment else {
        return Err(cut_short());
    };
    if *precision != 8 {
        return Err(ImagingError::Unsupported);
    }
    let factors: Vec<(u64, u64)> = table
        .chunks_exact(3)
        .take(usize::from(*components))
        .map(|row| (u64::from(row[1] >> 4), u64::from(row[1] & 0x0F)))
        .collect();
    let widest = factors.iter().map(|f| f.0).max().unwrap_or(0);
    let highest = factors.iter().map(|f| f.1).max().unwrap_or(0);
    if factors.len() != usize::from(*components) || widest == 0 || highest == 0 {
        return Err(makes_no_sense());
    }
    let samples: u64 = factors.iter().map(|(h, v)| h * v).sum();
    Ok((
        Frame {
            width: u32::from(u16::from_be_bytes([*w1, *w0])),
            height: u32::from(u16::from_be_bytes([*h1, *h0])),
            samples_per_pixel_quarters: (samples * 4).div_ceil(widest * highest),
            progressive: marker == 0xC2,
            separate_scans: false,
        },
        *components,
    ))
}

fn cut_short() -> ImagingError {
    ImagingError::Corrupt("it ends inside its header".into())
}

fn makes_no_sense() -> ImagingError {
    ImagingError::Corrupt("its header makes no sense".into())
}
