//! Sounds that are struck or plucked and die away: sums of fading partials, plucked strings, and drums.

use std::f32::consts::TAU;

use fundsp::prelude32 as dsp;
use fundsp::prelude32::AudioUnit;

use super::SAMPLE_RATE;
use super::arrange::Sound;
use super::instruments::{Instrument, frequency};
use super::random::Random;
use super::sustained::run;

const RATE: f32 = SAMPLE_RATE as f32;

/// The note, or nothing when the instrument neither strikes nor plucks.
pub fn play(sound: &Sound) -> Option<Vec<f32>> {
    use Instrument as I;
    let samples = match sound.instrument {
        I::Piano => piano(sound, 0.0),
        I::HonkyTonk => piano(sound, 7.0),
        I::Celesta => bars(sound, &[(1.0, 1.0, 1.6), (4.0, 0.16, 0.5), (10.2, 0.03, 0.2)], 0.5),
        I::MusicBox => bars(sound, &[(1.0, 1.0, 2.2), (5.4, 0.2, 0.5), (13.3, 0.06, 0.15)], 4.0),
        I::Glockenspiel => bars(sound, &[(1.0, 1.0, 2.0), (2.76, 0.25, 0.7), (5.4, 0.12, 0.3)], 4.0),
        I::Marimba => bars(sound, &[(1.0, 1.0, 0.9), (4.0, 0.35, 0.18), (9.2, 0.08, 0.08)], 4.0),
        I::Bell => bars(
            sound,
            &[
                (0.5, 0.45, 6.0),
                (1.0, 1.0, 4.0),
                (1.19, 0.5, 3.0),
                (1.5, 0.3, 2.4),
                (2.0, 0.55, 2.0),
                (2.74, 0.2, 1.0),
                (4.1, 0.1, 0.6),
            ],
            8.0,
        ),
        I::Harpsichord => harpsichord(sound),
        I::Harp => plucked(sound, 0.30, 0.30, 2600.0, 1.2),
        I::Guitar => plucked(sound, 0.22, 0.36, 2600.0, 0.16),
        I::Banjo => plucked(sound, 0.02, 0.14, 4500.0, 0.08),
        I::Mandolin => plucked(sound, 0.05, 0.16, 3800.0, 0.08),
        I::Koto => plucked(sound, 0.12, 0.14, 3200.0, 1.0),
        I::Pizzicato => plucked(sound, 0.006, 0.5, 1800.0, 0.12),
        I::Bass => plucked(sound, 0.10, 0.5, 1200.0, 0.10),
        I::Kick => drum(sound, 52.0, 0.22, 0.0),
        I::Timpani => drum(sound, frequency(sound.key), 1.1, 0.02),
        I::Snare => noise_burst(sound, 1800.0, 0.6, 0.11, 190.0),
        I::Hat => noise_burst(sound, 7800.0, 1.2, 0.035, 0.0),
        I::Shaker => noise_burst(sound, 5600.0, 1.0, 0.06, 0.0),
        I::Tambourine => noise_burst(sound, 8200.0, 2.5, 0.12, 0.0),
        I::Cymbal => noise_burst(sound, 6200.0, 0.4, 0.9, 0.0),
        I::Block => partials(&[Partial::new(860.0, 1.0, 0.09), Partial::new(1290.0, 0.4, 0.05)], 0.2, 0.001),
        I::Triangle => partials(
            &[Partial::new(4200.0, 1.0, 1.4), Partial::new(6830.0, 0.5, 0.9), Partial::new(9100.0, 0.3, 0.5)],
            1.6,
            0.001,
        ),
        _ => return None,
    };
    Some(samples)
}

/// One fading sine.
#[derive(Clone, Copy)]
struct Partial {
    hertz: f32,
    level: f32,
    /// Seconds until it has lost 60 dB.
    decay: f32,
}

impl Partial {
    fn new(hertz: f32, level: f32, decay: f32) -> Self {
        Self { hertz, level, decay }
    }
}

/// Partials that are summed side by side, as wide as a processor likes.
const LANES: usize = 8;

/// Sums fading sines by rotating one complex number each, which costs far less than a sine a sample.
fn partials(partials: &[Partial], seconds: f32, attack: f32) -> Vec<f32> {
    let mut samples = vec![0.0_f32; (seconds * RATE) as usize];
    let audible: Vec<Partial> = partials.iter().copied().filter(|partial| partial.hertz < RATE * 0.45).collect();
    for (group, lanes) in audible.chunks(LANES).enumerate() {
        let (mut re, mut im) = ([0.0_f32; LANES], [0.0_f32; LANES]);
        let (mut turn_re, mut turn_im) = ([0.0_f32; LANES], [0.0_f32; LANES]);
        let mut longest = 0.0_f32;
        for (lane, partial) in lanes.iter().enumerate() {
            // Ln(1000): a decay is given to -60 dB.
            let fade = (-6.908 / (partial.decay * RATE)).exp();
            let (sine, cosine) = (TAU * partial.hertz / RATE).sin_cos();
            (turn_re[lane], turn_im[lane]) = (cosine * fade, sine * fade);
            let (start_im, start_re) = ((group * LANES + lane) as f32 * 0.7).sin_cos();
            (re[lane], im[lane]) = (start_re * partial.level, start_im * partial.level);
            longest = longest.max(partial.decay);
        }
        // What lies 75 dB down is not heard.
        let heard = samples.len().min((longest * RATE * 1.25) as usize);
        for sample in &mut samples[..heard] {
            *sample += im.iter().sum::<f32>();
            for lane in 0..LANES {
                let turned = re[lane] * turn_re[lane] - im[lane] * turn_im[lane];
                im[lane] = re[lane] * turn_im[lane] + im[lane] * turn_re[lane];
                re[lane] = turned;
            }
        }
    }
    soften_start(&mut samples, attack);
    samples
}

fn piano(sound: &Sound, detune_cents: f32) -> Vec<f32> {
    let hertz = frequency(sound.key);
    let register = (f32::from(sound.key) - 60.0) / 12.0;
    let stiffness = 0.000_25 * (1.4 * register).exp2().clamp(0.3, 12.0);
    // The lowest strings sing for many seconds, the highest for less than one.
    let decay = 6.5 * (-0.62 * register).exp2().clamp(0.12, 2.2);
    let hardness = 0.35 + 0.75 * sound.velocity;
    let count = ((5200.0 * hardness / hertz) as usize).clamp(3, 18);
    let mut all = Vec::with_capacity(count * 2);
    for number in 1..=count {
        let n = number as f32;
        let stretched = n * ((1.0 + stiffness * n * n) / (1.0 + stiffness)).sqrt();
        // A hammer at an eighth of the string leaves out what has a node there.
        let hammer = (std::f32::consts::PI * n / 8.0).sin().abs().max(0.06);
        let level = hammer * n.powf(-0.55) * (-(n - 1.0) * 0.30 / hardness * (0.35 * register).exp2()).exp();
        let own_decay = decay / (1.0 + 0.22 * (n - 1.0));
        let apart = if detune_cents > 0.0 { detune_cents } else { 0.7 };
        let ratio = (apart / 2400.0).exp2();
        // Two strings a key: one fades fast, its neighbour sings on.
        all.push(Partial::new(hertz * stretched / ratio, level * 0.62, own_decay * 0.55));
        if number <= 5 {
            all.push(Partial::new(hertz * stretched * ratio, level * 0.38, own_decay * 1.3));
        }
    }
    let seconds = (sound.length as f32 + 0.35).min(decay * 1.4);
    let mut samples = partials(&all, seconds, 0.003);
    let mut random = Random::new("hammer", sound.seed);
    let knock = (0.012 * RATE) as usize;
    let strength = 0.05 * sound.velocity;
    let mut dull = 0.0;
    for (index, sample) in samples.iter_mut().take(knock).enumerate() {
        let place = index as f32 / knock as f32;
        dull += 0.25 * (random.between(-1.0, 1.0) - dull);
        *sample += strength * dull * (std::f32::consts::PI * place).sin();
    }
    let_go(&mut samples, sound.length as f32, 0.22);
    samples
}

fn harpsichord(sound: &Sound) -> Vec<f32> {
    let hertz = frequency(sound.key);
    let count = ((9000.0 / hertz) as usize).clamp(4, 24);
    let all: Vec<Partial> = (1..=count)
        .map(|number| {
            let n = number as f32;
            let plucked = (std::f32::consts::PI * n * 0.13).sin().abs().max(0.1);
            Partial::new(hertz * n, plucked / n.powf(0.75), 2.6 / (1.0 + 0.12 * n))
        })
        .collect();
    let mut samples = partials(&all, sound.length as f32 + 0.15, 0.002);
    let_go(&mut samples, sound.length as f32, 0.1);
    samples
}

/// Bars, plates and bells: (ratio, level, decay in seconds at middle C); `ring` is how long they sound on after their length.
fn bars(sound: &Sound, shape: &[(f32, f32, f32)], ring: f32) -> Vec<f32> {
    let hertz = frequency(sound.key);
    let register = (f32::from(sound.key) - 72.0) / 12.0;
    let scale = (-0.45 * register).exp2().clamp(0.4, 1.6);
    let soft = 0.5 + 0.7 * sound.velocity;
    let all: Vec<Partial> = shape
        .iter()
        .enumerate()
        .map(|(index, (ratio, level, decay))| {
            let level = if index == 0 { *level } else { level * soft };
            Partial::new(hertz * ratio, level, decay * scale)
        })
        .collect();
    let longest = all.iter().map(|partial| partial.decay).fold(0.2, f32::max);
    let seconds = (sound.length as f32 + ring).min(longest * 1.2).max(0.1);
    let mut samples = partials(&all, seconds, 0.002);
    let_go(&mut samples, seconds - 0.08, 0.08);
    samples
}

/// A plucked string (Karplus-Strong): `gain` is what is left after a second, `damping` dulls it, `ring` is how long it sounds on.
fn plucked(sound: &Sound, gain: f32, damping: f32, brightness: f32, ring: f32) -> Vec<f32> {
    let hertz = frequency(sound.key);
    // High strings lose their energy sooner by themselves, so they need less damping.
    let damping = damping * (440.0 / hertz).clamp(0.25, 1.2).sqrt();
    let cut = (brightness * (0.6 + 0.6 * sound.velocity)).max(hertz * 2.0).min(12_000.0);
    let mut unit: Box<dyn AudioUnit> = Box::new(
        dsp::zero()
            >> dsp::pluck(hertz, gain, damping)
            >> dsp::lowpass_hz(cut, 0.6)
            >> dsp::highpass_hz(hertz * 0.6, 0.7),
    );
    let seconds = sound.length as f32 + ring;
    let mut samples = run(unit.as_mut(), seconds, sound.seed);
    soften_start(&mut samples, 0.003);
    let_go(&mut samples, sound.length as f32, ring.max(0.05));
    samples
}

fn drum(sound: &Sound, hertz: f32, decay: f32, noise: f32) -> Vec<f32> {
    let ratios = [(1.0, 1.0, 1.0), (1.5, 0.45, 0.6), (1.98, 0.3, 0.45), (2.44, 0.18, 0.3)];
    let all: Vec<Partial> =
        ratios.iter().map(|(ratio, level, share)| Partial::new(hertz * ratio, *level, decay * share)).collect();
    let mut samples = partials(&all, decay * 1.2, 0.003);
    let mut random = Random::new("skin", sound.seed);
    for (index, sample) in samples.iter_mut().enumerate() {
        *sample += (0.04 + noise) * random.between(-1.0, 1.0) * (-(index as f32) / (0.012 * RATE)).exp();
    }
    soften_start(&mut samples, 0.002);
    let whole = samples.len() as f32 / RATE;
    let_go(&mut samples, whole - 0.04, 0.04);
    samples
}

/// Noise through a band, dying away; a `body` adds a short tone under it.
fn noise_burst(sound: &Sound, centre: f32, q: f32, decay: f32, body: f32) -> Vec<f32> {
    let mut unit: Box<dyn AudioUnit> = Box::new(dsp::white() >> dsp::bandpass_hz(centre, q));
    let seconds = decay * 3.0 + 0.02;
    let mut samples = run(unit.as_mut(), seconds, sound.seed);
    for (index, sample) in samples.iter_mut().enumerate() {
        let time = index as f32 / RATE;
        *sample *= (-time / decay * 2.2).exp();
        if body > 0.0 {
            *sample += 0.25 * (TAU * body * time).sin() * (-time / 0.05).exp();
        }
    }
    soften_start(&mut samples, 0.0015);
    let_go(&mut samples, seconds - 0.03, 0.03);
    samples
}

fn soften_start(samples: &mut [f32], seconds: f32) {
    let length = ((seconds * RATE) as usize).max(1);
    for (index, sample) in samples.iter_mut().take(length).enumerate() {
        let place = (index as f32 + 1.0) / length as f32;
        *sample *= 0.5 - 0.5 * (std::f32::consts::PI * place).cos();
    }
}

/// Lets the note go after `at` seconds: it is silent `over` seconds later, whatever it was doing.
pub(super) fn let_go(samples: &mut Vec<f32>, at: f32, over: f32) {
    let start = ((at.max(0.0) * RATE) as usize).min(samples.len());
    let span = (over * RATE) as usize;
    samples.truncate(start + span);
    let span = (samples.len() - start).max(1);
    for (index, sample) in samples[start..].iter_mut().enumerate() {
        let left = 1.0 - (index as f32 + 1.0) / span as f32;
        *sample *= left * left;
    }
}
