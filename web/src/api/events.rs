//! A post's way, told as it goes: server-sent events, and asking now and then where those do not come through.

use std::{cell::Cell, rc::Rc};

use gloo_timers::future::TimeoutFuture;
use imagime_shared::{
    event::{self, DoneEvent, KeywordsEvent, SongEvent, StatusEvent},
    post::{Post, PostStatus},
};
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use uuid::Uuid;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use super::posts::get_post;

/// Milliseconds between two looks when there are no events.
const POLL: u32 = 1500;

/// What is told of a post.
#[derive(Clone, Debug)]
pub enum PostEvent {
    /// A step was taken.
    Status(PostStatus),
    /// The picture was understood.
    Keywords(KeywordsEvent),
    /// A song was found.
    Song(Box<SongEvent>),
    /// There is nothing more to come.
    Done(DoneEvent),
    /// The post is gone.
    Gone,
}

/// Watches a post until it is done; dropping it stops the watching.
pub struct Watch {
    source: Option<EventSource>,
    alive: Rc<Cell<bool>>,
    /// Held for as long as the source may call them.
    _listeners: Vec<Closure<dyn FnMut(MessageEvent)>>,
}

impl Watch {
    /// Starts to watch.
    pub fn start(post: &Post, tell: impl Fn(PostEvent) + 'static) -> Self {
        let tell: Rc<dyn Fn(PostEvent)> = Rc::new(tell);
        let alive = Rc::new(Cell::new(true));
        let id = post.id;
        let source = post.events_url.as_deref().map(EventSource::new);
        let Some(Ok(source)) = source else {
            poll(id, tell, alive.clone());
            return Self { source: None, alive, _listeners: Vec::new() };
        };
        let mut listeners = Vec::new();
        let mut on = |name: &str, act: Box<dyn FnMut(MessageEvent)>| {
            let closure = Closure::wrap(act);
            source.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()).ok();
            listeners.push(closure);
        };
        let say = tell.clone();
        on(
            event::STATUS,
            Box::new(move |event| {
                if let Some(event) = parse::<StatusEvent>(&event) {
                    say(PostEvent::Status(event.status));
                }
            }),
        );
        let say = tell.clone();
        on(
            event::KEYWORDS,
            Box::new(move |event| {
                if let Some(event) = parse(&event) {
                    say(PostEvent::Keywords(event));
                }
            }),
        );
        let say = tell.clone();
        on(
            event::SONG,
            Box::new(move |event| {
                if let Some(event) = parse(&event) {
                    say(PostEvent::Song(Box::new(event)));
                }
            }),
        );
        let (say, end) = (tell.clone(), source.clone());
        on(
            event::DONE,
            Box::new(move |event| {
                // Left open the browser would come again, only to hear that all was told.
                end.close();
                if let Some(event) = parse(&event) {
                    say(PostEvent::Done(event));
                }
            }),
        );
        let (lost, still) = (source.clone(), alive.clone());
        on(
            "error",
            Box::new(move |_| {
                // A line that broke comes back by itself; one that was refused does not.
                if lost.ready_state() == EventSource::CLOSED && still.get() {
                    poll(id, tell.clone(), still.clone());
                }
            }),
        );
        Self { source: Some(source), alive, _listeners: listeners }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.alive.set(false);
        if let Some(source) = &self.source {
            source.close();
        }
    }
}

fn parse<T: DeserializeOwned>(event: &MessageEvent) -> Option<T> {
    // What a newer server adds is passed over; the post is read once more at the end anyway.
    serde_json::from_str(&event.data().as_string()?).ok()
}

fn poll(id: Uuid, tell: Rc<dyn Fn(PostEvent)>, alive: Rc<Cell<bool>>) {
    spawn_local(async move {
        let mut told = None;
        while alive.get() {
            let post = get_post(id).await;
            if !alive.get() {
                return;
            }
            match post {
                Ok(post) if post.status.is_final() => {
                    return tell(PostEvent::Done(DoneEvent {
                        status: post.status,
                        song_count: post.song_count,
                        notices: post.notices,
                        failure: post.failure,
                    }));
                }
                Ok(post) if told != Some(post.status) => {
                    told = Some(post.status);
                    tell(PostEvent::Status(post.status));
                    if let Some(mood) = post.mood {
                        tell(PostEvent::Keywords(KeywordsEvent { keywords: post.keywords, mood }));
                    }
                }
                Err(error) if error.is_not_found() => return tell(PostEvent::Gone),
                // Unchanged, or away for a moment.
                Ok(_) | Err(_) => {}
            }
            TimeoutFuture::new(POLL).await;
        }
    });
}
