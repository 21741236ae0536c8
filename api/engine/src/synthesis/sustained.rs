//! Sounds that are bowed, blown or sung for as long as they are held, as `fundsp` graphs.

#![expect(clippy::precedence, reason = "in fundsp's graphs `*` before `+` before `>>` is the language")]

use fundsp::prelude32::*;

use super::SAMPLE_RATE;
use super::arrange::Sound;
use super::instruments::{Instrument, frequency};
use super::random::Random;
use super::struck::let_go;

const RATE: f32 = SAMPLE_RATE as f32;

/// How a held note begins, swells and ends.
struct Shape {
    attack: f32,
    release: f32,
    swell: f32,
}

/// The note of an instrument that holds its tone.
pub fn play(sound: &Sound) -> Vec<f32> {
    use Instrument as I;
    let shape = match sound.instrument {
        I::Strings => Shape { attack: 0.09, release: 0.28, swell: 0.12 },
        I::LowStrings => Shape { attack: 0.08, release: 0.25, swell: 0.1 },
        I::Violin | I::Cello => Shape { attack: 0.06, release: 0.16, swell: 0.16 },
        I::Choir => Shape { attack: 0.14, release: 0.35, swell: 0.1 },
        I::Horn => Shape { attack: 0.05, release: 0.14, swell: 0.08 },
        I::Trumpet | I::Trombone | I::Tuba => Shape { attack: 0.025, release: 0.09, swell: 0.04 },
        I::Organ => Shape { attack: 0.02, release: 0.12, swell: 0.0 },
        I::Accordion => Shape { attack: 0.03, release: 0.08, swell: 0.06 },
        _ => Shape { attack: 0.035, release: 0.1, swell: 0.1 },
    };
    // A quick note cannot take its time to begin.
    let attack = shape.attack.min(sound.length as f32 * 0.35).max(0.006);
    let seconds = sound.length as f32 + shape.release;
    let mut unit = graph(sound);
    let mut samples = run(unit.as_mut(), seconds, sound.seed);
    let held = (sound.length as f32).max(0.05);
    for (index, sample) in samples.iter_mut().enumerate() {
        let time = index as f32 / RATE;
        let rise = (time / attack).min(1.0);
        let begun = 0.5 - 0.5 * (std::f32::consts::PI * rise).cos();
        let swell = 1.0 - shape.swell + shape.swell * (std::f32::consts::PI * (time / held).min(1.0)).sin();
        *sample *= begun * swell;
    }
    let_go(&mut samples, sound.length as f32, shape.release);
    samples
}

/// Runs a graph without inputs for a time.
pub(super) fn run(unit: &mut dyn AudioUnit, seconds: f32, seed: u64) -> Vec<f32> {
    unit.set_sample_rate(f64::from(SAMPLE_RATE));
    unit.ping(false, AttoHash::new(seed));
    unit.allocate();
    let length = (seconds * RATE) as usize;
    let mut samples = Vec::with_capacity(length + MAX_BUFFER_SIZE);
    let mut block = BufferVec::new(1);
    while samples.len() < length {
        unit.process(MAX_BUFFER_SIZE, &BufferRef::empty(), &mut block.buffer_mut());
        samples.extend_from_slice(&block.channel_f32(0)[..MAX_BUFFER_SIZE]);
    }
    samples.truncate(length);
    samples
}

fn graph(sound: &Sound) -> Box<dyn AudioUnit> {
    use Instrument as I;
    let mut random = Random::new("bow", sound.seed);
    let f = frequency(sound.key);
    let phase = random.between(0.0, 6.0);
    let drive = 0.55 + 0.6 * sound.velocity;
    match sound.instrument {
        I::Strings | I::LowStrings => {
            let section = (waver(f, 6.0, 5.1, 0.1, phase) >> saw())
                + (waver(cents(f, 5.0), 5.0, 4.7, 0.2, phase + 2.0) >> saw())
                + (waver(cents(f, -5.0), 5.0, 5.6, 0.15, phase + 4.0) >> saw());
            let cut = (f * 4.5 * drive).clamp(900.0, 4800.0);
            Box::new(section >> lowpass_hz(cut, 0.55) >> lowpass_hz(6500.0, 0.6) >> highpass_hz(f * 0.7, 0.7))
        }
        I::Violin | I::Cello => {
            let cut = (f * 6.0 * drive).clamp(1400.0, 6500.0);
            let body = if sound.instrument == I::Violin { 480.0 } else { 230.0 };
            Box::new(
                (waver(f, 13.0, 5.5, 0.25, phase) >> saw())
                    >> bell_hz(body, 1.2, 1.8)
                    >> bell_hz(body * 5.5, 1.5, 1.6)
                    >> lowpass_hz(cut, 0.6)
                    >> highpass_hz(f * 0.7, 0.7),
            )
        }
        I::Flute => Box::new(
            (waver(f, 7.0, 5.0, 0.3, phase) >> sine())
                + (waver(f * 2.0, 7.0, 5.0, 0.3, phase) >> sine() * (0.30 * drive))
                + (waver(f * 3.0, 7.0, 5.0, 0.3, phase) >> sine() * (0.10 * drive))
                + (white() >> bandpass_hz((f * 2.0).min(6000.0), 1.5) * 0.035),
        ),
        I::Whistle => Box::new(
            (waver(f, 5.0, 5.4, 0.3, phase) >> sine())
                + (waver(f * 2.0, 5.0, 5.4, 0.3, phase) >> sine() * 0.16)
                + (waver(f * 3.0, 5.0, 5.4, 0.3, phase) >> sine() * 0.12)
                + (white() >> bandpass_hz((f * 1.5).min(7000.0), 1.2) * 0.03),
        ),
        I::Clarinet => {
            let cut = (f * 5.5 * drive).clamp(1100.0, 4200.0);
            Box::new((waver(f, 3.0, 4.8, 0.4, phase) >> square()) >> lowpass_hz(cut, 0.6) >> highpass_hz(f * 0.6, 0.7))
        }
        I::Oboe | I::Bassoon => {
            let formant = if sound.instrument == I::Oboe { 1250.0 } else { 480.0 };
            Box::new(
                (waver(f, 6.0, 5.2, 0.3, phase) >> saw())
                    >> bell_hz(formant, 1.4, 2.6)
                    >> lowpass_hz((formant * 3.2).max(f * 3.0).min(6000.0), 0.6)
                    >> highpass_hz(f * 0.8, 0.7),
            )
        }
        I::Horn | I::Trumpet | I::Trombone | I::Tuba => brass(sound, f, phase, drive),
        I::Accordion => Box::new(
            ((waver(cents(f, 4.0), 0.0, 1.0, 0.0, phase) >> saw())
                + (waver(cents(f, -4.0), 0.0, 1.0, 0.0, phase) >> saw())
                + (waver(cents(f, -4.0), 0.0, 1.0, 0.0, phase + 1.0) >> square() * 0.5))
                >> lowpass_hz((f * 6.0).clamp(1600.0, 4200.0), 0.6)
                >> highpass_hz(f * 0.7, 0.7),
        ),
        I::Choir => Box::new(
            ((waver(f, 9.0, 4.9, 0.2, phase) >> saw())
                + (waver(cents(f, 7.0), 9.0, 5.3, 0.1, phase + 2.0) >> saw())
                + (waver(cents(f, -7.0), 8.0, 4.6, 0.1, phase + 4.0) >> saw()))
                >> (lowpass_hz((f * 1.6).max(420.0), 0.8) * 0.8
                    & resonator_hz(680.0, 150.0) * 2.2
                    & resonator_hz(1080.0, 170.0) * 1.2
                    & resonator_hz(2600.0, 320.0) * 0.22)
                >> highpass_hz(f * 0.7, 0.7),
        ),
        // Organ, and whatever is not struck, plucked or played above: stops of the foundation and their octaves.
        _ => Box::new(
            (sine_hz(f)
                + sine_hz(f * 2.0) * 0.55
                + sine_hz(f * 3.0) * 0.28
                + sine_hz(f * 4.0) * 0.32
                + sine_hz(cents(f * 6.0, 2.0).min(RATE * 0.45)) * 0.10
                + sine_hz(cents(f * 8.0, -2.0).min(RATE * 0.45)) * 0.09)
                >> lowpass_hz(7000.0, 0.6),
        ),
    }
}

/// Brass opens up after its start, the more the harder it is blown.
fn brass(sound: &Sound, f: f32, phase: f32, drive: f32) -> Box<dyn AudioUnit> {
    let (open, top) = match sound.instrument {
        Instrument::Horn => (3.2, 2200.0),
        Instrument::Trumpet => (6.5, 6500.0),
        Instrument::Trombone => (6.0, 3600.0),
        _ => (3.5, 1300.0),
    };
    let full = (f * open * drive).min(top * drive).max(f * 1.6);
    let cut = lfo(move |t: f32| full * (0.35 + 0.65 * (1.0 - (-t / 0.045).exp())));
    Box::new(
        ((waver(f, 4.0, 5.0, 0.4, phase) >> saw()) + (waver(cents(f, 3.0), 3.0, 4.6, 0.4, phase + 1.0) >> saw())
            | cut
            | dc(0.7))
            >> lowpass()
            >> highpass_hz(f * 0.7, 0.7),
    )
}

/// A pitch that wavers by `depth` cents `rate` times a second, once the note has stood for `delay` seconds.
fn waver(f: f32, depth: f32, rate: f32, delay: f32, phase: f32) -> An<impl AudioNode<Inputs = U0, Outputs = U1>> {
    lfo(move |t: f32| {
        let grown = ((t - delay) / 0.3).clamp(0.0, 1.0);
        cents(f, depth * grown * (std::f32::consts::TAU * rate * t + phase).sin())
    })
}

fn cents(f: f32, by: f32) -> f32 {
    f * (by / 1200.0).exp2()
}
