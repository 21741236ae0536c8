//! Songs that a user keeps, privately.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Timestamp, post::Post, song::Song};

/// The state after keeping or letting go of a song.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FavoriteState {
    /// The song.
    pub song_id: Uuid,
    /// The post it came from first; null when that is gone, until the song is kept from another one.
    pub post_id: Option<Uuid>,
    /// Whether the asker keeps it now.
    pub is_favorite: bool,
}

/// A kept song and the picture it came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Favorite {
    /// The song.
    pub song: Song,
    /// The original post; null when it is gone or no longer the asker's to see, and in somebody else's list when it is not public.
    pub post_id: Option<Uuid>,
    /// The original post itself, under the same rule.
    pub post: Option<Post>,
    /// When the song was kept.
    pub created_at: Timestamp,
    /// Whether the asker keeps it too; true in their own list.
    pub is_favorite: bool,
}

/// `GET /me/favorites`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FavoriteList {
    /// The favourites of this page.
    pub favorites: Vec<Favorite>,
    /// Where the next page begins; null at the end.
    pub next_cursor: Option<String>,
}

/// Order of a list of favourites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FavoriteSort {
    /// Kept last, first.
    #[default]
    New,
    /// Kept first, first.
    Old,
    /// By title.
    Title,
    /// By artist.
    Artist,
}

impl FavoriteSort {
    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Old => "old",
            Self::Title => "title",
            Self::Artist => "artist",
        }
    }
}
