//! On or off.

use leptos::prelude::*;

/// A labelled switch.
#[component]
pub fn Switch(
    /// Its name in the form; its id too.
    name: &'static str,
    /// What it switches.
    #[prop(into)]
    label: String,
    /// What that means.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Whether it is on.
    value: RwSignal<bool>,
    /// When somebody switches it.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
) -> impl IntoView {
    let hint_id = format!("{name}-hint");
    let described = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="switch">
            <label class="switch__row" for=name>
                <span class="switch__label">{label}</span>
                <input
                    class="switch__input"
                    id=name
                    name=name
                    type="checkbox"
                    role="switch"
                    prop:checked=value
                    aria-describedby=described
                    on:change:target=move |event| {
                        let on = event.target().checked();
                        value.set(on);
                        if let Some(on_change) = on_change {
                            on_change.run(on);
                        }
                    }
                />
                <span class="switch__track" aria-hidden="true"></span>
            </label>
            {hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
        </div>
    }
}
