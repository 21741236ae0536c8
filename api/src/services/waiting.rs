//! Posts that wait for outside sources: what was done without them is done again when they are back.

use std::sync::Arc;

use crate::{
    error::Result,
    keywords::everypixel::Everypixel,
    music::source::Source,
    outside_keywords,
    queue::{self, JobKind},
    remote::{Remote, Rest},
    repositories::posts,
    state::AppState,
};

/// Posts that are taken up at once for a source that answers.
const MANY: u32 = 25;
/// Posts that are taken up to find out whether a source answers again.
const ONE: u32 = 1;

/// Takes up posts that wait for a source that answers, or may answer, again.
pub async fn look_again(state: &AppState) -> Result<()> {
    let analyser = state.keywords.everypixel().map(words_of);
    let songs = state.music.sources().iter().map(songs_of);
    let mut found = 0;
    for waited_for in analyser.into_iter().chain(songs) {
        found += take_up(state, &waited_for).await?;
    }
    if found > 0 {
        state.work.notify_one();
    }
    Ok(())
}

/// A source that may be waited for.
struct WaitedFor<'a> {
    name: &'static str,
    services: Vec<&'a Remote>,
    kind: JobKind,
}

fn words_of(everypixel: &Arc<Everypixel>) -> WaitedFor<'_> {
    WaitedFor { name: outside_keywords::SOURCE, services: vec![everypixel.remote()], kind: JobKind::AnalyzePost }
}

fn songs_of(source: &Arc<Source>) -> WaitedFor<'_> {
    WaitedFor { name: source.name(), services: source.remotes(), kind: JobKind::MatchPost }
}

async fn take_up(state: &AppState, source: &WaitedFor<'_>) -> Result<usize> {
    let rests = |service: &&Remote| service.rest();
    if source.services.iter().find_map(rests).is_some_and(|rest| matches!(rest, Rest::Off(_) | Rest::Probing)) {
        return Ok(0);
    }
    let is_well = source.services.iter().all(|service| service.is_well());
    let (name, kind, most) = (source.name, source.kind, if is_well { MANY } else { ONE });
    let waiting = state.db.run(move |conn| Ok(posts::waiting(conn, name, most)?)).await?;
    if waiting.is_empty() {
        return Ok(0);
    }
    // Only when somebody waits: a source is not called for the sake of it.
    source.services.iter().for_each(|service| service.knock());
    if source.services.iter().any(|service| service.rest().is_some()) {
        return Ok(0);
    }
    let found = waiting.len();
    let enqueue = state.db.transaction(move |conn| {
        for id in waiting {
            queue::enqueue(conn, kind, Some(id))?;
        }
        Ok(())
    });
    enqueue.await?;
    Ok(found)
}
