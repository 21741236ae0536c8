//! Do you follow them?

use leptos::prelude::*;

use crate::{
    components::{Icon, IconView},
    state::toggle::Toggle,
    text::people as text,
};

/// Follows somebody, or no more.
#[component]
pub fn FollowButton(
    /// The follow.
    follow: Toggle,
    /// Name of the person.
    name: String,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button follow"
            class:button--primary=move || !follow.is_on()
            aria-label=text::follow_person(&name)
            aria-pressed=move || follow.is_on().to_string()
            on:click=move |_| follow.press()
        >
            <span class="button__face">
                {move || view! { <IconView icon=if follow.is_on() { Icon::Check } else { Icon::Plus } /> }}
                {move || if follow.is_on() { text::FOLLOWING } else { text::FOLLOW }}
            </span>
        </button>
    }
}
