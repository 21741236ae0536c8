//! Lists: one page after the other, never by number.

use serde::{Deserialize, Serialize};

/// Most rows that a page may have.
pub const MAX_LIMIT: u32 = 50;
/// Rows of a page when nobody asks for a number.
pub const DEFAULT_LIMIT: u32 = 20;
/// Rows of a page of a post's songs when nobody asks for a number.
pub const DEFAULT_SONG_LIMIT: u32 = 5;
/// Rows of each type that a search finds when nobody asks for a number.
pub const DEFAULT_SEARCH_LIMIT: u32 = 5;
/// Songs of a playlist's page when nobody asks for a number.
pub const DEFAULT_PLAYLIST_LIMIT: u32 = 50;

/// Which page is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageQuery {
    /// The previous page's `next_cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows, 1 to 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}
