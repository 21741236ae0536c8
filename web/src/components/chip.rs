//! A word and how much it weighs.

use imagime_shared::pages;
use leptos::prelude::*;

/// A keyword with a small bar for its weight, 0 to 1; it leads to the pictures that say it too.
#[component]
pub fn Chip(
    /// The word.
    #[prop(into)]
    word: String,
    /// Its weight, 0 to 1.
    weight: f32,
) -> impl IntoView {
    let href = pages::keyword(&word);
    view! {
        <a
            class="chip"
            href=href
            style:--weight=format!("{:.2}", weight.clamp(0.0, 1.0))
        >
            {word}
        </a>
    }
}
