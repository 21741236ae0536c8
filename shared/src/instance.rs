//! What an instance says of itself.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// `GET /instance`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InstanceResponse {
    /// The instance.
    pub instance: Instance,
}

/// Name, version, limits and the state of the sources.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Instance {
    /// Always `Imagime`.
    pub name: String,
    /// Version of the server.
    pub version: String,
    /// What is allowed.
    pub limits: Limits,
    /// Analysers and song sources.
    pub sources: Vec<Source>,
}

/// What is allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Limits {
    /// Largest picture in bytes.
    pub image_bytes: u64,
    /// Largest profile picture in bytes.
    pub avatar_bytes: u64,
    /// Media types of pictures that are taken.
    pub image_types: Vec<String>,
    /// Largest JPEG in pixels.
    pub jpeg_pixels: u64,
    /// Largest picture of another type in pixels.
    pub image_pixels: u64,
    /// Longest side in pixels.
    pub image_side: u32,
    /// Longest link to a picture in characters.
    pub image_link_chars: u32,
    /// Largest JSON body in bytes.
    pub json_bytes: u64,
    /// Longest description in characters.
    pub description_chars: u32,
    /// Longest alternative text in characters.
    pub alt_text_chars: u32,
    /// Longest comment in characters.
    pub comment_chars: u32,
    /// Longest words about oneself in characters.
    pub bio_chars: u32,
    /// Most keywords that songs may be chosen by.
    pub rematch_keywords: u32,
    /// Most rows a page may have.
    pub page_rows: u32,
    /// Most songs a playlist may have.
    pub playlist_songs: u32,
    /// Most songs that one call may add to a playlist.
    pub playlist_added_songs: u32,
    /// Hours for which an Idempotency-Key is remembered.
    pub idempotency_hours: u32,
    /// Requests to the API from one address in a minute; null when there is no limit.
    pub requests_per_minute: Option<u32>,
    /// Failed logins per account, and per address, that are looked at in 15 minutes.
    pub login_failures: u32,
    /// Accounts from one address in an hour.
    pub registrations_per_hour: u32,
    /// Pictures of one user in 24 hours.
    pub posts_per_day: u32,
    /// Comments of one user in five minutes.
    pub comments_per_five_minutes: u32,
    /// Times that one user may take another name or mail address in an hour.
    pub name_changes_per_hour: u32,
    /// Times in an hour that one user may have songs chosen anew.
    pub rematches_per_hour: u32,
    /// Links that one post may have at a time.
    pub shares_per_post: u32,
    /// Playlists that one user may have.
    pub playlists: u32,
    /// Personal access tokens that one user may have.
    pub tokens: u32,
    /// Archives of everything that one user may fetch in an hour.
    pub exports_per_hour: u32,
}

/// What a source does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Looks at pictures.
    Keywords,
    /// Offers songs.
    Songs,
}

/// How a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    /// Answers.
    Ready,
    /// Getting ready.
    Starting,
    /// Does not answer for now.
    Resting,
    /// Switched off.
    Off,
}

/// A source and its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// Name as used in `provider` and `source`.
    pub name: String,
    /// What it does.
    pub kind: SourceKind,
    /// How it is.
    pub state: SourceState,
    /// A sentence for people, when there is something to say.
    pub message: Option<String>,
    /// Songs that it holds, where that can be counted.
    #[serde(default)]
    pub tracks: Option<u64>,
    /// When it was looked through last, where it is looked through at all.
    #[serde(default)]
    pub scanned_at: Option<Timestamp>,
    /// When it is called again, while it rests.
    #[serde(default)]
    pub rests_until: Option<Timestamp>,
}
