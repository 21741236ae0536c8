//! Do you like the picture?

use leptos::prelude::*;

use crate::{
    components::{Icon, IconView},
    state::toggle::Toggle,
    text::people as text,
};

/// A star with the number of those who pressed it.
#[component]
pub fn LikeButton(
    /// The like.
    like: Toggle,
    /// Who shows the picture.
    #[prop(into)]
    author: Signal<String>,
    /// A class beside its own.
    #[prop(default = "button")]
    class: &'static str,
) -> impl IntoView {
    let name = move || text::like_picture(&author.read(), like.count());
    view! {
        <button
            type="button"
            class=format!("like {class}")
            aria-label=name
            title=text::LIKE
            aria-pressed=move || like.is_on().to_string()
            on:click=move |_| like.press()
        >
            <IconView icon=Icon::Star />
            <Show when=move || like.count() != 0>
                <span class="like__count">{move || like.count()}</span>
            </Show>
        </button>
    }
}
