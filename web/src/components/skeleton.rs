//! The shape of what comes, before it comes.

use leptos::prelude::*;

use crate::text::shell;

/// Heights of the feed's first cards, as shares of their width.
const CARDS: [(u32, u32); 8] = [(3, 2), (4, 3), (1, 1), (4, 5), (3, 2), (4, 3), (5, 6), (16, 9)];

/// A post with its songs.
#[component]
pub fn PostSkeleton() -> impl IntoView {
    view! {
        <div class="post-skeleton" aria-busy="true">
            <span class="visually-hidden">{shell::LOADING}</span>
            <div class="post-skeleton__left">
                <div class="skeleton skeleton--picture"></div>
                <div class="post-skeleton__by">
                    <div class="skeleton skeleton--round"></div>
                    <div class="skeleton skeleton--line"></div>
                </div>
                <div class="skeleton skeleton--title"></div>
            </div>
            <div class="post-skeleton__right">
                <div class="skeleton skeleton--title"></div>
                <SongSkeleton count=5 />
            </div>
        </div>
    }
}

/// Rows of songs.
#[component]
pub fn SongSkeleton(
    /// How many.
    #[prop(default = 5)]
    count: usize,
) -> impl IntoView {
    let rows = (0..count)
        .map(|_| {
            view! {
                <div class="song-skeleton">
                    <div class="skeleton skeleton--art"></div>
                    <div class="song-skeleton__lines">
                        <div class="skeleton skeleton--line"></div>
                        <div class="skeleton skeleton--line skeleton--short"></div>
                    </div>
                </div>
            }
        })
        .collect_view();
    view! { <div class="song-skeletons" aria-hidden="true">{rows}</div> }
}

/// A wall of pictures.
#[component]
pub fn FeedSkeleton() -> impl IntoView {
    let cards = CARDS
        .into_iter()
        .map(|(w, h)| view! { <div class="skeleton skeleton--card" style:--aspect=format!("{w} / {h}")></div> })
        .collect_view();
    view! {
        <div class="feed-skeleton" aria-busy="true">
            <span class="visually-hidden">{shell::LOADING}</span>
            {cards}
        </div>
    }
}
