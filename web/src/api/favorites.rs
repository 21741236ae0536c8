//! Songs that are kept.

use imagime_shared::{
    favorite::{FavoriteList, FavoriteSort, FavoriteState},
    page::PageQuery,
    paths, query,
};
use uuid::Uuid;

use super::client::{self, ApiError, Body, paged};

/// A page of the asker's favourites.
pub async fn list_favorites(q: &str, sort: FavoriteSort, page: PageQuery) -> Result<FavoriteList, ApiError> {
    client::get(&paged(paths::FAVORITES, &page, &[(query::Q, q), (query::SORT, sort.as_str())])).await
}

/// Keeps a song, from a post if it was found on one.
pub async fn keep_song(song_id: Uuid, post_id: Option<Uuid>) -> Result<(), ApiError> {
    let song = song_id.to_string();
    let path = match post_id {
        Some(post) => paths::fill(paths::POST_SONG_FAVORITE, &[&post.to_string(), &song]),
        None => paths::fill(paths::FAVORITE, &[&song]),
    };
    client::put::<FavoriteState>(&path, Body::Empty).await.map(drop)
}

/// Lets a song go; its post need not be there any more.
pub async fn let_song_go(song_id: Uuid) -> Result<(), ApiError> {
    client::delete(&paths::fill(paths::FAVORITE, &[&song_id.to_string()]), Body::Empty).await
}
