//! Links that open a post without an account.

use imagime_shared::{
    page::PageQuery,
    paths,
    post::{Post, PostResponse},
    share::{CreateShare, Share, ShareList, ShareResponse},
    song::PostSongList,
};
use uuid::Uuid;

use super::{
    client::{self, ApiError, Body, paged},
    upload::idempotency_key,
};

/// A post's links that have not ended, newest first.
pub async fn list_shares(post_id: Uuid) -> Result<Vec<Share>, ApiError> {
    client::get_all(&of_post(post_id), |answer: ShareList| (answer.shares, answer.next_cursor)).await
}

/// Makes a link.
pub async fn create_share(post_id: Uuid, form: &CreateShare) -> Result<Share, ApiError> {
    let body = Body::keyed(form, &idempotency_key())?;
    client::post::<ShareResponse>(&of_post(post_id), body).await.map(|answer| answer.share)
}

/// Takes a link back.
pub async fn delete_share(slug: &str) -> Result<(), ApiError> {
    client::delete(&paths::fill(paths::SHARE, &[slug]), Body::Empty).await
}

/// The post behind a link.
pub async fn shared_post(slug: &str) -> Result<Post, ApiError> {
    client::get::<PostResponse>(&paths::fill(paths::SHARED, &[slug])).await.map(|answer| answer.post)
}

/// A page of the songs of the post behind a link, best first.
pub async fn shared_songs(slug: &str, page: PageQuery) -> Result<PostSongList, ApiError> {
    client::get(&paged(&paths::fill(paths::SHARED_SONGS, &[slug]), &page, &[])).await
}

fn of_post(post_id: Uuid) -> String {
    paths::fill(paths::POST_SHARES, &[&post_id.to_string()])
}
