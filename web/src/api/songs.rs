//! Songs.

use imagime_shared::{
    paths,
    song::{Song, SongResponse},
};
use uuid::Uuid;

use super::client::{self, ApiError};

/// One song, with addresses that are fresh.
pub async fn find_song(id: Uuid) -> Result<Song, ApiError> {
    let path = paths::fill(paths::SONG, &[&id.to_string()]);
    client::get::<SongResponse>(&path).await.map(|answer| answer.song)
}
