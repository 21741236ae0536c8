//! Songs from outside, asked for in parallel and kept for an hour. The starter catalogue and the music folder need nobody's answer.

pub mod deezer;
pub mod folder;
pub mod openverse;
pub mod source;
pub mod spotify;
pub mod track;

use std::{collections::HashMap, sync::Arc, time::Duration};

use futures_util::future::join_all;
use imagime_engine::matching::{QueryHit, SearchQuery};
use moka::future::Cache;
use tokio::time::{Instant, timeout_at};

use self::{deezer::Deezer, openverse::Openverse, source::Source, spotify::Spotify, track::Track};
use crate::{config::SourcesConfig, origins::Origins, remote::RemoteError};

/// How long what a source found for a query is good.
const KEPT: Duration = Duration::from_hours(1);
/// Most answers that are kept.
const ANSWERS: u64 = 20_000;
/// How long an address of a Deezer preview is used; it is good for about a quarter of an hour.
const PREVIEW_KEPT: Duration = Duration::from_mins(10);

/// The outside sources of songs that are in use.
pub struct Music {
    sources: Vec<Arc<Source>>,
    answers: Cache<(&'static str, String), Arc<[Track]>>,
    previews: Cache<String, Option<String>>,
    /// Openverse is on unless somebody says no: where there is no network, nobody is told that it is away.
    quiet: Option<&'static str>,
}

/// What the sources found in time.
#[derive(Debug, Default)]
pub struct Found {
    /// Each track once, with the queries that found it.
    pub tracks: Vec<Track>,
    /// Sources that gave no whole answer.
    pub missing: Vec<Missing>,
    /// Sources that answered, with what they found nothing for.
    pub answered: Vec<Answered>,
}

/// A source that answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The provider's name.
    pub source: &'static str,
    /// The name that people know.
    pub title: &'static str,
    /// Whether it found songs for the picture's words.
    pub for_words: bool,
    /// Whether it found any song.
    pub any: bool,
}

/// A source that gave no whole answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// The provider's name.
    pub source: &'static str,
    /// The name that people know.
    pub title: &'static str,
    /// Why.
    pub error: RemoteError,
    /// Nobody asked for this source and it never answered: nothing to speak of.
    pub quiet: bool,
}

impl Missing {
    /// Whether asking again later may help.
    pub fn may_come(&self) -> bool {
        !matches!(self.error, RemoteError::Busy | RemoteError::Refused(_))
    }
}

impl Music {
    /// The sources that are set; nothing is called yet.
    pub fn new(config: &SourcesConfig) -> anyhow::Result<Self> {
        let mut sources = Vec::new();
        if let Some((client_id, client_secret)) = config.spotify()? {
            let settings = spotify::Settings {
                client_id,
                client_secret,
                api_url: config.spotify_api_url.clone(),
                accounts_url: config.spotify_accounts_url.clone(),
                market: config.spotify_market(),
            };
            sources.push(Source::Spotify(Box::new(Spotify::new(settings)?)));
        }
        if let Some(address) = config.openverse() {
            sources.push(Source::Openverse(Openverse::new(address)?));
        }
        if let Some(address) = config.deezer() {
            sources.push(Source::Deezer(Deezer::new(address)?));
        }
        Ok(Self {
            sources: sources.into_iter().map(Arc::new).collect(),
            answers: Cache::builder().max_capacity(ANSWERS).time_to_live(KEPT).build(),
            previews: Cache::builder().max_capacity(ANSWERS).time_to_live(PREVIEW_KEPT).build(),
            quiet: (!config.openverse_is_wanted()).then_some(openverse::PROVIDER),
        })
    }

    /// The sources in use.
    pub fn sources(&self) -> &[Arc<Source>] {
        &self.sources
    }

    /// Whose things a page may load.
    pub fn origins(&self) -> Origins {
        let mut all = Origins::default();
        for source in &self.sources {
            let own = source.origins();
            all.pictures.extend(own.pictures);
            all.sounds.extend(own.sounds);
            all.players.extend(own.players);
        }
        all
    }

    /// True while a source is away that nobody asked for: nothing to speak of.
    pub fn is_quiet(&self, source: &Source) -> bool {
        self.quiet == Some(source.name()) && source.remote().never_answered()
    }

    /// Asks all sources all queries at once and takes what is there after `patience`. Calls that take longer go on, so that their answers are
    /// kept for the next who asks.
    pub async fn search(&self, queries: &[SearchQuery], patience: Duration) -> Found {
        let end = Instant::now() + patience;
        let asked = self.sources.iter().flat_map(|source| {
            let queries = queries.iter().take(source.queries());
            queries.map(move |query| self.ask(source, query, end))
        });
        let mut answers: HashMap<&'static str, Vec<Answer<'_>>> = HashMap::new();
        for (source, answer) in join_all(asked).await {
            answers.entry(source).or_default().push(answer);
        }
        let mut found = Found::default();
        for source in &self.sources {
            self.gather(source, answers.remove(source.name()).unwrap_or_default(), &mut found);
        }
        found
    }

    /// The address of a Deezer preview, good for some minutes; none when there is none.
    pub async fn deezer_preview(&self, id: &str) -> Result<Option<String>, RemoteError> {
        let deezer = self.sources.iter().find_map(|source| match source.as_ref() {
            Source::Deezer(deezer) => Some(deezer),
            Source::Spotify(_) | Source::Openverse(_) => None,
        });
        let Some(deezer) = deezer else { return Ok(None) };
        let resolved = self.previews.try_get_with(id.to_owned(), deezer.preview(id)).await;
        resolved.map_err(|error| (*error).clone())
    }

    async fn ask<'a>(&self, source: &Arc<Source>, query: &'a SearchQuery, end: Instant) -> (&'static str, Answer<'a>) {
        let (answers, asked) = (self.answers.clone(), Arc::clone(source));
        let text = query.text.clone();
        // A task of its own: whoever stops waiting does not stop the call. Two who ask the same wait for one call.
        let call = tokio::spawn(async move {
            let search = async { asked.search(&text).await.map(Arc::from) };
            answers.try_get_with((asked.name(), text.clone()), search).await.map_err(|error| (*error).clone())
        });
        let tracks = match timeout_at(end, call).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_panic)) => Err(RemoteError::Garbled("the call broke off".into())),
            Err(_elapsed) => Err(RemoteError::TooSlow),
        };
        (source.name(), Answer { query, tracks })
    }

    fn gather(&self, source: &Source, answers: Vec<Answer<'_>>, found: &mut Found) {
        let (name, title) = (source.name(), source.title());
        let mut places: HashMap<String, usize> = HashMap::new();
        // A picture without words has queries of mood alone, and those say all there is to say of it.
        let no_words = answers.iter().all(|answer| answer.query.keywords.is_empty());
        let (mut for_words, mut any, mut failed) = (false, false, None);
        for Answer { query, tracks } in answers {
            let tracks = match tracks {
                Ok(tracks) => tracks,
                Err(error) => {
                    failed.get_or_insert(error);
                    continue;
                }
            };
            any |= !tracks.is_empty();
            for_words |= !tracks.is_empty() && (no_words || !query.keywords.is_empty());
            for (rank, track) in tracks.iter().enumerate() {
                let at = *places.entry(track.candidate.provider_track_id.clone()).or_insert_with(|| {
                    found.tracks.push(track.clone());
                    found.tracks.len() - 1
                });
                if let Some(track) = found.tracks.get_mut(at) {
                    track.candidate.hits.push(QueryHit { query: query.text.clone(), rank: rank as u32 });
                }
            }
        }
        match failed {
            Some(error) => {
                let quiet = self.is_quiet(source);
                found.missing.push(Missing { source: name, title, error, quiet });
            }
            None => found.answered.push(Answered { source: name, title, for_words, any }),
        }
    }
}

/// What one query brought.
struct Answer<'a> {
    query: &'a SearchQuery,
    tracks: Result<Arc<[Track]>, RemoteError>,
}
