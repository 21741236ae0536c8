//! The keyboard, and the list of what it does.

use imagime_shared::{pages, query};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::focus::focus_field;
use crate::{
    components::Dialog,
    state::{
        FavoriteChange, FavoriteToggle,
        kept::{Kept, use_kept},
        player::{Player, use_player},
    },
    text::shell,
};

/// Seconds that an arrow goes.
const SEEK: f64 = 5.0;
/// What an arrow does to the volume.
const VOLUME: f64 = 0.1;

/// Listens to keys all over the page, but for places where somebody types.
#[component]
pub fn Keys(
    /// Whether the list is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let player = use_player();
    let kept = use_kept();
    let toggle = use_context::<FavoriteToggle>();
    let navigate = use_navigate();
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() || taken(&event) {
            return;
        }
        let done = match event.key().as_str() {
            "?" => {
                open.set(true);
                true
            }
            "/" => {
                navigate(pages::SEARCH, leptos_router::NavigateOptions::default());
                // Its field stands there with the next frame.
                request_animation_frame(|| focus_field(query::Q));
                true
            }
            "n" => {
                navigate(pages::NEW, leptos_router::NavigateOptions::default());
                true
            }
            "Escape" if player.embedded().with_untracked(Option::is_some) => {
                player.close_embed();
                true
            }
            key => {
                // The keys of a source's own player are its own: ours would only start another song beside it.
                player.embedded().with_untracked(Option::is_none)
                    && player.current().with_untracked(Option::is_some)
                    && play(key, event.shift_key(), player, kept, toggle)
            }
        };
        if done {
            event.prevent_default();
        }
    });
    on_cleanup(move || listener.remove());
    let rows = || {
        shell::KEYS
            .into_iter()
            .map(|(key, act)| {
                view! {
                    <dt><kbd>{key}</kbd></dt>
                    <dd>{act}</dd>
                }
            })
            .collect_view()
    };
    view! {
        <Dialog open=open title=shell::KEYS_TITLE>
            <dl class="key-list">{rows()}</dl>
        </Dialog>
    }
}

/// Carries out a key of the player; false when it is none.
fn play(key: &str, shift: bool, player: Player, kept: Kept, toggle: Option<FavoriteToggle>) -> bool {
    match (key, shift) {
        (" ", false) => player.toggle(),
        ("j", false) => player.next(),
        ("k", false) => player.previous(),
        ("ArrowLeft", false) => player.seek_by(-SEEK),
        ("ArrowRight", false) => player.seek_by(SEEK),
        ("ArrowUp", true) => player.set_volume(player.volume.get_untracked() + VOLUME),
        ("ArrowDown", true) => player.set_volume(player.volume.get_untracked() - VOLUME),
        ("m", false) => player.toggle_mute(),
        ("l", false) => {
            if let (Some(toggle), Some(item)) = (toggle, player.current().get_untracked()) {
                let keep = !untrack(|| kept.of(item.song.id, item.is_favorite).get());
                toggle.0.run(FavoriteChange { song_id: item.song.id, post_id: item.post_id, keep });
            }
        }
        _ => return false,
    }
    true
}

/// True where the key belongs to what has the focus: a field, a slider, an open dialog, and Space on whatever it presses.
fn taken(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let within = |selector: &str| target.closest(selector).ok().flatten().is_some();
    within("input, textarea, select, [contenteditable], dialog[open]")
        || (event.key() == " " && within("button, a, summary"))
}
