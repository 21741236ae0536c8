//! One of a few.

use leptos::prelude::*;

use crate::components::{Icon, IconView};

/// One thing to choose.
#[derive(Clone, Debug)]
pub struct ChoiceOption<T> {
    /// What choosing it means.
    pub value: T,
    /// What it is called.
    pub label: String,
    /// What it does, in a few words; may be empty.
    pub hint: String,
    /// Shown before the label.
    pub icon: Option<Icon>,
}

/// Radio buttons that look like one segmented control.
#[component]
pub fn Choice<T>(
    /// Name of the group in the form.
    name: &'static str,
    /// What is chosen here.
    #[prop(into)]
    label: String,
    /// The options, in order.
    options: Vec<ChoiceOption<T>>,
    /// What is chosen.
    value: RwSignal<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let hints: Vec<_> = options.iter().map(|option| (option.value, option.hint.clone())).collect();
    let hint = move || {
        let chosen = value.get();
        hints.iter().find(|(option, _)| *option == chosen).map(|(_, hint)| hint.clone()).filter(|hint| !hint.is_empty())
    };
    let options = options
        .into_iter()
        .map(|option| {
            let this = option.value;
            view! {
                <label class="choice__option">
                    <input
                        class="choice__input"
                        type="radio"
                        name=name
                        prop:checked=move || value.get() == this
                        on:change=move |_| value.set(this)
                    />
                    <span class="choice__face">
                        {option.icon.map(|icon| view! { <IconView icon=icon /> })}
                        {option.label}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choice">
            <legend class="field__label">{label}</legend>
            <div class="choice__options">{options}</div>
            <p class="field__hint" aria-live="polite">{hint}</p>
        </fieldset>
    }
}
