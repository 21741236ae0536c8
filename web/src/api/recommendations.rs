//! What may please, with reasons.

use imagime_shared::{
    page::PageQuery,
    paths,
    recommendation::{RecommendedPost, RecommendedPosts, RecommendedSong, RecommendedSongs},
};
use uuid::Uuid;

use super::client::{self, ApiError, paged};

/// Songs for the asker, best first.
pub async fn recommended_songs(limit: u32) -> Result<Vec<RecommendedSong>, ApiError> {
    client::get::<RecommendedSongs>(&paged(paths::RECOMMENDED_SONGS, &rows(limit), &[])).await.map(|list| list.songs)
}

/// Pictures for the asker, best first.
pub async fn recommended_posts(limit: u32) -> Result<Vec<RecommendedPost>, ApiError> {
    client::get::<RecommendedPosts>(&paged(paths::RECOMMENDED_POSTS, &rows(limit), &[])).await.map(|list| list.posts)
}

/// Songs like a song, most alike first.
pub async fn songs_like(id: Uuid, limit: u32) -> Result<Vec<RecommendedSong>, ApiError> {
    let path = paths::fill(paths::SONG_SIMILAR, &[&id.to_string()]);
    client::get::<RecommendedSongs>(&paged(&path, &rows(limit), &[])).await.map(|list| list.songs)
}

fn rows(limit: u32) -> PageQuery {
    PageQuery { cursor: None, limit: Some(limit) }
}
