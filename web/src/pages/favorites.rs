//! Being written.

use leptos::prelude::*;

/// Being written.
#[component]
pub fn FavoritesPage() -> impl IntoView {
    view! { <h1>"FavoritesPage"</h1> }
}
