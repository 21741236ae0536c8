//! The name and its mark.

use imagime_shared::pages;
use leptos::prelude::*;

use crate::text::shell;

/// The name, leading home.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href=pages::HOME>
            <span class="brand__mark" aria-hidden="true"></span>
            {shell::NAME}
        </a>
    }
}
