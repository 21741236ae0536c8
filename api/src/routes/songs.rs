//! Songs.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use imagime_shared::{error::Problem, paths, post::PostList, recommendation::RecommendedSongs, song::SongResponse};
use uuid::Uuid;

use super::posts::paged;
use crate::{
    error::Result,
    extract::{MaybeAuthUser, Paging, SinglePage},
    services::{post_lists, similar_songs, songs},
    state::AppState,
};

/// One song.
#[utoipa::path(get, path = paths::SONG, tag = "songs", operation_id = "find_song", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The song")),
    responses((status = 200, description = "The song", body = SongResponse),
        (status = 404, description = "No such song", body = Problem, content_type = "application/problem+json")))]
pub async fn find(state: Data<AppState>, user: MaybeAuthUser, id: Path<Uuid>) -> Result<Json<SongResponse>> {
    Ok(Json(songs::find(&state, id.into_inner(), user.id()).await?))
}

/// The posts of the feed on which a song stands, newest first.
#[utoipa::path(get, path = paths::SONG_POSTS, tag = "songs", operation_id = "list_song_posts", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The song"), super::openapi::PageParams),
    responses((status = 200, description = "A page of posts", body = PostList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such song", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list_posts(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    id: Path<Uuid>,
    paging: Paging,
) -> Result<HttpResponse> {
    let page = post_lists::of_song(&state, user.id(), id.into_inner(), paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(&request, paging.rows, next.as_deref(), PostList { posts: page.items, next_cursor: page.next_cursor }))
}

/// Songs like a song: they stand for the same words or feelings, or beside it on public pictures. One page.
#[utoipa::path(get, path = paths::SONG_SIMILAR, tag = "songs", operation_id = "list_similar_songs", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The song"), super::openapi::SinglePageParams),
    responses((status = 200, description = "Songs with their reasons, most alike first", body = RecommendedSongs),
        (status = 400, description = "A cursor was sent, but there is one page only", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such song", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list_similar(
    state: Data<AppState>,
    user: MaybeAuthUser,
    id: Path<Uuid>,
    page: SinglePage,
) -> Result<Json<RecommendedSongs>> {
    let songs = similar_songs::list(&state, id.into_inner(), user.id(), page.rows).await?;
    Ok(Json(RecommendedSongs { songs, next_cursor: None }))
}
