//! Chord symbols.

use super::ParseError;

/// A chord: its root, its tones and its bass, as pitch classes (0 is C).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chord {
    /// Pitch class of the bass.
    pub bass: u8,
    /// Pitch classes from the root upwards.
    pub tones: Vec<u8>,
}

impl Chord {
    /// Reads a symbol such as "C", "F#m7" or "G7/B".
    pub fn parse(symbol: &str) -> Result<Self, ParseError> {
        let unknown = || ParseError(format!("not a chord: {symbol:?}"));
        let (upper, bass) = match symbol.split_once('/') {
            Some((upper, bass)) => (upper, Some(bass)),
            None => (symbol, None),
        };
        let (root, quality) = pitch_class(upper).ok_or_else(unknown)?;
        let steps: &[u8] = match quality {
            "" => &[0, 4, 7],
            "m" => &[0, 3, 7],
            "7" => &[0, 4, 7, 10],
            "m7" => &[0, 3, 7, 10],
            "maj7" => &[0, 4, 7, 11],
            "mmaj7" => &[0, 3, 7, 11],
            "6" => &[0, 4, 7, 9],
            "m6" => &[0, 3, 7, 9],
            "9" => &[0, 4, 10, 14],
            "add9" => &[0, 4, 7, 14],
            "dim" => &[0, 3, 6],
            "dim7" => &[0, 3, 6, 9],
            "m7b5" => &[0, 3, 6, 10],
            "aug" => &[0, 4, 8],
            "sus4" => &[0, 5, 7],
            "sus2" => &[0, 2, 7],
            "7sus4" => &[0, 5, 7, 10],
            "5" => &[0, 7],
            "1" => &[0],
            _ => return Err(unknown()),
        };
        let bass = match bass {
            Some(name) => match pitch_class(name) {
                Some((class, "")) => class,
                _ => return Err(unknown()),
            },
            None => root,
        };
        Ok(Self { bass, tones: steps.iter().map(|step| (root + step) % 12).collect() })
    }

    /// Pitch class of the fifth over the root, or of the root when there is none.
    pub fn fifth(&self) -> u8 {
        let root = self.tones.first().copied().unwrap_or(self.bass);
        let fifths = [7, 6, 8].map(|step| (root + step) % 12);
        let fifth = fifths.into_iter().find(|class| self.tones.contains(class));
        fifth.unwrap_or(root)
    }

    /// The tones as MIDI numbers in close position, lowest first, each as near to `around` as can be.
    pub fn voicing(&self, around: u8) -> Vec<u8> {
        let low = around.saturating_sub(6);
        let mut keys: Vec<u8> = self.tones.iter().map(|class| at_or_above(*class, low)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// The lowest MIDI number of a pitch class that is not under `low`.
pub fn at_or_above(class: u8, low: u8) -> u8 {
    low + (class + 12 - low % 12) % 12
}

fn pitch_class(text: &str) -> Option<(u8, &str)> {
    let step: u8 = match text.chars().next()? {
        'C' => 0,
        'D' => 2,
        'E' => 4,
        'F' => 5,
        'G' => 7,
        'A' => 9,
        'B' => 11,
        _ => return None,
    };
    let rest = &text[1..];
    if let Some(rest) = rest.strip_prefix('#') {
        return Some(((step + 1) % 12, rest));
    }
    if let Some(rest) = rest.strip_prefix('b') {
        return Some(((step + 11) % 12, rest));
    }
    Some((step, rest))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn symbols_name_their_tones() {
        assert_eq!(Chord::parse("C").unwrap().tones, vec![0, 4, 7]);
        assert_eq!(Chord::parse("F#m7").unwrap().tones, vec![6, 9, 1, 4]);
        let inverted = Chord::parse("G7/B").unwrap();
        assert_eq!((inverted.bass, inverted.fifth()), (11, 2));
        assert!(Chord::parse("H").is_err());
        assert!(Chord::parse("Cx").is_err());
    }

    #[test]
    fn voicings_stay_within_an_octave_of_their_centre() {
        for symbol in ["C", "Eb7", "Bm", "F#dim7"] {
            for key in Chord::parse(symbol).unwrap().voicing(60) {
                assert!((54..66).contains(&key), "{symbol} {key}");
            }
        }
    }
}
