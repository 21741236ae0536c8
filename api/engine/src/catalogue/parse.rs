//! A piece's text file into a piece.

use std::collections::HashMap;

use super::notation::{self, QUARTER};
use super::{Chord, Harmony, Part, Pattern, Piece, TAIL_MS, Voice};

/// Why a piece's file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ParseError(pub String);

/// Reads a piece: `name: value` lines, then sections whose bodies are indented.
pub fn piece(slug: &str, text: &str) -> Result<Piece, ParseError> {
    let (fields, sections) = split(text)?;
    let bar = metre(fields.text("metre")?)?;
    let pickup = match fields.0.get("pickup") {
        Some(value) => notation::length(value)?,
        None => 0,
    };
    let (tempo, beat) = tempo(fields.text("tempo")?)?;
    let (valence, arousal) = mood(fields.text("mood")?)?;
    let mut piece = Piece {
        slug: slug.to_owned(),
        title: fields.owned("title")?,
        composer: fields.owned("composer")?,
        year: number(fields.text("year")?)?,
        collection: fields.owned("collection")?,
        origin: fields.owned("origin")?,
        licence: fields.owned("licence")?,
        valence,
        arousal,
        tempo,
        beat,
        bar,
        key: fields.owned("key")?,
        pickup,
        swing: fields.number_or("swing", 0.5)?,
        rubato: fields.number_or("rubato", 0.0)?,
        ritardando: fields.number_or("ritardando", 0.3)?,
        room: fields.number_or("room", 0.22)?,
        fades: fields.0.get("ending").is_some_and(|ending| *ending == "fade"),
        tags: fields.list("tags")?,
        scenes: fields.list("scenes")?,
        genres: fields.list("genres")?,
        duration_ms: 0,
        voices: Vec::new(),
        harmony: Vec::new(),
        parts: Vec::new(),
    };
    for section in &sections {
        read_section(&mut piece, section)?;
    }
    check(&piece)?;
    piece.duration_ms = (piece.seconds_at(piece.end()) * 1000.0).round() as u32 + TAIL_MS;
    Ok(piece)
}

struct Fields<'a>(HashMap<&'a str, &'a str>);

impl Fields<'_> {
    fn text(&self, name: &str) -> Result<&str, ParseError> {
        let value = self.0.get(name).copied().filter(|value| !value.is_empty());
        value.ok_or_else(|| ParseError(format!("{name} is missing")))
    }

    fn owned(&self, name: &str) -> Result<String, ParseError> {
        self.text(name).map(str::to_owned)
    }

    fn list(&self, name: &str) -> Result<Vec<String>, ParseError> {
        let words = self.text(name)?.split(',').map(|word| word.trim().to_owned());
        Ok(words.filter(|word| !word.is_empty()).collect())
    }

    fn number_or(&self, name: &str, otherwise: f32) -> Result<f32, ParseError> {
        self.0.get(name).map_or(Ok(otherwise), |value| number(value))
    }
}

struct Section<'a> {
    head: &'a str,
    body: String,
}

fn split(text: &str) -> Result<(Fields<'_>, Vec<Section<'_>>), ParseError> {
    let mut fields = HashMap::new();
    let mut sections: Vec<Section<'_>> = Vec::new();
    for line in text.lines() {
        // A `%` starts a remark, as in other notations.
        let line = line.split('%').next().unwrap_or_default();
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with(' ') {
            let section = sections.last_mut().ok_or_else(|| ParseError(format!("no section holds {line:?}")))?;
            section.body.push_str(line);
            continue;
        }
        match line.split_once(':') {
            Some((name, value)) if sections.is_empty() => {
                fields.insert(name.trim(), value.trim());
            }
            _ => sections.push(Section { head: line.trim(), body: String::new() }),
        }
    }
    Ok((Fields(fields), sections))
}

fn read_section(piece: &mut Piece, section: &Section<'_>) -> Result<(), ParseError> {
    let words: Vec<&str> = section.head.split_whitespace().collect();
    let told = |error: ParseError| ParseError(format!("{}: {error}", section.head));
    match words.as_slice() {
        ["voice", instrument, gain, options @ ..] => {
            let rings = match options {
                [] => false,
                ["ring"] => true,
                _ => return Err(told(ParseError("unknown option".to_owned()))),
            };
            let notes = notation::read(&section.body, piece.bar, piece.pickup).map_err(told)?;
            piece.voices.push(Voice { instrument: (*instrument).to_owned(), gain: number(gain)?, rings, notes });
        }
        ["chords"] => piece.harmony = harmony(&section.body, piece.bar, piece.pickup).map_err(told)?,
        ["play", pattern, instrument, gain, options @ ..] => {
            let pattern = match *pattern {
                "pad" => Pattern::Pad,
                "roll" => Pattern::Roll,
                grid => Pattern::Grid(grid_signs(grid, "BFC12345678-.").map_err(told)?),
            };
            piece.parts.push(part(pattern, instrument, gain, options).map_err(told)?);
        }
        ["drum", grid, instrument, gain] => {
            let pattern = Pattern::Beat(grid_signs(grid, "xX.").map_err(told)?);
            piece.parts.push(part(pattern, instrument, gain, &[]).map_err(told)?);
        }
        _ => return Err(ParseError(format!("not a section: {:?}", section.head))),
    }
    Ok(())
}

fn part(pattern: Pattern, instrument: &str, gain: &str, options: &[&str]) -> Result<Part, ParseError> {
    let mut part = Part { pattern, instrument: instrument.to_owned(), gain: number(gain)?, around: 60, rings: false };
    for option in options {
        match option.split_once('=') {
            Some(("around", name)) => part.around = notation::key(name)?,
            None if *option == "ring" => part.rings = true,
            _ => return Err(ParseError(format!("unknown option {option:?}"))),
        }
    }
    Ok(part)
}

fn grid_signs(grid: &str, allowed: &str) -> Result<Vec<char>, ParseError> {
    match grid.chars().find(|sign| !allowed.contains(*sign)) {
        Some(sign) => Err(ParseError(format!("a grid cannot hold {sign:?}"))),
        None => Ok(grid.chars().collect()),
    }
}

/// Chords bar by bar: those of a bar share it evenly unless `:n` gives quarters; `N` is silence.
fn harmony(text: &str, bar: u32, pickup: u32) -> Result<Vec<Harmony>, ParseError> {
    let tokens = notation::unfolded(text)?;
    let mut spans = Vec::new();
    if pickup > 0 {
        spans.push(Harmony { start: 0, length: pickup, chord: None });
    }
    let mut at = pickup;
    for (index, symbols) in tokens.split(|token| *token == "|").enumerate() {
        if symbols.is_empty() {
            continue;
        }
        let mut filled = 0;
        for symbol in symbols {
            let (name, length) = match symbol.split_once(':') {
                Some((name, quarters)) => (name, (number::<f32>(quarters)? * QUARTER as f32) as u32),
                None => (*symbol, bar / symbols.len() as u32),
            };
            let chord = match name {
                "N" => None,
                name => Some(Chord::parse(name)?),
            };
            spans.push(Harmony { start: at + filled, length, chord });
            filled += length;
        }
        if filled != bar {
            return Err(ParseError(format!("bar {} of the chords holds {filled} ticks", index + 1)));
        }
        at += bar;
    }
    Ok(spans)
}

fn check(piece: &Piece) -> Result<(), ParseError> {
    if piece.melody().is_empty() {
        return Err(ParseError("there is no melody".to_owned()));
    }
    let end = |notes: &[notation::Note]| notes.last().map_or(0, |note| note.start + note.length);
    let chords_end = piece.harmony.last().map_or(0, |span| span.start + span.length);
    for voice in &piece.voices {
        let bars_short = chords_end.saturating_sub(end(&voice.notes)) / piece.bar;
        if end(&voice.notes) > chords_end && chords_end > 0 {
            return Err(ParseError(format!("{} goes on after the chords", voice.instrument)));
        }
        if bars_short > 8 {
            return Err(ParseError(format!("{} ends {bars_short} bars early", voice.instrument)));
        }
    }
    Ok(())
}

fn metre(text: &str) -> Result<u32, ParseError> {
    let wrong = || ParseError(format!("not a metre: {text:?}"));
    let (count, unit) = text.split_once('/').ok_or_else(wrong)?;
    let count: u32 = number(count)?;
    Ok(count * notation::length(unit)?)
}

fn tempo(text: &str) -> Result<(f32, u32), ParseError> {
    match text.split_once(' ') {
        Some((bpm, unit)) => Ok((number(bpm)?, notation::length(unit)?)),
        None => Ok((number(text)?, QUARTER)),
    }
}

fn mood(text: &str) -> Result<(f32, f32), ParseError> {
    let (valence, arousal) = text.split_once(' ').ok_or_else(|| ParseError(format!("not a mood: {text:?}")))?;
    let (valence, arousal): (f32, f32) = (number(valence)?, number(arousal)?);
    if valence.abs() > 1.0 || arousal.abs() > 1.0 {
        return Err(ParseError(format!("outside the mood plane: {text:?}")));
    }
    Ok((valence, arousal))
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, ParseError> {
    text.trim().parse().map_err(|_error| ParseError(format!("not a number: {text:?}")))
}
