//! What people say about a picture.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use imagime_shared::{
    comment::{CommentBody, CommentList, CommentResponse, CommentSort},
    error::Problem,
    paths,
};
use serde::Deserialize;
use uuid::Uuid;

use super::posts::paged;
use crate::{
    error::Result,
    etag::IfMatch,
    extract::{AuthUser, Body, IdempotencyKey, MaybeAuthUser, Paging, Query},
    services::comments,
    state::AppState,
};

/// In which order comments are asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CommentQuery {
    /// Order; newest first when left out.
    sort: Option<CommentSort>,
}

/// The comments on a post.
#[utoipa::path(get, path = paths::POST_COMMENTS, tag = "comments", operation_id = "list_comments", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"), CommentQuery, super::openapi::PageParams),
    responses((status = 200, description = "A page of comments", body = CommentList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such post, or not yours to see", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The query cannot be read", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    id: Path<Uuid>,
    query: Query<CommentQuery>,
    paging: Paging,
) -> Result<HttpResponse> {
    let sort = query.sort.unwrap_or_default();
    let page = comments::list(&state, id.into_inner(), user.id(), sort, paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(
        &request,
        paging.rows,
        next.as_deref(),
        CommentList { comments: page.items, next_cursor: page.next_cursor },
    ))
}

/// Say something about a picture that you may see.
#[utoipa::path(post, path = paths::POST_COMMENTS, tag = "comments", operation_id = "create_comment", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"),
        super::openapi::IdempotencyParams),
    request_body(content = CommentBody, example = json!({"body": "The light in this one!"})),
    responses((status = 201, description = "The comment", body = CommentResponse, headers(("Location" = String, description = "Path of the comment"))),
        (status = 404, description = "No such post, or not yours to see", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same request is being worked on", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The comment needs another look, or the key was used for another request", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many comments in a short time", body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    state: Data<AppState>,
    user: AuthUser,
    id: Path<Uuid>,
    key: IdempotencyKey,
    form: Body<CommentBody>,
) -> Result<HttpResponse> {
    let comment = comments::create(&state, user.id(), id.into_inner(), form.0, key.0).await?;
    let location = paths::fill(paths::COMMENT, &[&comment.id.to_string()]);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(CommentResponse { comment }))
}

/// One comment.
#[utoipa::path(get, path = paths::COMMENT, tag = "comments", operation_id = "find_comment", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The comment")),
    responses((status = 200, description = "The comment", body = CommentResponse),
        (status = 404, description = "No such comment, or not yours to see", body = Problem, content_type = "application/problem+json")))]
pub async fn find(state: Data<AppState>, user: MaybeAuthUser, id: Path<Uuid>) -> Result<Json<CommentResponse>> {
    Ok(Json(CommentResponse { comment: comments::find(&state, id.into_inner(), user.id()).await? }))
}

/// Change what your own comment says; it is marked as edited.
#[utoipa::path(patch, path = paths::COMMENT, tag = "comments", operation_id = "update_comment", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The comment")), request_body = CommentBody,
    responses((status = 200, description = "The comment as changed", body = CommentResponse),
        (status = 404, description = "No such comment of yours", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The comment needs another look", body = Problem, content_type = "application/problem+json")))]
pub async fn update(
    state: Data<AppState>,
    user: AuthUser,
    id: Path<Uuid>,
    condition: IfMatch,
    form: Body<CommentBody>,
) -> Result<Json<CommentResponse>> {
    Ok(Json(CommentResponse {
        comment: comments::update(&state, id.into_inner(), user.id(), form.0, condition).await?,
    }))
}

/// Delete a comment of yours, or one under your picture.
#[utoipa::path(delete, path = paths::COMMENT, tag = "comments", operation_id = "delete_comment", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The comment")),
    responses((status = 204, description = "The comment is gone"),
        (status = 404, description = "No such comment that you may delete", body = Problem, content_type = "application/problem+json")))]
pub async fn delete(state: Data<AppState>, user: AuthUser, id: Path<Uuid>) -> Result<HttpResponse> {
    comments::delete(&state, id.into_inner(), user.id()).await?;
    Ok(HttpResponse::NoContent().finish())
}
