//! Files, behind one small face over `object_store`.

use std::{path::Path as FsPath, sync::Arc};

use anyhow::Context as _;
use bytes::Bytes;
use futures_util::{StreamExt as _, stream::BoxStream};
use object_store::{
    GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutPayload, local::LocalFileSystem, path::Path,
};

/// The files of this instance.
#[derive(Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
}

impl Storage {
    /// Files below a folder, which is made when missing.
    pub fn local(folder: &FsPath) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .context("cannot open the file storage")?
            .with_automatic_cleanup(true);
        Ok(Self { store: Arc::new(store) })
    }

    /// Writes a whole file; readers see all of it or nothing.
    pub async fn put(&self, key: &str, bytes: impl Into<Bytes>) -> anyhow::Result<()> {
        self.store.put(&Path::from(key), PutPayload::from(bytes.into())).await.context("a file cannot be written")?;
        Ok(())
    }

    /// Reads a whole file; `None` when there is none.
    pub async fn get(&self, key: &str) -> anyhow::Result<Option<Bytes>> {
        match self.store.get(&Path::from(key)).await {
            Ok(result) => Ok(Some(result.bytes().await.context("a file cannot be read")?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(anyhow::Error::new(error).context("a file cannot be opened")),
        }
    }

    /// True when there is such a file.
    pub async fn exists(&self, key: &str) -> anyhow::Result<bool> {
        match self.store.head(&Path::from(key)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(anyhow::Error::new(error).context("a file cannot be looked at")),
        }
    }

    /// Streams `range` of a file; `None` when there is none.
    pub async fn stream(
        &self,
        key: &str,
        range: std::ops::Range<u64>,
    ) -> anyhow::Result<Option<BoxStream<'static, anyhow::Result<Bytes>>>> {
        let options = GetOptions { range: Some(GetRange::Bounded(range)), ..GetOptions::default() };
        match self.store.get_opts(&Path::from(key), options).await {
            Ok(result) => Ok(Some(result.into_stream().map(|chunk| chunk.context("a file broke off")).boxed())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(anyhow::Error::new(error).context("a file cannot be opened")),
        }
    }

    /// Removes a file; one that is gone already is fine.
    pub async fn delete(&self, key: &str) -> anyhow::Result<()> {
        match self.store.delete(&Path::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(anyhow::Error::new(error).context("a file cannot be removed")),
        }
    }

    /// The keys of all files below a prefix.
    pub async fn list(&self, prefix: &str) -> anyhow::Result<Vec<String>> {
        let prefix = Path::from(prefix);
        let mut found = Vec::new();
        let mut listing = self.store.list(Some(&prefix));
        while let Some(meta) = listing.next().await {
            found.push(meta.context("the file storage cannot be listed")?.location.to_string());
        }
        Ok(found)
    }
}
