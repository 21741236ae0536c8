//! Every preview, measured from its FLAC file with a decoder and a loudness meter that are not ours.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use ebur128::{EbuR128, Mode};
use imagime_engine::catalogue::{self, Piece};
use imagime_engine::synthesis::{self, PEAKS, Rendered, SAMPLE_RATE, arrange, instruments};

/// A preview as a listener gets it.
struct Heard {
    piece: &'static Piece,
    rendered: Rendered,
    samples: Vec<f32>,
}

/// All previews, rendered once by as many threads as there are cores, decoded by claxon.
fn previews() -> &'static [Heard] {
    static PREVIEWS: OnceLock<Vec<Heard>> = OnceLock::new();
    PREVIEWS.get_or_init(|| {
        let next = AtomicUsize::new(0);
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        let pieces = catalogue::pieces();
        let mut all: Vec<Heard> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|_| {
                    scope.spawn(|| {
                        let mut heard = Vec::new();
                        while let Some(piece) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
                            let rendered =
                                synthesis::render(piece).unwrap_or_else(|error| panic!("{}: {error}", piece.slug));
                            let samples = decoded(&rendered.flac);
                            heard.push(Heard { piece, rendered, samples });
                        }
                        heard
                    })
                })
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
        });
        all.sort_by_key(|heard| &heard.piece.slug);
        all
    })
}

fn decoded(flac: &[u8]) -> Vec<f32> {
    let mut reader = claxon::FlacReader::new(flac).unwrap();
    let format = reader.streaminfo();
    assert_eq!((format.channels, format.bits_per_sample, format.sample_rate), (1, 16, SAMPLE_RATE));
    let samples: Vec<f32> = reader.samples().map(|sample| sample.unwrap() as f32 / 32_768.0).collect();
    assert_eq!(format.samples, Some(samples.len() as u64));
    samples
}

fn meter(samples: &[f32]) -> EbuR128 {
    let mut meter = EbuR128::new(1, SAMPLE_RATE, Mode::I | Mode::TRUE_PEAK).unwrap();
    meter.add_frames_f32(samples).unwrap();
    meter
}

#[test]
fn files_are_small_and_as_long_as_they_say() {
    for heard in previews() {
        let name = &heard.piece.slug;
        assert!(heard.rendered.flac.len() <= 1_000_000, "{name}: {} bytes", heard.rendered.flac.len());
        let length = heard.samples.len() as u64 * 1000 / u64::from(SAMPLE_RATE);
        assert_eq!(u64::from(heard.rendered.duration_ms), length, "{name}");
        assert!(length.abs_diff(u64::from(heard.piece.duration_ms)) <= 1, "{name}");
    }
}

#[test]
fn nothing_clips() {
    for heard in previews() {
        let peak = meter(&heard.samples).true_peak(0).unwrap();
        assert!(peak < 0.8913, "{}: true peak {:.2} dBFS", heard.piece.slug, 20.0 * peak.log10());
    }
}

#[test]
fn all_previews_are_equally_loud() {
    let loudness: Vec<(f64, &str)> = previews()
        .iter()
        .map(|heard| (meter(&heard.samples).loudness_global().unwrap(), heard.piece.slug.as_str()))
        .collect();
    let quietest = loudness.iter().copied().fold((f64::MAX, ""), |a, b| if b.0 < a.0 { b } else { a });
    let loudest = loudness.iter().copied().fold((f64::MIN, ""), |a, b| if b.0 > a.0 { b } else { a });
    assert!(loudest.0 - quietest.0 < 3.0, "{quietest:?} to {loudest:?}");
    assert!(quietest.0 > -22.0, "{quietest:?}");
}

#[test]
fn previews_begin_and_end_in_silence_and_are_never_silent_for_long() {
    for heard in previews() {
        let (name, samples) = (&heard.piece.slug, &heard.samples);
        let loudest = |part: &[f32]| part.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        assert!(samples[0].abs() < 0.002, "{name} starts at {}", samples[0]);
        assert!(loudest(&samples[samples.len() - 32..]) < 0.002, "{name} ends abruptly");
        // From its first sound to its tail there is music in every window of three seconds.
        let window = SAMPLE_RATE as usize * 3;
        let sounding = &samples[..samples.len() - SAMPLE_RATE as usize * 2];
        for (index, part) in sounding.chunks_exact(window).enumerate() {
            assert!(loudest(part) > 0.02, "{name} is silent around second {}", index * 3);
        }
    }
}

/// A click is a step that the music around it does not explain: a jump far above the usual movement of its neighbourhood.
fn worst_click(samples: &[f32]) -> (f32, usize) {
    let steps: Vec<f32> = samples.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let reach = SAMPLE_RATE as usize / 100;
    let mut worst = (0.0, 0);
    for start in (reach..steps.len().saturating_sub(2 * reach)).step_by(reach / 2) {
        let Some((at, step)) = (start..start + reach / 2).map(|at| (at, steps[at])).max_by(|a, b| a.1.total_cmp(&b.1))
        else {
            continue;
        };
        // Steps right beside it belong to the same event; the rest of twenty milliseconds is its neighbourhood.
        let around = steps[at - reach..at - 8].iter().chain(&steps[at + 8..at + reach]);
        let usual = around.fold(0.0_f32, |most, step| most.max(*step));
        let unexplained = step - 2.5 * usual;
        if unexplained > worst.0 {
            worst = (unexplained, at);
        }
    }
    worst
}

#[test]
fn there_are_no_clicks() {
    for heard in previews() {
        let (step, at) = worst_click(&heard.samples);
        let second = at as f32 / SAMPLE_RATE as f32;
        assert!(step < 0.05, "{}: a step of {step:.3} at {second:.2} s", heard.piece.slug);
    }
}

#[test]
fn a_click_would_be_noticed() {
    let mut samples = previews()[0].samples.clone();
    let middle = samples.len() / 2;
    for sample in &mut samples[middle..middle + 3] {
        *sample += 0.4;
    }
    assert!(worst_click(&samples).0 > 0.05);
}

#[test]
fn waveforms_show_the_sound() {
    for heard in previews() {
        let peaks = &heard.rendered.peaks;
        assert_eq!(peaks.len(), PEAKS, "{}", heard.piece.slug);
        assert_eq!(peaks.iter().max(), Some(&100), "{}", heard.piece.slug);
        assert!(peaks[1] > 0, "{}", heard.piece.slug);
    }
}

#[test]
fn the_same_piece_gives_the_same_bytes() {
    let heard = &previews()[0];
    assert_eq!(synthesis::render(heard.piece).unwrap(), heard.rendered);
}

/// The fundamental of a sound by autocorrelation, in hertz, to a fraction of a sample.
fn fundamental(samples: &[f32], expected: f32) -> f32 {
    let rate = SAMPLE_RATE as f32;
    let length = samples.len() / 2;
    let alike = |lag: usize| -> f32 {
        let (a, b) = (&samples[..length], &samples[lag..lag + length]);
        let dot: f32 = a.iter().zip(b).map(|(x, y)| x * y).sum();
        let power: f32 = a.iter().map(|x| x * x).sum::<f32>() * b.iter().map(|x| x * x).sum::<f32>();
        dot / power.sqrt().max(1e-9)
    };
    // Several periods at once: the more, the finer the reading. A third either way shows a wrong note too.
    let periods = ((0.02 * expected).floor()).max(1.0);
    let (low, high) = (rate / expected * 0.8 * periods, rate / expected * 1.25 * periods);
    let lags: Vec<usize> = (low as usize..=(high as usize).min(length - 1)).collect();
    let near = rate / expected * periods;
    let best = lags
        .iter()
        .copied()
        .filter(|lag| (*lag as f32 - near).abs() < near * 0.5 / periods.max(1.0) + 2.0)
        .max_by(|a, b| alike(*a).total_cmp(&alike(*b)))
        .unwrap();
    let (before, at, after) = (alike(best - 1), alike(best), alike(best + 1));
    let shift = 0.5 * (before - after) / (before - 2.0 * at + after);
    rate * periods / (best as f32 + shift)
}

/// Measures every long note of every melody, sounded alone on its own instrument, against its written pitch.
#[test]
fn melodies_sound_at_the_pitch_that_is_written() {
    let mut measured = 0;
    for piece in catalogue::pieces() {
        let sounds = arrange::melody(piece).unwrap();
        let long: Vec<_> = sounds.iter().filter(|sound| sound.length > 0.35 && sound.key >= 45).take(12).collect();
        for sound in long {
            let wave = instruments::voice(sound);
            let from = SAMPLE_RATE as usize / 10;
            let to = (from + SAMPLE_RATE as usize / 5).min(wave.len());
            let expected = 440.0 * ((f32::from(sound.key) - 69.0) / 12.0).exp2();
            let heard = fundamental(&wave[from..to], expected);
            let cents = 1200.0 * (heard / expected).log2();
            assert!(
                cents.abs() < 20.0,
                "{}: key {} on {:?} is {cents:+.0} cents off",
                piece.slug,
                sound.key,
                sound.instrument
            );
            measured += 1;
        }
    }
    assert!(measured > 150, "only {measured} notes were long enough");
}
