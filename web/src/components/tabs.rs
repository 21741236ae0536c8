//! Parts of a page, of which one is on show.

use leptos::prelude::*;

/// One tab. What it shows has an address, so it is a link.
pub struct Tab {
    /// What it is called.
    pub label: Signal<String>,
    /// Where it leads.
    pub href: Signal<String>,
    /// Whether it is on show.
    pub current: Signal<bool>,
}

impl Tab {
    /// A tab whose name and place do not change.
    pub fn named(label: &str, href: impl Into<String>, current: impl Into<Signal<bool>>) -> Self {
        Self { label: Signal::stored(label.to_owned()), href: Signal::stored(href.into()), current: current.into() }
    }
}

/// The tabs in a row.
#[component]
pub fn Tabs(
    /// What they are parts of.
    label: &'static str,
    /// In order.
    tabs: Vec<Tab>,
    /// Below others, so without so much weight.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let tabs = tabs
        .into_iter()
        .map(|tab| {
            view! {
                <a
                    class="tabs__tab"
                    href=move || tab.href.get()
                    aria-current=move || tab.current.get().then_some("page")
                >
                    {move || tab.label.get()}
                </a>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" class:tabs--quiet=quiet aria-label=label>
            {tabs}
        </nav>
    }
}
