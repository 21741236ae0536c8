//! What a picture shows and how it feels.

mod classes;
mod colour;
mod content;
mod faces;
mod local;
mod mood;
mod people;
mod types;

pub use classes::SCENES;
pub use colour::COLOUR_WORDS;
pub use faces::Face;
pub use local::{LocalAnalyser, SOURCE};
pub use mood::mood_words;
pub use types::{Analyser, Analysis, AnalysisError, Keyword, KeywordKind, Mood};

/// Lightness of a pixel as screens weigh its colours.
fn luma([r, g, b]: [u8; 3]) -> u8 {
    ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114 + 500) / 1000) as u8
}
