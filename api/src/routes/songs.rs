//! Songs.

use actix_web::web::{Data, Json, Path};
use imagime_shared::{error::Problem, paths, recommendation::RecommendedSongs, song::SongResponse};
use uuid::Uuid;

use crate::{
    error::Result,
    extract::{MaybeAuthUser, SinglePage},
    services::{similar_songs, songs},
    state::AppState,
};

/// One song.
#[utoipa::path(get, path = paths::SONG, tag = "songs", operation_id = "find_song", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The song")),
    responses((status = 200, description = "The song", body = SongResponse),
        (status = 401, description = "The token is not valid", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such song", body = Problem, content_type = "application/problem+json")))]
pub async fn find(state: Data<AppState>, user: MaybeAuthUser, id: Path<Uuid>) -> Result<Json<SongResponse>> {
    Ok(Json(SongResponse { song: songs::find(&state, id.into_inner(), user.id()).await? }))
}

/// Songs like a song: they stand for the same words or feelings, or beside it on public pictures. One page.
#[utoipa::path(get, path = paths::SONG_SIMILAR, tag = "songs", operation_id = "list_similar_songs", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The song"), super::openapi::SinglePageParams),
    responses((status = 200, description = "Songs with their reasons, most alike first", body = RecommendedSongs),
        (status = 400, description = "A cursor was sent, but there is one page only", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The token is not valid", body = Problem, content_type = "application/problem+json"),
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
