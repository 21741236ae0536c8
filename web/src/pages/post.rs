//! Being written.

use leptos::prelude::*;

/// Being written.
#[component]
pub fn PostPage() -> impl IntoView {
    view! { <h1>"PostPage"</h1> }
}
