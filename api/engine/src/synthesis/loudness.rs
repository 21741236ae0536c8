//! Loudness as ITU-R BS.1770-4 measures it, and true peaks.

/// Integrated loudness of a mono signal in LUFS; minus infinity for silence.
pub fn integrated(samples: &[f32], rate: u32) -> f32 {
    let weighted = k_weighted(samples, f64::from(rate));
    let step = rate as usize / 10;
    let block = step * 4;
    if weighted.len() < block {
        return f32::NEG_INFINITY;
    }
    let powers: Vec<f64> = (0..=(weighted.len() - block) / step)
        .map(|index| weighted[index * step..index * step + block].iter().map(|x| x * x).sum::<f64>() / block as f64)
        .collect();
    let loud = |power: f64| -0.691 + 10.0 * power.log10();
    let mean_above = |gate: f64| {
        let kept: Vec<f64> = powers.iter().copied().filter(|power| loud(*power) > gate).collect();
        kept.iter().sum::<f64>() / kept.len().max(1) as f64
    };
    let gate = loud(mean_above(-70.0)) - 10.0;
    loud(mean_above(gate)) as f32
}

/// The highest level between samples too, linear, by four-fold interpolation.
pub fn true_peak(samples: &[f32]) -> f32 {
    const REACH: usize = 8;
    let kernels = [0.25_f32, 0.5, 0.75].map(kernel::<REACH>);
    let mut peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    for window in samples.windows(REACH * 2) {
        for kernel in &kernels {
            let between: f32 = window.iter().zip(kernel).map(|(sample, weight)| sample * weight).sum();
            peak = peak.max(between.abs());
        }
    }
    peak
}

fn kernel<const REACH: usize>(offset: f32) -> Vec<f32> {
    (0..REACH * 2)
        .map(|index| {
            let x = index as f32 - (REACH as f32 - 1.0) - offset;
            let sinc = (std::f32::consts::PI * x).sin() / (std::f32::consts::PI * x);
            let window = 0.5 + 0.5 * (std::f32::consts::PI * x / REACH as f32).cos();
            sinc * window
        })
        .collect()
}

/// The filter of BS.1770, its two biquads derived for any rate from their analogue forms.
fn k_weighted(samples: &[f32], rate: f64) -> Vec<f64> {
    let shelf = {
        let k = (std::f64::consts::PI * 1_681.974_450_955_533 / rate).tan();
        let q = 0.707_175_236_955_419_6;
        let high = 10_f64.powf(3.999_843_853_973_347 / 20.0);
        let band = high.powf(0.499_666_774_154_541_6);
        let a0 = 1.0 + k / q + k * k;
        Biquad {
            b: [(high + band * k / q + k * k) / a0, 2.0 * (k * k - high) / a0, (high - band * k / q + k * k) / a0],
            a: [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0],
        }
    };
    let high_pass = {
        let k = (std::f64::consts::PI * 38.135_470_876_024_44 / rate).tan();
        let q = 0.500_327_037_323_877_3;
        let a0 = 1.0 + k / q + k * k;
        Biquad { b: [1.0, -2.0, 1.0], a: [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0] }
    };
    let input: Vec<f64> = samples.iter().map(|sample| f64::from(*sample)).collect();
    high_pass.run(shelf.run(input))
}

struct Biquad {
    b: [f64; 3],
    a: [f64; 2],
}

impl Biquad {
    fn run(&self, mut signal: Vec<f64>) -> Vec<f64> {
        let (mut first, mut second) = (0.0, 0.0);
        for value in &mut signal {
            let input = *value;
            let output = self.b[0] * input + first;
            first = self.b[1] * input - self.a[0] * output + second;
            second = self.b[2] * input - self.a[1] * output;
            *value = output;
        }
        signal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(hertz: f32, level: f32, rate: u32) -> Vec<f32> {
        (0..rate * 3).map(|index| level * (std::f32::consts::TAU * hertz * index as f32 / rate as f32).sin()).collect()
    }

    #[test]
    fn a_full_sine_at_997_hertz_has_the_loudness_of_the_standard() {
        // BS.1770: 0 dBFS at 997 Hz in one channel reads -3.01 LUFS.
        for rate in [32_000, 48_000] {
            let read = integrated(&sine(997.0, 1.0, rate), rate);
            assert!((read + 3.01).abs() < 0.1, "{read}");
        }
    }

    #[test]
    fn a_peak_between_two_samples_is_seen() {
        // A quarter of the rate with an eighth of a turn: samples read 0.707, the wave goes to 1.
        let samples: Vec<f32> = (0..400)
            .map(|index| (std::f32::consts::FRAC_PI_2 * index as f32 + std::f32::consts::FRAC_PI_4).sin())
            .collect();
        assert!(true_peak(&samples) > 0.97);
    }

    #[test]
    fn silence_is_not_loud() {
        assert!(!integrated(&vec![0.0; 64_000], 32_000).is_finite());
    }
}
