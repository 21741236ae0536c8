//! A piece's score into timed notes, phrased as a player would.

use super::SynthesisError;
use super::instruments::Instrument;
use super::random::Random;
use crate::catalogue::notation::Note;
use crate::catalogue::{Chord, Harmony, Part, Pattern, Piece, Voice};

/// One note to be sounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Sound {
    /// What plays it.
    pub instrument: Instrument,
    /// MIDI number.
    pub key: u8,
    /// Start in seconds.
    pub start: f64,
    /// Length in seconds until it is let go.
    pub length: f64,
    /// How hard it is played, 0 to 1.
    pub velocity: f32,
    /// Loudness of its part, linear.
    pub gain: f32,
    /// Makes each note a little different.
    pub seed: u64,
}

/// All notes of a piece.
pub fn sounds(piece: &Piece) -> Result<Vec<Sound>, SynthesisError> {
    let mut random = Random::new(&piece.slug, 1);
    let mut sounds = Vec::new();
    for voice in &piece.voices {
        sing(piece, voice, &mut random, &mut sounds)?;
    }
    for part in &piece.parts {
        accompany(piece, part, &mut random, &mut sounds)?;
    }
    Ok(sounds)
}

/// The notes of the melody alone, on its own instrument.
pub fn melody(piece: &Piece) -> Result<Vec<Sound>, SynthesisError> {
    let mut sounds = Vec::new();
    if let Some(voice) = piece.voices.first() {
        sing(piece, voice, &mut Random::new(&piece.slug, 1), &mut sounds)?;
    }
    Ok(sounds)
}

fn instrument(name: &str) -> Result<Instrument, SynthesisError> {
    Instrument::named(name).ok_or_else(|| SynthesisError::UnknownInstrument(name.to_owned()))
}

fn sing(piece: &Piece, voice: &Voice, random: &mut Random, sounds: &mut Vec<Sound>) -> Result<(), SynthesisError> {
    let instrument = instrument(&voice.instrument)?;
    let arcs = phrase_arcs(piece, &voice.notes);
    let middle = mean_key(&voice.notes);
    for (note, arc) in voice.notes.iter().zip(arcs) {
        let top = note.keys.iter().copied().max().unwrap_or(60);
        let contour = 1.0 + 0.005 * (f32::from(top) - middle);
        let stress = if note.stressed { 1.18 } else { metric_stress(piece, note.start) };
        let velocity = (note.loudness * arc * stress * contour * random.between(0.96, 1.04)).clamp(0.08, 1.0);
        let on = piece.seconds_at(note.start);
        let end = note.start + note.length;
        let off = piece.seconds_at(if voice.rings { bar_end(piece, note.start).max(end) } else { end });
        let held = if note.short {
            0.45
        } else if note.ends_phrase {
            0.86
        } else {
            instrument.legato()
        };
        let start = (on + f64::from(random.between(-0.006, 0.006))).max(0.0);
        let spread = if instrument.is_plucked() { 0.014 } else { 0.004 };
        for (index, key) in note.keys.iter().enumerate() {
            sounds.push(Sound {
                instrument,
                key: *key,
                start: start + spread * index as f64,
                length: ((off - on) * held).max(0.05),
                velocity,
                gain: voice.gain,
                seed: random.bits(),
            });
        }
        for (index, key) in note.graces.iter().rev().enumerate() {
            sounds.push(Sound {
                instrument,
                key: *key,
                start: (start - 0.075 * (index + 1) as f64).max(0.0),
                length: 0.075,
                velocity: velocity * 0.8,
                gain: voice.gain,
                seed: random.bits(),
            });
        }
    }
    Ok(())
}

/// A gentle swell over each phrase: a phrase ends at a breath, at a long rest or after four bars.
fn phrase_arcs(piece: &Piece, notes: &[Note]) -> Vec<f32> {
    let mut arcs = Vec::with_capacity(notes.len());
    let mut first = 0;
    for (index, note) in notes.iter().enumerate() {
        let end = note.start + note.length;
        let next = notes.get(index + 1).map_or(u32::MAX, |next| next.start);
        let begun = notes[first].start;
        let long = end - begun >= 4 * piece.bar;
        if note.ends_phrase || long || next.saturating_sub(end) >= piece.bar / 2 {
            let span = f64::from(end - begun).max(1.0);
            arcs.extend(notes[first..=index].iter().map(|note| {
                let place = f64::from(note.start - begun) / span;
                (0.88 + 0.2 * (std::f64::consts::PI * place.powf(0.8)).sin()) as f32
            }));
            first = index + 1;
        }
    }
    arcs.resize(notes.len(), 1.0);
    arcs
}

fn bar_end(piece: &Piece, tick: u32) -> u32 {
    match tick.checked_sub(piece.pickup) {
        Some(played) => piece.pickup + (played / piece.bar + 1) * piece.bar,
        None => piece.pickup,
    }
}

fn mean_key(notes: &[Note]) -> f32 {
    let keys: Vec<f32> = notes.iter().flat_map(|note| &note.keys).map(|key| f32::from(*key)).collect();
    keys.iter().sum::<f32>() / keys.len().max(1) as f32
}

fn metric_stress(piece: &Piece, tick: u32) -> f32 {
    let within = (tick + piece.bar - piece.pickup % piece.bar) % piece.bar;
    if within == 0 {
        1.06
    } else if within.is_multiple_of(piece.beat) {
        1.0
    } else {
        0.94
    }
}

fn accompany(piece: &Piece, part: &Part, random: &mut Random, sounds: &mut Vec<Sound>) -> Result<(), SynthesisError> {
    let mut player = Player { instrument: instrument(&part.instrument)?, part, piece, random, sounds };
    match &part.pattern {
        Pattern::Pad | Pattern::Roll => player.play_spans(),
        Pattern::Grid(signs) => player.play_grid(signs),
        Pattern::Beat(signs) => player.play_beat(signs),
    }
    Ok(())
}

struct Player<'a> {
    instrument: Instrument,
    part: &'a Part,
    piece: &'a Piece,
    random: &'a mut Random,
    sounds: &'a mut Vec<Sound>,
}

impl Player<'_> {
    fn play_spans(&mut self) {
        let rolled = self.part.pattern == Pattern::Roll;
        for span in &self.piece.harmony {
            let Some(chord) = &span.chord else { continue };
            let keys = chord.voicing(self.part.around);
            self.strike(&keys, span.start, span.start + span.length, 0.62, if rolled { 0.05 } else { 0.006 });
        }
    }

    fn play_grid(&mut self, signs: &[char]) {
        let last_bar = self.last_bar();
        for (bar_start, slice) in self.bars(signs.len()) {
            if bar_start == last_bar && !self.piece.fades {
                self.close(signs, bar_start);
                continue;
            }
            for (index, sign) in signs.iter().enumerate() {
                if matches!(sign, '-' | '.') {
                    continue;
                }
                let start = bar_start + slice * index as u32;
                let Some(span) = self.span_at(start) else { continue };
                let Some(chord) = &span.chord else { continue };
                let held = 1 + signs[index + 1..].iter().take_while(|sign| **sign == '-').count() as u32;
                let end = if self.part.rings { span.start + span.length } else { start + slice * held };
                let keys = self.keys(*sign, chord);
                let velocity = 0.6 * metric_stress(self.piece, start);
                self.strike(&keys, start, end, velocity, 0.008);
            }
        }
    }

    fn play_beat(&mut self, signs: &[char]) {
        let last_bar = self.last_bar();
        for (bar_start, slice) in self.bars(signs.len()) {
            for (index, sign) in signs.iter().enumerate() {
                let closing = bar_start == last_bar && !self.piece.fades && index > 0;
                if *sign == '.' || closing {
                    continue;
                }
                let start = bar_start + slice * index as u32;
                // Tuned drums follow the bass; the others ignore the key.
                let bass = self.span_at(start).and_then(|span| span.chord.as_ref());
                let key = bass.map_or(45, |chord| bass_key(chord.bass, 41));
                let velocity = if *sign == 'X' { 0.85 } else { 0.6 };
                self.strike(&[key], start, start + slice, velocity, 0.0);
            }
        }
    }

    /// The last bar comes to rest: one bass note and one chord, held.
    fn close(&mut self, signs: &[char], bar_start: u32) {
        let end = self.piece.end();
        for span in &self.piece.harmony {
            if span.start < bar_start {
                continue;
            }
            let Some(chord) = &span.chord else { continue };
            let mut keys = Vec::new();
            if signs.contains(&'B') {
                keys.extend(self.keys('B', chord));
            }
            if signs.iter().any(|sign| matches!(sign, 'C' | '1'..='8')) {
                keys.extend(self.keys('C', chord));
            }
            self.strike(&keys, span.start, end.min(span.start + span.length), 0.6, 0.025);
        }
    }

    fn keys(&self, sign: char, chord: &Chord) -> Vec<u8> {
        match sign {
            'B' => vec![bass_key(chord.bass, self.bass_floor())],
            'F' => vec![bass_key(chord.fifth(), self.bass_floor())],
            'C' => chord.voicing(self.part.around),
            _ => {
                let keys = chord.voicing(self.part.around);
                let index = sign.to_digit(10).map_or(0, |digit| digit as usize - 1);
                let octave = (index / keys.len().max(1)) as u8;
                keys.get(index % keys.len().max(1)).map(|key| key + 12 * octave).into_iter().collect()
            }
        }
    }

    /// Basses lie one octave and more under the chords, but not under the low E of a double bass.
    fn bass_floor(&self) -> u8 {
        self.part.around.saturating_sub(26).max(28)
    }

    fn strike(&mut self, keys: &[u8], start: u32, end: u32, velocity: f32, spread: f64) {
        let on = (self.piece.seconds_at(start) + f64::from(self.random.between(-0.005, 0.005))).max(0.0);
        let off = self.piece.seconds_at(end);
        for (index, key) in keys.iter().enumerate() {
            let start = on + spread * index as f64;
            self.sounds.push(Sound {
                instrument: self.instrument,
                key: *key,
                start,
                length: ((off - start) * 0.97).max(0.05),
                velocity: (velocity * self.random.between(0.93, 1.07)).clamp(0.05, 1.0),
                gain: self.part.gain,
                seed: self.random.bits(),
            });
        }
    }

    /// Start of each bar with the length of a slice of it.
    fn bars(&self, slices: usize) -> impl Iterator<Item = (u32, u32)> + use<> {
        let (bar, end) = (self.piece.bar, self.piece.end());
        let slice = bar / slices.max(1) as u32;
        let mut at = self.piece.pickup;
        std::iter::from_fn(move || {
            let start = at;
            at += bar;
            (start < end).then_some((start, slice))
        })
    }

    fn last_bar(&self) -> u32 {
        let played = self.piece.end().saturating_sub(self.piece.pickup + 1);
        self.piece.pickup + played / self.piece.bar * self.piece.bar
    }

    fn span_at(&self, tick: u32) -> Option<&Harmony> {
        let spans = &self.piece.harmony;
        let after = spans.partition_point(|span| span.start <= tick);
        spans.get(after.checked_sub(1)?).filter(|span| tick < span.start + span.length)
    }
}

fn bass_key(class: u8, floor: u8) -> u8 {
    floor + (class + 12 - floor % 12) % 12
}
