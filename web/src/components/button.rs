//! Things to press.

use leptos::prelude::*;

use crate::{
    components::{Icon, IconView},
    text::shell,
};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// The one thing to do here.
    Primary,
    /// Something else to do.
    #[default]
    Secondary,
    /// Something on the side.
    Ghost,
    /// Something that cannot be taken back.
    Danger,
}

impl ButtonVariant {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button",
            Self::Ghost => "button button--ghost",
            Self::Danger => "button button--danger",
        }
    }
}

/// A button. While busy it keeps its width and its focus, shows that it works and does nothing more.
#[component]
pub fn Button(
    /// How much it asks to be pressed.
    #[prop(optional)]
    variant: ButtonVariant,
    /// The `type` attribute: `button` or `submit`.
    #[prop(default = "button")]
    kind: &'static str,
    /// Works at it.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Not now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What to do; a submit button needs none.
    #[prop(optional, into)]
    on_click: Option<Callback<()>>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let press = move |event: web_sys::MouseEvent| {
        // `disabled` would throw the focus away in the middle of a form.
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(());
        }
    };
    view! {
        <button
            type=kind
            class=variant.class()
            disabled=disabled
            aria-busy=move || busy.get().then_some("true")
            on:click=press
        >
            <span class="button__face">{children()}</span>
            <Show when=move || busy.get()>
                <span class="button__spinner" aria-hidden="true"></span>
                <span class="visually-hidden">{shell::BUSY}</span>
            </Show>
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it asks to be pressed.
    #[prop(optional)]
    variant: ButtonVariant,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=variant.class() href=href>
            <span class="button__face">{children()}</span>
        </a>
    }
}

/// A button that shows only an icon.
#[component]
pub fn IconButton(
    /// What it shows.
    #[prop(into)]
    icon: Signal<Icon>,
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    /// For a switch: whether it is on.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// A class beside its own.
    #[prop(optional)]
    class: &'static str,
    /// What to do.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=format!("icon-button {class}")
            aria-label=move || label.get()
            title=move || label.get()
            aria-pressed=move || pressed.map(|pressed| pressed.get().to_string())
            on:click=move |_| on_click.run(())
        >
            {move || view! { <IconView icon=icon.get() /> }}
        </button>
    }
}
