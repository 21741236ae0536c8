//! The name and its mark.

use leptos::prelude::*;

use crate::text::shell;

/// The name, leading home.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href="/">
            <span class="brand__mark" aria-hidden="true"></span>
            {shell::NAME}
        </a>
    }
}
