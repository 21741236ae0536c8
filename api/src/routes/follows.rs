//! Who follows whom.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use imagime_shared::{
    error::Problem,
    paths,
    user::{FollowState, UserList},
};

use super::posts::paged;
use crate::{
    error::Result,
    extract::{AuthUser, MaybeAuthUser, Paging},
    services::follows::{self, Side},
    state::AppState,
};

/// Follow somebody: their public pictures stand in `GET /posts?following=true`.
#[utoipa::path(put, path = paths::USER_FOLLOW, tag = "users", operation_id = "follow_user", security(("bearer" = [])),
    params(("username" = String, Path, description = "The user's name")),
    responses((status = 200, description = "The user is followed", body = FollowState),
        (status = 404, description = "No such user", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Nobody can follow themself", body = Problem, content_type = "application/problem+json")))]
pub async fn follow(state: Data<AppState>, user: AuthUser, username: Path<String>) -> Result<Json<FollowState>> {
    Ok(Json(follows::follow(&state, user.id(), username.into_inner()).await?))
}

/// Follow somebody no more.
#[utoipa::path(delete, path = paths::USER_FOLLOW, tag = "users", operation_id = "unfollow_user", security(("bearer" = [])),
    params(("username" = String, Path, description = "The user's name")),
    responses((status = 204, description = "The user is not followed"),
        (status = 404, description = "No such user", body = Problem, content_type = "application/problem+json")))]
pub async fn unfollow(state: Data<AppState>, user: AuthUser, username: Path<String>) -> Result<HttpResponse> {
    follows::unfollow(&state, user.id(), username.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Those who follow a user, the last to come first.
#[utoipa::path(get, path = paths::USER_FOLLOWERS, tag = "users", operation_id = "list_followers", security((), ("bearer" = [])),
    params(("username" = String, Path, description = "The user's name"), super::openapi::PageParams),
    responses((status = 200, description = "A page of people", body = UserList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such user", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list_followers(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    username: Path<String>,
    paging: Paging,
) -> Result<HttpResponse> {
    list(&state, &request, user, username.into_inner(), Side::Followers, paging).await
}

/// Those whom a user follows, the last to come first.
#[utoipa::path(get, path = paths::USER_FOLLOWING, tag = "users", operation_id = "list_following", security((), ("bearer" = [])),
    params(("username" = String, Path, description = "The user's name"), super::openapi::PageParams),
    responses((status = 200, description = "A page of people", body = UserList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such user", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list_following(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    username: Path<String>,
    paging: Paging,
) -> Result<HttpResponse> {
    list(&state, &request, user, username.into_inner(), Side::Following, paging).await
}

async fn list(
    state: &AppState,
    request: &HttpRequest,
    user: MaybeAuthUser,
    username: String,
    side: Side,
    paging: Paging,
) -> Result<HttpResponse> {
    let page = follows::list(state, username, side, user.id(), paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(request, paging.rows, next.as_deref(), UserList { users: page.items, next_cursor: page.next_cursor }))
}
