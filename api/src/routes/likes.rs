//! Pictures that people like.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use imagime_shared::{error::Problem, like::LikeState, paths, post::PostList};
use uuid::Uuid;

use super::posts::paged;
use crate::{
    error::Result,
    extract::{AuthUser, Paging},
    services::likes,
    state::AppState,
};

/// The posts that the asker likes and may still see, liked last first.
#[utoipa::path(get, path = paths::LIKES, tag = "likes", operation_id = "list_likes", security(("bearer" = [])),
    params(super::openapi::PageParams),
    responses((status = 200, description = "A page of posts", body = PostList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list(state: Data<AppState>, request: HttpRequest, user: AuthUser, paging: Paging) -> Result<HttpResponse> {
    let page = likes::list(&state, user.id(), paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(&request, paging.rows, next.as_deref(), PostList { posts: page.items, next_cursor: page.next_cursor }))
}

/// Like a post that you may see.
#[utoipa::path(put, path = paths::POST_LIKE, tag = "likes", operation_id = "like_post", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post")),
    responses((status = 200, description = "The post is liked", body = LikeState),
        (status = 404, description = "No such post, or not yours to see", body = Problem, content_type = "application/problem+json")))]
pub async fn like(state: Data<AppState>, user: AuthUser, id: Path<Uuid>) -> Result<Json<LikeState>> {
    Ok(Json(likes::like(&state, user.id(), id.into_inner()).await?))
}

/// Like a post no more.
#[utoipa::path(delete, path = paths::POST_LIKE, tag = "likes", operation_id = "unlike_post", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post")),
    responses((status = 204, description = "The post is not liked"),
        (status = 404, description = "No such post, or not yours to see", body = Problem, content_type = "application/problem+json")))]
pub async fn unlike(state: Data<AppState>, user: AuthUser, id: Path<Uuid>) -> Result<HttpResponse> {
    likes::unlike(&state, user.id(), id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}
