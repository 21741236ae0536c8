//! The mood plane in words and distances.

/// A plain word for a point on the mood plane (valence, arousal).
pub fn mood_word(valence: f32, arousal: f32) -> &'static str {
    let (v, a) = (finite(valence), finite(arousal));
    match (v, a) {
        _ if v.abs() < 0.15 && a.abs() < 0.15 => "reflective",
        _ if v >= 0.0 && a >= 0.0 => match a {
            _ if a > 1.5 * v => "energetic",
            _ if v > 1.5 * a => "happy",
            _ => "joyful",
        },
        _ if v >= 0.0 => match -a {
            still if still > 1.5 * v => "calm",
            still if v > 1.5 * still => "warm",
            _ => "peaceful",
        },
        _ if a >= 0.0 => {
            if a > -v {
                "dramatic"
            } else {
                "tense"
            }
        }
        _ if a < v => "lonely",
        _ => "melancholy",
    }
}

/// Nearness of two moods, 0 to 1: a bell curve of the given width over their distance.
pub(super) fn closeness(one: (f32, f32), other: (f32, f32), width: f32) -> f32 {
    let squared = (one.0 - other.0).powi(2) + (one.1 - other.1).powi(2);
    (-squared / (2.0 * width * width).max(f32::EPSILON)).exp()
}

/// A mood with both numbers on the plane; none when they are no numbers.
pub(super) fn on_plane(mood: Option<(f32, f32)>) -> Option<(f32, f32)> {
    mood.filter(|(v, a)| v.is_finite() && a.is_finite()).map(|(v, a)| (v.clamp(-1.0, 1.0), a.clamp(-1.0, 1.0)))
}

fn finite(number: f32) -> f32 {
    if number.is_finite() { number.clamp(-1.0, 1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_corner_of_the_plane_has_its_word() {
        assert_eq!(mood_word(0.6, 0.6), "joyful");
        assert_eq!(mood_word(0.3, -0.8), "calm");
        assert_eq!(mood_word(-0.6, -0.4), "melancholy");
        assert_eq!(mood_word(-0.3, 0.8), "dramatic");
        assert_eq!(mood_word(f32::NAN, 0.0), "reflective");
    }

    #[test]
    fn closeness_is_one_at_the_spot_and_falls_with_distance() {
        let near = closeness((0.0, 0.0), (0.2, 0.0), 0.35);
        let far = closeness((0.0, 0.0), (0.8, 0.0), 0.35);
        assert!((closeness((0.1, 0.2), (0.1, 0.2), 0.35) - 1.0).abs() < 1e-6);
        assert!(near > 0.8 && far < 0.1);
    }
}
