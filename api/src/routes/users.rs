//! Public profiles.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use imagime_shared::{error::Problem, favorite::FavoriteList, paths, post::PostList, user::ProfileResponse};

use super::{favorites::FavoriteQuery, posts::paged};
use crate::{
    error::Result,
    extract::{MaybeAuthUser, Paging, Query},
    services::{favorites, posts, users},
    state::AppState,
};

/// A public profile.
#[utoipa::path(get, path = paths::USER, tag = "users", operation_id = "find_user", security((), ("bearer" = [])),
    params(("username" = String, Path, description = "The user's name")),
    responses((status = 200, description = "The profile", body = ProfileResponse),
        (status = 404, description = "No such user", body = Problem, content_type = "application/problem+json")))]
pub async fn find(state: Data<AppState>, user: MaybeAuthUser, username: Path<String>) -> Result<Json<ProfileResponse>> {
    Ok(Json(ProfileResponse { user: users::find(&state, username.into_inner(), user.id()).await? }))
}

/// A user's posts, newest first: the public ones, and all of them for the user.
#[utoipa::path(get, path = paths::USER_POSTS, tag = "users", operation_id = "list_user_posts", security((), ("bearer" = [])),
    params(("username" = String, Path, description = "The user's name"), super::openapi::PageParams),
    responses((status = 200, description = "A page of posts", body = PostList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such user", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list_posts(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    username: Path<String>,
    paging: Paging,
) -> Result<HttpResponse> {
    let page = posts::list_of_user(&state, username.into_inner(), user.id(), paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(&request, paging.rows, next.as_deref(), PostList { posts: page.items, next_cursor: page.next_cursor }))
}

/// What a user keeps, when they made it public.
#[utoipa::path(get, path = paths::USER_FAVORITES, tag = "users", operation_id = "list_user_favorites", security((), ("bearer" = [])),
    params(("username" = String, Path, description = "The user's name"), FavoriteQuery, super::openapi::PageParams),
    responses((status = 200, description = "A page of favourites", body = FavoriteList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such user, or their favourites are private", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The query cannot be read", body = Problem, content_type = "application/problem+json")))]
pub async fn list_favorites(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    username: Path<String>,
    query: Query<FavoriteQuery>,
    paging: Paging,
) -> Result<HttpResponse> {
    let filter = query.0.into();
    let page =
        favorites::list_public(&state, username.into_inner(), user.id(), filter, paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(
        &request,
        paging.rows,
        next.as_deref(),
        FavoriteList { favorites: page.items, next_cursor: page.next_cursor },
    ))
}
