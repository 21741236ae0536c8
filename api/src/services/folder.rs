//! Keeps the database's view of the music folder true: one scan reads what is new or changed and marks what is gone.

use std::{collections::HashMap, path::PathBuf};

use anyhow::Context as _;
use chrono::Utc;

use crate::{
    error::Result,
    folder_songs,
    models::{KnownTrack, NewSong, NewTrack},
    music::folder::{self, ATTRIBUTION_GONE, Folder, Found, Track},
    repositories::{folder_tracks, songs},
    state::AppState,
};

/// Files that are read and written down in one go.
const BATCH: usize = 64;

/// Compares the folder with what is known of it, in small batches, until the server stops.
pub async fn scan(state: &AppState, folder: &Folder) -> Result<()> {
    let root = folder.root().to_path_buf();
    let listed = tokio::task::spawn_blocking(move || folder::find_files(&root)).await.context("a scan broke off")?;
    let files = match listed {
        Ok(files) => files,
        Err(error) => return rest(state, folder, &error).await,
    };
    folder.retain_unreadable(&files);
    let known = state.db.run(|conn| Ok(folder_tracks::known(conn)?)).await?;
    let (changed, gone) = compare(folder, files, known);
    // What is gone goes first: its dead button is worse than a new song's delay.
    for batch in gone.chunks(BATCH) {
        let batch = batch.to_vec();
        state.db.transaction(move |conn| Ok(folder_tracks::mark_gone(conn, &batch, ATTRIBUTION_GONE)?)).await?;
    }
    let (total, mut read, mut broken) = (changed.len(), 0, 0);
    for batch in changed.chunks(BATCH) {
        if state.is_stopping() {
            return Ok(());
        }
        folder.update(|status| {
            status.away = false;
            status.progress = Some((read as u64, total as u64));
        });
        broken += take_in(state, folder, batch).await?;
        read += batch.len();
    }
    let tracks = state
        .db
        .run(|conn| {
            folder_tracks::doom_unused_art(conn, folder_songs::ART)?;
            Ok(folder_tracks::count(conn)?)
        })
        .await?;
    folder.update(|status| {
        status.away = false;
        status.progress = None;
        status.tracks = tracks.unsigned_abs();
        status.scanned_at = Some(Utc::now());
    });
    if total + gone.len() > 0 {
        tracing::info!(
            folder.tracks = tracks,
            folder.read = total,
            folder.gone = gone.len(),
            folder.broken = broken,
            "the music folder was scanned"
        );
    }
    Ok(())
}

/// Silences every song of a folder that is no longer configured.
pub async fn switch_off(state: &AppState) -> Result<()> {
    state.db.transaction(|conn| Ok(folder_tracks::mark_all_gone(conn, ATTRIBUTION_GONE)?)).await
}

/// The folder cannot be read, perhaps because its disk is away: nothing of it plays, and the next scan finds it again.
async fn rest(state: &AppState, folder: &Folder, error: &std::io::Error) -> Result<()> {
    if !folder.status().away {
        tracing::warn!(error = %error, "the music folder cannot be read");
    }
    folder.update(|status| {
        status.away = true;
        status.progress = None;
    });
    switch_off(state).await
}

/// Files to read, and tracks whose file is gone.
fn compare(folder: &Folder, files: Vec<Found>, known: Vec<KnownTrack>) -> (Vec<Found>, Vec<String>) {
    let mut known: HashMap<String, KnownTrack> = known.into_iter().map(|row| (row.path.clone(), row)).collect();
    let mut changed = Vec::new();
    let mut gone = Vec::new();
    for file in files {
        let row = known.remove(&file.path);
        let unchanged = row.as_ref().is_some_and(|row| row.present && is_current(row, &file));
        if folder.is_unreadable(&file) {
            gone.extend(row.filter(|row| row.present).map(|row| row.track));
        } else if !unchanged {
            changed.push(file);
        }
    }
    gone.extend(known.into_values().filter(|row| row.present).map(|row| row.track));
    gone.sort_unstable();
    (changed, gone)
}

/// A picture inside the file is as current as the file; one beside it may change alone.
fn is_current(row: &KnownTrack, file: &Found) -> bool {
    let same_file = (row.modified_us, row.byte_size) == (file.modified_us, file.byte_size);
    let inside = row.art_key.is_some() && row.art_path.is_none();
    same_file && (inside || row.art_key.as_deref() == file.cover.as_ref().map(|cover| cover.key.as_str()))
}

/// Reads a batch and writes it down; gives how many of its files are broken.
async fn take_in(state: &AppState, folder: &Folder, batch: &[Found]) -> Result<usize> {
    let (root, files) = (folder.root().to_path_buf(), batch.to_vec());
    let read = tokio::task::spawn_blocking(move || read_all(&root, files)).await.context("a scan broke off")?;
    let (tracks, broken): (Vec<_>, Vec<_>) = read.into_iter().partition(|(_, track)| track.is_some());
    for (file, _) in &broken {
        folder.set_unreadable(file);
    }
    let tracks: Vec<(Found, Track)> =
        tracks.into_iter().filter_map(|(file, track)| track.map(|track| (file, track))).collect();
    state.db.transaction(move |conn| write_down(conn, tracks)).await?;
    // A file that broke while it was known is gone until it is whole again.
    let count = broken.len();
    let paths: Vec<String> = broken.into_iter().map(|(file, _)| file.path).collect();
    if !paths.is_empty() {
        state.db.transaction(move |conn| Ok(folder_tracks::mark_paths_gone(conn, &paths, ATTRIBUTION_GONE)?)).await?;
    }
    Ok(count)
}

fn read_all(root: &std::path::Path, files: Vec<Found>) -> Vec<(Found, Option<Track>)> {
    let root = PathBuf::from(root);
    let read = |file: Found| match folder::read_track(&root, &file) {
        Ok(track) => (file, Some(track)),
        Err(error) => {
            tracing::warn!(folder.path = file.path, error = %error, "a file of the music folder is passed over");
            (file, None)
        }
    };
    files.into_iter().map(read).collect()
}

fn write_down(conn: &mut diesel::PgConnection, tracks: Vec<(Found, Track)>) -> Result<()> {
    if tracks.is_empty() {
        return Ok(());
    }
    let rows: Vec<NewSong> = tracks.iter().map(|(_, track)| folder_songs::new_song(track)).collect();
    let ids: HashMap<String, _> = songs::upsert(conn, &rows)?.into_iter().map(|(_, track, id)| (track, id)).collect();
    let rows: Vec<NewTrack> = tracks
        .into_iter()
        .filter_map(|(found, track)| {
            let song_id = *ids.get(&track.id)?;
            Some(folder_songs::new_track(&found, track, song_id))
        })
        .collect();
    Ok(folder_tracks::upsert(conn, &rows)?)
}
