//! Other people.

use imagime_shared::{
    favorite::FavoriteList,
    page::PageQuery,
    paths,
    post::PostList,
    user::{FollowState, Profile, ProfileResponse, UserList},
};

use super::client::{self, ApiError, Body, paged};

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

/// Follows somebody.
pub async fn follow(username: &str) -> Result<FollowState, ApiError> {
    client::put(&paths::fill(paths::USER_FOLLOW, &[username]), Body::Empty).await
}

/// Follows somebody no more.
pub async fn unfollow(username: &str) -> Result<(), ApiError> {
    client::delete(&paths::fill(paths::USER_FOLLOW, &[username]), Body::Empty).await
}

/// A page of those who follow a user, the last to come first.
pub async fn list_followers(username: &str, page: PageQuery) -> Result<UserList, ApiError> {
    client::get(&paged(&paths::fill(paths::USER_FOLLOWERS, &[username]), &page, &[])).await
}

/// A page of those whom a user follows, the last to come first.
pub async fn list_following(username: &str, page: PageQuery) -> Result<UserList, ApiError> {
    client::get(&paged(&paths::fill(paths::USER_FOLLOWING, &[username]), &page, &[])).await
}
