//! Openverse: free music under Creative Commons licences, no keys.

use std::{num::NonZeroU32, time::Duration};

use imagime_engine::matching::Candidate;
use imagime_shared::source;
use reqwest::Client;
use serde::Deserialize;

use super::track::{Track, TrackPreview, said, web_address};
use crate::remote::{Pace, Remote, RemoteError};

/// The provider's name.
pub const PROVIDER: &str = source::OPENVERSE;
/// Licences whose music may be played and shared, with changes too.
const LICENCES: &str = "cc0,by,by-sa";
/// Tracks that one search gives; the most without keys.
const PAGE_SIZE: &str = "20";

/// A client of Openverse.
pub struct Openverse {
    remote: Remote,
}

impl Openverse {
    /// A client; nothing is called yet.
    pub fn new(api_url: &str) -> anyhow::Result<Self> {
        let pace = Pace { calls: NonZeroU32::MIN.saturating_add(19), period: Duration::from_mins(1) };
        Ok(Self { remote: Remote::new(PROVIDER, api_url, pace)? })
    }

    /// The service that is searched.
    pub fn remote(&self) -> &Remote {
        &self.remote
    }

    /// The first twenty tracks for a query.
    pub async fn search(&self, query: &str) -> Result<Vec<Track>, RemoteError> {
        let parameters =
            [("q", query), ("license", LICENCES), ("page_size", PAGE_SIZE), ("category", "music"), ("mature", "false")];
        self.remote.call("audio/", |http, url| http.get(url).query(&parameters), tracks).await
    }

    /// A track as it is today.
    pub async fn track(&self, id: &str) -> Result<Option<Track>, RemoteError> {
        if !id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
            return Ok(None);
        }
        let read = |body: &[u8]| {
            let item = serde_json::from_slice::<Item>(body).map_err(|error| RemoteError::garbled(&error))?;
            Ok(track(item).filter(Track::is_whole))
        };
        self.remote.call(&format!("audio/{id}/"), Client::get, read).await
    }
}

#[derive(Deserialize)]
struct SearchAnswer {
    #[serde(default)]
    results: Vec<serde_json::Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Item {
    id: Option<String>,
    title: Option<String>,
    creator: Option<String>,
    url: Option<String>,
    foreign_landing_url: Option<String>,
    license: Option<String>,
    license_version: Option<String>,
    attribution: Option<String>,
    genres: Option<Vec<Option<String>>>,
    tags: Option<Vec<Option<Tag>>>,
    duration: Option<u32>,
    thumbnail: Option<String>,
    audio_set: Option<AudioSet>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tag {
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AudioSet {
    title: Option<String>,
}

fn tracks(body: &[u8]) -> Result<Vec<Track>, RemoteError> {
    let answer: SearchAnswer = serde_json::from_slice(body).map_err(|error| RemoteError::garbled(&error))?;
    let items = answer.results.into_iter().filter_map(|item| serde_json::from_value::<Item>(item).ok());
    Ok(items.filter_map(track).filter(Track::is_whole).collect())
}

/// None when the terms are not known: such music may not be played.
fn track(item: Item) -> Option<Track> {
    let licence = said(item.license)?.to_uppercase();
    let version = said(item.license_version).map(|version| format!(" {version}")).unwrap_or_default();
    let name = if licence == "CC0" { format!("CC0{version}") } else { format!("CC {licence}{version}") };
    let external_url = web_address(item.foreign_landing_url);
    let artwork_url = web_address(item.thumbnail);
    let creator = said(item.creator).unwrap_or_else(|| "Unknown artist".into());
    let title = said(item.title).unwrap_or_default();
    let attribution = said(item.attribution).unwrap_or_else(|| format!("“{title}” by {creator}, {name}"));
    let preview = match web_address(item.url) {
        Some(file) => TrackPreview::File(file),
        None if external_url.is_some() => TrackPreview::Link,
        None => TrackPreview::Nothing,
    };
    let tags = item.tags.unwrap_or_default().into_iter().flatten().filter_map(|tag| said(tag.name));
    Some(Track {
        candidate: Candidate {
            provider: PROVIDER.into(),
            provider_track_id: said(item.id).unwrap_or_default(),
            title,
            artist: creator,
            album: said(item.audio_set.unwrap_or_default().title),
            duration_ms: item.duration.filter(|ms| *ms > 0),
            tags: tags.take(30).collect(),
            genres: item.genres.unwrap_or_default().into_iter().filter_map(said).collect(),
            playable: matches!(preview, TrackPreview::File(_)),
            illustrated: artwork_url.is_some(),
            ..Candidate::default()
        },
        year: None,
        artwork_url,
        preview,
        external_url,
        attribution: Some(attribution),
        explicit: None,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    #[test]
    fn a_track_keeps_its_terms() {
        let body = json!({"result_count": 1, "results": [{
            "id": "8624ba61-57f1-4f98-8a85-ece206c319cf", "title": "Calm River", "creator": "Ann Other", "license": "by-sa", "license_version": "4.0",
            "url": "https://prod-1.storage.jamendo.com/?trackid=1", "foreign_landing_url": "https://www.jamendo.com/track/1",
            "genres": ["ambient", null], "tags": [{"name": "river"}, null, {"name": ""}], "duration": 215000,
            "thumbnail": "https://api.openverse.org/v1/audio/1/thumb/", "audio_set": null,
        }]});
        let found = tracks(body.to_string().as_bytes()).unwrap();
        let track = found.first().unwrap();
        assert_eq!(track.attribution.as_deref(), Some("“Calm River” by Ann Other, CC BY-SA 4.0"));
        assert_eq!(
            (track.candidate.tags.as_slice(), track.candidate.genres.as_slice()),
            (["river".to_owned()].as_slice(), ["ambient".to_owned()].as_slice())
        );
        assert!(track.candidate.playable && track.candidate.illustrated);
    }

    #[test]
    fn music_without_known_terms_is_left_out() {
        let body = json!({"results": [null, {"id": "1", "title": "T", "creator": "A"}, {"id": "2", "title": "T", "license": "cc0"}]});
        let found = tracks(body.to_string().as_bytes()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found.first().unwrap().candidate.artist, "Unknown artist");
        assert!(matches!(tracks(b"<html>"), Err(RemoteError::Garbled(_))));
    }
}
