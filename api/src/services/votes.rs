//! Does the song fit the picture? Votes of those who see it.

use diesel::PgConnection;
use imagime_engine::matching::vote_key;
use imagime_shared::{field, song::Vote, song::VoteState, validation};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    repositories::{posts, songs, tombstones, votes},
    state::AppState,
};

/// Takes a vote down, in the place of the voter's former one on that song and post.
pub async fn cast(state: &AppState, user_id: Uuid, post_id: Uuid, song_id: Uuid, vote: Vote) -> Result<VoteState> {
    let value = validation::vote(field::VALUE, vote.value).map_err(|error| Error::Validation(vec![error]))?;
    state
        .db
        .transaction(move |conn| {
            require_on_post(conn, user_id, post_id, song_id)?;
            let mut keywords: Vec<String> =
                posts::keywords_of(conn, &[post_id])?.iter().filter_map(|row| vote_key(&row.keyword)).collect();
            keywords.sort();
            keywords.dedup();
            votes::upsert(conn, votes::Key { user_id, post_id, song_id }, value.into(), &keywords)?;
            let standing = votes::standing(conn, post_id, Some(user_id), &[song_id])?;
            let now = standing.get(&song_id).copied().unwrap_or_default();
            Ok(VoteState { song_id, post_id, vote_score: now.score, my_vote: now.mine })
        })
        .await
}

/// Takes a vote back, also when the song left the list or the post went out of sight since; none is fine, and a repeat answers alike.
pub async fn withdraw(state: &AppState, user_id: Uuid, post_id: Uuid, song_id: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            let mark = tombstones::mark("vote", post_id, song_id);
            if votes::delete(conn, votes::Key { user_id, post_id, song_id })? {
                return Ok(tombstones::insert(conn, user_id, mark)?);
            }
            match require_on_post(conn, user_id, post_id, song_id) {
                Err(Error::NotFound) => Ok(tombstones::find(conn, user_id, mark)?),
                fine => fine,
            }
        })
        .await
}

fn require_on_post(conn: &mut PgConnection, user_id: Uuid, post_id: Uuid, song_id: Uuid) -> Result<()> {
    posts::find_visible(conn, post_id, Some(user_id))?;
    if songs::stands_on(conn, post_id, song_id)? { Ok(()) } else { Err(Error::NotFound) }
}
