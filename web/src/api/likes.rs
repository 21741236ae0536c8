//! Pictures that people like.

use imagime_shared::{like::LikeState, page::PageQuery, paths, post::PostList};
use uuid::Uuid;

use super::client::{self, ApiError, Body, paged};

/// Likes a post.
pub async fn like(post_id: Uuid) -> Result<LikeState, ApiError> {
    client::put(&path(post_id), Body::Empty).await
}

/// Likes a post no more.
pub async fn unlike(post_id: Uuid) -> Result<(), ApiError> {
    client::delete(&path(post_id), Body::Empty).await
}

/// A page of the posts that the asker likes, liked last first.
pub async fn list_likes(page: PageQuery) -> Result<PostList, ApiError> {
    client::get(&paged(paths::LIKES, &page, &[])).await
}

fn path(post_id: Uuid) -> String {
    paths::fill(paths::POST_LIKE, &[&post_id.to_string()])
}
