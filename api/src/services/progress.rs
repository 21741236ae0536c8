//! How far a post has come, for those who watch it live.

use chrono::Utc;
use diesel::PgConnection;
use imagime_shared::{
    post::{Failure, Keyword, Mood, Notice, PostStatus},
    song::PostSong,
};
use uuid::Uuid;

use crate::{
    error::Result,
    repositories::{posts, songs},
    security::signature,
    state::AppState,
    views::{self, Eye},
};

/// Songs that are announced one by one; the others are a page away.
pub const ANNOUNCED_SONGS: u32 = 10;

/// A post as it stands.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The step.
    pub status: PostStatus,
    /// The list of songs that is shown.
    pub generation: i32,
    /// The list that was asked for last; the same once it is there.
    pub wanted: i32,
    /// Words, once there are any to tell.
    pub keywords: Vec<Keyword>,
    /// Mood, once it is known.
    pub mood: Option<Mood>,
    /// The first songs.
    pub songs: Vec<PostSong>,
    /// All songs there are.
    pub song_count: u32,
    /// Things to know.
    pub notices: Vec<Notice>,
    /// Set when failed.
    pub failure: Option<Failure>,
}

/// Reads how far a post has come. A connection is held for these reads only.
pub async fn snapshot(state: &AppState, post_id: Uuid, viewer: Option<Uuid>) -> Result<Snapshot> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let eye = Eye { viewer, keys: &keys, now: Utc::now() };
            loop {
                let read = read(conn, &eye, post_id)?;
                // Another list meanwhile: what was read may be of both.
                if posts::generations(conn, post_id)? == (read.generation, read.wanted) {
                    return Ok(read);
                }
            }
        })
        .await
}

/// Whom a ticket to a post's events speaks for; `None` when it is not valid.
pub fn ticket_viewer(state: &AppState, post_id: Uuid, ticket: &str) -> Option<Option<Uuid>> {
    signature::verify_ticket(&state.keys, post_id, ticket, Utc::now())
}

fn read(conn: &mut PgConnection, eye: &Eye<'_>, post_id: Uuid) -> Result<Snapshot> {
    let row = posts::find_visible(conn, post_id, eye.viewer)?;
    let status = PostStatus::parse(&row.status).unwrap_or(PostStatus::Pending);
    let words = posts::keywords_of(conn, &[post_id])?;
    let found = songs::list(conn, post_id, 0, ANNOUNCED_SONGS)?;
    let notices = views::notices(&row)?;
    Ok(Snapshot {
        status,
        generation: row.match_generation,
        wanted: row.wanted_generation,
        keywords: words.into_iter().map(|word| Keyword { keyword: word.keyword, score: word.score }).collect(),
        mood: row.valence.zip(row.arousal).map(|(valence, arousal)| Mood { valence, arousal, words: row.mood_words }),
        songs: views::post_songs(conn, eye, found)?,
        song_count: row.song_count.unsigned_abs(),
        notices,
        failure: row.failure_code.zip(row.failure_message).map(|(code, message)| Failure { code, message }),
    })
}
