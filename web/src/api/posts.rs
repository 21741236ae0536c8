//! Posts and their songs.

use imagime_shared::{
    page::PageQuery,
    paths,
    post::{Post, PostList, PostResponse, Rematch, UpdatePost},
    song::PostSongList,
};
use uuid::Uuid;

use super::client::{self, ApiError, Body, paged};

/// A page of the feed, newest first.
pub async fn list_posts(page: PageQuery) -> Result<PostList, ApiError> {
    client::get(&paged(paths::POSTS, &page, &[])).await
}

/// A page of what those post whom the asker follows, newest first.
pub async fn list_followed_posts(page: PageQuery) -> Result<PostList, ApiError> {
    client::get(&paged(paths::POSTS, &page, &[("following", "true")])).await
}

/// One post.
pub async fn get_post(id: Uuid) -> Result<Post, ApiError> {
    client::get::<PostResponse>(&path(id)).await.map(|answer| answer.post)
}

/// Changes the fields that are set.
pub async fn update_post(id: Uuid, change: &UpdatePost) -> Result<Post, ApiError> {
    client::patch::<PostResponse>(&path(id), change).await.map(|answer| answer.post)
}

/// Takes a post down, with its picture.
pub async fn delete_post(id: Uuid) -> Result<(), ApiError> {
    client::delete(&path(id), Body::Empty).await
}

/// A page of a post's songs, best first.
pub async fn post_songs(id: Uuid, page: PageQuery) -> Result<PostSongList, ApiError> {
    client::get(&paged(&paths::fill(paths::POST_SONGS, &[&id.to_string()]), &page, &[])).await
}

/// Chooses a post's songs anew; a repeat with the same key changes nothing more.
pub async fn rematch(id: Uuid, wish: &Rematch, key: &str) -> Result<Post, ApiError> {
    let path = paths::fill(paths::POST_REMATCH, &[&id.to_string()]);
    client::post::<PostResponse>(&path, Body::keyed(wish, key)?).await.map(|answer| answer.post)
}

/// Pictures that look like a post's, most alike first.
pub async fn similar_posts(id: Uuid, page: PageQuery) -> Result<PostList, ApiError> {
    client::get(&paged(&paths::fill(paths::POST_SIMILAR, &[&id.to_string()]), &page, &[])).await
}

fn path(id: Uuid) -> String {
    paths::fill(paths::POST, &[&id.to_string()])
}
