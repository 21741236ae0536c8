//! What a post's stream of events carries.

use serde::{Deserialize, Serialize};

use crate::{
    post::{Failure, Keyword, Mood, Notice, PostStatus},
    song::PostSong,
};

/// Name of the event that tells how far the work has come.
pub const STATUS: &str = "status";
/// Name of the event that tells what the picture was understood as.
pub const KEYWORDS: &str = "keywords";
/// Name of the event that tells one of the songs.
pub const SONG: &str = "song";
/// Name of the last event.
pub const DONE: &str = "done";

/// One event of the stream, as server-sent events write it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StreamEvent {
    /// To send as `Last-Event-ID` when coming back.
    pub id: String,
    /// `status`, `keywords`, `song` or `done`.
    pub event: String,
    /// JSON: a `StatusEvent`, `KeywordsEvent`, `SongEvent` or `DoneEvent`.
    pub data: String,
}

/// Data of a `status` event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusEvent {
    /// How far the work has come.
    pub status: PostStatus,
}

/// Data of a `keywords` event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeywordsEvent {
    /// Strongest first.
    pub keywords: Vec<Keyword>,
    /// How the picture feels.
    pub mood: Mood,
}

/// Data of a `song` event: one row of the post's first songs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SongEvent {
    /// Place in the list, from 0.
    pub position: u32,
    /// The row.
    pub item: PostSong,
}

/// Data of the last event, `done`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DoneEvent {
    /// `ready` or `failed`.
    pub status: PostStatus,
    /// All songs there are.
    pub song_count: u32,
    /// Things to know.
    pub notices: Vec<Notice>,
    /// Set only when the status is `failed`.
    pub failure: Option<Failure>,
}
