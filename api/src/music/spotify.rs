//! Spotify: the search of its catalogue. New keys get no previews, so its own player is offered instead.
//!
//! Terms kept: name and link beside metadata and art, art unaltered, nothing played by itself, nothing stored for ever.

use std::{num::NonZeroU32, time::Duration};

use imagime_engine::matching::Candidate;
use imagime_shared::source;
use reqwest::Client;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::{sync::Mutex, time::Instant};

use super::track::{Track, TrackPreview, said, web_address, year};
use crate::remote::{Pace, Remote, RemoteError};

/// The provider's name.
pub const PROVIDER: &str = source::SPOTIFY;
/// Most tracks that one search gives; more is refused.
const LIMIT: &str = "10";
/// A token is renewed this long before it ends.
const MARGIN: Duration = Duration::from_mins(1);
/// How long Spotify is left alone when it accepts no token at all.
const NO_TOKEN_REST: Duration = Duration::from_secs(30);

/// Keys and addresses.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Id of the application.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretString,
    /// Base address of the API.
    pub api_url: String,
    /// Base address of the token service.
    pub accounts_url: String,
    /// Market (ISO 3166-1) whose catalogue is searched.
    pub market: Option<String>,
}

/// A client of Spotify.
pub struct Spotify {
    settings: Settings,
    api: Remote,
    accounts: Remote,
    token: Mutex<Option<Token>>,
}

#[derive(Clone)]
struct Token {
    value: SecretString,
    ends: Instant,
}

impl Spotify {
    /// A client; nothing is called yet.
    pub fn new(settings: Settings) -> anyhow::Result<Self> {
        let pace = Pace { calls: NonZeroU32::MIN.saturating_add(29), period: Duration::from_secs(3) };
        Ok(Self {
            api: Remote::new(PROVIDER, &settings.api_url, pace)?,
            accounts: Remote::new("spotify accounts", &settings.accounts_url, pace)?,
            token: Mutex::new(None),
            settings,
        })
    }

    /// The service that is searched.
    pub fn remote(&self) -> &Remote {
        &self.api
    }

    /// The service that gives out tokens.
    pub fn accounts(&self) -> &Remote {
        &self.accounts
    }

    /// A track as it is today.
    pub async fn track(&self, id: &str) -> Result<Option<Track>, RemoteError> {
        if !id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Ok(None);
        }
        self.with_token(&format!("tracks/{id}"), &[], |body| {
            let item = serde_json::from_slice::<Item>(body).map_err(|error| RemoteError::garbled(&error))?;
            Ok(Some(track(item)).filter(Track::is_whole))
        })
        .await
    }

    /// The first ten tracks for a query.
    pub async fn search(&self, query: &str) -> Result<Vec<Track>, RemoteError> {
        self.with_token("search", &[("type", "track"), ("q", query), ("limit", LIMIT)], tracks).await
    }

    async fn with_token<T>(
        &self,
        path: &str,
        asked: &[(&str, &str)],
        read: impl Fn(&[u8]) -> Result<T, RemoteError>,
    ) -> Result<T, RemoteError> {
        let answer = match self.ask(path, asked, &read).await {
            // Spotify may end a token early; one renewal finds out.
            Err(RemoteError::Unauthorized) => self.ask(path, asked, &read).await,
            answer => answer,
        };
        if answer.as_ref().is_err_and(|error| *error == RemoteError::Unauthorized) {
            self.api.rest_for(NO_TOKEN_REST);
        }
        answer
    }

    async fn ask<T>(
        &self,
        path: &str,
        asked: &[(&str, &str)],
        read: impl Fn(&[u8]) -> Result<T, RemoteError>,
    ) -> Result<T, RemoteError> {
        if let Some(rest) = self.api.rest() {
            return Err(RemoteError::Resting(rest));
        }
        let token = self.token().await?;
        let market = self.settings.market.as_deref();
        let request = |http: &Client, url| {
            let request = http.get(url).bearer_auth(token.value.expose_secret());
            request.query(asked).query(&market.map(|market| [("market", market)]))
        };
        let answer = self.api.call(path, request, read).await;
        if matches!(answer, Err(RemoteError::Unauthorized)) {
            self.forget(&token).await;
        }
        answer
    }

    /// The token in use; whoever finds none fetches one, and the others wait for that.
    async fn token(&self) -> Result<Token, RemoteError> {
        let mut known = self.token.lock().await;
        if let Some(token) = known.as_ref().filter(|token| token.ends > Instant::now()) {
            return Ok(token.clone());
        }
        let token = self.fetch_token().await?;
        *known = Some(token.clone());
        Ok(token)
    }

    async fn fetch_token(&self) -> Result<Token, RemoteError> {
        let Settings { client_id, client_secret, .. } = &self.settings;
        let request = |http: &Client, url| {
            let request = http.post(url).basic_auth(client_id, Some(client_secret.expose_secret()));
            request.form(&[("grant_type", "client_credentials")])
        };
        let answer = self.accounts.call("api/token", request, read::<TokenAnswer>).await;
        if let Err(RemoteError::Unauthorized | RemoteError::Refused(400)) = answer {
            self.api.switch_off("Spotify does not accept the client id and secret");
            return Err(RemoteError::Unauthorized);
        }
        let token = answer?;
        let lasts = Duration::from_secs(token.expires_in.unwrap_or(3600)).saturating_sub(MARGIN);
        Ok(Token { value: token.access_token, ends: Instant::now() + lasts })
    }

    /// Drops a token that was refused, unless another took its place meanwhile.
    async fn forget(&self, refused: &Token) {
        let mut known = self.token.lock().await;
        if known.as_ref().is_some_and(|token| token.value.expose_secret() == refused.value.expose_secret()) {
            *known = None;
        }
    }
}

#[derive(Deserialize)]
struct TokenAnswer {
    access_token: SecretString,
    expires_in: Option<u64>,
}

#[derive(Deserialize)]
struct SearchAnswer {
    tracks: Option<Page>,
}

#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    items: Vec<serde_json::Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Item {
    id: Option<String>,
    name: Option<String>,
    duration_ms: Option<u32>,
    explicit: Option<bool>,
    is_local: Option<bool>,
    is_playable: Option<bool>,
    preview_url: Option<String>,
    external_ids: Option<Ids>,
    external_urls: Option<Links>,
    artists: Option<Vec<Option<Artist>>>,
    album: Option<Album>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Ids {
    isrc: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Links {
    spotify: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Artist {
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Album {
    name: Option<String>,
    release_date: Option<String>,
    images: Option<Vec<Option<Image>>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Image {
    url: Option<String>,
    width: Option<u32>,
}

fn read<T: for<'a> Deserialize<'a>>(body: &[u8]) -> Result<T, RemoteError> {
    serde_json::from_slice(body).map_err(|error| RemoteError::garbled(&error))
}

/// The tracks of a search; an item that is null or no track is left out.
fn tracks(body: &[u8]) -> Result<Vec<Track>, RemoteError> {
    let answer: SearchAnswer = read(body)?;
    let items = answer.tracks.map(|page| page.items).unwrap_or_default();
    let items = items.into_iter().filter_map(|item| serde_json::from_value::<Item>(item).ok());
    Ok(items.map(track).filter(Track::is_whole).collect())
}

fn track(item: Item) -> Track {
    // A file of somebody's own computer is not there for anybody else.
    let id = said(item.id).filter(|_| item.is_local != Some(true)).unwrap_or_default();
    let album = item.album.unwrap_or_default();
    let artwork_url = artwork(album.images.unwrap_or_default());
    let external_url = web_address(item.external_urls.and_then(|links| links.spotify));
    let playable = item.is_playable != Some(false);
    let preview = match web_address(item.preview_url) {
        Some(file) => TrackPreview::File(file),
        None if playable && id.chars().all(|c| c.is_ascii_alphanumeric()) => {
            TrackPreview::Player(format!("https://open.spotify.com/embed/track/{id}"))
        }
        None if external_url.is_some() => TrackPreview::Link,
        None => TrackPreview::Nothing,
    };
    let mut artists = item.artists.unwrap_or_default().into_iter().flatten();
    Track {
        candidate: Candidate {
            provider: PROVIDER.into(),
            provider_track_id: id,
            isrc: said(item.external_ids.and_then(|ids| ids.isrc)),
            title: said(item.name).unwrap_or_default(),
            artist: artists.find_map(|artist| said(artist.name)).unwrap_or_default(),
            album: said(album.name),
            duration_ms: item.duration_ms.filter(|ms| *ms > 0),
            playable: matches!(preview, TrackPreview::File(_) | TrackPreview::Player(_)),
            illustrated: artwork_url.is_some(),
            ..Candidate::default()
        },
        year: year(album.release_date),
        artwork_url,
        preview,
        external_url,
        attribution: Some("Listen on Spotify".into()),
        explicit: item.explicit,
    }
}

/// The smallest picture that is wide enough for a row on a sharp screen, else the widest.
fn artwork(images: Vec<Option<Image>>) -> Option<String> {
    let mut images: Vec<Image> = images.into_iter().flatten().collect();
    images.sort_by_key(|image| image.width.unwrap_or(640));
    let wide_enough = images.iter().position(|image| image.width.unwrap_or(640) >= 300);
    let at = wide_enough.unwrap_or(images.len().saturating_sub(1));
    web_address(images.into_iter().nth(at)?.url)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    #[test]
    fn a_whole_track_is_read() {
        let body = json!({"tracks": {"items": [{
            "id": "11dFghVXANMlKmJXsNCbNl", "name": "Cut To The Feeling", "type": "track", "duration_ms": 207959, "explicit": false,
            "is_local": false, "is_playable": true, "preview_url": null, "external_ids": {"isrc": "USUM71703861"},
            "external_urls": {"spotify": "https://open.spotify.com/track/11dFghVXANMlKmJXsNCbNl"},
            "artists": [{"id": "x", "name": "Carly Rae Jepsen"}],
            "album": {"name": "Cut To The Feeling", "release_date": "2017-05-26", "images": [
                {"url": "https://i.scdn.co/image/large", "width": 640}, {"url": "https://i.scdn.co/image/middle", "width": 300}, {"url": "https://i.scdn.co/image/small", "width": 64}]}
        }]}});
        let found = tracks(body.to_string().as_bytes()).unwrap();
        let track = found.first().unwrap();
        assert_eq!(
            (track.candidate.title.as_str(), track.candidate.artist.as_str()),
            ("Cut To The Feeling", "Carly Rae Jepsen")
        );
        assert_eq!(track.candidate.isrc.as_deref(), Some("USUM71703861"));
        assert_eq!(track.artwork_url.as_deref(), Some("https://i.scdn.co/image/middle"));
        assert_eq!(
            track.preview,
            TrackPreview::Player("https://open.spotify.com/embed/track/11dFghVXANMlKmJXsNCbNl".into())
        );
        assert_eq!(track.year, Some(2017));
    }

    #[test]
    fn gaps_are_normal_and_nonsense_is_left_out() {
        let body = json!({"tracks": {"items": [
            null, 7, {"id": "a1"}, {"id": "a2", "name": " ", "artists": [{"name": "B"}]},
            {"id": "a3", "name": "T", "artists": [null, {"name": null}, {"name": "B"}], "album": {"images": []}, "preview_url": "", "is_playable": false},
            {"id": "a4", "name": "T", "artists": [{"name": "B"}], "album": null, "duration_ms": 0, "is_local": true},
        ]}});
        let found = tracks(body.to_string().as_bytes()).unwrap();
        assert_eq!(found.len(), 1);
        let track = found.first().unwrap();
        assert_eq!((track.preview.clone(), track.artwork_url.clone()), (TrackPreview::Nothing, None));
        assert!(tracks(b"{}").unwrap().is_empty() && tracks(b"{\"tracks\": null}").unwrap().is_empty());
        for bad in ["<html>502</html>", "{\"tracks\": {\"items\": [", ""] {
            assert!(matches!(tracks(bad.as_bytes()), Err(RemoteError::Garbled(_))), "{bad}");
        }
    }
}
