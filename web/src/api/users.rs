//! Other people.

use imagime_shared::{
    favorite::FavoriteList,
    page::PageQuery,
    paths,
    post::PostList,
    user::{Profile, ProfileResponse},
};

use super::client::{self, ApiError, paged};

/// A public profile.
pub async fn find_user(username: &str) -> Result<Profile, ApiError> {
    client::get::<ProfileResponse>(&paths::fill(paths::USER, &[username])).await.map(|answer| answer.user)
}

/// A page of a user's posts, newest first.
pub async fn list_user_posts(username: &str, page: PageQuery) -> Result<PostList, ApiError> {
    client::get(&paged(&paths::fill(paths::USER_POSTS, &[username]), &page, &[])).await
}

/// A page of what a user keeps, when they show it.
pub async fn list_user_favorites(username: &str, page: PageQuery) -> Result<FavoriteList, ApiError> {
    client::get(&paged(&paths::fill(paths::USER_FAVORITES, &[username]), &page, &[])).await
}
