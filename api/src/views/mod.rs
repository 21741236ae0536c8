//! Rows to DTOs. A page of anything is assembled with a fixed number of queries, whatever its length.

mod comments;
mod places;
mod playlists;
mod posts;
mod songs;
mod tokens;
mod users;

use chrono::{DateTime, SecondsFormat, Utc};
use imagime_shared::{Timestamp, paths};
use uuid::Uuid;

pub use comments::{comment, comments};
pub use playlists::{full_playlist, playlists, songs_of_playlist};
pub use posts::{notices, post, posts};
pub use songs::{lone_songs, post_songs, song, songs_by_votes, songs_of_post};
pub use tokens::personal_token;
pub use users::{authors, me, profile, profiles, session};

use crate::{
    models::MediaRow,
    security::{keys::KeyRing, signature},
};

/// Who looks, and with what addresses are signed.
#[derive(Clone, Copy)]
pub struct Eye<'a> {
    /// The asker.
    pub viewer: Option<Uuid>,
    /// Signs addresses.
    pub keys: &'a KeyRing,
    /// When.
    pub now: DateTime<Utc>,
}

/// RFC 3339 with milliseconds.
pub fn timestamp(time: DateTime<Utc>) -> Timestamp {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The address of a stored file: unguessable while public, signed and short-lived while private.
pub fn media_url(eye: &Eye<'_>, row: &MediaRow) -> String {
    let ending = match row.content_type.as_str() {
        "image/jpeg" => "jpg",
        "audio/flac" => "flac",
        _ => "bin",
    };
    let path = |name: &str| paths::fill(paths::MEDIA_FILE, &[&format!("{name}.{ending}")]);
    match &row.token {
        Some(token) => path(token),
        None => format!("{}?{}", path(&row.id.to_string()), signature::sign_media(eye.keys, row.id, eye.now)),
    }
}
