//! Many notes into one finished signal: a room around them, one loudness, no clipping, silence at both ends.

use std::collections::VecDeque;

use fundsp::prelude32::{
    AudioUnit, BufferVec, MAX_BUFFER_SIZE, U2, highpass_hz, join, lowpass_hz, pass, reverb_stereo, split,
};

use super::SAMPLE_RATE;
use super::arrange::Sound;
use super::instruments;
use super::loudness::{integrated, true_peak};
use crate::catalogue::Piece;

const RATE: usize = SAMPLE_RATE as usize;

/// Loudness of every preview, in LUFS.
const LOUDNESS: f32 = -18.0;

/// Highest true peak, linear: a little under -1 dBFS.
const CEILING: f32 = 0.86;

/// Adds up all notes, dry.
pub fn sum(sounds: &[Sound], duration_ms: u32) -> Vec<f32> {
    let length = RATE * duration_ms as usize / 1000;
    let mut signal = vec![0.0_f32; length];
    for sound in sounds {
        let at = ((sound.start * RATE as f64) as usize).min(length);
        for (place, sample) in signal[at..].iter_mut().zip(instruments::voice(sound)) {
            *place += sample;
        }
    }
    signal
}

/// Puts the signal into its room, fades its ends, levels it and makes it 16 bits.
pub fn finish(dry: Vec<f32>, piece: &Piece) -> Vec<i16> {
    let mut signal = in_room(&dry, piece.room);
    fade(&mut signal, piece);
    level(&mut signal);
    signal.iter().map(|sample| (sample * 32_767.0).round() as i16).collect()
}

fn in_room(dry: &[f32], wetness: f32) -> Vec<f32> {
    // Below 28 Hz is only rumble, above 11 kHz only what makes files larger.
    let mut tone = highpass_hz(28.0, 0.7) >> lowpass_hz(11_000.0, 0.6);
    let dry = through(&mut tone, dry);
    let mut room =
        split::<U2>() >> reverb_stereo(14.0, 1.9, 0.6) >> join::<U2>() >> (pass() >> highpass_hz(140.0, 0.7));
    let wet = through(&mut room, &dry);
    dry.iter().zip(wet).map(|(dry, wet)| dry + wetness * wet * 1.6).collect()
}

fn through(unit: &mut dyn AudioUnit, signal: &[f32]) -> Vec<f32> {
    unit.set_sample_rate(f64::from(SAMPLE_RATE));
    unit.allocate();
    let mut input = BufferVec::new(1);
    let mut output = BufferVec::new(1);
    let mut result = Vec::with_capacity(signal.len());
    for block in signal.chunks(MAX_BUFFER_SIZE) {
        input.channel_f32_mut(0)[..block.len()].copy_from_slice(block);
        unit.process(block.len(), &input.buffer_ref(), &mut output.buffer_mut());
        result.extend_from_slice(&output.channel_f32(0)[..block.len()]);
    }
    result
}

fn fade(signal: &mut [f32], piece: &Piece) {
    let first = RATE / 100;
    let last = if piece.fades { RATE * 9 / 2 } else { RATE * 7 / 10 };
    let last = last.min(signal.len());
    let length = signal.len();
    for (index, sample) in signal.iter_mut().enumerate() {
        let from_start = (index as f32 / first as f32).min(1.0);
        let from_end = ((length - 1 - index) as f32 / last as f32).min(1.0);
        *sample *= from_start * (0.5 - 0.5 * (std::f32::consts::PI * from_end).cos());
    }
}

/// Brings the signal to [`LOUDNESS`] without passing [`CEILING`].
fn level(signal: &mut [f32]) {
    for _ in 0..4 {
        let measured = integrated(signal, SAMPLE_RATE);
        if !measured.is_finite() {
            return;
        }
        let gain = 10_f32.powf((LOUDNESS - measured) / 20.0);
        for sample in signal.iter_mut() {
            *sample *= gain;
        }
        limit(signal, CEILING);
        if (gain - 1.0).abs() < 0.02 {
            break;
        }
    }
    let peak = true_peak(signal);
    if peak > CEILING {
        for sample in signal.iter_mut() {
            *sample *= CEILING / peak;
        }
    }
}

/// Turns the signal down smoothly around every place that is too high, looking five milliseconds ahead.
fn limit(signal: &mut [f32], ceiling: f32) {
    let reach = RATE / 200;
    // Room for what rises between two samples.
    let threshold = ceiling * 0.97;
    if signal.iter().all(|sample| sample.abs() <= threshold) {
        return;
    }
    let wanted: Vec<f32> = signal.iter().map(|sample| (threshold / sample.abs().max(1e-9)).min(1.0)).collect();
    let lowest = sliding_minimum(&wanted, reach);
    let smooth = sliding_mean(&sliding_mean(&lowest, reach / 2), reach / 2);
    for (sample, gain) in signal.iter_mut().zip(smooth) {
        *sample *= gain;
    }
}

fn sliding_minimum(values: &[f32], reach: usize) -> Vec<f32> {
    let mut candidates: VecDeque<usize> = VecDeque::new();
    let mut result = Vec::with_capacity(values.len());
    for index in 0..values.len() + reach {
        if let Some(value) = values.get(index) {
            while candidates.back().is_some_and(|last| values[*last] >= *value) {
                candidates.pop_back();
            }
            candidates.push_back(index);
        }
        if index < reach {
            continue;
        }
        while candidates.front().is_some_and(|first| first + 2 * reach < index) {
            candidates.pop_front();
        }
        result.push(candidates.front().map_or(1.0, |first| values[*first]));
    }
    result
}

fn sliding_mean(values: &[f32], reach: usize) -> Vec<f32> {
    let mut sums = Vec::with_capacity(values.len() + 1);
    sums.push(0.0_f64);
    let mut total = 0.0_f64;
    for value in values {
        total += f64::from(*value);
        sums.push(total);
    }
    (0..values.len())
        .map(|index| {
            let (from, to) = (index.saturating_sub(reach), (index + reach + 1).min(values.len()));
            ((sums[to] - sums[from]) / (to - from) as f64) as f32
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limiter_keeps_peaks_under_the_ceiling_and_leaves_the_rest() {
        let mut signal = vec![0.1_f32; 4_000];
        signal[2_000] = 3.0;
        limit(&mut signal, 0.8);
        assert!(signal.iter().all(|sample| sample.abs() <= 0.8));
        assert!((signal[0] - 0.1).abs() < 1e-6);
        assert!((signal[3_999] - 0.1).abs() < 1e-6);
    }
}
