//! What the matcher takes and gives.

use serde::{Deserialize, Serialize};

use crate::analysis::{Keyword, Mood};

use super::votes::Tally;

/// A picture as the matcher sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Keywords, strongest first; colour keywords included.
    pub keywords: Vec<Keyword>,
    /// Mood of the whole picture.
    pub mood: Mood,
    /// Orders equals, so that two pictures with the same words need not get the same list.
    pub seed: u64,
}

/// One search to put to the song sources.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SearchQuery {
    /// Two or three words, never ten.
    pub text: String,
    /// The picture's keywords that this query stands for.
    pub keywords: Vec<String>,
}

/// A song that a source offered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// Source ("starter", "spotify", "folder", ...).
    pub provider: String,
    /// The source's own id of the track; unique within the provider.
    pub provider_track_id: String,
    /// International Standard Recording Code.
    pub isrc: Option<String>,
    /// Title as the source gives it.
    pub title: String,
    /// First artist, or composer.
    pub artist: String,
    /// Album or collection.
    pub album: Option<String>,
    /// Length of the whole recording in milliseconds.
    pub duration_ms: Option<u32>,
    /// Free words that describe it (places, seasons, themes, instruments).
    pub tags: Vec<String>,
    /// Scene groups it suits ("water", "city").
    pub scenes: Vec<String>,
    /// Genres, broad first.
    pub genres: Vec<String>,
    /// Mood (valence, arousal), each -1 to 1, when known.
    pub mood: Option<(f32, f32)>,
    /// True when it has a preview that plays.
    pub playable: bool,
    /// True when it has artwork.
    pub illustrated: bool,
    /// The queries that found it, with its rank in each.
    pub hits: Vec<QueryHit>,
    /// What people say of it beside keywords, each keyword once.
    #[serde(default)]
    pub votes: Vec<Tally>,
}

/// That a query found a song, and where in its list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryHit {
    /// The query's text.
    pub query: String,
    /// Place in that query's results, from 0.
    pub rank: u32,
}

/// A ranked song.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// The song.
    pub candidate: Candidate,
    /// Fit, 0 to 1, before diversity.
    pub score: f32,
    /// What made it fit, strongest first; never empty.
    pub why: Vec<Why>,
    /// True when only the mood speaks for it.
    pub mood_match: bool,
}

/// One reason for a song.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// The picture's keyword, or the mood word, that speaks for the song.
    pub keyword: String,
    /// What sort of reason it is.
    pub kind: WhyKind,
    /// Its share of the song's score, 0 to 1.
    pub weight: f32,
    /// The query that found it, if one did.
    pub query: Option<String>,
    /// The source of the song.
    pub source: String,
}

/// Sorts of reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyKind {
    /// The word stands in the song's title, album, artist or tags.
    Keyword,
    /// The song suits the scene.
    Scene,
    /// The genre goes with the picture.
    Genre,
    /// The song feels like the picture.
    Mood,
}
