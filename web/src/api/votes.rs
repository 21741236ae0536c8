//! Whether songs fit.

use imagime_shared::{
    paths,
    song::{Vote, VoteState},
};
use uuid::Uuid;

use super::client::{self, ApiError, Body};

/// Says that a song fits a post's picture (1) or that its vibe is wrong (-1).
pub async fn cast(post_id: Uuid, song_id: Uuid, value: i8) -> Result<VoteState, ApiError> {
    client::put(&path(post_id, song_id), Body::json(&Vote { value })?).await
}

/// Takes a vote back.
pub async fn withdraw(post_id: Uuid, song_id: Uuid) -> Result<(), ApiError> {
    client::delete(&path(post_id, song_id), Body::Empty).await
}

fn path(post_id: Uuid, song_id: Uuid) -> String {
    paths::fill(paths::POST_SONG_VOTE, &[&post_id.to_string(), &song_id.to_string()])
}
