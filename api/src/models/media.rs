//! Stored files.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

use crate::schema::media;

/// A stored file.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = media, check_for_backend(diesel::pg::Pg))]
pub struct MediaRow {
    /// Id, part of the address while the file is private.
    pub id: Uuid,
    /// Where the bytes are.
    pub storage_key: String,
    /// Unguessable part of the public address; none while private.
    pub token: Option<String>,
    /// Media type.
    pub content_type: String,
    /// Length in bytes.
    pub byte_size: i64,
    /// Pixels across, for pictures.
    pub width: Option<i32>,
    /// Pixels down, for pictures.
    pub height: Option<i32>,
    /// SHA-256 of the bytes.
    pub content_hash: Vec<u8>,
    /// The post it belongs to.
    pub post_id: Option<Uuid>,
    /// The user whose profile picture it is.
    pub avatar_of: Option<Uuid>,
    /// When the row was made.
    pub created_at: DateTime<Utc>,
    /// Set when the file is to go.
    pub doomed_at: Option<DateTime<Utc>>,
}

/// A file to insert, before its bytes are written.
#[derive(Clone, Debug, Insertable)]
#[diesel(table_name = media)]
pub struct NewMedia {
    /// Id.
    pub id: Uuid,
    /// Where the bytes will be.
    pub storage_key: String,
    /// Unguessable part of the public address; none while private.
    pub token: Option<String>,
    /// Media type.
    pub content_type: String,
    /// Length in bytes.
    pub byte_size: i64,
    /// Pixels across, for pictures.
    pub width: Option<i32>,
    /// Pixels down, for pictures.
    pub height: Option<i32>,
    /// SHA-256 of the bytes.
    pub content_hash: Vec<u8>,
}
