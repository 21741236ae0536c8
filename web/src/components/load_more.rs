//! The way to the next page of a list.

use leptos::prelude::*;

use crate::{
    components::{Button, Notice, NoticeKind},
    text::shell,
};

/// A button while there is more, and a clear end afterwards. It stays in place, so focus and scroll do too.
#[component]
pub fn LoadMore(
    /// Whether there is more.
    #[prop(into)]
    has_more: Signal<bool>,
    /// Being fetched.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why the last try did not work.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What the button says.
    #[prop(default = shell::LOAD_MORE)]
    label: &'static str,
    /// What the end says.
    #[prop(default = shell::END)]
    end: &'static str,
    /// Fetches the next page.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="load-more">
            {move || error.get().map(|error| view! { <Notice kind=NoticeKind::Error>{error}</Notice> })}
            <Show when=move || has_more.get() fallback=move || view! { <p class="load-more__end">{end}</p> }>
                <Button busy=busy on_click=on_click>
                    {label}
                </Button>
            </Show>
        </div>
    }
}
