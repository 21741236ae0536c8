//! A post's way from pending to ready, as server-sent events.

use std::{collections::VecDeque, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    http::Method,
    web::{Bytes, Data, Path},
};
use futures_util::{StreamExt as _, stream};
use imagime_shared::{
    error::Problem,
    event::{self, DoneEvent, KeywordsEvent, SongEvent, StatusEvent, StreamEvent},
    header::LAST_EVENT_ID,
    paths,
    post::PostStatus,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    error::{Error, Result},
    events::Hints,
    extract::{MaybeAuthUser, Query},
    services::progress::{self, Snapshot},
    state::AppState,
};

/// Silence after which a comment shows that the line still holds.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often the state is read when no hint comes: another process may do the work.
const POLL: Duration = Duration::from_secs(1);
/// No stream lives longer; a client simply comes again.
const LONGEST: Duration = Duration::from_mins(15);

/// A ticket, since EventSource cannot send a header.
#[derive(Debug, Deserialize)]
pub struct Ticket {
    ticket: Option<String>,
}

/// Watch a post: `status`, `keywords`, `song`, `done`, each with an id; first the current state.
#[utoipa::path(get, path = paths::POST_EVENTS, tag = "posts", operation_id = "watch_post", security((), ("bearer" = [])),
    params(("id" = Uuid, Path, description = "The post"),
        ("ticket" = Option<String>, Query, description = "From events_url, instead of a Bearer token"),
        ("Last-Event-ID" = Option<String>, Header, description = "Id of the last event that was seen")),
    responses((status = 200, description = "The stream", content_type = "text/event-stream", body = StreamEvent),
        (status = 204, description = "Everything was told already"),
        (status = 401, description = "Ticket or token is not valid", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such post, or not yours to see", body = Problem, content_type = "application/problem+json")))]
pub async fn stream(
    state: Data<AppState>,
    request: HttpRequest,
    user: MaybeAuthUser,
    id: Path<Uuid>,
    query: Query<Ticket>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    let viewer = match &query.ticket {
        Some(ticket) => {
            progress::ticket_viewer(&state, id, ticket).ok_or(Error::Unauthorized("the ticket has ended"))?
        }
        None => user.id(),
    };
    let last_id = request.headers().get(LAST_EVENT_ID).and_then(|value| value.to_str().ok());
    let seen = last_id.and_then(Mark::parse);
    // Listening begins before the first look, so that nothing falls in between.
    let hints = state.hub.listen();
    let first = progress::snapshot(&state, id, viewer).await?;
    if first.status.is_final() && seen == Some(Mark { generation: first.generation, step: DONE }) {
        return Ok(HttpResponse::NoContent().finish());
    }
    let mut watch = Watch {
        state: state.get_ref().clone(),
        id,
        viewer,
        hints,
        teller: Teller::new(seen),
        ready: VecDeque::new(),
        ended: false,
        until: tokio::time::Instant::now() + LONGEST,
    };
    watch.take(first);
    // Nobody reads on: it is over at once.
    watch.ended |= request.method() == Method::HEAD;
    let body = stream::unfold(watch, |mut watch| async move { watch.next().await.map(|chunk| (chunk, watch)) });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("cache-control", "no-store"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(body.map(Ok::<Bytes, Error>)))
}

struct Watch {
    state: AppState,
    id: Uuid,
    viewer: Option<Uuid>,
    hints: Hints,
    teller: Teller,
    ready: VecDeque<Bytes>,
    ended: bool,
    until: tokio::time::Instant,
}

impl Watch {
    /// The next piece of the stream; `None` ends it.
    async fn next(&mut self) -> Option<Bytes> {
        let silent = tokio::time::Instant::now();
        loop {
            if let Some(chunk) = self.ready.pop_front() {
                return Some(chunk);
            }
            if self.ended || self.state.is_stopping() || tokio::time::Instant::now() > self.until {
                return None;
            }
            tokio::select! {
                () = self.hints.about(self.id) => {}
                () = tokio::time::sleep(POLL) => {}
                () = self.state.stopped() => return None,
            }
            match progress::snapshot(&self.state, self.id, self.viewer).await {
                Ok(snapshot) => self.take(snapshot),
                // The database is away for a moment: the stream holds.
                Err(Error::Unavailable(..)) => {}
                Err(_gone) => return None,
            }
            if self.ready.is_empty() && silent.elapsed() >= HEARTBEAT {
                return Some(Bytes::from_static(b": still here\n\n"));
            }
        }
    }

    fn take(&mut self, snapshot: Snapshot) {
        self.ended = snapshot.status.is_final();
        self.ready.extend(self.teller.tell(snapshot));
    }
}

/// Step of the `keywords` event.
const KEYWORDS: u32 = 10;
/// Step of the first `song` event.
const SONGS: u32 = 100;
/// Step of the `done` event.
const DONE: u32 = 1_000_000;

/// An event's id: which list of songs it is about, and how far along it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    generation: i32,
    step: u32,
}

impl Mark {
    fn parse(text: &str) -> Option<Self> {
        let (generation, step) = text.split_once('.')?;
        Some(Self { generation: generation.parse().ok()?, step: step.parse().ok()? })
    }
}

/// Turns states into events, each once.
struct Teller {
    status: Option<PostStatus>,
    told: Option<Mark>,
}

impl Teller {
    fn new(seen: Option<Mark>) -> Self {
        Self { status: None, told: seen }
    }

    fn tell(&mut self, now: Snapshot) -> Vec<Bytes> {
        let mut events = Vec::new();
        // Words belong to the list that is being made, so each time its owner decides they are told again.
        let finished = now.status == PostStatus::Ready;
        let generation = if finished { now.generation } else { now.wanted };
        let mark = |step| Mark { generation, step };
        if self.status != Some(now.status) {
            self.status = Some(now.status);
            // A status repeats what is current, so its id must not take back what was told.
            let id = self.told.filter(|told| *told > mark(now.status as u32)).unwrap_or(mark(now.status as u32));
            events.push(event(event::STATUS, id, &StatusEvent { status: now.status }));
        }
        let understood = matches!(now.status, PostStatus::Matching | PostStatus::Ready);
        if let (true, Some(mood)) = (understood && self.is_new(mark(KEYWORDS)), now.mood) {
            events.push(event(event::KEYWORDS, mark(KEYWORDS), &KeywordsEvent { keywords: now.keywords, mood }));
            self.told = Some(mark(KEYWORDS));
        }
        for (position, item) in now.songs.into_iter().enumerate().filter(|_| finished) {
            let id = mark(SONGS + position as u32);
            if self.is_new(id) {
                events.push(event(event::SONG, id, &SongEvent { position: position as u32, item }));
                self.told = Some(id);
            }
        }
        let done = Mark { generation: now.generation, step: DONE };
        if now.status.is_final() {
            let data = DoneEvent {
                status: now.status,
                song_count: now.song_count,
                notices: now.notices,
                failure: now.failure,
            };
            events.push(event(event::DONE, done, &data));
            self.told = Some(done);
        }
        events
    }

    fn is_new(&self, mark: Mark) -> bool {
        self.told.is_none_or(|told| told < mark)
    }
}

fn event(name: &str, id: Mark, data: &impl Serialize) -> Bytes {
    // Our own types always serialise.
    let json = serde_json::to_string(data).unwrap_or_default();
    Bytes::from(format!("id: {}.{}\nevent: {name}\ndata: {json}\n\n", id.generation, id.step))
}

#[cfg(test)]
mod tests {
    use imagime_shared::post::Mood;

    use super::*;

    fn snapshot(status: PostStatus, generation: i32) -> Snapshot {
        wanting(status, generation, if status == PostStatus::Ready { generation } else { generation + 1 })
    }

    fn wanting(status: PostStatus, generation: i32, wanted: i32) -> Snapshot {
        let mood = Some(Mood { valence: 0.0, arousal: 0.0, words: vec!["calm".into()] });
        Snapshot {
            status,
            generation,
            wanted,
            keywords: Vec::new(),
            mood,
            songs: Vec::new(),
            song_count: 0,
            notices: Vec::new(),
            failure: None,
        }
    }

    fn names(events: &[Bytes]) -> Vec<String> {
        let line =
            |event: &Bytes| String::from_utf8_lossy(event).lines().nth(1).unwrap_or_default().replace("event: ", "");
        events.iter().map(line).collect()
    }

    #[test]
    fn each_thing_is_told_once() {
        let mut teller = Teller::new(None);
        assert_eq!(names(&teller.tell(snapshot(PostStatus::Pending, 0))), ["status"]);
        assert!(teller.tell(snapshot(PostStatus::Pending, 0)).is_empty());
        assert_eq!(names(&teller.tell(snapshot(PostStatus::Matching, 0))), ["status", "keywords"]);
        assert_eq!(names(&teller.tell(snapshot(PostStatus::Ready, 1))), ["status", "done"]);
    }

    #[test]
    fn who_comes_back_hears_the_state_and_what_is_new() {
        let mut teller = Teller::new(Mark::parse("1.10"));
        assert_eq!(names(&teller.tell(snapshot(PostStatus::Ready, 1))), ["status", "done"]);
        let mut teller = Teller::new(Mark::parse("1.1000000"));
        assert_eq!(names(&teller.tell(snapshot(PostStatus::Ready, 2))), ["status", "keywords", "done"]);
    }

    #[test]
    fn each_decision_of_the_owner_is_told() {
        let mut teller = Teller::new(Mark::parse("1.1000000"));
        assert_eq!(names(&teller.tell(wanting(PostStatus::Matching, 1, 2))), ["status", "keywords"]);
        assert!(teller.tell(wanting(PostStatus::Matching, 1, 2)).is_empty());
        assert_eq!(names(&teller.tell(wanting(PostStatus::Matching, 1, 3))), ["keywords"]);
        assert_eq!(names(&teller.tell(wanting(PostStatus::Ready, 3, 3))), ["status", "done"]);
        let mut back = Teller::new(Mark::parse("2.10"));
        assert_eq!(names(&back.tell(wanting(PostStatus::Ready, 3, 3))), ["status", "keywords", "done"]);
    }
}
