//! Scores to sound, pieces to artwork.
//!
//! A piece becomes timed notes ([`arrange`]), each note a sound of its own ([`instruments`]), the sounds one signal in a room
//! ([`mix`]) brought to the same loudness as all others ([`loudness`]), and that a FLAC file.

pub mod arrange;
mod artwork;
mod colour;
mod flac;
pub mod instruments;
pub mod loudness;
mod mix;
mod motif;
mod random;
mod struck;
mod sustained;

pub use artwork::artwork;

use crate::catalogue::Piece;

/// Samples a second of every preview.
pub const SAMPLE_RATE: u32 = 32_000;

/// Raise this when the same score shall sound otherwise: stored previews are then made again.
pub const VERSION: u32 = 1;

/// How many peaks describe a preview's waveform.
pub const PEAKS: usize = 120;

/// A finished preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Mono FLAC, 16 bits, [`SAMPLE_RATE`].
    pub flac: Vec<u8>,
    /// [`PEAKS`] heights for the player's waveform, 0 to 100.
    pub peaks: Vec<u8>,
    /// Length in milliseconds.
    pub duration_ms: u32,
}

/// Why a piece cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum SynthesisError {
    /// The score names an instrument that does not exist.
    #[error("no instrument is called {0:?}")]
    UnknownInstrument(String),
    /// The encoder refused the signal.
    #[error("the sound cannot be encoded: {0}")]
    Encoding(String),
}

/// Plays a piece: the same piece always gives the same bytes.
pub fn render(piece: &Piece) -> Result<Rendered, SynthesisError> {
    let samples = play(piece)?;
    Ok(Rendered {
        flac: flac::encode(&samples)?,
        peaks: peaks(&samples),
        duration_ms: (samples.len() as u64 * 1000 / u64::from(SAMPLE_RATE)) as u32,
    })
}

/// The finished signal of a piece, before encoding: mono, 16 bits, [`SAMPLE_RATE`].
pub fn play(piece: &Piece) -> Result<Vec<i16>, SynthesisError> {
    let sounds = arrange::sounds(piece)?;
    let dry = mix::sum(&sounds, piece.duration_ms);
    Ok(mix::finish(dry, piece))
}

/// Heights for a player's waveform, 0 to 100, [`PEAKS`] of them, the loudest place at 100.
pub fn peaks(samples: &[i16]) -> Vec<u8> {
    let slice = samples.len().div_ceil(PEAKS).max(1);
    let highest = |part: &[i16]| part.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
    let top = u32::from(highest(samples)).max(1);
    let mut heights: Vec<u8> = samples.chunks(slice).map(|part| (u32::from(highest(part)) * 100 / top) as u8).collect();
    heights.resize(PEAKS, 0);
    heights
}
