//! The vocabulary that every analyser speaks and the matcher listens to.

use serde::{Deserialize, Serialize};

use super::Face;

/// One thing said about a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Keyword {
    /// Lower-case word or short phrase a person would use ("cat", "warm light").
    pub word: String,
    /// Confidence, 0 to 1.
    pub score: f32,
    /// Where the word comes from.
    pub kind: KeywordKind,
}

/// What a keyword speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeywordKind {
    /// A thing that was recognised.
    Object,
    /// A scene group ("mountain", "city").
    Scene,
    /// Colour and light ("golden light", "monochrome").
    Colour,
    /// Added or re-weighed by the picture's owner.
    User,
}

/// A point on the mood plane with the words for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mood {
    /// Unpleasant to pleasant, -1 to 1.
    pub valence: f32,
    /// Still to stirring, -1 to 1.
    pub arousal: f32,
    /// One to three words for that point ("calm", "warm").
    pub words: Vec<String>,
}

/// All that an analyser has to say about one picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// Strongest first; empty when the analyser abstains and colour has nothing to say either.
    pub keywords: Vec<Keyword>,
    /// Scene groups with their summed probability, strongest first.
    pub scenes: Vec<(String, f32)>,
    /// One mood from content and colour together.
    pub mood: Mood,
    /// The mood that colour and light alone suggest.
    pub colour_mood: Mood,
    /// True when no content was recognised: the keywords hold colour words only.
    pub abstained: bool,
    /// The faces in it, largest first: where they are and nothing else.
    #[serde(default)]
    pub faces: Vec<Face>,
    /// The picture's features (1,280 numbers) for finding similar pictures; empty when the analyser has none.
    pub embedding: Vec<f32>,
    /// Who made this analysis ("local", "everypixel").
    pub source: String,
}

/// Why an analyser could not answer.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    /// The bytes are not a picture that can be decoded.
    #[error("the picture cannot be decoded: {0}")]
    Undecodable(String),
    /// The model did not load or run.
    #[error("the image model failed: {0}")]
    Model(String),
}

/// Anything that can look at a picture.
pub trait Analyser: Send + Sync {
    /// Looks at an encoded picture (JPEG, upright) and says what it shows and how it feels.
    fn analyse(&self, picture: &[u8]) -> Result<Analysis, AnalysisError>;
}
