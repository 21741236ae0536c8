//! Songs of a playlist: put in, put in order, taken out.

use std::collections::HashSet;

use chrono::Utc;
use diesel::PgConnection;
use imagime_shared::{
    field,
    page::PageQuery,
    paths,
    playlist::{AddSongs, AddedSongs, PlaylistResponse, ReorderSongs},
    validation,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    idempotency::{self, Claim, Claimed},
    models::PlaylistRow,
    repositories::{favorites, playlist_songs, playlists, posts, songs},
    state::AppState,
    views::{self, Eye},
};

/// Puts songs at the end of the owner's playlist. Those that are in it already stay where they are and are named; when all are,
/// that is refused. With a key, a repeat says what the first request brought.
pub async fn add(state: &AppState, id: Uuid, owner: Uuid, form: AddSongs, key: Option<String>) -> Result<AddedSongs> {
    let form = parse(form)?;
    let route = paths::fill(paths::PLAYLIST_SONGS, &[&id.to_string()]);
    match idempotency::claim(state, owner, &route, key, fingerprint(&form)).await? {
        Claimed::Made(_, said) => repeat(state, id, owner, Brought::read(said, form)?).await,
        Claimed::Ours(claim) => {
            let added = append(state, id, owner, form, claim.clone()).await;
            claim.settle(state, added).await
        }
    }
}

/// Gives the songs of the owner's playlist another order: all that are in it, each once.
pub async fn reorder(state: &AppState, id: Uuid, owner: Uuid, form: ReorderSongs) -> Result<PlaylistResponse> {
    let wanted = unique(&form.song_ids)?;
    let keys = state.keys.clone();
    state
        .db
        .transaction(move |conn| {
            playlists::lock_owned(conn, id, owner)?;
            let there: HashSet<Uuid> = playlist_songs::ids(conn, id)?.into_iter().collect();
            if there != wanted {
                return Err(Error::ListChanged);
            }
            playlist_songs::reorder(conn, id, &form.song_ids)?;
            let row = playlists::note_order(conn, id)?;
            show(conn, &Eye { viewer: Some(owner), keys: &keys, now: Utc::now() }, row)
        })
        .await
}

/// Takes a song out of the owner's playlist; one that is not in it is fine.
pub async fn remove(state: &AppState, id: Uuid, owner: Uuid, song_id: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            playlists::lock_owned(conn, id, owner)?;
            if playlist_songs::delete(conn, id, song_id)? {
                playlists::touch(conn, id)?;
            }
            Ok(())
        })
        .await
}

/// What a request brought, kept beside its key.
#[derive(Debug, Serialize, Deserialize)]
struct Brought {
    added: Vec<Uuid>,
    already_there: Vec<Uuid>,
}

impl Brought {
    /// As it was kept; a key from before anything was kept stands for all that it asked for.
    fn read(kept: Option<Value>, form: AddSongs) -> Result<Self> {
        let Some(kept) = kept else { return Ok(Self { added: form.song_ids, already_there: Vec::new() }) };
        serde_json::from_value(kept).map_err(|error| Error::Internal(error.into()))
    }
}

async fn append(state: &AppState, id: Uuid, owner: Uuid, form: AddSongs, claim: Claim) -> Result<AddedSongs> {
    let keys = state.keys.clone();
    state
        .db
        .transaction(move |conn| {
            playlists::lock_owned(conn, id, owner)?;
            let there: HashSet<Uuid> = playlist_songs::ids(conn, id)?.into_iter().collect();
            let (already_there, added): (Vec<Uuid>, Vec<Uuid>) =
                form.song_ids.iter().copied().partition(|song| there.contains(song));
            require_in_sight(conn, owner, form.post_id, &added)?;
            if added.is_empty() {
                return Err(Error::AlreadyThere);
            }
            if there.len() + added.len() > validation::PLAYLIST_SONGS {
                let message = format!("A playlist has at most {} songs.", validation::PLAYLIST_SONGS);
                return Err(Error::field(field::SONG_IDS, "too_many", message));
            }
            let entries: Vec<_> = added.iter().map(|song| (*song, form.post_id)).collect();
            playlist_songs::append(conn, id, &entries)?;
            let brought = Brought { added, already_there };
            claim.complete_with(conn, id, &brought)?;
            let Brought { added, already_there } = brought;
            let row = playlists::touch(conn, id)?;
            let shown = show(conn, &Eye { viewer: Some(owner), keys: &keys, now: Utc::now() }, row)?;
            Ok(AddedSongs { playlist: shown.playlist, next_cursor: shown.next_cursor, added, already_there })
        })
        .await
}

/// What a request that was carried out before is told: what it brought then, and the list as it is now.
async fn repeat(state: &AppState, id: Uuid, owner: Uuid, brought: Brought) -> Result<AddedSongs> {
    let Brought { added, already_there } = brought;
    let keys = state.keys.clone();
    state
        .db
        .transaction(move |conn| {
            let row = playlists::lock_owned(conn, id, owner)?;
            let shown = show(conn, &Eye { viewer: Some(owner), keys: &keys, now: Utc::now() }, row)?;
            Ok(AddedSongs { playlist: shown.playlist, next_cursor: shown.next_cursor, added, already_there })
        })
        .await
}

/// Requires that the owner may take these songs: all of them stand on the post that was named; else each is kept, or stands on a post in
/// sight. Where a song was kept from is nobody's business, so only a post that was named is written down.
fn require_in_sight(conn: &mut PgConnection, user_id: Uuid, post_id: Option<Uuid>, song_ids: &[Uuid]) -> Result<()> {
    let found = if let Some(post_id) = post_id {
        posts::find_visible(conn, post_id, Some(user_id))?;
        songs::standing_among(conn, post_id, song_ids)?
    } else {
        let kept = favorites::kept_among(conn, user_id, song_ids)?;
        let rest: Vec<Uuid> = song_ids.iter().copied().filter(|song| !kept.contains(song)).collect();
        [kept, songs::visible_among(conn, &rest, user_id)?].concat()
    };
    if found.len() == song_ids.len() { Ok(()) } else { Err(Error::NotFound) }
}

fn show(conn: &mut PgConnection, eye: &Eye<'_>, row: PlaylistRow) -> Result<PlaylistResponse> {
    views::full_playlist(conn, eye, row, &PageQuery::default())
}

fn parse(form: AddSongs) -> Result<AddSongs> {
    let most = validation::PLAYLIST_ADDED_SONGS;
    if form.song_ids.is_empty() {
        return Err(Error::field(field::SONG_IDS, "required", "Name the songs to add."));
    }
    if form.song_ids.len() > most {
        return Err(Error::field(field::SONG_IDS, "too_many", format!("Add at most {most} songs at once.")));
    }
    unique(&form.song_ids)?;
    Ok(form)
}

fn unique(song_ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    let set: HashSet<Uuid> = song_ids.iter().copied().collect();
    if set.len() == song_ids.len() {
        return Ok(set);
    }
    Err(Error::field(field::SONG_IDS, "duplicate", "Name each song once."))
}

fn fingerprint(form: &AddSongs) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(form.post_id.unwrap_or_default());
    for song in &form.song_ids {
        digest.update(song);
    }
    digest.finalize().into()
}
