//! The files that songs point at: a short tune for the ear, a square of colour for the eye.

/// Samples a second.
const RATE: u32 = 8_000;
/// Length of a tune in seconds.
const SECONDS: u32 = 6;
/// A pentatonic scale, in which every order of notes sounds well, in hertz.
const SCALE: [f32; 8] = [220.0, 247.5, 277.2, 330.0, 371.25, 440.0, 495.0, 554.4];

/// A tune of six seconds as a WAV file (mono, 16 bits), another one for each number.
pub fn tune(number: u64) -> Vec<u8> {
    let samples = RATE * SECONDS;
    let data = samples * 2;
    let mut wav = Vec::with_capacity(44 + data as usize);
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(36 + data).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt ");
    wav.extend_from_slice(&16u32.to_le_bytes());
    wav.extend_from_slice(&1u16.to_le_bytes());
    wav.extend_from_slice(&1u16.to_le_bytes());
    wav.extend_from_slice(&RATE.to_le_bytes());
    wav.extend_from_slice(&(RATE * 2).to_le_bytes());
    wav.extend_from_slice(&2u16.to_le_bytes());
    wav.extend_from_slice(&16u16.to_le_bytes());
    wav.extend_from_slice(b"data");
    wav.extend_from_slice(&data.to_le_bytes());
    let per_note = RATE / 2;
    for sample in 0..samples {
        let note = sample / per_note;
        let lot = crate::catalogue::mix(number.wrapping_mul(64).wrapping_add(u64::from(note)));
        let pitch = SCALE.get(lot as usize % SCALE.len()).copied().unwrap_or(220.0);
        let within = (sample % per_note) as f32 / per_note as f32;
        let swell = (within * 20.0).min(1.0) * (1.0 - within);
        let time = sample as f32 / RATE as f32;
        let value = (time * pitch * std::f32::consts::TAU).sin() * swell * 12_000.0;
        wav.extend_from_slice(&(value as i16).to_le_bytes());
    }
    wav
}

/// A square with two colours as an SVG.
pub fn cover(number: u64) -> String {
    let hue = crate::catalogue::mix(number) % 360;
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 300'><rect width='300' height='300' fill='hsl({hue},45%,35%)'/><circle cx='150' cy='150' r='80' fill='hsl({},60%,70%)'/></svg>",
        (hue + 40) % 360
    )
}
