//! Songs, where they stand and who keeps them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::schema::{favorited_songs, post_songs, songs};

/// A song; everything but title and artist may be missing.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = songs, check_for_backend(diesel::pg::Pg))]
pub struct SongRow {
    /// Id.
    pub id: Uuid,
    /// The source.
    pub provider: String,
    /// The source's own id.
    pub provider_track_id: String,
    /// Recording code.
    pub isrc: Option<String>,
    /// Title.
    pub title: String,
    /// Artist or composer.
    pub artist: String,
    /// Album or collection.
    pub album: Option<String>,
    /// Year of the work.
    pub year: Option<i32>,
    /// Artwork.
    pub artwork_url: Option<String>,
    /// Drawn by us.
    pub artwork_generated: Option<bool>,
    /// What can be heard.
    pub preview_state: Option<String>,
    /// The sound file or player.
    pub preview_url: Option<String>,
    /// The song at its source.
    pub external_url: Option<String>,
    /// Who made it, under which terms.
    pub attribution: Option<String>,
    /// Length in milliseconds.
    pub duration_ms: Option<i32>,
    /// Marked as explicit.
    pub explicit: Option<bool>,
}

/// A song to insert or refresh.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = songs)]
pub struct NewSong {
    /// Id for a new row; an existing row keeps its own.
    pub id: Uuid,
    /// The source.
    pub provider: String,
    /// The source's own id.
    pub provider_track_id: String,
    /// Recording code.
    pub isrc: Option<String>,
    /// Title.
    pub title: String,
    /// Artist or composer.
    pub artist: String,
    /// Album or collection.
    pub album: Option<String>,
    /// Year of the work.
    pub year: Option<i32>,
    /// Artwork.
    pub artwork_url: Option<String>,
    /// Drawn by us.
    pub artwork_generated: Option<bool>,
    /// What can be heard.
    pub preview_state: Option<String>,
    /// The sound file or player.
    pub preview_url: Option<String>,
    /// The song at its source.
    pub external_url: Option<String>,
    /// Who made it, under which terms.
    pub attribution: Option<String>,
    /// Length in milliseconds.
    pub duration_ms: Option<i32>,
    /// Marked as explicit.
    pub explicit: Option<bool>,
    /// Now.
    pub refreshed_at: Option<DateTime<Utc>>,
}

/// A song on a post.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = post_songs, check_for_backend(diesel::pg::Pg))]
pub struct PostSongRow {
    /// The post.
    pub post_id: Uuid,
    /// The song.
    pub song_id: Uuid,
    /// The list it is part of.
    pub generation: i32,
    /// Place in the list, best first.
    pub position: i32,
    /// 0 to 1.
    pub score: f32,
    /// Only the mood speaks for it.
    pub mood_match: bool,
    /// Array of reasons.
    pub why: Value,
}

/// A song to put on a post.
#[derive(Debug, Insertable)]
#[diesel(table_name = post_songs)]
pub struct NewPostSong {
    /// The post.
    pub post_id: Uuid,
    /// The song.
    pub song_id: Uuid,
    /// The list it is part of.
    pub generation: i32,
    /// Place in the list, best first.
    pub position: i32,
    /// 0 to 1.
    pub score: f32,
    /// Only the mood speaks for it.
    pub mood_match: bool,
    /// Array of reasons.
    pub why: Value,
}

/// That a user keeps a song.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = favorited_songs, check_for_backend(diesel::pg::Pg))]
pub struct FavoriteRow {
    /// The song.
    pub song_id: Uuid,
    /// The post it came from first.
    pub post_id: Option<Uuid>,
    /// When it was kept.
    pub created_at: DateTime<Utc>,
}
