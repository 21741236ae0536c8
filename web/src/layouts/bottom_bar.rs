//! The bar at the thumb, on phones.

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
            {place("/favorites".to_owned(), Icon::Heart, shell::KEPT)}
            {place("/playlists".to_owned(), Icon::Queue, playlist::SHORT)}
            {place(format!("/u/{}", me.username), Icon::User, shell::YOU)}
        }
        .into_any(),
        None => place("/login".to_owned(), Icon::User, shell::LOG_IN).into_any(),
    };
    view! {
        <nav class="bottom" aria-label=shell::NAV_PHONE>
            {place("/".to_owned(), Icon::Home, shell::HOME)}
            {move || {
                me.with(Option::is_some).then(|| place("/discover".to_owned(), Icon::Compass, discover::TITLE))
            }}
            <A href="/new" attr:class="bottom__place bottom__place--new">
                <span class="bottom__plus"><IconView icon=Icon::Plus /></span>
                <span class="bottom__name">{shell::NEW}</span>
            </A>
            {places}
        </nav>
    }
}

fn place(href: String, icon: Icon, name: &'static str) -> impl IntoView {
    let exact = href == "/";
    view! {
        <A href=href exact=exact attr:class="bottom__place">
            <IconView icon=icon />
            <span class="bottom__name">{name}</span>
        </A>
    }
}
