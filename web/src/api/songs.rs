//! Songs.

use imagime_shared::{page::PageQuery, paths, post::PostList, song::SongResponse};
use uuid::Uuid;

use super::client::{self, ApiError, paged};

/// One song, with addresses that are fresh, and whether the asker keeps it.
pub async fn find_song(id: Uuid) -> Result<SongResponse, ApiError> {
    client::get(&paths::fill(paths::SONG, &[&id.to_string()])).await
}

/// A page of the pictures on which a song stands, newest first.
pub async fn song_posts(id: Uuid, page: PageQuery) -> Result<PostList, ApiError> {
    client::get(&paged(&paths::fill(paths::SONG_POSTS, &[&id.to_string()]), &page, &[])).await
}
