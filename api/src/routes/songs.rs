//! Songs.

use actix_web::web::{Data, Json, Path};
use imagime_shared::{error::Problem, paths, song::SongResponse};
use uuid::Uuid;

use crate::{error::Result, extract::MaybeAuthUser, services::songs, state::AppState};

/// One song.
#[utoipa::path(get, path = paths::SONG, tag = "songs", operation_id = "find_song", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The song")),
    responses((status = 200, description = "The song", body = SongResponse),
        (status = 401, description = "The token is not valid", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such song", body = Problem, content_type = "application/problem+json")))]
pub async fn find(state: Data<AppState>, user: MaybeAuthUser, id: Path<Uuid>) -> Result<Json<SongResponse>> {
    Ok(Json(SongResponse { song: songs::find(&state, id.into_inner(), user.id()).await? }))
}
