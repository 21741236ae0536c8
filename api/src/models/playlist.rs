//! Playlists and the songs in them.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use super::SongRow;
use crate::schema::playlists;

/// A playlist.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = playlists, check_for_backend(diesel::pg::Pg))]
pub struct PlaylistRow {
    /// Id.
    pub id: Uuid,
    /// The owner.
    pub user_id: Uuid,
    /// Its name.
    pub title: String,
    /// A few words about it.
    pub description: String,
    /// `public`, `unlisted` or `private`.
    pub visibility: String,
    /// Songs in it.
    pub song_count: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When its words or its songs last changed.
    pub updated_at: DateTime<Utc>,
    /// How often its songs were put in another order.
    pub order_number: i32,
}

/// A playlist to insert.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = playlists)]
pub struct NewPlaylist {
    /// Id.
    pub id: Uuid,
    /// The owner.
    pub user_id: Uuid,
    /// Its name.
    pub title: String,
    /// A few words about it.
    pub description: String,
    /// `public`, `unlisted` or `private`.
    pub visibility: &'static str,
}

/// What its owner changes in a playlist.
#[derive(Debug, AsChangeset)]
#[diesel(table_name = playlists)]
pub struct PlaylistChanges {
    /// Its name.
    pub title: Option<String>,
    /// A few words about it.
    pub description: Option<String>,
    /// `public`, `unlisted` or `private`.
    pub visibility: Option<&'static str>,
    /// Now.
    pub updated_at: DateTime<Utc>,
}

/// A song at its place in a playlist, as somebody sees it.
#[derive(Clone, Debug, Queryable)]
pub struct PlaylistSongRow {
    /// Place; they grow, with gaps.
    pub position: i32,
    /// The post it was added from, when the viewer may see that.
    pub post_id: Option<Uuid>,
    /// The song.
    pub song: SongRow,
}
