//! Words for pictures, and what goes with them.

use serde::{Deserialize, Serialize};

use crate::{post::Post, song::SongResponse};

/// A word and how often it stands on pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeywordCount {
    /// The word, in lower case.
    pub keyword: String,
    /// Public pictures with songs on which it stands.
    pub post_count: u32,
}

/// `GET /keywords/{keyword}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeywordPage {
    /// The word.
    pub keyword: KeywordCount,
    /// Its pictures, newest first.
    pub posts: Vec<Post>,
    /// The songs that fit its newest pictures best, best first; on the first page only.
    pub songs: Vec<SongResponse>,
    /// Where the next page of pictures begins; null at the end.
    pub next_cursor: Option<String>,
}
