//! Previews of the starter catalogue: rendered once, in the background or when first asked for.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context as _;
use imagime_engine::{
    catalogue::{self, Piece},
    synthesis,
};
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::{
    db::Db,
    error::Result,
    models::NewMedia,
    repositories::{media, songs},
    storage::Storage,
};

/// Media type of a preview.
pub const CONTENT_TYPE: &str = "audio/flac";

/// A stored preview.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Where the bytes are.
    pub storage_key: String,
    /// Length in bytes.
    pub byte_size: u64,
    /// SHA-256 of the bytes, hexadecimal.
    pub hash: String,
}

/// All previews; each is rendered by whoever asks first, and everybody else waits for that one.
#[derive(Clone)]
pub struct Previews {
    db: Db,
    storage: Storage,
    cells: Arc<HashMap<&'static str, OnceCell<Stored>>>,
}

impl Previews {
    /// Knows every piece; renders nothing yet.
    pub fn new(db: Db, storage: Storage) -> Self {
        let cells = catalogue::pieces().iter().map(|piece| (piece.slug.as_str(), OnceCell::new())).collect();
        Self { db, storage, cells: Arc::new(cells) }
    }

    /// The preview of a piece; `None` when there is no such piece.
    pub async fn get(&self, slug: &str) -> Result<Option<Stored>> {
        let (Some(piece), Some(cell)) = (catalogue::find(slug), self.cells.get(slug)) else { return Ok(None) };
        Ok(Some(cell.get_or_try_init(|| self.find_or_render(piece)).await?.clone()))
    }

    /// Renders what is missing, one after the other, until `stop` says so.
    pub async fn render_all(&self, stop: impl Fn() -> bool) {
        for piece in catalogue::pieces() {
            if stop() {
                return;
            }
            if let Err(error) = self.get(&piece.slug).await {
                tracing::warn!(song.slug = piece.slug, error = %error, "a preview cannot be rendered now");
            }
        }
    }

    /// How many previews are ready, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.cells.values().filter(|cell| cell.initialized()).count(), self.cells.len())
    }

    async fn find_or_render(&self, piece: &'static Piece) -> Result<Stored> {
        let key = format!("previews/{}/{}-{}.flac", catalogue::PROVIDER, piece.slug, version(piece));
        let wanted = key.clone();
        let known = self.db.run(move |conn| Ok(media::find_by_storage_key(conn, &wanted)?)).await?;
        if let Some(row) = known {
            if self.storage.exists(&key).await? && row.doomed_at.is_none() {
                return Ok(Stored {
                    storage_key: key,
                    byte_size: row.byte_size.unsigned_abs(),
                    hash: hex(&row.content_hash),
                });
            }
            // The file was lost; it is made again under the same name.
            self.db.run(move |conn| Ok(media::delete(conn, row.id)?)).await?;
        }
        self.render(piece, key).await
    }

    async fn render(&self, piece: &'static Piece, key: String) -> Result<Stored> {
        let rendered = tokio::task::spawn_blocking(|| synthesis::render(piece))
            .await
            .context("rendering broke off")?
            .with_context(|| format!("{} cannot be rendered", piece.slug))?;
        let digest = Sha256::digest(&rendered.flac);
        let row = NewMedia {
            id: Uuid::now_v7(),
            storage_key: key.clone(),
            token: None,
            content_type: CONTENT_TYPE.into(),
            byte_size: rendered.flac.len() as i64,
            width: None,
            height: None,
            content_hash: digest.to_vec(),
        };
        let stored = Stored { storage_key: key.clone(), byte_size: rendered.flac.len() as u64, hash: hex(&digest) };
        let id = row.id;
        self.db.run(move |conn| Ok(media::insert(conn, &[row])?)).await?;
        self.storage.put(&key, rendered.flac).await?;
        self.db
            .run(move |conn| {
                let ids = songs::ids_of(conn, catalogue::PROVIDER, &[&piece.slug])?;
                if let Some((_, song_id)) = ids.first() {
                    media::attach_to_song(conn, id, *song_id)?;
                }
                Ok(())
            })
            .await?;
        Ok(stored)
    }
}

/// Changes whenever the piece or the way it is rendered changes.
pub fn version(piece: &Piece) -> String {
    let digest = Sha256::digest(format!("{} {piece:?}", synthesis::VERSION));
    hex(&digest[..6])
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
