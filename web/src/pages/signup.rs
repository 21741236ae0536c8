//! Being written.

use leptos::prelude::*;

/// Being written.
#[component]
pub fn SignUpPage() -> impl IntoView {
    view! { <h1>"SignUpPage"</h1> }
}
