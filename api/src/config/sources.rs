//! Outside services: each has a part only where its variables say so.

use clap::{ArgAction, Args};
use secrecy::{ExposeSecret as _, SecretString};

/// Openverse's own address.
const OPENVERSE: &str = "https://api.openverse.org/v1";

/// Outside services.
#[derive(Args, Clone, Debug)]
pub struct SourcesConfig {
    /// Id of the Everypixel client; with the secret, Everypixel names what pictures show.
    #[arg(long, env = "IMAGIME_EVERYPIXEL_CLIENT_ID", value_name = "ID")]
    pub everypixel_client_id: Option<String>,
    /// Secret of the Everypixel client.
    #[arg(long, env = "IMAGIME_EVERYPIXEL_CLIENT_SECRET", hide_env_values = true, value_name = "SECRET")]
    pub everypixel_client_secret: Option<SecretString>,
    /// Base address of Everypixel's API.
    #[arg(
        long,
        env = "IMAGIME_EVERYPIXEL_API_URL",
        default_value = "https://api.everypixel.com/v1",
        value_name = "URL"
    )]
    pub everypixel_api_url: String,
    /// Id of the Spotify application; with the secret, Spotify's catalogue is searched.
    #[arg(long, env = "IMAGIME_SPOTIFY_CLIENT_ID", value_name = "ID")]
    pub spotify_client_id: Option<String>,
    /// Secret of the Spotify application.
    #[arg(long, env = "IMAGIME_SPOTIFY_CLIENT_SECRET", hide_env_values = true, value_name = "SECRET")]
    pub spotify_client_secret: Option<SecretString>,
    /// Base address of Spotify's API.
    #[arg(long, env = "IMAGIME_SPOTIFY_API_URL", default_value = "https://api.spotify.com/v1", value_name = "URL")]
    pub spotify_api_url: String,
    /// Base address of Spotify's token service.
    #[arg(
        long,
        env = "IMAGIME_SPOTIFY_ACCOUNTS_URL",
        default_value = "https://accounts.spotify.com",
        value_name = "URL"
    )]
    pub spotify_accounts_url: String,
    /// Country (ISO 3166-1, two letters) whose Spotify catalogue is searched.
    #[arg(long, env = "IMAGIME_SPOTIFY_MARKET", value_name = "COUNTRY")]
    pub spotify_market: Option<String>,
    /// Search Openverse's free music; on unless set to false.
    #[arg(long, env = "IMAGIME_OPENVERSE_ENABLED", action = ArgAction::Set, value_name = "BOOL")]
    pub openverse_enabled: Option<bool>,
    /// Base address of Openverse's API, https://api.openverse.org/v1 by default.
    #[arg(long, env = "IMAGIME_OPENVERSE_API_URL", value_name = "URL")]
    pub openverse_api_url: Option<String>,
    /// Search Deezer; its terms forbid commercial use, so it is off unless set to true.
    #[arg(long, env = "IMAGIME_DEEZER_ENABLED", default_value_t = false, action = ArgAction::Set, value_name = "BOOL")]
    pub deezer_enabled: bool,
    /// Base address of Deezer's API.
    #[arg(long, env = "IMAGIME_DEEZER_API_URL", default_value = "https://api.deezer.com", value_name = "URL")]
    pub deezer_api_url: String,
}

impl SourcesConfig {
    /// Id and secret of Everypixel; none when it is not set.
    pub fn everypixel(&self) -> anyhow::Result<Option<(String, SecretString)>> {
        keys("EVERYPIXEL", self.everypixel_client_id.as_ref(), self.everypixel_client_secret.as_ref())
    }

    /// Id and secret of Spotify; none when it is not set.
    pub fn spotify(&self) -> anyhow::Result<Option<(String, SecretString)>> {
        keys("SPOTIFY", self.spotify_client_id.as_ref(), self.spotify_client_secret.as_ref())
    }

    /// Country whose Spotify catalogue is searched.
    pub fn spotify_market(&self) -> Option<String> {
        self.spotify_market.clone().filter(|market| !market.is_empty())
    }

    /// Openverse's address; none when it is switched off.
    pub fn openverse(&self) -> Option<&str> {
        let address = self.openverse_api_url.as_deref().filter(|url| !url.is_empty()).unwrap_or(OPENVERSE);
        self.openverse_enabled.unwrap_or(true).then_some(address)
    }

    /// Whether somebody asked for Openverse, rather than nobody against it.
    pub fn openverse_is_wanted(&self) -> bool {
        self.openverse_enabled == Some(true) || self.openverse_api_url.as_ref().is_some_and(|url| !url.is_empty())
    }

    /// Deezer's address; none unless it is switched on.
    pub fn deezer(&self) -> Option<&str> {
        self.deezer_enabled.then_some(self.deezer_api_url.as_str())
    }
}

/// Both or neither; an empty variable is none, as container files leave it.
fn keys(
    service: &str,
    id: Option<&String>,
    secret: Option<&SecretString>,
) -> anyhow::Result<Option<(String, SecretString)>> {
    let id = id.filter(|id| !id.is_empty());
    let secret = secret.filter(|secret| !secret.expose_secret().is_empty());
    match (id, secret) {
        (Some(id), Some(secret)) => Ok(Some((id.clone(), secret.clone()))),
        (None, None) => Ok(None),
        (Some(_), None) => anyhow::bail!("IMAGIME_{service}_CLIENT_ID is set without IMAGIME_{service}_CLIENT_SECRET"),
        (None, Some(_)) => anyhow::bail!("IMAGIME_{service}_CLIENT_SECRET is set without IMAGIME_{service}_CLIENT_ID"),
    }
}
