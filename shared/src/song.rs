//! Songs, and why they stand beside a picture.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What can be heard of a song.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PreviewState {
    /// A sound file that plays in `<audio>`.
    Available,
    /// The source's own player, to be loaded on a click.
    Embed,
    /// Only a link to the source.
    LinkOnly,
    /// Nothing.
    None,
}

/// How a song can be heard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    /// What there is.
    pub state: PreviewState,
    /// The sound file or the player's address.
    pub url: Option<String>,
}

/// A song.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Song {
    /// The song's id.
    pub id: Uuid,
    /// The source that offers it ("starter", "spotify", ...).
    pub provider: String,
    /// The source's own id.
    pub provider_track_id: String,
    /// International Standard Recording Code.
    pub isrc: Option<String>,
    /// Title.
    pub title: String,
    /// Artist or composer.
    pub artist: String,
    /// Album or collection.
    pub album: Option<String>,
    /// Year of the work.
    pub year: Option<i32>,
    /// Artwork; null is a normal value.
    pub artwork_url: Option<String>,
    /// True when the artwork was drawn by Imagime and is not the record's own.
    pub artwork_generated: bool,
    /// What can be heard.
    pub preview: Preview,
    /// The song at its source.
    pub external_url: Option<String>,
    /// Who made it and under which terms, to be shown beside it.
    pub attribution: Option<String>,
    /// Length of what the source offers, in milliseconds.
    pub duration_ms: Option<u32>,
    /// Marked as explicit by its source.
    pub explicit: bool,
}

/// What sort of reason it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WhyKind {
    /// A word of the picture stands in the song.
    Keyword,
    /// The song suits the scene.
    Scene,
    /// Its genre goes with the picture.
    Genre,
    /// It feels like the picture.
    Mood,
}

/// One reason for a song.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Why {
    /// The picture's keyword, or the mood word, that speaks for the song.
    pub keyword: String,
    /// What sort of reason it is.
    pub kind: WhyKind,
    /// Its share of the score, 0 to 1.
    pub weight: f32,
    /// The query that found the song, if one did.
    pub query: Option<String>,
    /// The source that offered it.
    pub source: String,
}

/// A song on a post.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostSong {
    /// The song.
    pub song: Song,
    /// How well it fits, 0 to 1.
    pub score: f32,
    /// Why it fits, strongest first.
    pub why: Vec<Why>,
    /// True when only the mood speaks for it.
    pub mood_match: bool,
    /// Votes for it less votes against it.
    pub vote_score: i32,
    /// The asker's own vote: 1, -1 or null.
    pub my_vote: Option<i8>,
    /// Whether the asker keeps the song.
    pub is_favorite: bool,
}

/// Order of a post's songs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SongSort {
    /// How well they fit.
    #[default]
    Fit,
    /// Votes for them less votes against them, then how well they fit.
    Votes,
}

impl SongSort {
    /// The word used on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fit => "fit",
            Self::Votes => "votes",
        }
    }
}

/// `GET /posts/{id}/songs`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PostSongList {
    /// Best first.
    pub songs: Vec<PostSong>,
    /// Where the next page begins; null at the end.
    pub next_cursor: Option<String>,
}

/// `PUT /posts/{id}/songs/{song_id}/vote`: does the song fit the picture?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!({"value": 1})))]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// 1 when it fits, -1 when its vibe is wrong.
    #[cfg_attr(feature = "openapi", schema(schema_with = one_or_minus_one))]
    pub value: i8,
}

#[cfg(feature = "openapi")]
fn one_or_minus_one() -> utoipa::openapi::Object {
    use utoipa::openapi::{ObjectBuilder, Type};
    ObjectBuilder::new().schema_type(Type::Integer).enum_values(Some([1, -1])).build()
}

/// What a vote led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VoteState {
    /// The song.
    pub song_id: Uuid,
    /// The post it stands on.
    pub post_id: Uuid,
    /// Votes for it less votes against it, on this post.
    pub vote_score: i32,
    /// The asker's own vote: 1, -1 or null.
    pub my_vote: Option<i8>,
}

/// A song by itself: `GET /songs/{id}`, and an item of a keyword's songs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SongResponse {
    /// The song.
    pub song: Song,
    /// Whether the asker keeps it.
    pub is_favorite: bool,
}
