//! A line of text to fill in.

use leptos::prelude::*;

use crate::{
    components::{Icon, IconView},
    text::shell,
};

/// What sort of text goes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    /// Any line.
    #[default]
    Text,
    /// A mail address.
    Email,
    /// A day: `2027-01-31`, or nothing.
    Day,
    /// A password, hidden until asked for.
    Password,
}

/// A labelled input with hint and error, both read out with it.
#[component]
pub fn Field(
    /// Its name in the form; its id too.
    name: &'static str,
    /// What to fill in.
    #[prop(into)]
    label: Signal<String>,
    /// What sort of text.
    #[prop(optional)]
    kind: FieldKind,
    /// The text.
    value: RwSignal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What a password manager may put here.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Has to be filled in.
    #[prop(optional)]
    required: bool,
    /// Most characters.
    #[prop(optional)]
    max: Option<usize>,
    /// When the field is left.
    #[prop(optional, into)]
    on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let secret = kind == FieldKind::Password;
    let input_type = move || match kind {
        FieldKind::Text => "text",
        FieldKind::Email => "email",
        FieldKind::Day => "date",
        FieldKind::Password if shown.get() => "text",
        FieldKind::Password => "password",
    };
    let hint_id = format!("{name}-hint");
    let error_id = format!("{name}-error");
    let described = {
        let (hint_id, error_id, has_hint) = (hint_id.clone(), error_id.clone(), hint.is_some());
        move || described_by(has_hint.then_some(&hint_id), error.get().is_some().then_some(&error_id))
    };
    view! {
        <div class="field" class:field--wrong=move || error.get().is_some()>
            <label class="field__label" for=name>{move || label.get()}</label>
            <div class="field__box">
                <input
                    class="field__input"
                    id=name
                    name=name
                    type=input_type
                    prop:value=value
                    on:input:target=move |event| value.set(event.target().value())
                    on:blur=move |_| {
                        if let Some(on_blur) = on_blur {
                            on_blur.run(());
                        }
                    }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck=(kind != FieldKind::Text).then_some("false")
                    required=required
                    maxlength=max.map(|max| max.to_string())
                    aria-invalid=move || error.get().is_some().then_some("true")
                    aria-describedby=described
                />
                {secret
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="icon-button field__eye"
                                aria-label=move || if shown.get() { shell::HIDE_PASSWORD } else { shell::SHOW_PASSWORD }
                                aria-controls=name
                                on:click=move |_| shown.update(|shown| *shown = !*shown)
                            >
                                {move || view! { <IconView icon=if shown.get() { Icon::EyeOff } else { Icon::Eye } /> }}
                            </button>
                        }
                    })}
            </div>
            {hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <p class="field__error" id=error_id role="alert">{move || error.get()}</p>
        </div>
    }
}

/// The ids for `aria-describedby`; None when there is nothing to say.
pub(super) fn described_by(hint: Option<&String>, error: Option<&String>) -> Option<String> {
    match (hint, error) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (Some(hint), Some(error)) => Some(format!("{error} {hint}")),
    }
}
