//! What a page calls itself.

use leptos::prelude::*;

use crate::state::title::PageTitle;

/// Sets the title of the document; nothing to see.
#[component]
pub fn Title(
    /// Name of the page without the product's.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let title = expect_context::<PageTitle>();
    Effect::new(move |_| title.text.set(text.get()));
}
