//! Links that open a post without an account.

use actix_web::{
    HttpRequest, HttpResponse,
    http::Method,
    web::{Data, Json, Path},
};
use imagime_shared::{
    error::Problem,
    paths,
    post::PostResponse,
    share::{CreateShare, ShareList, ShareResponse},
    song::PostSongList,
};
use uuid::Uuid;

use super::posts::paged;
use crate::{
    error::Result,
    extract::{AuthUser, IdempotencyKey, MaybeAuthUser, OptionalBody, Paging, PublicBase, SongPaging},
    services::{posts::Page, shares},
    state::AppState,
};

/// Make a link that opens a post of one's own without an account, whoever may see it otherwise.
#[utoipa::path(post, path = paths::POST_SHARES, tag = "shares", operation_id = "create_share", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"),
        super::openapi::IdempotencyParams),
    request_body(content = Option<CreateShare>, description = "May be left out"),
    responses((status = 201, description = "The link", body = ShareResponse, headers(("Location" = String, description = "Path of the shared post"))),
        (status = 404, description = "No such post of yours", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The post has 50 links (`quota_reached`), or the same request is being worked on (`in_flight`)", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "expires_at is not in the next ten years, or the key was used for another request", body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    state: Data<AppState>,
    user: AuthUser,
    id: Path<Uuid>,
    key: IdempotencyKey,
    base: PublicBase,
    form: OptionalBody<CreateShare>,
) -> Result<HttpResponse> {
    let share = shares::create(&state, id.into_inner(), user.id(), form.0, key.0, &base.0).await?;
    let location = paths::fill(paths::SHARED, &[&share.slug]);
    Ok(HttpResponse::Created().insert_header(("location", location)).json(ShareResponse { share }))
}

/// The links of a post of one's own that have not ended, newest first.
#[utoipa::path(get, path = paths::POST_SHARES, tag = "shares", operation_id = "list_shares", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"), super::openapi::PageParams),
    responses((status = 200, description = "A page of links, newest first", body = ShareList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such post of yours", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: Data<AppState>,
    request: HttpRequest,
    user: AuthUser,
    id: Path<Uuid>,
    paging: Paging,
    base: PublicBase,
) -> Result<HttpResponse> {
    let page = shares::list(&state, id.into_inner(), user.id(), paging.query, paging.rows, &base.0);
    let Page { items: shares, next_cursor } = page.await?;
    Ok(paged(&request, paging.rows, next_cursor.clone().as_deref(), ShareList { shares, next_cursor }))
}

/// Take a link back; it opens nothing from then on.
#[utoipa::path(delete, path = paths::SHARE, tag = "shares", operation_id = "delete_share", security(("bearer" = [])),
    params(("slug" = String, Path, description = "The link's slug")),
    responses((status = 204, description = "The link is gone"),
        (status = 404, description = "No such link of yours", body = Problem, content_type = "application/problem+json")))]
pub async fn delete(state: Data<AppState>, user: AuthUser, slug: Path<String>) -> Result<HttpResponse> {
    shares::delete(&state, &slug, user.id()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The post behind a link. A link that ended or was taken back is as one that never was.
#[utoipa::path(get, path = paths::SHARED, tag = "shares", operation_id = "find_shared_post", security((), ("bearer" = [])),
    params(("slug" = String, Path, description = "The link's slug")),
    responses((status = 200, description = "The post", body = PostResponse),
        (status = 404, description = "No such link", body = Problem, content_type = "application/problem+json")))]
pub async fn find(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    slug: Path<String>,
) -> Result<Json<PostResponse>> {
    let counts = *request.method() == Method::GET;
    Ok(Json(PostResponse { post: shares::find_post(&state, &slug, user.id(), counts).await? }))
}

/// The songs of the post behind a link, best first.
#[utoipa::path(get, path = paths::SHARED_SONGS, tag = "shares", operation_id = "list_shared_songs", security((), ("bearer" = [])),
    params(("slug" = String, Path, description = "The link's slug"), super::openapi::SongPageParams),
    responses((status = 200, description = "A page of songs", body = PostSongList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such link", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "The list was made anew", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list_songs(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    slug: Path<String>,
    paging: SongPaging,
) -> Result<HttpResponse> {
    let SongPaging(paging) = paging;
    let page = shares::list_songs(&state, &slug, user.id(), paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(&request, paging.rows, next.as_deref(), PostSongList { songs: page.items, next_cursor: page.next_cursor }))
}
