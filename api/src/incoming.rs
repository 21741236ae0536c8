//! A file on its way in: written to disk and hashed as it comes, never longer than allowed.

use std::{fs::File, io::Write as _, path::Path};

use anyhow::Context as _;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};
use tempfile::TempPath;

use crate::{
    error::{Error, Result},
    pictures::Upload,
};

/// A file that is not whole yet; gone from the disk when dropped.
pub struct Incoming {
    file: File,
    path: TempPath,
    size: u64,
    most: u64,
    digest: Sha256,
}

impl Incoming {
    /// An empty file in a folder, of at most so many bytes.
    pub fn new(folder: &Path, most: u64) -> Result<Self> {
        std::fs::create_dir_all(folder).context("the folder for uploads cannot be made")?;
        let file = tempfile::NamedTempFile::new_in(folder).context("an upload cannot be put on disk")?;
        let (file, path) = file.into_parts();
        Ok(Self { file, path, size: 0, most, digest: Sha256::new() })
    }

    /// Adds a piece.
    pub async fn push(mut self, piece: Bytes) -> Result<Self> {
        self.size += piece.len() as u64;
        if self.size > self.most {
            return Err(Error::TooLarge(format!("A picture has at most {} MB.", self.most / (1024 * 1024))));
        }
        let written = tokio::task::spawn_blocking(move || {
            self.digest.update(&piece);
            self.file.write_all(&piece).map(|()| self)
        });
        Ok(written.await.context("writing an upload broke off")?.context("an upload cannot be put on disk")?)
    }

    /// The whole file.
    pub fn finish(self) -> Upload {
        Upload { path: self.path, size: self.size, sha256: self.digest.finalize().into() }
    }
}
