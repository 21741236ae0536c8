//! How much is done.

use leptos::prelude::*;

/// A bar for a share from 0 to 1.
#[component]
pub fn Progress(
    /// What is under way.
    #[prop(into)]
    label: Signal<String>,
    /// The share that is done, 0 to 1.
    #[prop(into)]
    value: Signal<f64>,
) -> impl IntoView {
    let percent = move || (value.get().clamp(0.0, 1.0) * 100.0).round();
    view! {
        <div
            class="progress"
            role="progressbar"
            aria-label=move || label.get()
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent().to_string()
            style:--share=move || format!("{:.4}", value.get().clamp(0.0, 1.0))
        >
            <span class="progress__bar"></span>
        </div>
    }
}
