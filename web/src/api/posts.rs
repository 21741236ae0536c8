//! Posts and their songs.

use imagime_shared::{
    page::PageQuery,
    paths,
    post::{Period, Post, PostList, PostResponse, PostSort, Rematch, UpdatePost},
    query,
    song::{PostSongList, SongSort},
};
use uuid::Uuid;

use super::client::{self, ApiError, Body, paged};

/// What of the feed is wanted, and in which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListWish {
    /// Only what those post whom the asker follows.
    pub following: bool,
    /// The order.
    pub sort: PostSort,
    /// How old the top ones may be.
    pub period: Period,
}

/// A page of the feed.
pub async fn list_posts(page: PageQuery, wish: ListWish) -> Result<PostList, ApiError> {
    let following = if wish.following { "true" } else { "" };
    let sort = if wish.sort == PostSort::default() { "" } else { wish.sort.as_str() };
    let period = if wish.sort == PostSort::Top { wish.period.as_str() } else { "" };
    client::get(&paged(
        paths::POSTS,
        &page,
        &[(query::FOLLOWING, following), (query::SORT, sort), (query::PERIOD, period)],
    ))
    .await
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

/// A page of a post's songs.
pub async fn post_songs(id: Uuid, sort: SongSort, page: PageQuery) -> Result<PostSongList, ApiError> {
    let sort = if sort == SongSort::default() { "" } else { sort.as_str() };
    client::get(&paged(&paths::fill(paths::POST_SONGS, &[&id.to_string()]), &page, &[(query::SORT, sort)])).await
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
