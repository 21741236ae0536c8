//! Being written.

use leptos::prelude::*;

/// Being written.
#[component]
pub fn LogInPage() -> impl IntoView {
    view! { <h1>"LogInPage"</h1> }
}
