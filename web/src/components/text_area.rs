//! Several lines of text to fill in.

use leptos::prelude::*;

use super::field::described_by;
use crate::text::shell;

/// The counter appears when fewer than this share of the characters is left.
const COUNT_FROM: usize = 5;

/// A labelled text area with hint, error, and a counter when it gets tight.
#[component]
pub fn TextArea(
    /// Its name in the form; its id too.
    name: &'static str,
    /// What to fill in.
    #[prop(into)]
    label: Signal<String>,
    /// The text.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Lines to show.
    #[prop(default = 3)]
    rows: u32,
    /// Most characters.
    max: usize,
    /// When somebody types.
    #[prop(optional, into)]
    on_input: Option<Callback<()>>,
) -> impl IntoView {
    let hint_id = format!("{name}-hint");
    let error_id = format!("{name}-error");
    let described = {
        let (hint_id, error_id, has_hint) = (hint_id.clone(), error_id.clone(), hint.is_some());
        move || described_by(has_hint.then_some(&hint_id), error.get().is_some().then_some(&error_id))
    };
    let left = move || max.saturating_sub(value.with(|text| text.chars().count()));
    view! {
        <div class="field" class:field--wrong=move || error.get().is_some()>
            <label class="field__label" for=name>{move || label.get()}</label>
            <div class="field__box">
                <textarea
                    class="field__input field__input--area"
                    id=name
                    name=name
                    rows=rows.to_string()
                    prop:value=value
                    on:input:target=move |event| {
                        value.set(event.target().value());
                        if let Some(on_input) = on_input {
                            on_input.run(());
                        }
                    }
                    maxlength=max.to_string()
                    aria-invalid=move || error.get().is_some().then_some("true")
                    aria-describedby=described
                ></textarea>
            </div>
            {hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <Show when=move || left() < max / COUNT_FROM>
                <p class="field__hint" aria-live="polite">{move || shell::characters_left(left())}</p>
            </Show>
            <p class="field__error" id=error_id role="alert">{move || error.get()}</p>
        </div>
    }
}
