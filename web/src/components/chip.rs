//! A word and how much it weighs.

use leptos::prelude::*;

/// A keyword with a small bar for its weight, 0 to 1.
#[component]
pub fn Chip(
    /// The word.
    #[prop(into)]
    word: String,
    /// Its weight, 0 to 1.
    weight: f32,
) -> impl IntoView {
    view! {
        <span class="chip" style:--weight=format!("{:.2}", weight.clamp(0.0, 1.0))>
            {word}
        </span>
    }
}
