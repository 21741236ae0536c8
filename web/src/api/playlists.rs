//! Playlists.

use gloo_net::http::Method;
use imagime_shared::{
    page::PageQuery,
    paths,
    playlist::{
        AddSongs, AddedSongs, CollectPlaylist, CreatePlaylist, ExportFormat, FullPlaylist, Playlist, PlaylistList,
        PlaylistResponse, ReorderSongs, UpdatePlaylist,
    },
    validation::PLAYLIST_ADDED_SONGS,
};
use uuid::Uuid;

use super::{
    client::{self, ApiError, Body, paged},
    upload::idempotency_key,
};

/// A page of the asker's playlists, changed last first.
pub async fn list_playlists(page: PageQuery) -> Result<PlaylistList, ApiError> {
    client::get(&paged(paths::PLAYLISTS, &page, &[])).await
}

/// A playlist with a page of its songs.
pub async fn find_playlist(id: Uuid, page: PageQuery) -> Result<PlaylistResponse, ApiError> {
    client::get(&paged(&path(paths::PLAYLIST, id), &page, &[])).await
}

/// Makes an empty playlist.
pub async fn create_playlist(form: &CreatePlaylist) -> Result<Playlist, ApiError> {
    made(paths::PLAYLISTS, Body::keyed(form, &idempotency_key())?).await
}

/// Makes a playlist of all that is kept.
pub async fn playlist_from_favorites() -> Result<Playlist, ApiError> {
    made(paths::PLAYLIST_FROM_FAVORITES, Body::keyed(&CollectPlaylist::default(), &idempotency_key())?).await
}

/// Makes a playlist of a post's songs.
pub async fn playlist_from_post(post_id: Uuid) -> Result<Playlist, ApiError> {
    made(&path(paths::PLAYLIST_FROM_POST, post_id), Body::keyed(&CollectPlaylist::default(), &idempotency_key())?).await
}

/// Changes the fields that are set.
pub async fn update_playlist(id: Uuid, change: &UpdatePlaylist) -> Result<Playlist, ApiError> {
    client::patch::<PlaylistResponse>(&path(paths::PLAYLIST, id), change).await.map(|answer| answer.playlist.playlist)
}

/// Takes a playlist away.
pub async fn delete_playlist(id: Uuid) -> Result<(), ApiError> {
    client::delete(&path(paths::PLAYLIST, id), Body::Empty).await
}

/// Puts songs at a playlist's end, a hundred at a time; gives those that are in it now and those that had been before.
pub async fn add_songs(id: Uuid, song_ids: &[Uuid], post_id: Option<Uuid>) -> Result<(usize, usize), ApiError> {
    let (mut added, mut known) = (0, 0);
    for part in song_ids.chunks(PLAYLIST_ADDED_SONGS) {
        let body = Body::keyed(&AddSongs { song_ids: part.to_vec(), post_id }, &idempotency_key())?;
        match client::post::<AddedSongs>(&path(paths::PLAYLIST_SONGS, id), body).await {
            Ok(answer) => {
                added += answer.added.len();
                known += answer.already_there.len();
            }
            Err(error) if error.code() == Some(imagime_shared::error::ErrorCode::AlreadyThere) => known += part.len(),
            Err(error) => return Err(error),
        }
    }
    Ok((added, known))
}

/// Puts a playlist's songs in another order, even when the page is left meanwhile.
pub async fn reorder_songs(id: Uuid, song_ids: Vec<Uuid>) -> Result<FullPlaylist, ApiError> {
    let body = Body::parting(&ReorderSongs { song_ids })?;
    client::put::<PlaylistResponse>(&path(paths::PLAYLIST_SONGS, id), body).await.map(|answer| answer.playlist)
}

/// Takes a song out of a playlist.
pub async fn remove_song(id: Uuid, song_id: Uuid) -> Result<(), ApiError> {
    let path = paths::fill(paths::PLAYLIST_SONG, &[&id.to_string(), &song_id.to_string()]);
    client::delete(&path, Body::Empty).await
}

/// A playlist as the text of a file.
pub async fn export_playlist(id: Uuid, format: ExportFormat) -> Result<String, ApiError> {
    let path = format!("{}?format={}", path(paths::PLAYLIST_EXPORT, id), format.as_str());
    let answer = client::send(Method::GET, &path, Body::Empty).await?;
    answer.text().await.map_err(|_cut_off| ApiError::unreachable())
}

async fn made(path: &str, body: Body) -> Result<Playlist, ApiError> {
    client::post::<PlaylistResponse>(path, body).await.map(|answer| answer.playlist.playlist)
}

fn path(template: &str, id: Uuid) -> String {
    paths::fill(template, &[&id.to_string()])
}
