//! Being written.

use leptos::prelude::*;

/// Being written.
#[component]
pub fn NewPage() -> impl IntoView {
    view! { <h1>"NewPage"</h1> }
}
