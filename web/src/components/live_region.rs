//! Where announcements are heard.

use leptos::prelude::*;

use crate::state::live::use_live;

/// The page's one live region; [`crate::state::live::Live::say`] feeds it.
#[component]
pub fn LiveRegion() -> impl IntoView {
    let live = use_live();
    view! {
        <div class="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
            {move || live.words.get()}
        </div>
    }
}
