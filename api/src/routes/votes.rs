//! Does the song fit the picture?

use actix_web::{
    HttpResponse,
    web::{Data, Json, Path},
};
use imagime_shared::{
    error::Problem,
    paths,
    song::{Vote, VoteState},
};
use uuid::Uuid;

use crate::{
    error::Result,
    extract::{AuthUser, Body},
    services::votes,
    state::AppState,
};

/// Say whether a song fits a picture: one vote a person, which replaces the former. Later choices of songs listen to it.
#[utoipa::path(put, path = paths::POST_SONG_VOTE, tag = "votes", operation_id = "vote_on_song", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"), ("song_id" = Uuid, Path, description = "The song")),
    request_body(content = Vote, examples(
        ("fits" = (summary = "It fits", value = json!({"value": 1}))),
        ("wrong_vibe" = (summary = "Its vibe is wrong", value = json!({"value": -1}))))),
    responses((status = 200, description = "The vote counts", body = VoteState,
            example = json!({"song_id": "01980c3e-5c1f-7c3a-9d5e-0d1d1a2b3c4d", "post_id": "01980c3e-4a10-7b22-8f00-5f1e2d3c4b5a", "vote_score": 3, "my_vote": 1})),
        (status = 404, description = "The song is not on that post, or the post is not yours to see", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A vote is 1 or -1", body = Problem, content_type = "application/problem+json")))]
pub async fn cast(
    state: Data<AppState>,
    user: AuthUser,
    ids: Path<(Uuid, Uuid)>,
    vote: Body<Vote>,
) -> Result<Json<VoteState>> {
    let (post_id, song_id) = ids.into_inner();
    Ok(Json(votes::cast(&state, user.id(), post_id, song_id, vote.0).await?))
}

/// Take a vote back, also when the song left the list since.
#[utoipa::path(delete, path = paths::POST_SONG_VOTE, tag = "votes", operation_id = "withdraw_vote", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"), ("song_id" = Uuid, Path, description = "The song")),
    responses((status = 204, description = "There is no vote of yours"),
        (status = 404, description = "No vote of yours, and the song is not on that post or the post is not yours to see", body = Problem, content_type = "application/problem+json")))]
pub async fn withdraw(state: Data<AppState>, user: AuthUser, ids: Path<(Uuid, Uuid)>) -> Result<HttpResponse> {
    let (post_id, song_id) = ids.into_inner();
    votes::withdraw(&state, user.id(), post_id, song_id).await?;
    Ok(HttpResponse::NoContent().finish())
}
