//! Everypixel: keywords in the vocabulary of stock photography.

use std::{num::NonZeroU32, time::Duration};

use bytes::Bytes;
use imagime_engine::analysis::{Keyword, KeywordKind};
use imagime_shared::source;
use reqwest::{
    Client,
    multipart::{Form, Part},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use crate::remote::{Pace, Remote, RemoteError};

/// The source's name.
pub const SOURCE: &str = source::EVERYPIXEL;
/// Keywords that are asked for; many are words of photographers and are dropped later.
const KEYWORDS: &str = "30";

/// Keys and address.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Id of the client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretString,
    /// Base address of the API.
    pub api_url: String,
}

/// A client of Everypixel.
pub struct Everypixel {
    settings: Settings,
    remote: Remote,
}

impl Everypixel {
    /// A client; nothing is called yet.
    pub fn new(settings: Settings) -> anyhow::Result<Self> {
        let pace = Pace { calls: NonZeroU32::MIN.saturating_add(29), period: Duration::from_secs(1) };
        Ok(Self { remote: Remote::new(SOURCE, &settings.api_url, pace)?, settings })
    }

    /// The service that is called.
    pub fn remote(&self) -> &Remote {
        &self.remote
    }

    /// Keywords of a JPEG, strongest first; empty when Everypixel sees nothing in it.
    pub async fn keywords(&self, jpeg: Bytes) -> Result<Vec<Keyword>, RemoteError> {
        let Settings { client_id, client_secret, .. } = &self.settings;
        let request = |http: &Client, url| {
            let file = Part::stream(jpeg.clone()).file_name("picture.jpg");
            let file = file.mime_str("image/jpeg").unwrap_or_else(|_| Part::stream(jpeg.clone()));
            let request = http.post(url).basic_auth(client_id, Some(client_secret.expose_secret()));
            request.query(&[("num_keywords", KEYWORDS)]).multipart(Form::new().part("data", file))
        };
        let answer = self.remote.call("keywords", request, keywords).await;
        if matches!(answer, Err(RemoteError::Unauthorized)) {
            self.remote.switch_off("Everypixel does not accept the client id and secret");
        }
        answer
    }
}

#[derive(Deserialize)]
struct KeywordsAnswer {
    status: Option<String>,
    #[serde(default)]
    keywords: Vec<Option<Scored>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Scored {
    keyword: Option<String>,
    score: Option<f32>,
}

fn keywords(body: &[u8]) -> Result<Vec<Keyword>, RemoteError> {
    let answer: KeywordsAnswer = serde_json::from_slice(body).map_err(|error| RemoteError::garbled(&error))?;
    if answer.status.as_deref().is_some_and(|status| status != "ok") {
        return Err(RemoteError::Refused(200));
    }
    let mut keywords: Vec<Keyword> = answer.keywords.into_iter().flatten().filter_map(keyword).collect();
    keywords.sort_by(|a, b| b.score.total_cmp(&a.score));
    Ok(keywords)
}

fn keyword(scored: Scored) -> Option<Keyword> {
    let word = scored.keyword?.trim().to_lowercase();
    let score = scored.score.filter(|score| score.is_finite())?.clamp(0.0, 1.0);
    let fits = !word.is_empty() && word.chars().count() <= 80 && !word.chars().any(char::is_control);
    fits.then_some(Keyword { word, score, kind: KeywordKind::Object })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn keywords_are_read_strongest_first_and_nonsense_is_left_out() {
        let body = br#"{"keywords":[{"keyword":"one person","score":0.9495},{"keyword":"Women","score":0.99497},null,{"score":1},{"keyword":" ","score":1},{"keyword":"x","score":null}],"status":"ok"}"#;
        let words: Vec<String> = keywords(body).unwrap().into_iter().map(|keyword| keyword.word).collect();
        assert_eq!(words, ["women", "one person"]);
    }

    #[test]
    fn an_error_is_never_taken_for_silence() {
        assert_eq!(keywords(br#"{"status":"error","message":"internal"}"#), Err(RemoteError::Refused(200)));
        assert!(matches!(keywords(b"<html>"), Err(RemoteError::Garbled(_))));
        assert_eq!(keywords(br#"{"status":"ok"}"#), Ok(Vec::new()));
    }
}
