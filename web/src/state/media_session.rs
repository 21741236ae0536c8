//! Lock screens, headphones and media keys: the Media Session API, where the browser has it.
//!
//! web-sys holds this API back as unstable, so it is called by name.

use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use crate::state::player::{Player, QueueItem};

/// Seconds that a headphone's "seek" goes.
const STEP: f64 = 10.0;

/// Hands the player's keys to the system and keeps what it shows in step.
pub fn connect(player: Player) {
    let Some(session) = get(&window().navigator(), "mediaSession") else { return };
    handle(&session, "play", move |_| player.resume());
    handle(&session, "pause", move |_| player.pause());
    handle(&session, "stop", move |_| player.close());
    handle(&session, "nexttrack", move |_| player.next());
    handle(&session, "previoustrack", move |_| player.previous());
    handle(&session, "seekforward", move |_| player.seek_by(STEP));
    handle(&session, "seekbackward", move |_| player.seek_by(-STEP));
    handle(&session, "seekto", move |details| {
        if let Some(seconds) = get(&details, "seekTime").and_then(|time| time.as_f64()) {
            player.seek(seconds);
        }
    });
    let shown = session.clone();
    let current = player.current();
    Effect::new(move |_| {
        let metadata = current.get().and_then(|item| metadata(&item)).unwrap_or(JsValue::NULL);
        set(&shown, "metadata", &metadata);
    });
    Effect::new(move |_| {
        let state = match (current.with(Option::is_some), player.playing.get()) {
            (false, _) => "none",
            (true, true) => "playing",
            (true, false) => "paused",
        };
        set(&session, "playbackState", &state.into());
    });
}

fn metadata(item: &QueueItem) -> Option<JsValue> {
    let init = Object::new();
    set(&init, "title", &item.song.title.as_str().into());
    set(&init, "artist", &item.song.artist.as_str().into());
    if let Some(album) = &item.song.album {
        set(&init, "album", &album.as_str().into());
    }
    if let Some(url) = &item.song.artwork_url {
        let picture = Object::new();
        set(&picture, "src", &url.as_str().into());
        set(&init, "artwork", &Array::of1(&picture));
    }
    let constructor = get(&window(), "MediaMetadata")?.dyn_into::<Function>().ok()?;
    Reflect::construct(&constructor, &Array::of1(&init)).ok()
}

fn handle(session: &JsValue, action: &str, act: impl Fn(JsValue) + 'static) {
    let Some(set_handler) = get(session, "setActionHandler").and_then(|value| value.dyn_into::<Function>().ok()) else {
        return;
    };
    let closure = Closure::<dyn Fn(JsValue)>::new(act).into_js_value();
    // A browser that does not know the action throws; the others still count.
    set_handler.call2(session, &action.into(), &closure).ok();
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).ok();
}
