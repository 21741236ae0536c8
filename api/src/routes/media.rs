//! Pictures, previews, artwork: addresses that work in `<img>` and `<audio>` without headers.

use std::ops::Range;

use actix_files::HttpRange;
use actix_web::{
    HttpRequest, HttpResponse, HttpResponseBuilder,
    body::SizedStream,
    http::{
        StatusCode,
        header::{self, CROSS_ORIGIN_RESOURCE_POLICY},
    },
    web::{Bytes, Data, Path, Query},
};
use imagime_shared::{error::Problem, paths};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::Endpoint;
use crate::{
    error::{Error, Result},
    etag,
    services::media::{self, File},
    state::AppState,
};

/// Public files may be kept for a day: when a post goes private its old address ends at the server at once.
const PUBLIC: &str = "public, max-age=86400";
/// Parts of the catalogue carry their version in the address.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const PRIVATE: &str = "private, no-store";

/// The paths of all files.
pub(super) fn endpoints() -> Vec<(&'static str, Endpoint)> {
    vec![
        (paths::STARTER_PREVIEW, Endpoint::new().get(preview)),
        (paths::DEEZER_PREVIEW, Endpoint::new().get(resolved)),
        (paths::STARTER_ARTWORK, Endpoint::new().get(artwork)),
        (paths::FOLDER_COVER, Endpoint::new().get(cover)),
        (paths::FOLDER_TRACK, Endpoint::new().get(track)),
        (paths::MEDIA_FILE, Endpoint::new().get(file)),
    ]
}

/// What a signed address brings along.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Signature {
    exp: Option<i64>,
    sig: Option<String>,
}

impl Signature {
    /// End and signature, none where neither is given. One alone, or what cannot be read, opens nothing, as a wrong one.
    fn of(request: &HttpRequest) -> Result<Option<(i64, String)>> {
        match Query::<Self>::from_query(request.query_string()).map(Query::into_inner) {
            Ok(Self { exp: Some(exp), sig: Some(sig) }) => Ok(Some((exp, sig))),
            Ok(Self { exp: None, sig: None }) => Ok(None),
            _ => Err(Error::NotFound),
        }
    }
}

/// A picture. Its address stands in `image.url`, `variants` and `avatar_url`; those of private pictures are signed and end soon.
#[utoipa::path(get, path = paths::MEDIA_FILE, tag = "media", operation_id = "read_file",
    params(("name" = String, Path, description = "From the address"), ("exp" = Option<i64>, Query, description = "When the address ends, seconds of Unix time"), ("sig" = Option<String>, Query, max_length = 200, description = "Signature of a private address")),
    responses((status = 200, description = "The file", content_type = "image/jpeg", body = Vec<u8>, headers(("Accept-Ranges" = String, description = "Always `bytes`"))),
        (status = 404, description = "No such file, or its address has ended", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn file(state: Data<AppState>, request: HttpRequest, name: Path<String>) -> Result<HttpResponse> {
    let stem = name.split_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let file = match Signature::of(&request)? {
        Some((exp, sig)) => {
            let id = Uuid::try_parse(stem).ok().ok_or(Error::NotFound)?;
            media::find_signed(&state, id, exp, &sig).await?
        }
        None => media::find_public(&state, stem.to_owned()).await?,
    };
    let caching = if file.private { PRIVATE } else { PUBLIC };
    send(&state, &request, file, caching).await
}

/// The preview of a starter piece.
#[utoipa::path(get, path = paths::STARTER_PREVIEW, tag = "media", operation_id = "read_preview",
    params(("slug" = String, Path, description = "The piece")),
    responses((status = 200, description = "The file", content_type = "audio/flac", body = Vec<u8>, headers(("Accept-Ranges" = String, description = "Always `bytes`"))),
        (status = 404, description = "No such file, or its address has ended", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn preview(state: Data<AppState>, request: HttpRequest, slug: Path<String>) -> Result<HttpResponse> {
    let file = media::find_preview(&state, &slug).await?;
    send(&state, &request, file, IMMUTABLE).await
}

/// Leads to where the preview is today.
#[utoipa::path(get, path = paths::DEEZER_PREVIEW, tag = "media", operation_id = "find_preview",
    params(("track" = String, Path, description = "The track")),
    responses((status = 302, description = "Where it is", headers(("Location" = String, description = "The preview"))),
        (status = 404, description = "No such preview", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn resolved(state: Data<AppState>, track: Path<String>) -> Result<HttpResponse> {
    let address = media::find_resolved(&state, track.into_inner()).await?;
    let mut response = HttpResponse::Found();
    response.insert_header((header::LOCATION, address)).insert_header((header::CACHE_CONTROL, PRIVATE));
    Ok(response.finish())
}

/// A song of the music folder; its address is signed and ends soon.
#[utoipa::path(get, path = paths::FOLDER_TRACK, tag = "media", operation_id = "read_track",
    params(("name" = String, Path, description = "From the address"), ("exp" = Option<i64>, Query, description = "When the address ends, seconds of Unix time"), ("sig" = Option<String>, Query, max_length = 200, description = "Signature of a private address")),
    responses((status = 200, description = "The file", content_type = "audio/*", body = Vec<u8>, headers(("Accept-Ranges" = String, description = "Always `bytes`"))),
        (status = 404, description = "No such file, or its address has ended", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn track(state: Data<AppState>, request: HttpRequest, name: Path<String>) -> Result<HttpResponse> {
    let stem = name.split_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let (exp, sig) = Signature::of(&request)?.ok_or(Error::NotFound)?;
    let file = media::find_track(&state, stem.to_owned(), exp, &sig).await?;
    send(&state, &request, file, PRIVATE).await
}

/// The cover of a song of the music folder. The address names its content, so it may be kept for good.
#[utoipa::path(get, path = paths::FOLDER_COVER, tag = "media", operation_id = "read_cover",
    params(("key" = String, Path, description = "The content")),
    responses((status = 200, description = "The file", content_type = "image/jpeg", body = Vec<u8>, headers(("Accept-Ranges" = String, description = "Always `bytes`"))),
        (status = 404, description = "No such file, or its address has ended", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn cover(state: Data<AppState>, request: HttpRequest, key: Path<String>) -> Result<HttpResponse> {
    let file = media::find_cover(&state, key.into_inner()).await?;
    send(&state, &request, file, IMMUTABLE).await
}

/// The drawn artwork of a starter piece.
#[utoipa::path(get, path = paths::STARTER_ARTWORK, tag = "media", operation_id = "read_artwork",
    params(("slug" = String, Path, description = "The piece")),
    responses((status = 200, description = "The drawing", content_type = "image/svg+xml", body = String, headers(("Accept-Ranges" = String, description = "Always `bytes`"))),
        (status = 404, description = "No such piece", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn artwork(state: Data<AppState>, request: HttpRequest, slug: Path<String>) -> Result<HttpResponse> {
    let svg = Bytes::from(media::draw_artwork(&slug)?);
    let digest = Sha256::digest(&svg);
    let shown = Shown {
        etag: quoted(&digest.iter().take(8).fold(String::new(), |tag, byte| tag + &format!("{byte:02x}"))),
        content_type: "image/svg+xml",
        byte_size: svg.len() as u64,
        caching: IMMUTABLE,
    };
    let (mut response, part) = begin(&state, &request, &shown);
    // A drawing opened by itself may do nothing.
    response.insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox"));
    Ok(match part {
        Some(part) => response.body(svg.slice(part.start as usize..part.end as usize)),
        None => response.finish(),
    })
}

async fn send(state: &AppState, request: &HttpRequest, file: File, caching: &'static str) -> Result<HttpResponse> {
    let shown = Shown {
        etag: quoted(&file.etag),
        content_type: file.content_type.as_str(),
        byte_size: file.byte_size,
        caching,
    };
    let (mut response, part) = begin(state, request, &shown);
    let Some(part) = part else { return Ok(response.finish()) };
    let length = part.end - part.start;
    let bytes = media::read(state, file, part).await?;
    let bytes = futures_util::TryStreamExt::map_err(bytes, Error::Internal);
    Ok(response.body(SizedStream::new(length, bytes)))
}

/// What is known of a file before its bytes are read.
struct Shown<'a> {
    etag: String,
    content_type: &'a str,
    byte_size: u64,
    caching: &'static str,
}

/// The answer without its body, and which bytes are to follow, if any.
fn begin(state: &AppState, request: &HttpRequest, shown: &Shown) -> (HttpResponseBuilder, Option<Range<u64>>) {
    let size = shown.byte_size;
    // Who may call the API may show its pictures; a browser asks us by this header.
    let site = if state.config.server.cors_origins.is_empty() { "same-origin" } else { "cross-origin" };
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::ETAG, shown.etag.clone()))
        .insert_header((header::CACHE_CONTROL, shown.caching))
        .insert_header((header::CONTENT_DISPOSITION, "inline"))
        .insert_header((header::ACCEPT_RANGES, "bytes"))
        .insert_header((CROSS_ORIGIN_RESOURCE_POLICY, site));
    if text(header::IF_NONE_MATCH).is_some_and(|known| etag::is_known(known, &shown.etag)) {
        response.status(StatusCode::NOT_MODIFIED);
        return (response, None);
    }
    response.content_type(shown.content_type);
    match wanted(request, &shown.etag, size) {
        Wanted::All => (response, Some(0..size)),
        Wanted::Part(part) => {
            let place = format!("bytes {}-{}/{size}", part.start, part.end - 1);
            response.status(StatusCode::PARTIAL_CONTENT).insert_header((header::CONTENT_RANGE, place));
            (response, Some(part))
        }
        Wanted::Nothing => {
            let place = format!("bytes */{size}");
            response.status(StatusCode::RANGE_NOT_SATISFIABLE).insert_header((header::CONTENT_RANGE, place));
            (response, None)
        }
    }
}

enum Wanted {
    All,
    Part(Range<u64>),
    Nothing,
}

/// One range is served; several, or one of another version of the file, get all of it.
fn wanted(request: &HttpRequest, etag: &str, size: u64) -> Wanted {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let Some(ranges) = text(header::RANGE) else { return Wanted::All };
    if text(header::IF_RANGE).is_some_and(|tag| tag != etag) {
        return Wanted::All;
    }
    match HttpRange::parse(ranges, size).as_deref() {
        Ok([one]) if one.length > 0 => Wanted::Part(one.start..one.start + one.length),
        Err(_) if ranges.starts_with("bytes=") => Wanted::Nothing,
        Ok(_) | Err(_) => Wanted::All,
    }
}

fn quoted(tag: &str) -> String {
    format!("\"{tag}\"")
}
