//! Search over everything that the asker may see.

use serde::{Deserialize, Serialize};

use crate::{keyword::KeywordCount, post::Post, song::SongResponse, user::Profile};

/// Most characters of a search.
pub const SEARCH_CHARS: usize = 200;

/// What can be searched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SearchType {
    /// Pictures with their songs.
    Posts,
    /// Songs that stand on pictures.
    Songs,
    /// People.
    Users,
    /// Words of pictures.
    Keywords,
}

impl SearchType {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Posts, Self::Songs, Self::Users, Self::Keywords];

    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Posts => "posts",
            Self::Songs => "songs",
            Self::Users => "users",
            Self::Keywords => "keywords",
        }
    }

    /// Reads the word used on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// `GET /search`: what was asked for, the best of each; a field that was not asked for is missing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SearchResults {
    /// Posts, newest first; `GET /posts?q=` has all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posts: Option<Vec<Post>>,
    /// Songs, the most alike first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub songs: Option<Vec<SongResponse>>,
    /// People, the most alike first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users: Option<Vec<Profile>>,
    /// Words with the number of their posts, those that begin with the search first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Vec<KeywordCount>>,
}
