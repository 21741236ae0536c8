//! Songs that the asker keeps.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json, Path},
};
use imagime_shared::{
    error::Problem,
    favorite::{FavoriteList, FavoriteSort, FavoriteState},
    paths,
};
use serde::Deserialize;
use uuid::Uuid;

use super::posts::paged;
use crate::{
    error::Result,
    extract::{AuthUser, Paging, Query},
    services::favorites::{self, Filter},
    state::AppState,
};

/// Which favourites are asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FavoriteQuery {
    /// Text in title or artist, or in what is said of the picture it came from; up to 200 characters.
    #[param(
        max_length = 200,
        pattern = "^[\\u0009-\\u000d\\u0085]*[^\\u0000-\\u001f\\u007f-\\u009f]*[\\u0009-\\u000d\\u0085]*$"
    )]
    q: Option<String>,
    /// Order; newest first when left out.
    sort: Option<FavoriteSort>,
}

impl From<FavoriteQuery> for Filter {
    fn from(query: FavoriteQuery) -> Self {
        Self { query: query.q, sort: query.sort.unwrap_or_default() }
    }
}

/// The asker's favourites.
#[utoipa::path(get, path = paths::FAVORITES, tag = "favorites", operation_id = "list_favorites", security(("bearer" = [])),
    params(FavoriteQuery, super::openapi::PageParams),
    responses((status = 200, description = "A page of favourites", body = FavoriteList, headers(("Link" = String, description = "The next page"))),
        (status = 400, description = "The cursor does not belong here", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The query cannot be read", body = Problem, content_type = "application/problem+json")))]
pub async fn list(
    state: Data<AppState>,
    request: HttpRequest,
    user: AuthUser,
    query: Query<FavoriteQuery>,
    paging: Paging,
) -> Result<HttpResponse> {
    let page = favorites::list(&state, user.id(), query.0.into(), paging.query, paging.rows).await?;
    let next = page.next_cursor.clone();
    Ok(paged(
        &request,
        paging.rows,
        next.as_deref(),
        FavoriteList { favorites: page.items, next_cursor: page.next_cursor },
    ))
}

/// Keep a song that stands somewhere the asker may see.
#[utoipa::path(put, path = paths::FAVORITE, tag = "favorites", operation_id = "keep_song", security(("bearer" = [])),
    params(("song_id" = Uuid, Path, description = "The song")),
    responses((status = 200, description = "The song is kept", body = FavoriteState),
        (status = 404, description = "No such song in sight", body = Problem, content_type = "application/problem+json")))]
pub async fn keep(state: Data<AppState>, user: AuthUser, song_id: Path<Uuid>) -> Result<Json<FavoriteState>> {
    Ok(Json(favorites::keep(&state, user.id(), song_id.into_inner()).await?))
}

/// Let a song go.
#[utoipa::path(delete, path = paths::FAVORITE, tag = "favorites", operation_id = "release_song", security(("bearer" = [])),
    params(("song_id" = Uuid, Path, description = "The song")),
    responses((status = 204, description = "The song is not kept"),
        (status = 404, description = "Not an id", body = Problem, content_type = "application/problem+json")))]
pub async fn release(state: Data<AppState>, user: AuthUser, song_id: Path<Uuid>) -> Result<HttpResponse> {
    favorites::release(&state, user.id(), song_id.into_inner()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Keep a song from a post; the first post it was kept from is remembered as long as it is there.
#[utoipa::path(put, path = paths::POST_SONG_FAVORITE, tag = "favorites", operation_id = "keep_song_from_post", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"), ("song_id" = Uuid, Path, description = "The song")),
    responses((status = 200, description = "The song is kept", body = FavoriteState),
        (status = 404, description = "The song is not on that post", body = Problem, content_type = "application/problem+json")))]
pub async fn keep_from_post(
    state: Data<AppState>,
    user: AuthUser,
    ids: Path<(Uuid, Uuid)>,
) -> Result<Json<FavoriteState>> {
    let (post_id, song_id) = ids.into_inner();
    Ok(Json(favorites::keep_from_post(&state, user.id(), post_id, song_id).await?))
}

/// Let a song go, asked from a post, also when the song left its list since.
#[utoipa::path(delete, path = paths::POST_SONG_FAVORITE, tag = "favorites", operation_id = "release_song_from_post", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"), ("song_id" = Uuid, Path, description = "The song")),
    responses((status = 204, description = "The song is not kept"),
        (status = 404, description = "The song is not kept and not on that post, or the post is not yours to see", body = Problem, content_type = "application/problem+json")))]
pub async fn release_from_post(state: Data<AppState>, user: AuthUser, ids: Path<(Uuid, Uuid)>) -> Result<HttpResponse> {
    let (post_id, song_id) = ids.into_inner();
    favorites::release_from_post(&state, user.id(), post_id, song_id).await?;
    Ok(HttpResponse::NoContent().finish())
}
