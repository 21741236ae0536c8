//! The bar at the thumb, on phones.

use imagime_shared::pages;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    components::{Icon, IconView},
    state::session::Session,
    text::{discover, playlist, shell},
};

/// The bottom bar; styles show it on narrow screens only.
#[component]
pub fn BottomBar() -> impl IntoView {
    let me = expect_context::<Session>().me();
    let places = move || match me.get() {
        Some(me) => view! {
            {place(pages::FAVORITES.to_owned(), Icon::Heart, shell::KEPT)}
            {place(pages::PLAYLISTS.to_owned(), Icon::Queue, playlist::SHORT)}
            {place(pages::user(&me.username), Icon::User, shell::YOU)}
        }
        .into_any(),
        None => place(pages::LOG_IN.to_owned(), Icon::User, shell::LOG_IN).into_any(),
    };
    view! {
        <nav class="bottom" aria-label=shell::NAV_PHONE>
            {place(pages::HOME.to_owned(), Icon::Home, shell::HOME)}
            {move || {
                me.with(Option::is_some).then(|| place(pages::DISCOVER.to_owned(), Icon::Compass, discover::TITLE))
            }}
            <A href=pages::NEW attr:class="bottom__place bottom__place--new">
                <span class="bottom__plus"><IconView icon=Icon::Plus /></span>
                <span class="bottom__name">{shell::NEW}</span>
            </A>
            {places}
        </nav>
    }
}

fn place(href: String, icon: Icon, name: &'static str) -> impl IntoView {
    let exact = href == pages::HOME;
    view! {
        <A href=href exact=exact attr:class="bottom__place">
            <IconView icon=icon />
            <span class="bottom__name">{name}</span>
        </A>
    }
}
