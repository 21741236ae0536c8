//! Files for browsers: which file an address means, and whether it still means it.

use anyhow::Context as _;
use bytes::Bytes;
use chrono::Utc;
use futures_util::stream::BoxStream;
use imagime_engine::{catalogue, synthesis};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    models::MediaRow,
    repositories::media,
    security::signature,
    state::AppState,
};

/// A file to send.
pub struct File {
    /// Where the bytes are.
    pub storage_key: String,
    /// Media type.
    pub content_type: String,
    /// Length in bytes.
    pub byte_size: u64,
    /// Entity tag, without quotes.
    pub etag: String,
    /// True when only the signed address opens it.
    pub private: bool,
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
        storage_key: stored.storage_key,
        content_type: crate::previews::CONTENT_TYPE.into(),
        byte_size: stored.byte_size,
        etag: stored.hash,
        private: false,
    })
}

/// The artwork of a starter piece, as SVG.
pub fn draw_artwork(slug: &str) -> Result<String> {
    catalogue::find(slug).map(synthesis::artwork).ok_or(Error::NotFound)
}

/// The bytes of a file, or a range of them.
pub async fn read(
    state: &AppState,
    file: &File,
    range: Option<std::ops::Range<u64>>,
) -> Result<BoxStream<'static, anyhow::Result<Bytes>>> {
    let stream = state.storage.stream(&file.storage_key, range).await?;
    Ok(stream.with_context(|| format!("a stored file is missing: {}", file.storage_key))?)
}

fn file(row: MediaRow, private: bool) -> File {
    let etag = row.content_hash.iter().take(16).fold(String::new(), |tag, byte| tag + &format!("{byte:02x}"));
    File {
        storage_key: row.storage_key,
        content_type: row.content_type,
        byte_size: row.byte_size.unsigned_abs(),
        etag,
        private,
    }
}
