//! The way to the next page of a list.

use leptos::{html, prelude::*};
use web_sys::FocusOptions;

use crate::{
    components::{Button, Notice, NoticeKind},
    text::shell,
};

/// A button while there is more, and a clear end afterwards. It stays in place, so that focus and scroll do too; when the
/// last page takes the button away, the focus stays here, on the words of the end.
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
    let end_words = NodeRef::<html::P>::new();
    let pressed = StoredValue::new(false);
    let press = move |()| {
        pressed.set_value(true);
        on_click.run(());
    };
    Effect::new(move |_| {
        let Some(words) = end_words.get() else { return };
        if pressed.get_value() {
            let options = FocusOptions::new();
            options.set_prevent_scroll(true);
            words.focus_with_options(&options).ok();
        }
    });
    view! {
        <div class="load-more">
            {move || error.get().map(|error| view! { <Notice kind=NoticeKind::Error>{error}</Notice> })}
            <Show
                when=move || has_more.get()
                fallback=move || view! { <p class="load-more__end" tabindex="-1" node_ref=end_words>{end}</p> }
            >
                <Button busy=busy on_click=press>
                    {label}
                </Button>
            </Show>
        </div>
    }
}
