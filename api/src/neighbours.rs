//! Fingerprints of all pictures in memory, for finding those that are alike.
//!
//! The table `embeddings` is what holds; this is a copy that each server process brings up to date before it answers. It knows
//! nothing of who may see what: that is asked of the database for each answer.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use diesel::PgConnection;
use imagime_engine::similarity::{ALIKE, Fingerprint, Index, VERSION};
use uuid::Uuid;

use crate::{error::Result, repositories::embeddings};

/// Vectors read at once.
const BATCH: u32 = 10_000;

/// Fingerprints by post; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    index: Arc<RwLock<Index<Uuid>>>,
    /// Everything written before this transaction is in the index.
    known: Arc<Mutex<i64>>,
}

impl Neighbours {
    /// Reads what was written since the last time, by whichever process; the first time that is everything.
    pub fn refresh(&self, conn: &mut PgConnection) -> Result<()> {
        // Whoever comes while another reads waits, and then reads the little that came after it.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let horizon = embeddings::horizon(conn)?;
        let mut after = Uuid::nil();
        loop {
            let rows = embeddings::written_since(conn, VERSION, *known, after, BATCH)?;
            let whole = rows.len() < BATCH as usize;
            after = rows.last().map_or(after, |(id, _)| *id);
            if !rows.is_empty() {
                let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
                for (id, vector) in rows {
                    if let Some(print) = Fingerprint::from_bytes(&vector) {
                        index.insert(id, print);
                    }
                }
            }
            if whole {
                *known = horizon;
                return Ok(());
            }
        }
    }

    /// Posts whose pictures are alike enough to be shown as alike, the most alike first.
    pub fn near(&self, print: &Fingerprint) -> Vec<Uuid> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        index.near(print, ALIKE).into_iter().map(|(id, _)| id).collect()
    }

    /// The posts whose pictures are most alike, with how much, at most so many.
    pub fn nearest(&self, print: &Fingerprint, most: usize) -> Vec<(Uuid, f32)> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        let mut near = index.near(print, ALIKE);
        near.truncate(most);
        near
    }

    /// Lets go of posts that are no more.
    pub fn forget(&self, ids: impl IntoIterator<Item = Uuid>) {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            index.remove(id);
        }
    }
}

/// Writes down what is compared of a post's picture; nothing for one that cannot be compared.
///
/// From the picture's features, its palette, and whether anything was recognised in it.
pub fn keep(
    conn: &mut PgConnection,
    post_id: Uuid,
    features: &[f32],
    palette: &[String],
    recognised: bool,
) -> Result<()> {
    if let Some(print) = Fingerprint::of(features, palette, recognised) {
        embeddings::upsert(conn, post_id, VERSION, &print.to_bytes())?;
    }
    Ok(())
}
