//! Codes of the notices of a post.

/// There are no words to go by.
pub const NO_KEYWORDS: &str = "no_keywords";
/// No song was found, or none at this source.
pub const NO_MATCHING_SONGS: &str = "no_matching_songs";
/// A source did not answer, or could not be asked.
pub const SOURCE_UNAVAILABLE: &str = "source_unavailable";
/// The mood chose the songs, not the words.
pub const MOOD_ONLY: &str = "mood_only";
