//! Songs and pictures that may please, each with its reason.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{post::Post, song::Song};

/// What speaks for a recommendation; new sorts may come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// It stands for a word of pictures that the asker chose, or of the song asked about: `keyword`.
    Keyword,
    /// It feels like them: `keyword` is the word for the mood.
    Mood,
    /// It is, or stands on, a picture like one that the asker chose: `post_id` is the one chosen.
    SimilarPicture,
    /// It goes with a song that the asker keeps: `song`.
    Song,
    /// The asker keeps another song of the same artist: `song`.
    Artist,
    /// It stands beside the song asked about on a public picture: `post_id`.
    Together,
    /// Many like it, or it is new; nothing is known of the asker's taste here.
    Popular,
}

/// The song of a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReasonSong {
    /// Its id.
    pub id: Uuid,
    /// Title.
    pub title: String,
    /// Artist or composer.
    pub artist: String,
}

/// Why something is recommended; what the sort of reason does not speak of is null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    /// The sort of reason.
    pub reason: ReasonKind,
    /// The word, for `keyword` and `mood`.
    pub keyword: Option<String>,
    /// A post that the asker may see, for `similar_picture` and `together`.
    pub post_id: Option<Uuid>,
    /// A song that the asker keeps, for `song` and `artist`.
    pub song: Option<ReasonSong>,
}

impl Reason {
    /// A reason of this sort that says nothing more.
    pub fn of(reason: ReasonKind) -> Self {
        Self { reason, keyword: None, post_id: None, song: None }
    }

    /// A reason about a word.
    pub fn word(reason: ReasonKind, keyword: impl Into<String>) -> Self {
        Self { keyword: Some(keyword.into()), ..Self::of(reason) }
    }

    /// A reason about a post.
    pub fn post(reason: ReasonKind, post_id: Uuid) -> Self {
        Self { post_id: Some(post_id), ..Self::of(reason) }
    }

    /// A reason about a song.
    pub fn song(reason: ReasonKind, song: ReasonSong) -> Self {
        Self { song: Some(song), ..Self::of(reason) }
    }
}

/// A song with the reason for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecommendedSong {
    /// The song.
    pub song: Song,
    /// Why.
    pub why: Reason,
    /// Whether the asker keeps the song; never true among songs for the asker.
    pub is_favorite: bool,
}

/// A picture with the reason for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecommendedPost {
    /// The post.
    pub post: Post,
    /// Why.
    pub why: Reason,
}

/// Songs with their reasons: one page, made anew for each request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecommendedSongs {
    /// Best first.
    pub songs: Vec<RecommendedSong>,
    /// Always null.
    pub next_cursor: Option<String>,
}

/// Pictures with their reasons: one page, made anew for each request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecommendedPosts {
    /// Best first.
    pub posts: Vec<RecommendedPost>,
    /// Always null.
    pub next_cursor: Option<String>,
}
