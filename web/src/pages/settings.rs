//! Being written.

use leptos::prelude::*;

/// Being written.
#[component]
pub fn SettingsPage() -> impl IntoView {
    view! { <h1>"SettingsPage"</h1> }
}
