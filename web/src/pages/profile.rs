//! Being written.

use leptos::prelude::*;

/// Being written.
#[component]
pub fn ProfilePage() -> impl IntoView {
    view! { <h1>"ProfilePage"</h1> }
}
