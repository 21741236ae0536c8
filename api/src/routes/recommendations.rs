//! What may please the asker.

use actix_web::web::{Data, Json};
use imagime_shared::{
    error::Problem,
    paths,
    recommendation::{RecommendedPosts, RecommendedSongs},
};

use crate::{
    error::Result,
    extract::{AuthUser, SinglePage},
    services::recommendations,
    state::AppState,
};

/// Songs for the asker, from what they keep, like and vote for; never what they keep or voted against. One page, made anew each
/// time. With nothing to go by, all reasons are `popular`. Nobody else's favourites have a part in it.
#[utoipa::path(get, path = paths::RECOMMENDED_SONGS, tag = "recommendations", operation_id = "list_recommended_songs",
    security(("bearer" = [])), params(super::openapi::SinglePageParams),
    responses((status = 200, description = "Songs with their reasons, best first", body = RecommendedSongs),
        (status = 400, description = "A cursor was sent, but there is one page only", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list_songs(state: Data<AppState>, user: AuthUser, page: SinglePage) -> Result<Json<RecommendedSongs>> {
    let songs = recommendations::songs(&state, user.id(), page.rows).await?;
    Ok(Json(RecommendedSongs { songs, next_cursor: None }))
}

/// Pictures of the feed for the asker, from what they keep, like and vote for; never their own, nor those that they like or keep a
/// song from. One page, made anew each time. With nothing to go by, all reasons are `popular`.
#[utoipa::path(get, path = paths::RECOMMENDED_POSTS, tag = "recommendations", operation_id = "list_recommended_posts",
    security(("bearer" = [])), params(super::openapi::SinglePageParams),
    responses((status = 200, description = "Posts with their reasons, best first", body = RecommendedPosts),
        (status = 400, description = "A cursor was sent, but there is one page only", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "limit is not 1 to 50", body = Problem, content_type = "application/problem+json")))]
pub async fn list_posts(state: Data<AppState>, user: AuthUser, page: SinglePage) -> Result<Json<RecommendedPosts>> {
    let posts = recommendations::posts(&state, user.id(), page.rows).await?;
    Ok(Json(RecommendedPosts { posts, next_cursor: None }))
}
