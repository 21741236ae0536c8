//! Squares that may hold a face, and what becomes of those that overlap.

/// A square in the searched picture, in its pixels; it may reach beyond the border.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) side: f32,
    pub(super) score: f32,
}

impl Window {
    /// How much two squares have in common, as a part of what they cover together.
    fn overlap(&self, other: &Self) -> f32 {
        let shared = |a: f32, b: f32| ((a + self.side).min(b + other.side) - a.max(b)).max(0.0);
        let common = shared(self.x, other.x) * shared(self.y, other.y);
        common / (self.side * self.side + other.side * other.side - common).max(f32::MIN_POSITIVE)
    }
}

/// The best of those that overlap by more than `most`, each with the score of all that it stands for; best first.
pub(super) fn merged(mut windows: Vec<Window>, most: f32) -> Vec<Window> {
    windows.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<(Window, f32)> = Vec::new();
    for window in windows {
        match kept.iter_mut().find(|(best, _)| best.overlap(&window) > most) {
            Some((_, sum)) => *sum += window.score,
            None => kept.push((window, window.score)),
        }
    }
    kept.into_iter().map(|(window, score)| Window { score, ..window }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn square(x: f32, side: f32, score: f32) -> Window {
        Window { x, y: 0.0, side, score }
    }

    #[test]
    fn overlapping_windows_speak_with_one_voice() {
        let all = vec![square(0.0, 10.0, 0.5), square(1.0, 10.0, 0.9), square(100.0, 10.0, 0.2)];
        assert_eq!(merged(all, 0.3), [square(1.0, 10.0, 1.4), square(100.0, 10.0, 0.2)]);
        assert_eq!(merged(vec![square(0.0, 10.0, 0.5), square(9.0, 10.0, 0.9)], 0.3).len(), 2);
    }
}
