//! Files of the operator's music folder.

use diesel::{
    prelude::*,
    sql_types::{Integer, Nullable, Text},
};
use uuid::Uuid;

use crate::schema::folder_tracks;

/// A file as it was when it was read last.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = folder_tracks, check_for_backend(diesel::pg::Pg))]
pub struct KnownTrack {
    /// The song's provider_track_id.
    pub track: String,
    /// Below the folder, with slashes.
    pub path: String,
    /// When it was changed, in microseconds since 1970.
    pub modified_us: i64,
    /// Length in bytes.
    pub byte_size: i64,
    /// False once it is gone.
    pub present: bool,
    /// Names its picture's content.
    pub art_key: Option<String>,
    /// The picture beside it; none when it is inside.
    pub art_path: Option<String>,
}

/// A file to write down.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = folder_tracks)]
pub struct NewTrack {
    /// The song's provider_track_id.
    pub track: String,
    /// The song.
    pub song_id: Uuid,
    /// Below the folder, with slashes.
    pub path: String,
    /// When it was changed, in microseconds since 1970.
    pub modified_us: i64,
    /// Length in bytes.
    pub byte_size: i64,
    /// Media type.
    pub content_type: String,
    /// True.
    pub present: bool,
    /// Title.
    pub title: String,
    /// Artist, or empty.
    pub artist: String,
    /// Album, or empty.
    pub album: String,
    /// Separated by semicolons, or empty.
    pub genres: String,
    /// Recording code.
    pub isrc: Option<String>,
    /// Length in milliseconds.
    pub duration_ms: Option<i32>,
    /// Names its picture's content.
    pub art_key: Option<String>,
    /// The picture beside it; none when it is inside.
    pub art_path: Option<String>,
    /// False: it has not been looked at yet.
    pub art_broken: bool,
}

/// What is needed to play a file.
#[derive(Clone, Debug, Queryable)]
pub struct TrackFile {
    /// Below the folder, with slashes.
    pub path: String,
    /// Media type.
    pub content_type: String,
}

/// Where a picture is.
#[derive(Clone, Debug, Queryable)]
pub struct ArtSource {
    /// A song that shows it.
    pub song_id: Uuid,
    /// That song's file.
    pub path: String,
    /// The picture beside it; none when it is inside.
    pub art_path: Option<String>,
}

/// A file that a query found.
#[derive(Clone, Debug, QueryableByName)]
pub struct TrackHit {
    /// Place of the query, from 1.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub query: i64,
    /// The song's provider_track_id.
    #[diesel(sql_type = Text)]
    pub track: String,
    /// Title.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// Artist, or empty.
    #[diesel(sql_type = Text)]
    pub artist: String,
    /// Album, or empty.
    #[diesel(sql_type = Text)]
    pub album: String,
    /// Separated by semicolons, or empty.
    #[diesel(sql_type = Text)]
    pub genres: String,
    /// Recording code.
    #[diesel(sql_type = Nullable<Text>)]
    pub isrc: Option<String>,
    /// Length in milliseconds.
    #[diesel(sql_type = Nullable<Integer>)]
    pub duration_ms: Option<i32>,
    /// True when there is a picture to show.
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub illustrated: bool,
}
