//! The starter catalogue: true melodies of the public domain in our own arrangements, as data.
//!
//! A piece is a small text file under `data/catalogue`; its language is described in [`notation`].

mod chords;
mod list;
pub mod notation;
mod parse;
mod search;

use std::sync::OnceLock;

pub use chords::Chord;
pub use parse::ParseError;
pub use search::search;

use crate::matching::Candidate;
use notation::Note;

/// The provider's name on every candidate of this catalogue.
pub const PROVIDER: &str = "starter";

/// Silence-bound tail after the last note, in milliseconds: room for the last sound to die away.
pub const TAIL_MS: u32 = 1_800;

/// One finished piece: what it is, how it feels, and its score.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Lower-case id, stable for ever ("morning-mood").
    pub slug: String,
    /// True title.
    pub title: String,
    /// Composer, or the tradition it comes from.
    pub composer: String,
    /// Year of composition or first print; traditional ones carry the first print.
    pub year: i32,
    /// The work or sort of songs it belongs to.
    pub collection: String,
    /// Why it is in the public domain and which tradition the melody follows.
    pub origin: String,
    /// Licence of our arrangement (SPDX).
    pub licence: String,
    /// Unpleasant to pleasant, -1 to 1.
    pub valence: f32,
    /// Still to stirring, -1 to 1.
    pub arousal: f32,
    /// Beats a minute.
    pub tempo: f32,
    /// Length of that beat in ticks (a quarter note is 480).
    pub beat: u32,
    /// Length of a bar in ticks.
    pub bar: u32,
    /// Key in words ("E major").
    pub key: String,
    /// Length of the up-beat before the first full bar, in ticks.
    pub pickup: u32,
    /// Where the off-beat eighth falls within its quarter: 0.5 is straight, 0.66 swings.
    pub swing: f32,
    /// How far the tempo breathes with the phrase, in seconds.
    pub rubato: f32,
    /// How much slower the last bars become, 0 to 1.
    pub ritardando: f32,
    /// Wetness of the room, 0 to 1.
    pub room: f32,
    /// True when it fades out where the tune goes on.
    pub fades: bool,
    /// Places, things, seasons, times, activities, feelings.
    pub tags: Vec<String>,
    /// Scene groups it suits.
    pub scenes: Vec<String>,
    /// Genres, broad first.
    pub genres: Vec<String>,
    /// Length of the preview in milliseconds.
    pub duration_ms: u32,
    /// Written-out parts; the first one is the melody.
    pub voices: Vec<Voice>,
    /// Harmony under the whole piece, in order, without gaps.
    pub harmony: Vec<Harmony>,
    /// Parts made from the harmony.
    pub parts: Vec<Part>,
}

/// A written-out part.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// The instrument's name ("flute").
    pub instrument: String,
    /// Loudness, linear.
    pub gain: f32,
    /// True when notes ring on to the end of their bar, as with a pedal.
    pub rings: bool,
    /// Notes in order of start.
    pub notes: Vec<Note>,
}

/// A chord and where it sounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Harmony {
    /// Start in ticks.
    pub start: u32,
    /// Length in ticks.
    pub length: u32,
    /// The chord, or none for silence.
    pub chord: Option<Chord>,
}

/// A part that an instrument makes up from the harmony.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// How it moves.
    pub pattern: Pattern,
    /// The instrument's name.
    pub instrument: String,
    /// Loudness, linear.
    pub gain: f32,
    /// MIDI number around which chords lie, and under which basses stay.
    pub around: u8,
    /// True when notes ring on to the end of their chord, as with a pedal.
    pub rings: bool,
}

/// How an accompanying part moves.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// Each chord held for its length.
    Pad,
    /// Each chord broken upwards once, then left to ring.
    Roll,
    /// One sign for each equal slice of the bar; see [`notation`].
    Grid(Vec<char>),
    /// Like a grid, for drums: `x` is a stroke, `X` a strong one.
    Beat(Vec<char>),
}

impl Piece {
    /// The piece as a song that the matcher can rank.
    pub fn candidate(&self) -> Candidate {
        Candidate {
            provider: PROVIDER.to_owned(),
            provider_track_id: self.slug.clone(),
            title: self.title.clone(),
            artist: self.composer.clone(),
            album: Some(self.collection.clone()),
            duration_ms: Some(self.duration_ms),
            tags: self.tags.clone(),
            scenes: self.scenes.clone(),
            genres: self.genres.clone(),
            mood: Some((self.valence, self.arousal)),
            playable: true,
            illustrated: true,
            ..Candidate::default()
        }
    }

    /// The melody: the first written-out part.
    pub fn melody(&self) -> &[Note] {
        self.voices.first().map_or(&[], |voice| &voice.notes)
    }

    /// End of the last written note or chord, in ticks.
    pub fn end(&self) -> u32 {
        let sung = self.voices.iter().filter_map(|voice| voice.notes.last());
        let sung = sung.map(|note| note.start + note.length);
        let played = self.harmony.last().map(|span| span.start + span.length);
        sung.chain(played).max().unwrap_or(0)
    }

    /// Seconds from the start of the piece to a place in the score, with swing, breath and the slowing end.
    pub fn seconds_at(&self, tick: u32) -> f64 {
        let beat_seconds = 60.0 / f64::from(self.tempo);
        let beats = f64::from(self.swung(tick)) / f64::from(self.beat);
        let end = f64::from(self.end()) / f64::from(self.beat);
        let stretch = 2.0 * f64::from(self.bar) / f64::from(self.beat);
        let slowed = (beats - (end - stretch)).max(0.0);
        let slower = f64::from(self.ritardando) * slowed * slowed / (2.0 * stretch);
        let bars = (f64::from(tick) - f64::from(self.pickup)) / f64::from(self.bar);
        let breath = f64::from(self.rubato) * (1.0 - (bars * std::f64::consts::FRAC_PI_2).cos());
        (beats + slower) * beat_seconds + breath
    }

    fn swung(&self, tick: u32) -> f32 {
        const QUARTER: f32 = notation::QUARTER as f32;
        let relative = tick as f32 - self.pickup as f32;
        let within = relative.rem_euclid(QUARTER) / QUARTER;
        let warped = if within < 0.5 {
            within * 2.0 * self.swing
        } else {
            self.swing + (within - 0.5) * 2.0 * (1.0 - self.swing)
        };
        tick as f32 + (warped - within) * QUARTER
    }
}

/// Every piece, in the catalogue's own order.
pub fn pieces() -> &'static [Piece] {
    static PIECES: OnceLock<Vec<Piece>> = OnceLock::new();
    PIECES.get_or_init(|| {
        // A test proves that every file parses, so nothing is lost here.
        list::SOURCES.iter().filter_map(|(slug, text)| parse::piece(slug, text).ok()).collect()
    })
}

/// The piece with that slug.
pub fn find(slug: &str) -> Option<&'static Piece> {
    pieces().iter().find(|piece| piece.slug == slug)
}

/// Every file of the catalogue with the piece that it holds, or why it holds none; for tests and tools.
pub fn parse_all() -> Vec<(&'static str, Result<Piece, ParseError>)> {
    list::SOURCES.iter().map(|(slug, text)| (*slug, parse::piece(slug, text))).collect()
}
