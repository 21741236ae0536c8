//! The picture of a song.

use imagime_shared::song::Song;
use leptos::prelude::*;

use crate::{
    components::{Icon, IconView},
    text::shell,
};

/// A song's artwork, or a note where there is none. Decoration: title and artist stand beside it.
#[component]
pub fn Artwork(
    /// Whose artwork.
    song: Song,
) -> impl IntoView {
    let broken = RwSignal::new(false);
    let title = song.artwork_generated.then_some(shell::GENERATED_ARTWORK);
    view! {
        <span class="artwork" title=title>
            {move || match song.artwork_url.clone().filter(|_| !broken.get()) {
                Some(url) => {
                    view! {
                        <img
                            class="artwork__image"
                            src=url
                            alt=""
                            width="60"
                            height="60"
                            loading="lazy"
                            decoding="async"
                            on:error=move |_| broken.set(true)
                        />
                    }
                        .into_any()
                }
                None => view! { <IconView icon=Icon::Note /> }.into_any(),
            }}
        </span>
    }
}
