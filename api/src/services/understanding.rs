//! The work on a post: look at its picture, choose its songs. Run by the worker, each step in one transaction with its job.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context as _;
use chrono::Utc;
use diesel::PgConnection;
use imagime_engine::{
    analysis::{Analysis, AnalysisError, Keyword, KeywordKind, Mood},
    matching::{self, Candidate, Match, Request, Tally, Weights, vote_key},
};
use imagime_shared::post::{Notice, PostStatus};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    folder_songs,
    models::{KeywordRow, NewPostSong, PostRow},
    music, neighbours,
    queue::{self, Job, JobKind},
    repositories::{analyses, media, posts, songs, votes},
    song_rows,
    state::AppState,
};

/// The local analyser's name in the cache; the number grows when its answers would differ.
const LOCAL: &str = "local-3";
/// Width of the variant that is looked at, in pixels.
const LOOK_WIDTH: i32 = 640;

/// Looks at a post's picture and writes down what it shows; the choice of songs follows as a job of its own.
pub async fn analyze(state: &AppState, job: &Job) -> Result<()> {
    let Some((post, known)) = begin(state, job).await? else { return finish(state, job).await };
    let analysis = match known {
        Some(analysis) => analysis,
        None => match look(state, &post).await {
            Ok(analysis) => analysis,
            Err(Failed::Picture(cause)) => return give_up(state, job, &cause).await,
            Err(Failed::Us(error)) => return Err(error),
        },
    };
    let job = job.clone();
    let id = post.id;
    state
        .db
        .transaction(move |conn| {
            if !queue::complete(conn, &job)? {
                return Ok(());
            }
            let result = serde_json::to_value(&analysis).context("an analysis cannot be written down")?;
            analyses::insert(conn, &post.image_key, LOCAL, &result)?;
            let understood = posts::Understood {
                valence: analysis.mood.valence,
                arousal: analysis.mood.arousal,
                mood_words: &analysis.mood.words,
                analysis_source: &analysis.source,
                abstained: analysis.abstained,
                analyzed_at: Utc::now(),
                status: PostStatus::Matching.as_str(),
            };
            neighbours::keep(conn, post.id, &analysis.embedding, &post.palette, !analysis.abstained)?;
            posts::set_understood(conn, post.id, &understood, &keyword_rows(post.id, &analysis.keywords))?;
            Ok(queue::enqueue(conn, JobKind::MatchPost, Some(post.id))?)
        })
        .await?;
    state.hub.announce(id);
    state.work.notify_one();
    Ok(())
}

/// Chooses songs for a post whose picture was looked at.
pub async fn choose_songs(state: &AppState, job: &Job) -> Result<()> {
    let id = job.post_id.unwrap_or_default();
    let read = state.db.run(move |conn| {
        let Some(post) = posts::find(conn, id)? else { return Ok(None) };
        let keywords = posts::keywords_of(conn, &[id])?;
        Ok(Some((post, keywords)))
    });
    let Some((post, keywords)) = read.await? else { return finish(state, job).await };
    let request = request(&post, &keywords);
    let abstained = post.abstained;
    let queries = matching::queries(&request);
    let (own, away) = folder_songs::search(state, &queries).await;
    let mut candidates =
        tokio::task::spawn_blocking(move || music::search(&queries)).await.context("the search broke off")?;
    candidates.extend(own);
    let candidates = hear_votes(state, &keywords, candidates).await?;
    let (ranked, notices) = tokio::task::spawn_blocking(move || {
        let ranked = matching::rank(&request, candidates, &Weights::default());
        let mut notices = notices(abstained, &request, &ranked);
        notices.extend(away);
        (ranked, notices)
    })
    .await
    .context("matching broke off")?;
    let job = job.clone();
    let settled = state
        .db
        .transaction(move |conn| {
            // The post first, as everybody does who touches both.
            let Some(now) = posts::lock(conn, post.id)? else { return Ok(true) };
            if now.wanted_generation != post.wanted_generation {
                // Its owner decided anew in the meantime: the same job begins again, so none piles up and the last word counts.
                queue::hand_back(conn, &job)?;
                return Ok(false);
            }
            if !queue::complete(conn, &job)? {
                return Ok(true);
            }
            let ids = song_ids(conn, &ranked)?;
            let rows = ranked
                .iter()
                .filter_map(|found| ids.get(&key(found)).map(|song_id| (found, *song_id)))
                .enumerate()
                .map(|(position, (found, song_id))| row(post.id, song_id, post.wanted_generation, position, found))
                .collect::<Result<Vec<_>>>()?;
            songs::replace_list(conn, post.id, &rows)?;
            let notices = serde_json::to_value(&notices).context("notices cannot be written down")?;
            posts::set_ready(conn, post.id, rows.len() as i32, &notices)?;
            Ok(true)
        })
        .await?;
    if !settled {
        state.work.notify_one();
    }
    state.hub.announce(id);
    Ok(())
}

/// Notes on each candidate what people say of it beside these keywords.
async fn hear_votes(
    state: &AppState,
    keywords: &[KeywordRow],
    mut candidates: Vec<Candidate>,
) -> Result<Vec<Candidate>> {
    let keys: Vec<String> = keywords.iter().filter_map(|row| vote_key(&row.keyword)).collect();
    if keys.is_empty() {
        return Ok(candidates);
    }
    let hear = state.db.run(move |conn| {
        let tracks = |pick: fn(&Candidate) -> &str| candidates.iter().map(pick).collect::<Vec<_>>();
        let (providers, ids) = (tracks(|one| &one.provider), tracks(|one| &one.provider_track_id));
        let mut heard: HashMap<(String, String), Vec<Tally>> = HashMap::new();
        for said in votes::tallies(conn, &keys, &providers, &ids)? {
            let count = |people: i64| u32::try_from(people).unwrap_or(u32::MAX);
            let tally = Tally { key: said.keyword, up: count(said.up), down: count(said.down) };
            heard.entry((said.provider, said.provider_track_id)).or_default().push(tally);
        }
        for candidate in &mut candidates {
            let track = (candidate.provider.clone(), candidate.provider_track_id.clone());
            candidate.votes = heard.get(&track).cloned().unwrap_or_default();
        }
        Ok(candidates)
    });
    hear.await
}

/// Ends a post whose job failed for the last time, so that nobody waits for ever. A picture that is understood keeps its songs.
pub async fn lay_aside(state: &AppState, post_id: Uuid) -> Result<()> {
    state
        .db
        .transaction(move |conn| match posts::lock(conn, post_id)? {
            Some(post) if post.analyzed_at.is_some() => keep_list(conn, &post),
            Some(_) => {
                let message =
                    "Something broke on our side while we looked at this picture. Upload it again, or try another.";
                Ok(posts::fail(conn, post_id, "processing_failed", message)?)
            }
            None => Ok(()),
        })
        .await?;
    state.hub.announce(post_id);
    Ok(())
}

/// Lets the list there is stand in the place of the one that could not be made, unless that is being tried again.
fn keep_list(conn: &mut PgConnection, post: &PostRow) -> Result<()> {
    if queue::is_due(conn, JobKind::MatchPost, post.id)? {
        return Ok(());
    }
    let message = "Something broke on our side while songs were chosen. Choose them anew in a while.";
    let notice = Notice { code: "source_unavailable".into(), source: None, message: message.into() };
    let notices = serde_json::to_value([notice]).context("notices cannot be written down")?;
    songs::renumber_list(conn, post.id, post.wanted_generation)?;
    Ok(posts::set_ready(conn, post.id, post.song_count, &notices)?)
}

/// Marks the post as being looked at; gives it with what is known of the same picture, or `None` when there is nothing to do.
async fn begin(state: &AppState, job: &Job) -> Result<Option<(PostRow, Option<Analysis>)>> {
    let id = job.post_id.unwrap_or_default();
    let begun = state
        .db
        .transaction(move |conn| {
            let Some(post) = posts::find(conn, id)? else { return Ok(None) };
            posts::set_status(conn, id, PostStatus::Analyzing)?;
            let known = analyses::find(conn, &post.image_key, LOCAL)?;
            // An analysis that cannot be read any more is made again.
            Ok(Some((post, known.and_then(|value| serde_json::from_value(value).ok()))))
        })
        .await?;
    state.hub.announce(id);
    Ok(begun)
}

enum Failed {
    Picture(String),
    Us(Error),
}

async fn look(state: &AppState, post: &PostRow) -> std::result::Result<Analysis, Failed> {
    let us = |error: anyhow::Error| Failed::Us(error.into());
    let id = post.id;
    let files = state.db.run(move |conn| Ok(media::of_posts(conn, &[id])?)).await.map_err(Failed::Us)?;
    let wide_enough = files.iter().find(|file| file.width.unwrap_or_default() >= LOOK_WIDTH);
    let file = wide_enough.or(files.last()).context("a post has no picture").map_err(us)?;
    let bytes = state.storage.get(&file.storage_key).await.map_err(us)?;
    let bytes = bytes.context("a post's picture is missing from the storage").map_err(us)?;
    let analyser = Arc::clone(&state.analyser);
    let looked = tokio::task::spawn_blocking(move || analyser.analyse(&bytes)).await;
    match looked.context("the analyser broke off").map_err(us)? {
        Ok(analysis) => Ok(analysis),
        Err(AnalysisError::Undecodable(cause)) => Err(Failed::Picture(cause)),
        Err(error @ AnalysisError::Model(_)) => Err(us(anyhow::Error::new(error))),
    }
}

async fn give_up(state: &AppState, job: &Job, cause: &str) -> Result<()> {
    let id = job.post_id.unwrap_or_default();
    tracing::warn!(post.id = %id, cause, "a stored picture cannot be decoded");
    let job = job.clone();
    state
        .db
        .transaction(move |conn| {
            queue::complete(conn, &job)?;
            Ok(posts::fail(conn, id, "undecodable", "This picture cannot be read. Upload it again, or try another.")?)
        })
        .await?;
    state.hub.announce(id);
    Ok(())
}

async fn finish(state: &AppState, job: &Job) -> Result<()> {
    let job = job.clone();
    state.db.run(move |conn| Ok(queue::complete(conn, &job).map(drop)?)).await
}

fn keyword_rows(post_id: Uuid, keywords: &[Keyword]) -> Vec<KeywordRow> {
    keywords
        .iter()
        .filter(|keyword| !keyword.word.is_empty())
        .enumerate()
        .map(|(position, keyword)| KeywordRow {
            post_id,
            position: position as i32,
            keyword: keyword.word.chars().take(80).collect(),
            score: keyword.score.clamp(0.0, 1.0),
            kind: kind_word(keyword.kind).into(),
        })
        .collect()
}

fn request(post: &PostRow, keywords: &[KeywordRow]) -> Request {
    let keywords = keywords
        .iter()
        .map(|row| Keyword { word: row.keyword.clone(), score: row.score, kind: parse_kind(&row.kind) })
        .collect();
    let mood = Mood {
        valence: post.valence.unwrap_or_default(),
        arousal: post.arousal.unwrap_or_default(),
        words: post.mood_words.clone(),
    };
    let seed = post.image_key.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    Request { keywords, mood, seed }
}

fn notices(abstained: bool, request: &Request, ranked: &[Match]) -> Vec<Notice> {
    let notice = |code: &str, message: &str| Notice { code: code.into(), source: None, message: message.into() };
    if ranked.is_empty() {
        return vec![notice("no_matching_songs", "No song was found for this picture yet.")];
    }
    if request.keywords.is_empty() {
        return vec![notice("no_keywords", "There are no words to go by, so the mood chose the songs.")];
    }
    let decided = request.keywords.iter().any(|keyword| keyword.kind == KeywordKind::User);
    let mood_alone = ranked.iter().all(|found| found.mood_match);
    if decided && mood_alone {
        return vec![notice("mood_only", "No song was found that speaks of these words, so the mood chose the songs.")];
    }
    if mood_alone || abstained && !decided {
        return vec![notice(
            "mood_only",
            "We would not swear to what this shows, so its colours and mood chose the songs.",
        )];
    }
    Vec::new()
}

fn song_ids(conn: &mut PgConnection, ranked: &[Match]) -> Result<HashMap<(String, String), Uuid>> {
    let mut by_provider: HashMap<&str, Vec<&Match>> = HashMap::new();
    for found in ranked {
        by_provider.entry(&found.candidate.provider).or_default().push(found);
    }
    let mut ids = HashMap::new();
    for (provider, found) in by_provider {
        let tracks: Vec<&str> = found.iter().map(|one| one.candidate.provider_track_id.as_str()).collect();
        for (track, id) in songs::ids_of(conn, provider, &tracks)? {
            ids.insert((provider.to_owned(), track), id);
        }
        let unknown: Vec<_> = found
            .iter()
            .filter(|one| !ids.contains_key(&key(one)))
            .map(|one| song_rows::new_song(&one.candidate))
            .collect();
        if !unknown.is_empty() {
            for (provider, track, id) in songs::upsert(conn, &unknown)? {
                ids.insert((provider, track), id);
            }
        }
    }
    Ok(ids)
}

fn row(post_id: Uuid, song_id: Uuid, generation: i32, position: usize, found: &Match) -> Result<NewPostSong> {
    Ok(NewPostSong {
        post_id,
        song_id,
        generation,
        position: position as i32,
        score: found.score.clamp(0.0, 1.0),
        mood_match: found.mood_match,
        why: serde_json::to_value(&found.why).context("reasons cannot be written down")?,
    })
}

fn key(found: &Match) -> (String, String) {
    (found.candidate.provider.clone(), found.candidate.provider_track_id.clone())
}

fn kind_word(kind: KeywordKind) -> &'static str {
    match kind {
        KeywordKind::Object => "object",
        KeywordKind::Scene => "scene",
        KeywordKind::Colour => "colour",
        KeywordKind::User => "user",
    }
}

fn parse_kind(word: &str) -> KeywordKind {
    match word {
        "scene" => KeywordKind::Scene,
        "colour" => KeywordKind::Colour,
        "user" => KeywordKind::User,
        _ => KeywordKind::Object,
    }
}
