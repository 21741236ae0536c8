//! Playlists: made, shown, changed, let go.

use chrono::{DateTime, Utc};
use diesel::PgConnection;
use imagime_shared::{
    error::FieldError,
    field,
    page::PageQuery,
    paths,
    playlist::{CollectPlaylist, CreatePlaylist, Playlist, PlaylistResponse, UpdatePlaylist},
    post::Visibility,
    validation,
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::posts::Page;
use crate::{
    cursor,
    error::{Error, Result},
    etag::IfMatch,
    idempotency::{self, Claim, Claimed},
    models::{NewPlaylist, PlaylistChanges},
    repositories::{
        favorites,
        playlist_songs::{self, Entry},
        playlists, posts, songs, tombstones, users,
    },
    state::AppState,
    views::{self, Eye},
};

/// Songs that a list made in one call holds at most.
const MOST: u32 = validation::PLAYLIST_SONGS as u32;
/// What a list of all that somebody keeps is called when they do not say.
const FAVORITES_TITLE: &str = "Favourites";

/// What a new list is made of.
#[derive(Clone, Copy, Debug)]
enum Source {
    Nothing,
    Favorites,
    Post(Uuid),
}

/// Makes an empty playlist.
pub async fn create(
    state: &AppState,
    user_id: Uuid,
    form: CreatePlaylist,
    key: Option<String>,
) -> Result<PlaylistResponse> {
    let form = CollectPlaylist { title: Some(form.title), description: form.description, visibility: form.visibility };
    make(state, user_id, Source::Nothing, paths::PLAYLISTS.to_owned(), form, key).await
}

/// Makes a playlist of all that the user keeps, newest first.
pub async fn create_from_favorites(
    state: &AppState,
    user_id: Uuid,
    form: CollectPlaylist,
    key: Option<String>,
) -> Result<PlaylistResponse> {
    make(state, user_id, Source::Favorites, paths::PLAYLIST_FROM_FAVORITES.to_owned(), form, key).await
}

/// Makes a playlist of the songs of a post that the user may see, best first.
pub async fn create_from_post(
    state: &AppState,
    user_id: Uuid,
    post_id: Uuid,
    form: CollectPlaylist,
    key: Option<String>,
) -> Result<PlaylistResponse> {
    let route = paths::fill(paths::PLAYLIST_FROM_POST, &[&post_id.to_string()]);
    make(state, user_id, Source::Post(post_id), route, form, key).await
}

/// A page of the user's own playlists, changed last first.
pub async fn list(state: &AppState, user_id: Uuid, page: PageQuery, rows: u32) -> Result<Page<Playlist>> {
    let list = format!("playlists/of/{user_id}");
    let after = page.cursor.map(|cursor| cursor::decode::<(DateTime<Utc>, Uuid)>(&list, &cursor)).transpose()?;
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let found = playlists::of_user(conn, user_id, after, rows + 1)?;
            let (found, next_cursor) = cursor::cut(&list, found, rows, |row| (row.updated_at, row.id))?;
            let eye = Eye { viewer: Some(user_id), keys: &keys, now: Utc::now() };
            Ok(Page { items: views::playlists(conn, &eye, found)?, next_cursor })
        })
        .await
}

/// A playlist that the viewer may see, with a page of its songs.
pub async fn find(state: &AppState, id: Uuid, viewer: Option<Uuid>, page: PageQuery) -> Result<PlaylistResponse> {
    let keys = state.keys.clone();
    state
        .db
        .run(move |conn| {
            let row = playlists::find_visible(conn, id, viewer)?;
            views::full_playlist(conn, &Eye { viewer, keys: &keys, now: Utc::now() }, row, &page)
        })
        .await
}

/// Changes the fields that were sent.
pub async fn update(
    state: &AppState,
    id: Uuid,
    owner: Uuid,
    form: UpdatePlaylist,
    condition: IfMatch,
) -> Result<PlaylistResponse> {
    let mut errors = Vec::new();
    let changes = PlaylistChanges {
        title: form.title.and_then(|text| checked(&mut errors, validation::playlist_title(field::TITLE, &text))),
        description: form.description.and_then(|text| checked(&mut errors, description(&text))),
        visibility: form.visibility.map(Visibility::as_str),
        updated_at: Utc::now(),
    };
    if !errors.is_empty() {
        return Err(Error::Validation(errors));
    }
    let keys = state.keys.clone();
    state
        .db
        .transaction(move |conn| {
            let eye = Eye { viewer: Some(owner), keys: &keys, now: Utc::now() };
            condition.check(|now| {
                let row = playlists::lock_owned(conn, id, owner)?;
                views::full_playlist(conn, &Eye { now, ..eye }, row, &PageQuery::default())
            })?;
            let row = playlists::update(conn, id, owner, &changes)?;
            views::full_playlist(conn, &eye, row, &PageQuery::default())
        })
        .await
}

/// Deletes a playlist of this owner; a repeat answers alike, somebody else's as one that never was.
pub async fn delete(state: &AppState, id: Uuid, owner: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| {
            if !playlists::delete(conn, id, owner)? {
                return Ok(tombstones::find(conn, owner, id)?);
            }
            Ok(tombstones::insert(conn, owner, id)?)
        })
        .await
}

async fn make(
    state: &AppState,
    user_id: Uuid,
    source: Source,
    route: String,
    form: CollectPlaylist,
    key: Option<String>,
) -> Result<PlaylistResponse> {
    let form = parse(form)?;
    match idempotency::claim(state, user_id, &route, key, fingerprint(&form)?).await? {
        Claimed::Made(made, _) => find(state, made, Some(user_id), PageQuery::default()).await,
        Claimed::Ours(claim) => {
            let made = insert(state, user_id, source, form, claim.clone()).await;
            claim.settle(state, made).await
        }
    }
}

async fn insert(
    state: &AppState,
    user_id: Uuid,
    source: Source,
    form: CollectPlaylist,
    claim: Claim,
) -> Result<PlaylistResponse> {
    let most = state.config.quotas.playlists;
    let keys = state.keys.clone();
    state
        .db
        .transaction(move |conn| {
            // One after the other, or many at once would get past the quota.
            users::lock(conn, user_id)?;
            if playlists::some_ids_of(conn, user_id, most)?.len() >= most as usize {
                let words = format!("An account has at most {most} playlists. Delete one that you do not need.");
                return Err(Error::QuotaReached(words));
            }
            let (title, entries) = collect(conn, user_id, source)?;
            let new = NewPlaylist {
                id: Uuid::now_v7(),
                user_id,
                title: form.title.unwrap_or(title),
                description: form.description,
                visibility: form.visibility.as_str(),
            };
            playlists::insert(conn, &new)?;
            playlist_songs::append(conn, new.id, &entries)?;
            claim.complete(conn, new.id)?;
            // Read again, with the count that the trigger made.
            let row = playlists::find_visible(conn, new.id, Some(user_id))?;
            let eye = Eye { viewer: Some(user_id), keys: &keys, now: Utc::now() };
            views::full_playlist(conn, &eye, row, &PageQuery::default())
        })
        .await
}

/// A name for the list, and its songs with the posts they come from.
fn collect(conn: &mut PgConnection, user_id: Uuid, source: Source) -> Result<(String, Vec<Entry>)> {
    match source {
        Source::Nothing => Ok((String::new(), Vec::new())),
        Source::Favorites => Ok((FAVORITES_TITLE.into(), favorites::newest(conn, user_id, MOST)?)),
        Source::Post(post_id) => {
            let post = posts::find_visible(conn, post_id, Some(user_id))?;
            if post.match_generation == 0 {
                return Err(Error::NotReady("The picture has no songs yet. Make the playlist when they are there."));
            }
            let author = users::find(conn, post.user_id)?;
            let name = if author.display_name.is_empty() { author.username } else { author.display_name };
            let ids = songs::ids_on(conn, post_id, post.match_generation, MOST)?;
            Ok((format!("Picture by {name}"), ids.into_iter().map(|id| (id, Some(post_id))).collect()))
        }
    }
}

fn parse(form: CollectPlaylist) -> Result<CollectPlaylist> {
    let mut errors = Vec::new();
    let title = form.title.and_then(|text| checked(&mut errors, validation::playlist_title(field::TITLE, &text)));
    let description = checked(&mut errors, description(&form.description)).unwrap_or_default();
    if errors.is_empty() { Ok(CollectPlaylist { title, description, ..form }) } else { Err(Error::Validation(errors)) }
}

fn description(text: &str) -> std::result::Result<String, FieldError> {
    validation::text(field::DESCRIPTION, text, validation::DESCRIPTION_CHARS)
}

fn checked<T>(errors: &mut Vec<FieldError>, result: std::result::Result<T, FieldError>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}

fn fingerprint(form: &impl Serialize) -> Result<[u8; 32]> {
    let json = serde_json::to_vec(form).map_err(|error| Error::Internal(error.into()))?;
    Ok(Sha256::digest(json).into())
}
