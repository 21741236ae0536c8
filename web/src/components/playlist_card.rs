//! A playlist among others.

use imagime_shared::{pages, playlist::Playlist};
use leptos::prelude::*;

use crate::{
    components::{Icon, IconView},
    text::{playlist as text, post},
};

/// A card that leads to the playlist.
#[component]
pub fn PlaylistCard(
    /// The playlist.
    list: Playlist,
) -> impl IntoView {
    view! {
        <a class="list-card" href=pages::playlist(list.id)>
            <PlaylistCover url=list.cover_url />
            <span class="list-card__title">{list.title}</span>
            <span class="muted">{text::songs(list.song_count)} " · " {post::visibility(list.visibility)}</span>
        </a>
    }
}

/// The picture that stands for a playlist, or a sign where there is none. Decoration: its name stands beside it.
#[component]
pub fn PlaylistCover(
    /// The picture.
    url: Option<String>,
) -> impl IntoView {
    let face = match url {
        Some(url) => view! { <img class="cover__image" src=url alt="" loading="lazy" decoding="async" /> }.into_any(),
        None => view! { <IconView icon=Icon::Note /> }.into_any(),
    };
    view! { <span class="cover" aria-hidden="true">{face}</span> }
}
