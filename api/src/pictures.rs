//! Uploaded pictures: received, decoded once within bounds, stored as clean variants.

use std::time::Duration;

use anyhow::Context as _;
use imagime_engine::imaging::{self, Header, ImagingError, Picture};
use imagime_shared::validation::IMAGE_TYPES;
use sha2::{Digest as _, Sha256};
use tempfile::TempPath;
use tokio::{sync::OwnedSemaphorePermit, time::timeout};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    models::NewMedia,
    repositories::media,
    security::random_token,
    state::{AppState, DECODE_BUDGET_MIB},
};

/// How long a picture waits for its turn to be decoded.
const TURN: Duration = Duration::from_secs(10);
/// How long one picture may take.
const DECODE: Duration = Duration::from_secs(15);

/// A file that came in, on disk until it is dropped.
#[derive(Debug)]
pub struct Upload {
    /// Where it is.
    pub path: TempPath,
    /// Length in bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

/// What to make of a picture.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// All of it, in widths up to 2,048.
    Whole,
    /// A square from the middle, small.
    Avatar,
    /// All of it, in one width up to 640.
    Cover,
}

/// Decodes an upload and makes its variants. `field` names it in errors.
pub async fn decode(state: &AppState, upload: &Upload, shape: Shape, field: &'static str) -> Result<Picture> {
    let thread = thread(state).await?;
    let bytes = tokio::fs::read(&upload.path).await.context("an upload cannot be read")?;
    decode_on(state, thread, bytes, shape, field).await
}

/// The same for bytes that are in memory already.
pub async fn decode_bytes(state: &AppState, bytes: Vec<u8>, shape: Shape, field: &'static str) -> Result<Picture> {
    let thread = thread(state).await?;
    decode_on(state, thread, bytes, shape, field).await
}

/// Waits for a thread to decode on; before the file is read, so that no more files are in memory than are worked on.
async fn thread(state: &AppState) -> Result<OwnedSemaphorePermit> {
    let thread = timeout(TURN, state.decode_threads.clone().acquire_owned());
    thread.await.ok().and_then(std::result::Result::ok).ok_or_else(busy)
}

fn busy() -> Error {
    Error::Unavailable("decoders are busy".into(), Duration::from_secs(5))
}

async fn decode_on(
    state: &AppState,
    thread: OwnedSemaphorePermit,
    bytes: Vec<u8>,
    shape: Shape,
    field: &'static str,
) -> Result<Picture> {
    let header = imaging::probe(&bytes).map_err(|error| refusal(field, error))?;
    let held = header.decoded_bytes() + bytes.len() as u64;
    let mib = u32::try_from(held.div_ceil(1 << 20)).unwrap_or(u32::MAX);
    let memory = timeout(TURN, state.decode_memory.clone().acquire_many_owned(mib.clamp(1, DECODE_BUDGET_MIB)));
    let memory = memory.await.ok().and_then(std::result::Result::ok).ok_or_else(busy)?;
    let work = tokio::task::spawn_blocking(move || {
        // Held by the thread itself: a decoder that outlives its time limit keeps its share of the budget.
        let _bounds = (memory, thread);
        process(&bytes, &header, shape)
    });
    match timeout(DECODE, work).await {
        Ok(Ok(picture)) => picture.map_err(|error| refusal(field, error)),
        Ok(Err(panic)) => Err(Error::Internal(anyhow::Error::new(panic).context("a decoder broke off"))),
        Err(_elapsed) => Err(Error::field(field, "too_complex", "This picture takes too long to decode.")),
    }
}

/// Writes a picture's variants; each has its row before its first byte. They belong to nothing yet.
pub async fn store(state: &AppState, picture: Picture, public: bool) -> Result<Vec<Uuid>> {
    let files: Vec<(NewMedia, Vec<u8>)> = picture
        .variants
        .into_iter()
        .map(|variant| {
            let name = random_token();
            let row = NewMedia {
                id: Uuid::now_v7(),
                storage_key: format!("pictures/{}/{name}.jpg", &name[..2]),
                token: public.then(random_token),
                content_type: "image/jpeg".into(),
                byte_size: variant.jpeg.len() as i64,
                width: i32::try_from(variant.width).ok(),
                height: i32::try_from(variant.height).ok(),
                content_hash: Sha256::digest(&variant.jpeg).to_vec(),
            };
            (row, variant.jpeg)
        })
        .collect();
    let ids: Vec<Uuid> = files.iter().map(|(row, _)| row.id).collect();
    let rows: Vec<NewMedia> = files.iter().map(|(row, _)| row.clone()).collect();
    state.db.run(move |conn| Ok(media::insert(conn, &rows)?)).await?;
    for (row, bytes) in files {
        if let Err(error) = state.storage.put(&row.storage_key, bytes).await {
            discard(state, ids).await;
            return Err(error.into());
        }
    }
    Ok(ids)
}

/// Dooms variants that came to nothing; what cannot be doomed now is found by the sweep.
pub async fn discard(state: &AppState, ids: Vec<Uuid>) {
    if let Err(error) = state.db.run(move |conn| Ok(media::doom(conn, &ids)?)).await {
        tracing::warn!(error = %error, "an unused file is left to the sweep");
    }
}

fn process(bytes: &[u8], header: &Header, shape: Shape) -> std::result::Result<Picture, ImagingError> {
    match shape {
        Shape::Whole => imaging::process(bytes, header),
        Shape::Avatar => imaging::process_avatar(bytes, header),
        Shape::Cover => imaging::process_cover(bytes, header),
    }
}

fn refusal(field: &'static str, error: ImagingError) -> Error {
    let sentence = error.to_string();
    match error {
        ImagingError::Unsupported => {
            let types = IMAGE_TYPES.map(|kind| kind.trim_start_matches("image/").to_uppercase()).join(", ");
            Error::UnsupportedMediaType(format!("{sentence} Send one of {types}."))
        }
        ImagingError::Empty => Error::field(field, "empty", sentence),
        ImagingError::TooLarge { .. } => Error::TooLarge(sentence),
        ImagingError::Corrupt(_) => Error::field(field, "corrupt", sentence),
    }
}
