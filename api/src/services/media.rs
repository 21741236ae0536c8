//! Files for browsers: which file an address means, and whether it still means it.

use std::{io::SeekFrom, ops::Range, time::Duration};

use anyhow::Context as _;
use bytes::{Bytes, BytesMut};
use chrono::Utc;
use futures_util::{StreamExt as _, stream::BoxStream};
use imagime_engine::{catalogue, synthesis};
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    folder_songs,
    models::{MediaRow, NewMedia},
    music::{
        deezer,
        folder::{self, Art},
    },
    pictures::{self, Shape},
    remote::RemoteError,
    repositories::{folder_tracks, media, songs},
    security::signature,
    state::AppState,
};

/// Bytes of the music folder that are read at once.
const CHUNK: u64 = 64 << 10;

/// When a preview may be asked for again after its source did not answer.
const RESOLVE_AGAIN: Duration = Duration::from_secs(30);

/// A file to send.
pub struct File {
    /// Where the bytes are.
    pub place: Place,
    /// Media type.
    pub content_type: String,
    /// Length in bytes.
    pub byte_size: u64,
    /// Entity tag, without quotes.
    pub etag: String,
    /// True when only the signed address opens it.
    pub private: bool,
}

/// Where a file's bytes are.
pub enum Place {
    /// In our storage, under this key.
    Storage(String),
    /// Open already: a file of the music folder.
    Open(std::fs::File),
}

/// The file behind an unguessable public address.
pub async fn find_public(state: &AppState, token: String) -> Result<File> {
    let row = state.db.run(move |conn| Ok(media::find_by_token(conn, &token)?)).await?;
    Ok(file(row, false))
}

/// The file behind a signed address.
pub async fn find_signed(state: &AppState, id: Uuid, exp: i64, sig: &str) -> Result<File> {
    if !signature::verify_media(&state.keys, id, exp, sig, Utc::now()) {
        return Err(Error::NotFound);
    }
    let row = state.db.run(move |conn| Ok(media::find(conn, id)?)).await?;
    Ok(file(row, true))
}

/// The preview of a starter piece, rendered now if its turn has not come yet.
pub async fn find_preview(state: &AppState, slug: &str) -> Result<File> {
    let stored = state.previews.get(slug).await?.ok_or(Error::NotFound)?;
    Ok(File {
        place: Place::Storage(stored.storage_key),
        content_type: crate::previews::CONTENT_TYPE.into(),
        byte_size: stored.byte_size,
        etag: stored.hash,
        private: false,
    })
}

/// Where a Deezer preview is to be heard now; the address ends soon, so it is asked for when it is played.
pub async fn find_resolved(state: &AppState, track: String) -> Result<String> {
    let known = track.clone();
    // Only songs of ours: nobody searches Deezer through this.
    let ids = state.db.run(move |conn| Ok(songs::ids_of(conn, deezer::PROVIDER, &[&known])?)).await?;
    if ids.is_empty() {
        return Err(Error::NotFound);
    }
    match state.music.deezer_preview(&track).await {
        Ok(address) => address.ok_or(Error::NotFound),
        Err(RemoteError::Refused(_)) => Err(Error::NotFound),
        Err(error) => Err(Error::Unavailable(format!("deezer: {error}"), RESOLVE_AGAIN)),
    }
}

/// The file of a song of the music folder, behind an address that was signed for somebody with an account.
pub async fn find_track(state: &AppState, track: String, exp: i64, sig: &str) -> Result<File> {
    let Some(folder) = state.folder.clone() else { return Err(Error::NotFound) };
    if !signature::verify_track(&state.keys, &track, exp, sig, Utc::now()) {
        return Err(Error::NotFound);
    }
    let known = state.db.run(move |conn| Ok(folder_tracks::find(conn, &track)?)).await?;
    let path = known.path.clone();
    let opening = tokio::task::spawn_blocking(move || folder::open(folder.root(), &path));
    // What cannot be opened is gone; the next scan says so too.
    let Ok(opened) = opening.await.context("opening a file broke off")? else { return Err(Error::NotFound) };
    Ok(File {
        etag: format!("{:x}-{:x}", opened.modified_us, opened.byte_size),
        place: Place::Open(opened.file),
        content_type: known.content_type,
        byte_size: opened.byte_size,
        private: true,
    })
}

/// The cover of songs of the music folder, made small and clean when it is first asked for.
pub async fn find_cover(state: &AppState, key: String) -> Result<File> {
    let storage_key = format!("{}{key}.jpg", folder_songs::ART);
    if let Some(row) = find_made(state, &storage_key).await? {
        return Ok(file(row, false));
    }
    let Some(folder) = &state.folder else { return Err(Error::NotFound) };
    let _drawing = folder.drawing.lock().await;
    if let Some(row) = find_made(state, &storage_key).await? {
        return Ok(file(row, false));
    }
    let wanted = key.clone();
    let source = state.db.run(move |conn| Ok(folder_tracks::find_art(conn, &wanted)?)).await?;
    let art = Art { key: key.clone(), path: source.art_path };
    let root = folder.root().to_path_buf();
    let reading = tokio::task::spawn_blocking(move || folder::read_art(&root, &source.path, &art));
    let bytes = reading.await.context("reading a cover broke off")?.ok_or(Error::NotFound)?;
    let jpeg = match pictures::decode_bytes(state, bytes, Shape::Cover, "cover").await {
        Ok(picture) => picture.variants.into_iter().next().map(|variant| variant.jpeg),
        Err(busy @ Error::Unavailable(..)) => return Err(busy),
        Err(_no_picture) => None,
    };
    let Some(jpeg) = jpeg else {
        state.db.transaction(move |conn| Ok(folder_tracks::mark_art_broken(conn, &key)?)).await?;
        return Err(Error::NotFound);
    };
    let row = NewMedia {
        id: Uuid::now_v7(),
        storage_key: storage_key.clone(),
        token: None,
        content_type: "image/jpeg".into(),
        byte_size: jpeg.len() as i64,
        width: None,
        height: None,
        content_hash: Sha256::digest(&jpeg).to_vec(),
    };
    let song_id = source.song_id;
    let row = state.db.transaction(move |conn| Ok(media::insert_for_song(conn, &row, song_id)?)).await?;
    state.storage.put(&storage_key, jpeg).await?;
    Ok(file(row, false))
}

/// What was made and is still there; what was lost or doomed is forgotten, to be made again.
async fn find_made(state: &AppState, storage_key: &str) -> Result<Option<MediaRow>> {
    let wanted = storage_key.to_owned();
    let Some(row) = state.db.run(move |conn| Ok(media::find_by_storage_key(conn, &wanted)?)).await? else {
        return Ok(None);
    };
    if row.doomed_at.is_none() && state.storage.exists(storage_key).await? {
        return Ok(Some(row));
    }
    state.db.run(move |conn| Ok(media::delete(conn, row.id)?)).await?;
    Ok(None)
}

/// The artwork of a starter piece, as SVG.
pub fn draw_artwork(slug: &str) -> Result<String> {
    catalogue::find(slug).map(synthesis::artwork).ok_or(Error::NotFound)
}

/// The bytes of a file, or a range of them.
pub async fn read(state: &AppState, file: File, part: Range<u64>) -> Result<BoxStream<'static, anyhow::Result<Bytes>>> {
    match file.place {
        Place::Storage(key) => {
            let stream = state.storage.stream(&key, part).await?;
            Ok(stream.with_context(|| format!("a stored file is missing: {key}"))?)
        }
        Place::Open(open) => Ok(read_open(open, part).await?),
    }
}

async fn read_open(
    file: std::fs::File,
    range: Range<u64>,
) -> anyhow::Result<BoxStream<'static, anyhow::Result<Bytes>>> {
    let mut file = tokio::fs::File::from_std(file);
    file.seek(SeekFrom::Start(range.start)).await.context("a file of the music folder cannot be read")?;
    let chunks = futures_util::stream::try_unfold((file, range.end - range.start), |(mut file, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let mut chunk = BytesMut::with_capacity(CHUNK.min(left) as usize);
        let mut part = (&mut file).take(CHUNK.min(left));
        let read = part.read_buf(&mut chunk).await.context("a file of the music folder broke off")?;
        anyhow::ensure!(read > 0, "a file of the music folder became shorter while it was sent");
        Ok(Some((chunk.freeze(), (file, left - read as u64))))
    });
    Ok(chunks.boxed())
}

fn file(row: MediaRow, private: bool) -> File {
    let etag = row.content_hash.iter().take(16).fold(String::new(), |tag, byte| tag + &format!("{byte:02x}"));
    File {
        place: Place::Storage(row.storage_key),
        content_type: row.content_type,
        byte_size: row.byte_size.unsigned_abs(),
        etag,
        private,
    }
}
