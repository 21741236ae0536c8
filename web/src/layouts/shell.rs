//! Skip link, top bar, the page, player, bottom bar, messages.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    bottom_bar::BottomBar,
    focus::{focus_heading, focus_main},
    keys::Keys,
    offline::OfflineBanner,
    player_bar::PlayerBar,
    playlist_dialog::PlaylistDialog,
    top_bar::TopBar,
};
use crate::{
    components::{LiveRegion, ToastStack},
    state::player::use_player,
    text::shell,
};

/// The frame around every page.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let player = use_player();
    let (current, embedded) = (player.current(), player.embedded());
    let keys_open = RwSignal::new(false);
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        // The first page keeps the browser's own focus.
        if before.is_some_and(|before| before != path) {
            focus_heading();
        }
        path
    });
    let skip = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        focus_main();
    };
    view! {
        <div class="shell" class:shell--playing=move || current.with(Option::is_some) || embedded.with(Option::is_some)>
            <a class="skip" href="#main" on:click=skip>{shell::SKIP}</a>
            <TopBar keys_open=keys_open />
            <OfflineBanner />
            <main class="shell__main" id="main" tabindex="-1">{children()}</main>
            <PlayerBar />
            <BottomBar />
            <ToastStack />
            <LiveRegion />
            <Keys open=keys_open />
            <PlaylistDialog />
        </div>
    }
}
