//! Deezer: its search without keys, off unless switched on (not for commercial use).
//!
//! The addresses of its previews end after a quarter of an hour, so only the track's id is kept and the address asked for when somebody plays it.

use std::{num::NonZeroU32, time::Duration};

use imagime_engine::matching::Candidate;
use imagime_shared::source;
use reqwest::Client;
use serde::{Deserialize, de::DeserializeOwned};

use super::track::{Track, TrackPreview, said, web_address};
use crate::remote::{Pace, Remote, RemoteError};

/// The provider's name.
pub const PROVIDER: &str = source::DEEZER;
/// Deezer's code for too many calls; its errors come with status 200.
const QUOTA: i64 = 4;
/// Deezer counts its quota over five seconds.
const QUOTA_REST: Duration = Duration::from_secs(5);

/// A client of Deezer.
pub struct Deezer {
    remote: Remote,
}

impl Deezer {
    /// A client; nothing is called yet.
    pub fn new(api_url: &str) -> anyhow::Result<Self> {
        // 50 in 5 seconds are allowed; a few are left for playing.
        let pace = Pace { calls: NonZeroU32::MIN.saturating_add(39), period: Duration::from_secs(5) };
        Ok(Self { remote: Remote::new(PROVIDER, api_url, pace)? })
    }

    /// The service that is searched.
    pub fn remote(&self) -> &Remote {
        &self.remote
    }

    /// The first tracks for a query.
    pub async fn search(&self, query: &str) -> Result<Vec<Track>, RemoteError> {
        let request = |http: &Client, url| http.get(url).query(&[("q", query), ("limit", "15")]);
        let page: Page = self.remote.call("search", request, read).await?;
        let items = page.data.into_iter().filter_map(|item| serde_json::from_value::<Item>(item).ok());
        Ok(items.map(track).filter(Track::is_whole).collect())
    }

    /// A track as it is today.
    pub async fn track(&self, id: &str) -> Result<Option<Track>, RemoteError> {
        match self.item(id).await {
            // Deezer's way to say that there is none.
            Ok(None) | Err(RemoteError::Refused(200)) => Ok(None),
            Ok(Some(item)) => Ok(Some(track(item)).filter(Track::is_whole)),
            Err(error) => Err(error),
        }
    }

    /// The address of a track's preview, good for some minutes; none when it has none.
    pub async fn preview(&self, track_id: &str) -> Result<Option<String>, RemoteError> {
        Ok(self.item(track_id).await?.and_then(|item| web_address(item.preview)))
    }

    async fn item(&self, id: &str) -> Result<Option<Item>, RemoteError> {
        if !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        self.remote.call(&format!("track/{id}"), Client::get, read).await.map(Some)
    }
}

#[derive(Deserialize)]
struct ErrorAnswer {
    error: Option<DeezerError>,
}

#[derive(Deserialize)]
struct DeezerError {
    code: Option<i64>,
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    data: Vec<serde_json::Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Item {
    id: Option<u64>,
    title: Option<String>,
    isrc: Option<String>,
    link: Option<String>,
    duration: Option<u32>,
    explicit_lyrics: Option<bool>,
    preview: Option<String>,
    artist: Option<Artist>,
    album: Option<Album>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Artist {
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Album {
    title: Option<String>,
    cover_medium: Option<String>,
    cover: Option<String>,
}

/// An answer, or the error that came with status 200 in its place.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, RemoteError> {
    let garbled = |error: serde_json::Error| RemoteError::garbled(&error);
    let error: ErrorAnswer = serde_json::from_slice(body).map_err(garbled)?;
    match error.error {
        Some(error) if error.code == Some(QUOTA) => Err(RemoteError::Limited(Some(QUOTA_REST))),
        Some(_) => Err(RemoteError::Refused(200)),
        None => serde_json::from_slice(body).map_err(garbled),
    }
}

fn track(item: Item) -> Track {
    let album = item.album.unwrap_or_default();
    let artwork_url = web_address(album.cover_medium).or_else(|| web_address(album.cover));
    let external_url = web_address(item.link);
    let preview = match said(item.preview) {
        Some(_) => TrackPreview::Resolved,
        None if external_url.is_some() => TrackPreview::Link,
        None => TrackPreview::Nothing,
    };
    Track {
        candidate: Candidate {
            provider: PROVIDER.into(),
            provider_track_id: item.id.map(|id| id.to_string()).unwrap_or_default(),
            isrc: said(item.isrc),
            title: said(item.title).unwrap_or_default(),
            artist: said(item.artist.unwrap_or_default().name).unwrap_or_default(),
            album: said(album.title),
            duration_ms: item.duration.filter(|seconds| *seconds > 0).map(|seconds| seconds.saturating_mul(1000)),
            playable: preview == TrackPreview::Resolved,
            illustrated: artwork_url.is_some(),
            ..Candidate::default()
        },
        year: None,
        artwork_url,
        preview,
        external_url,
        attribution: Some("Listen on Deezer".into()),
        explicit: item.explicit_lyrics,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn an_error_with_status_200_is_an_error_and_the_quota_a_rest() {
        let refused = read::<Page>(br#"{"error":{"type":"DataException","message":"no data","code":800}}"#);
        assert_eq!(refused.err(), Some(RemoteError::Refused(200)));
        let limited = read::<Page>(br#"{"error":{"type":"Exception","message":"Quota limit exceeded","code":4}}"#);
        assert_eq!(limited.err(), Some(RemoteError::Limited(Some(QUOTA_REST))));
    }

    #[test]
    fn a_preview_is_kept_as_an_id_only() {
        let item = serde_json::json!({"id": 3135556, "title": "Harder", "duration": 224, "preview": "https://cdnt-preview.dzcdn.net/x.mp3?hdnea=exp=1",
            "link": "https://www.deezer.com/track/3135556", "artist": {"name": "Daft Punk"}, "album": {"title": "Discovery", "cover_medium": "https://cdn-images.dzcdn.net/c.jpg"}});
        let track = track(serde_json::from_value(item).unwrap());
        assert_eq!(track.preview, TrackPreview::Resolved);
        assert_eq!(
            (track.candidate.provider_track_id.as_str(), track.candidate.duration_ms),
            ("3135556", Some(224_000))
        );
    }

    #[tokio::test]
    async fn an_id_that_is_none_is_never_asked_for() {
        let deezer = Deezer::new("http://127.0.0.1:9").unwrap();
        assert_eq!(deezer.preview("../user/me").await, Ok(None));
    }
}
