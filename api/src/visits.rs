//! Visits of shared links: counted in memory and written down behind the answers, many at a time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use uuid::Uuid;

use crate::{db::Db, error::Result, repositories::shares};

/// Visits within this time are one write.
const PAUSE: Duration = Duration::from_millis(500);

/// Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Visits {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    counts: HashMap<Uuid, i64>,
    writing: bool,
}

impl Visits {
    /// Notes a visit; it is written down in a moment.
    pub fn note(&self, share_id: Uuid, db: &Db) {
        let begin = {
            let mut inner = self.lock();
            *inner.counts.entry(share_id).or_default() += 1;
            !std::mem::replace(&mut inner.writing, true)
        };
        if begin {
            let (visits, db) = (self.clone(), db.clone());
            tokio::spawn(async move { visits.write_soon(&db).await });
        }
    }

    /// Visits that are noted and not written down yet.
    pub fn pending(&self, share_id: Uuid) -> i64 {
        self.lock().counts.get(&share_id).copied().unwrap_or_default()
    }

    /// Writes down all that is noted.
    pub async fn write(&self, db: &Db) -> Result<()> {
        let counts = self.lock().counts.clone();
        if counts.is_empty() {
            return Ok(());
        }
        let (ids, numbers): (Vec<Uuid>, Vec<i64>) = counts.iter().map(|(id, number)| (*id, *number)).unzip();
        db.run(move |conn| Ok(shares::add_visits(conn, &ids, &numbers)?)).await?;
        let mut inner = self.lock();
        inner.counts.retain(|id, number| {
            *number -= counts.get(id).copied().unwrap_or_default();
            *number > 0
        });
        Ok(())
    }

    async fn write_soon(&self, db: &Db) {
        loop {
            tokio::time::sleep(PAUSE).await;
            let written = self.write(db).await;
            let mut inner = self.lock();
            // What could not be written stays noted; the next visit tries again.
            if let Err(error) = &written {
                tracing::warn!(%error, "visits could not be written down");
            }
            if written.is_err() || inner.counts.is_empty() {
                inner.writing = false;
                return;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
