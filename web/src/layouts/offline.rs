//! A banner while there is no connection.

use leptos::{ev, prelude::*};

use crate::{
    components::{Icon, IconView},
    state::toasts::use_toasts,
    text::shell,
};

/// Shows itself when the connection is lost and goes by itself.
#[component]
pub fn OfflineBanner() -> impl IntoView {
    let toasts = use_toasts();
    let offline = RwSignal::new(!window().navigator().on_line());
    let lost = window_event_listener(ev::offline, move |_| offline.set(true));
    let back = window_event_listener(ev::online, move |_| {
        offline.set(false);
        toasts.success(shell::BACK_ONLINE);
    });
    on_cleanup(move || {
        lost.remove();
        back.remove();
    });
    view! {
        <div class="offline" role="status">
            <Show when=move || offline.get()>
                <p class="offline__words">
                    <IconView icon=Icon::Warning />
                    {shell::OFFLINE}
                </p>
            </Show>
        </div>
    }
}
