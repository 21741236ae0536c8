//! One face for every outside source of songs.

use super::{
    deezer::{self, Deezer},
    openverse::{self, Openverse},
    spotify::{self, Spotify},
    track::Track,
};
use crate::{
    origins::Origins,
    remote::{Remote, RemoteError, Rest},
};

/// Openverse allows few calls, so it is asked the first queries only.
const OPENVERSE_QUERIES: usize = 3;

/// An outside source of songs.
pub enum Source {
    /// Songs of Spotify's catalogue.
    Spotify(Box<Spotify>),
    /// Free music.
    Openverse(Openverse),
    /// Songs of Deezer's catalogue.
    Deezer(Deezer),
}

impl Source {
    /// The provider's name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Spotify(_) => spotify::PROVIDER,
            Self::Openverse(_) => openverse::PROVIDER,
            Self::Deezer(_) => deezer::PROVIDER,
        }
    }

    /// The name that people know.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Spotify(_) => "Spotify",
            Self::Openverse(_) => "Openverse",
            Self::Deezer(_) => "Deezer",
        }
    }

    /// The service that is searched.
    pub fn remote(&self) -> &Remote {
        match self {
            Self::Spotify(spotify) => spotify.remote(),
            Self::Openverse(openverse) => openverse.remote(),
            Self::Deezer(deezer) => deezer.remote(),
        }
    }

    /// All services behind it, the one that is searched first.
    pub fn remotes(&self) -> Vec<&Remote> {
        match self {
            Self::Spotify(spotify) => vec![spotify.remote(), spotify.accounts()],
            Self::Openverse(_) | Self::Deezer(_) => vec![self.remote()],
        }
    }

    /// Why it is not asked now, if it is not.
    pub fn rest(&self) -> Option<Rest> {
        self.remotes().into_iter().find_map(Remote::rest)
    }

    /// How many of a picture's queries it is asked.
    pub fn queries(&self) -> usize {
        if matches!(self, Self::Openverse(_)) { OPENVERSE_QUERIES } else { usize::MAX }
    }

    /// The first tracks for a query.
    pub async fn search(&self, query: &str) -> Result<Vec<Track>, RemoteError> {
        match self {
            Self::Spotify(spotify) => spotify.search(query).await,
            Self::Openverse(openverse) => openverse.search(query).await,
            Self::Deezer(deezer) => deezer.search(query).await,
        }
    }

    /// What the source says of a track today; none when it has it no more.
    pub async fn track(&self, id: &str) -> Result<Option<Track>, RemoteError> {
        let found = match self {
            Self::Spotify(spotify) => spotify.track(id).await,
            Self::Openverse(openverse) => openverse.track(id).await,
            Self::Deezer(deezer) => deezer.track(id).await,
        };
        match found {
            Err(RemoteError::Refused(404)) => Ok(None),
            found => found,
        }
    }

    /// Whose pictures, sounds and players a page may load from it, each an origin or a host pattern of a content security policy.
    pub fn origins(&self) -> Origins {
        let own = self.remote().own_origin();
        let listed = |hosts: &[&str]| hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>();
        let (pictures, sounds, players): (&[&str], &[&str], &[&str]) = match self {
            Self::Spotify(_) => (
                &["https://i.scdn.co", "https://*.spotifycdn.com"],
                &["https://p.scdn.co"],
                &["https://open.spotify.com"],
            ),
            Self::Openverse(_) => (&["https://api.openverse.org"], OPENVERSE_SOUNDS, &[]),
            Self::Deezer(_) => (&["https://*.dzcdn.net", "https://api.deezer.com"], &["https://*.dzcdn.net"], &[]),
        };
        let mut origins = Origins { pictures: listed(pictures), sounds: listed(sounds), players: listed(players) };
        if self.remote().is_on_loopback() {
            origins.pictures.push(own.clone());
            origins.sounds.push(own);
        }
        origins
    }
}

/// Where the music that Openverse lists lies.
const OPENVERSE_SOUNDS: &[&str] = &[
    "https://*.jamendo.com",
    "https://ccmixter.org",
    "https://*.freesound.org",
    "https://upload.wikimedia.org",
    "https://files.freemusicarchive.org",
];
