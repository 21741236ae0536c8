//! What a picture shows and how it feels.

mod classes;
mod colour;
mod content;
mod local;
mod mood;
mod types;

pub use classes::SCENES;
pub use colour::COLOUR_WORDS;
pub use local::LocalAnalyser;
pub use mood::mood_words;
pub use types::{Analyser, Analysis, AnalysisError, Keyword, KeywordKind, Mood};
