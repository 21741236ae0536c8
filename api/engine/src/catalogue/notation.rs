//! The notation in which the catalogue's melodies are written.
//!
//! Tokens stand between spaces:
//!
//! - `c#5/8` is a note: letter, `#` or `b`, octave (`a4` is 440 Hz), length. The length stays until another is given; `.` dots it,
//!   `t` makes it a third shorter (`/8t`). `c4+e4+g4/2` sounds together, `r/4` is a rest.
//! - `~` at its end ties a note to the next, `'` shortens it, `>` stresses it. `(d5)` is a short note before the next one.
//! - `!p`, `!mp`, `!mf`, `!f`, `!ff` set the loudness; `,` takes a breath, which ends a phrase.
//! - `|` ends a bar, which must be full: a wrong length is found when the file is read. `{ ... }x2` repeats what is inside.
//!
//! Signs of an accompanying grid: `B` root in the bass, `F` fifth in the bass, `C` the chord, `1` to `8` its tones upwards,
//! `-` holds on, `.` is silence.

use super::ParseError;

/// Ticks in a quarter note.
pub const QUARTER: u32 = 480;

/// A note, or several that sound together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    /// Start in ticks from the beginning of the piece.
    pub start: u32,
    /// Length in ticks.
    pub length: u32,
    /// MIDI numbers (69 is 440 Hz), never empty.
    pub keys: Vec<u8>,
    /// Short notes just before, MIDI numbers.
    pub graces: Vec<u8>,
    /// Loudness, 0 to 1.
    pub loudness: f32,
    /// Played short.
    pub short: bool,
    /// Played with stress.
    pub stressed: bool,
    /// The last note of a phrase.
    pub ends_phrase: bool,
}

/// Reads a part; every bar must be as long as `bar`, the first as long as `pickup` when there is one; the last may be shorter.
pub fn read(text: &str, bar: u32, pickup: u32) -> Result<Vec<Note>, ParseError> {
    let mut reader = Reader {
        bar,
        expected: if pickup > 0 { pickup } else { bar },
        loudness: 0.7,
        length: QUARTER,
        ..Reader::default()
    };
    for token in unfolded(text)? {
        reader.take(token)?;
    }
    if reader.filled > reader.expected {
        return Err(reader.complain("the last bar is too long"));
    }
    Ok(reader.notes)
}

/// The tokens with every `{ ... }xN` written out.
pub(super) fn unfolded(text: &str) -> Result<Vec<&str>, ParseError> {
    let mut stack: Vec<Vec<&str>> = vec![Vec::new()];
    for token in text.split_whitespace() {
        if token == "{" {
            stack.push(Vec::new());
            continue;
        }
        if let Some(times) = token.strip_prefix("}x") {
            let times: usize =
                times.parse().map_err(|error| ParseError(format!("a repeat needs a number: {error}")))?;
            let inner = stack.pop().unwrap_or_default();
            let outer = stack.last_mut().ok_or_else(|| ParseError("a repeat ends that never began".to_owned()))?;
            for _ in 0..times {
                outer.extend(&inner);
            }
            continue;
        }
        if let Some(top) = stack.last_mut() {
            top.push(token);
        }
    }
    if stack.len() != 1 {
        return Err(ParseError("a repeat is not closed".to_owned()));
    }
    Ok(stack.pop().unwrap_or_default())
}

/// A note's MIDI number from its name ("c#5" is 73).
pub fn key(name: &str) -> Result<u8, ParseError> {
    let unknown = || ParseError(format!("not a note: {name:?}"));
    let mut signs = name.chars();
    let step = match signs.next().ok_or_else(unknown)? {
        'c' => 0,
        'd' => 2,
        'e' => 4,
        'f' => 5,
        'g' => 7,
        'a' => 9,
        'b' => 11,
        _ => return Err(unknown()),
    };
    let rest = signs.as_str();
    let octave_at = rest.find(|sign: char| sign.is_ascii_digit()).ok_or_else(unknown)?;
    let (accidentals, octave) = rest.split_at(octave_at);
    let mut shift = 0;
    for accidental in accidentals.chars() {
        shift += match accidental {
            '#' => 1,
            'b' => -1,
            _ => return Err(unknown()),
        };
    }
    let octave: i32 = octave.parse().map_err(|_error| unknown())?;
    u8::try_from(12 * (octave + 1) + step + shift).ok().filter(|key| (12..=120).contains(key)).ok_or_else(unknown)
}

/// Ticks of a length such as "8", "4." or "8t".
pub fn length(text: &str) -> Result<u32, ParseError> {
    let wrong = || ParseError(format!("not a length: {text:?}"));
    let digits = text.trim_end_matches(['.', 't']);
    let value: u32 = digits.parse().map_err(|_error| wrong())?;
    if value == 0 || !(4 * QUARTER).is_multiple_of(value) {
        return Err(wrong());
    }
    let plain = 4 * QUARTER / value;
    match &text[digits.len()..] {
        "" => Ok(plain),
        "." => Ok(plain * 3 / 2),
        ".." => Ok(plain * 7 / 4),
        "t" => Ok(plain * 2 / 3),
        _ => Err(wrong()),
    }
}

#[derive(Default)]
struct Reader {
    notes: Vec<Note>,
    graces: Vec<u8>,
    at: u32,
    bar: u32,
    bars: u32,
    expected: u32,
    filled: u32,
    loudness: f32,
    length: u32,
    tied: bool,
}

impl Reader {
    fn take(&mut self, token: &str) -> Result<(), ParseError> {
        match token {
            "|" => return self.end_bar(),
            "," => {
                if let Some(last) = self.notes.last_mut() {
                    last.ends_phrase = true;
                }
                return Ok(());
            }
            _ => {}
        }
        if let Some(dynamic) = token.strip_prefix('!') {
            self.loudness = match dynamic {
                "pp" => 0.32,
                "p" => 0.45,
                "mp" => 0.58,
                "mf" => 0.7,
                "f" => 0.84,
                "ff" => 0.97,
                _ => return Err(self.complain(&format!("unknown loudness {dynamic:?}"))),
            };
            return Ok(());
        }
        if let Some(grace) = token.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            self.graces.push(key(grace)?);
            return Ok(());
        }
        self.take_note(token)
    }

    fn take_note(&mut self, token: &str) -> Result<(), ParseError> {
        let marks_at = token.find(['~', '\'', '>']).unwrap_or(token.len());
        let (body, marks) = token.split_at(marks_at);
        let (names, given) = match body.split_once('/') {
            Some((names, given)) => (names, Some(given)),
            None => (body, None),
        };
        if let Some(given) = given {
            self.length = length(given).map_err(|error| self.complain(&error.0))?;
        }
        let start = self.at;
        self.at += self.length;
        self.filled += self.length;
        if names == "r" {
            self.tied = false;
            return Ok(());
        }
        let keys = names.split('+').map(key).collect::<Result<Vec<_>, _>>().map_err(|error| self.complain(&error.0))?;
        let joins = std::mem::replace(&mut self.tied, marks.contains('~'));
        if joins {
            let at = self.bars + 1;
            return match self.notes.last_mut() {
                Some(last) if last.keys == keys => {
                    last.length += self.length;
                    Ok(())
                }
                _ => Err(ParseError(format!("bar {at}: a tie joins different notes"))),
            };
        }
        self.notes.push(Note {
            start,
            length: self.length,
            keys,
            graces: std::mem::take(&mut self.graces),
            loudness: self.loudness,
            short: marks.contains('\''),
            stressed: marks.contains('>'),
            ends_phrase: false,
        });
        Ok(())
    }

    fn end_bar(&mut self) -> Result<(), ParseError> {
        if self.filled != self.expected {
            let text = format!("holds {} ticks, not {}", self.filled, self.expected);
            return Err(self.complain(&text));
        }
        self.filled = 0;
        self.expected = self.bar;
        self.bars += 1;
        Ok(())
    }

    fn complain(&self, text: &str) -> ParseError {
        ParseError(format!("bar {}: {text}", self.bars + 1))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn notes_have_their_midi_numbers() {
        for (name, number) in [("a4", 69), ("c4", 60), ("c#5", 73), ("bb3", 58), ("cb5", 71), ("b#4", 72)] {
            assert_eq!(key(name).unwrap(), number, "{name}");
        }
        assert!(key("h4").is_err());
        assert!(key("c").is_err());
    }

    #[test]
    fn lengths_count_in_ticks() {
        assert_eq!(length("4").unwrap(), 480);
        assert_eq!(length("4.").unwrap(), 720);
        assert_eq!(length("8t").unwrap(), 160);
        assert!(length("5x").is_err());
    }

    #[test]
    fn a_bar_of_the_wrong_length_is_refused() {
        let error = read("c4/4 d4 e4 |", 4 * QUARTER, 0).unwrap_err();
        assert!(error.to_string().contains("bar 1"), "{error}");
    }

    #[test]
    fn ties_join_and_repeats_unfold() {
        let notes = read("c4/4~ c4/8 d4/8 e4+g4/2 | { c4/4 r/4 c4/2 | }x2", 4 * QUARTER, 0).unwrap();
        assert_eq!(notes.len(), 7);
        assert_eq!((notes[0].start, notes[0].length), (0, 720));
        assert_eq!(notes[2].keys, vec![64, 67]);
        assert_eq!(notes[5].start, 8 * QUARTER);
    }
}
