//! Takes jobs from the queue and hands them to services.

mod folder;
mod ranks;
mod sources;

use std::{convert::Infallible, time::Duration};

use crate::{
    db::Db,
    error::Result,
    queue::{self, Job, JobKind},
    services::{search, similar, sweep, understanding},
    state::AppState,
};

pub use folder::run as run_folder;
pub use ranks::run as run_ranks;
pub use sources::run as run_sources;

/// How often the queue is looked at when nobody says that there is work.
const POLL: Duration = Duration::from_secs(1);
/// How often a worker says that it still works on its job; well within the lease.
const HEARTBEAT: Duration = Duration::from_secs(4);
/// Pause while the database is away.
const PAUSE: Duration = Duration::from_secs(2);
/// How often records whose time is over are removed.
const SWEEP: Duration = Duration::from_mins(5);
/// How often words are counted; that reads all posts.
const COUNT_WORDS: Duration = Duration::from_hours(1);

/// Works until the server stops; a job in hand is finished first.
pub async fn run(state: AppState) {
    while !state.is_stopping() {
        match claim(&state.db).await {
            Ok(Some(job)) if state.is_stopping() => hand_back(&state.db, job).await,
            Ok(Some(job)) => work_on(&state, job).await,
            Ok(None) => wait(&state, POLL).await,
            Err(error) => {
                tracing::warn!(error = %error, "the queue cannot be read");
                wait(&state, PAUSE).await;
            }
        }
    }
}

/// Removes records whose time is over, from time to time.
pub async fn run_sweeps(state: AppState) {
    while !state.is_stopping() {
        state.pace.forget();
        for outcome in [sweep::records(&state).await, sweep::media(&state).await, sweep::incoming(&state).await] {
            if let Err(error) = outcome {
                tracing::warn!(error = %error, "a sweep was put off");
            }
        }
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => {}
            () = state.stopped() => {}
        }
    }
}

/// Counts the words of all posts, now and then: a search needs to know about how frequent each is.
pub async fn run_word_counts(state: AppState) {
    while !state.is_stopping() {
        if let Err(error) = search::count_words(&state).await {
            tracing::warn!(error = %error, "the words of posts could not be counted");
        }
        tokio::select! {
            () = tokio::time::sleep(COUNT_WORDS) => {}
            () = state.stopped() => {}
        }
    }
}

/// Makes pictures comparable that are not yet, until it is done or the server stops.
pub async fn prepare_similar(state: AppState) {
    while let Err(error) = similar::prepare(&state).await {
        tracing::warn!(error = %error, "the search for similar pictures is put off");
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = state.stopped() => return,
        }
    }
}

async fn work_on(state: &AppState, job: Job) {
    let started = std::time::Instant::now();
    let outcome = tokio::select! {
        outcome = perform(state, &job) => outcome,
        never = keep(&state.db, &job) => match never {},
    };
    let duration_ms = started.elapsed().as_millis() as u64;
    match outcome {
        Ok(()) => tracing::debug!(job.kind = job.kind, duration_ms, "a job is done"),
        Err(error) => {
            tracing::error!(job.kind = job.kind, job.attempts = job.attempts, error = %error, "a job failed");
            put_back(state, job, error.to_string()).await;
        }
    }
}

async fn perform(state: &AppState, job: &Job) -> Result<()> {
    match JobKind::parse(&job.kind) {
        Some(JobKind::AnalyzePost) => understanding::analyze(state, job).await,
        Some(JobKind::MatchPost) => understanding::choose_songs(state, job).await,
        Some(JobKind::SweepMedia) => sweep_and_finish(state, job).await,
        Some(JobKind::RewriteDocuments) => search::rewrite_documents(state, job).await,
        None => Err(anyhow::anyhow!("nobody knows jobs of the kind {}", job.kind).into()),
    }
}

/// Extends the job's lease again and again, so that it is another's only when this process is gone.
async fn keep(db: &Db, job: &Job) -> Infallible {
    loop {
        tokio::time::sleep(HEARTBEAT).await;
        let kept = job.clone();
        if let Err(error) = db.run(move |conn| Ok(queue::extend(conn, &kept)?)).await {
            tracing::warn!(error = %error, "a job's lease could not be extended");
        }
    }
}

async fn sweep_and_finish(state: &AppState, job: &Job) -> Result<()> {
    sweep::media(state).await?;
    let job = job.clone();
    state.db.run(move |conn| Ok(queue::complete(conn, &job).map(drop)?)).await
}

async fn claim(db: &Db) -> Result<Option<Job>> {
    db.run(|conn| Ok(queue::claim(conn)?)).await
}

async fn put_back(state: &AppState, job: Job, error: String) {
    let post_id = job.post_id;
    match state.db.run(move |conn| Ok(queue::fail(conn, &job, &error)?)).await {
        Ok(true) => {
            let Some(post_id) = post_id else { return };
            if let Err(error) = understanding::lay_aside(state, post_id).await {
                tracing::error!(post.id = %post_id, error = %error, "a post cannot be laid aside");
            }
        }
        Ok(false) => {}
        // The lease brings the job up again.
        Err(error) => tracing::warn!(error = %error, "a failed job cannot be put back now"),
    }
}

async fn hand_back(db: &Db, job: Job) {
    if let Err(error) = db.run(move |conn| Ok(queue::hand_back(conn, &job)?)).await {
        tracing::warn!(error = %error, "a job waits for its lease to end");
    }
}

async fn wait(state: &AppState, time: Duration) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        () = state.work.notified() => {}
        () = state.stopped() => {}
    }
}
