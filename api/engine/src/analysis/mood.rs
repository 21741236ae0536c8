//! The mood plane: unpleasant to pleasant, still to stirring.

use super::Mood;

/// Words on the plane (valence, arousal), placed so that no corner is without one.
const WORDS: &[(&str, f32, f32)] = &[
    ("serene", 0.60, -0.60),
    ("calm", 0.36, -0.48),
    ("quiet", 0.08, -0.65),
    ("tender", 0.58, -0.30),
    ("gentle", 0.34, -0.24),
    ("dreamy", 0.14, -0.36),
    ("nostalgic", 0.06, -0.14),
    ("warm", 0.52, -0.06),
    ("blissful", 0.85, -0.25),
    ("hopeful", 0.36, 0.10),
    ("happy", 0.66, 0.18),
    ("joyful", 0.80, 0.42),
    ("playful", 0.52, 0.42),
    ("majestic", 0.28, 0.34),
    ("lively", 0.38, 0.60),
    ("energetic", 0.48, 0.82),
    ("triumphant", 0.74, 0.72),
    ("curious", 0.08, 0.14),
    ("bold", 0.10, 0.52),
    ("wild", 0.10, 0.85),
    ("dramatic", -0.18, 0.46),
    ("restless", -0.16, 0.24),
    ("fierce", -0.30, 0.80),
    ("tense", -0.50, 0.60),
    ("furious", -0.75, 0.80),
    ("ominous", -0.58, 0.34),
    ("dark", -0.44, 0.10),
    ("mysterious", -0.22, -0.06),
    ("sombre", -0.46, -0.20),
    ("wistful", -0.14, -0.32),
    ("melancholy", -0.38, -0.42),
    ("lonely", -0.52, -0.60),
    ("still", -0.16, -0.62),
    ("bleak", -0.76, -0.30),
    ("distressed", -0.82, 0.22),
];

/// Words farther than this from the point are not said, but the nearest always is.
const REACH: f32 = 0.34;

/// One to three words for a point on the mood plane, nearest first; values outside -1 to 1 count as the border.
pub fn mood_words(valence: f32, arousal: f32) -> Vec<String> {
    let (valence, arousal) = (unit(valence), unit(arousal));
    let mut near: Vec<(f32, &str)> =
        WORDS.iter().map(|&(word, v, a)| ((v - valence).hypot(a - arousal), word)).collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    near.iter()
        .take(3)
        .enumerate()
        .filter(|(place, (distance, _))| *place == 0 || *distance <= REACH)
        .map(|(_, (_, word))| (*word).to_owned())
        .collect()
}

/// A point and its words.
pub(super) fn mood_at(valence: f32, arousal: f32) -> Mood {
    let (valence, arousal) = (unit(valence), unit(arousal));
    Mood { valence, arousal, words: mood_words(valence, arousal) }
}

/// Clamped to the plane; not a number counts as neither.
fn unit(value: f32) -> f32 {
    if value.is_nan() { 0.0 } else { value.clamp(-1.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_corner_has_its_own_words() {
        assert_eq!(mood_words(0.6, -0.55)[0], "serene");
        assert_eq!(mood_words(0.6, 0.8)[0], "energetic");
        assert_eq!(mood_words(-0.5, 0.65)[0], "tense");
        assert_eq!(mood_words(-0.45, -0.45)[0], "melancholy");
    }

    #[test]
    fn words_are_lower_case_and_stand_apart() {
        for (place, (word, v, a)) in WORDS.iter().enumerate() {
            assert_eq!(*word, word.to_lowercase());
            for (other, w, b) in &WORDS[..place] {
                assert!((v - w).hypot(a - b) > 0.12 && word != other, "{word} and {other}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_point_has_one_to_three_words(valence in any::<f32>(), arousal in any::<f32>()) {
            let mood = mood_at(valence, arousal);
            prop_assert!((1..=3).contains(&mood.words.len()));
            prop_assert!(mood.valence.abs() <= 1.0 && mood.arousal.abs() <= 1.0);
        }
    }
}
