//! The work on a post: look at its picture, choose its songs. Run by the worker, each step in one transaction with its job.
//!
//! Outside sources are waited for as long as a person waits gladly. A post whose sources did not answer is ready without them, and both
//! steps are done again when they are back: then they leave its status alone and change it only for the better.

use std::{collections::HashMap, sync::Arc, time::Duration};

use anyhow::Context as _;
use chrono::Utc;
use diesel::PgConnection;
use imagime_engine::{
    analysis::{Analysis, AnalysisError},
    catalogue,
    matching::{self, Candidate, Tally, Weights, vote_key},
};
use imagime_shared::{
    notice,
    post::{Notice, PostStatus},
};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    folder_songs,
    match_rows::{self, keyword_rows},
    models::{KeywordRow, PostRow},
    neighbours,
    outside_keywords::{self, Heard},
    outside_songs::Outside,
    queue::{self, Job, JobKind},
    repositories::{analyses, media, posts, songs, votes},
    state::AppState,
};

/// The local analyser's name in the cache; the number grows when its answers would differ.
const LOCAL: &str = "local-3";
/// Width of the variant that is looked at, in pixels.
const LOOK_WIDTH: i32 = 640;
/// How long outside analysers are waited for, and then song sources: with our own work, two seconds from the upload to the songs.
const KEYWORDS_PATIENCE: Duration = Duration::from_millis(900);
const SONGS_PATIENCE: Duration = Duration::from_millis(800);
/// The same when nobody waits; a call takes no longer.
const LONG_PATIENCE: Duration = Duration::from_secs(4);

/// Looks at a post's picture and writes down what it shows; the choice of songs follows as a job of its own.
pub async fn analyze(state: &AppState, job: &Job) -> Result<()> {
    let Some((post, known)) = begin(state, job).await? else { return finish(state, job).await };
    let again = is_ready(&post);
    let patience = if again { LONG_PATIENCE } else { KEYWORDS_PATIENCE };
    let (local, heard) = tokio::join!(look(state, &post, known), outside_keywords::ask(state, &post, patience));
    let local = match local {
        Ok(analysis) => analysis,
        Err(Failed::Picture(cause)) => return give_up(state, job, &cause).await,
        Err(Failed::Us(error)) => return Err(error),
    };
    let (words, waiting_for) = match heard? {
        Heard::Words(words) => (words, Vec::new()),
        Heard::NotAsked => (Vec::new(), Vec::new()),
        Heard::Missing(_) if again => return finish(state, job).await,
        Heard::Missing(error) => {
            tracing::debug!(post.id = %post.id, error = %error, "a picture is understood without outside words");
            (Vec::new(), vec![outside_keywords::SOURCE.to_owned()])
        }
    };
    let (job, id) = (job.clone(), post.id);
    state
        .db
        .transaction(move |conn| {
            // The post first, as everybody does who touches both.
            let Some(now) = posts::lock(conn, id)? else { return Ok(()) };
            if !queue::complete(conn, &job)? {
                return Ok(());
            }
            if again && !waits_for_words(&now) {
                // Its owner decided in the meantime, and that is the last word.
                return Ok(());
            }
            let result = serde_json::to_value(&local).context("an analysis cannot be written down")?;
            analyses::insert(conn, &post.image_key, LOCAL, &result)?;
            if !again {
                neighbours::keep(conn, id, &local.embedding, &post.palette, !local.abstained)?;
            }
            let analysis = outside_keywords::join(local, words);
            let understood = posts::Understood {
                valence: analysis.mood.valence,
                arousal: analysis.mood.arousal,
                mood_words: &analysis.mood.words,
                analysis_source: &analysis.source,
                abstained: analysis.abstained,
                analyzed_at: Utc::now(),
                status: if again { PostStatus::Ready } else { PostStatus::Matching }.as_str(),
                waiting_for: &waiting_for,
                wanted_generation: now.wanted_generation + i32::from(again),
            };
            posts::set_understood(conn, id, &understood, &keyword_rows(id, &analysis.keywords))?;
            Ok(queue::enqueue(conn, JobKind::MatchPost, Some(id))?)
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
    let again = is_ready(&post) && post.wanted_generation == post.match_generation;
    let request = match_rows::request(&post, &keywords);
    let queries = Arc::new(matching::queries(&request));
    let patience = if again { LONG_PATIENCE } else { SONGS_PATIENCE };
    let starter = Arc::clone(&queries);
    let starter = tokio::task::spawn_blocking(move || catalogue::search(&starter));
    let (found, (own, away), starter) =
        tokio::join!(state.music.search(&queries, patience), folder_songs::search(state, &queries), starter);
    let (mut candidates, mut outside) = Outside::of(found);
    if again && post.waiting_for.iter().all(|source| outside.waiting_for.contains(source)) {
        // Nobody who was missing is back.
        return finish(state, job).await;
    }
    candidates.extend(own);
    candidates.extend(starter.context("the search broke off")?);
    let candidates = hear_votes(state, &keywords, candidates).await?;
    let mut notices = Vec::new();
    if waits_for_words(&post) {
        notices.push(outside_keywords::notice());
        outside.waiting_for.push(outside_keywords::SOURCE.to_owned());
    }
    let abstained = post.abstained;
    let (ranked, own_notices) = tokio::task::spawn_blocking(move || {
        let ranked = matching::rank(&request, candidates, &Weights::default());
        let notices = match_rows::notices(abstained, &request, &ranked);
        (ranked, notices)
    })
    .await
    .context("matching broke off")?;
    notices.extend(own_notices);
    notices.extend(away);
    notices.append(&mut outside.notices);
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
            let generation = post.wanted_generation + i32::from(again);
            let rows = match_rows::list_rows(conn, post.id, generation, &ranked, &outside.songs)?;
            songs::replace_list(conn, post.id, &rows)?;
            let notices = serde_json::to_value(&notices).context("notices cannot be written down")?;
            let made = posts::Made {
                generation,
                song_count: rows.len() as i32,
                notices: &notices,
                waiting_for: &outside.waiting_for,
            };
            posts::set_ready(conn, post.id, &made)?;
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
            // Only a better list did not come about.
            Some(post) if is_ready(&post) && post.wanted_generation == post.match_generation => Ok(()),
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
    let notice = Notice { code: notice::SOURCE_UNAVAILABLE.into(), source: None, message: message.into() };
    let notices = serde_json::to_value([notice]).context("notices cannot be written down")?;
    songs::renumber_list(conn, post.id, post.wanted_generation)?;
    let made = posts::Made {
        generation: post.wanted_generation,
        song_count: post.song_count,
        notices: &notices,
        waiting_for: &post.waiting_for,
    };
    Ok(posts::set_ready(conn, post.id, &made)?)
}

/// Marks the post as being looked at; gives it with what is known of the same picture, or `None` when there is nothing to do.
async fn begin(state: &AppState, job: &Job) -> Result<Option<(PostRow, Option<Analysis>)>> {
    let id = job.post_id.unwrap_or_default();
    let begun = state
        .db
        .transaction(move |conn| {
            let Some(post) = posts::find(conn, id)? else { return Ok(None) };
            if is_ready(&post) && !waits_for_words(&post) {
                return Ok(None);
            }
            if !is_ready(&post) {
                posts::set_status(conn, id, PostStatus::Analyzing)?;
            }
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

async fn look(state: &AppState, post: &PostRow, known: Option<Analysis>) -> std::result::Result<Analysis, Failed> {
    if let Some(known) = known {
        return Ok(known);
    }
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

fn is_ready(post: &PostRow) -> bool {
    post.status == PostStatus::Ready.as_str()
}

fn waits_for_words(post: &PostRow) -> bool {
    post.waiting_for.iter().any(|source| source == outside_keywords::SOURCE)
}
