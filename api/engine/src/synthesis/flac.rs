//! Samples into a FLAC file.

use flacenc::bitsink::ByteSink;
use flacenc::component::BitRepr;
use flacenc::error::Verify;

use super::{SAMPLE_RATE, SynthesisError};

/// Mono, 16 bits, [`SAMPLE_RATE`].
pub fn encode(samples: &[i16]) -> Result<Vec<u8>, SynthesisError> {
    let failed = |error: &dyn std::fmt::Display| SynthesisError::Encoding(error.to_string());
    let config = flacenc::config::Encoder::default().into_verified().map_err(|(_, error)| failed(&error))?;
    let wide: Vec<i32> = samples.iter().map(|sample| i32::from(*sample)).collect();
    let source = flacenc::source::MemSource::from_samples(&wide, 1, 16, SAMPLE_RATE as usize);
    let stream =
        flacenc::encode_with_fixed_block_size(&config, source, config.block_size).map_err(|error| failed(&error))?;
    let mut sink = ByteSink::new();
    stream.write(&mut sink).map_err(|error| failed(&error))?;
    Ok(sink.into_inner())
}
