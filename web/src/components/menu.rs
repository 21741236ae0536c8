//! A button that opens a short list of things to do.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::components::{Icon, IconView};

/// Context of a menu's entries: closes it and gives the focus back.
#[derive(Clone, Copy)]
struct MenuControl(Callback<()>);

/// A button with a panel below it (above it near the lower edge). Escape and a press elsewhere close it.
#[component]
pub fn Menu(
    /// What the button is called.
    #[prop(into)]
    label: Signal<String>,
    /// A class for the button.
    #[prop(default = "icon-button")]
    class: &'static str,
    /// What the button shows.
    #[prop(into)]
    trigger: ViewFn,
    /// The entries: [`MenuButton`], [`MenuLink`], [`MenuNote`] or others.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let upwards = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let children = StoredValue::new(children);
    provide_context(MenuControl(Callback::new(move |()| {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            button.focus().ok();
        }
    })));
    let control = use_context::<MenuControl>();
    let close = move || {
        if let Some(control) = control {
            control.0.run(());
        }
    };
    let press = move |_| {
        if let Some(button) = button.get_untracked() {
            let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0);
            upwards.set(button.get_bounding_client_rect().bottom() > height * 0.6);
        }
        open.update(|open| *open = !*open);
    };
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let inside = root.get_untracked().is_some_and(|root| root.contains(target.as_ref()));
        if open.get_untracked() && !inside {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    let left = move |event: web_sys::FocusEvent| {
        let next = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        // An entry that takes the menu away (logging out) loses the focus after the menu has gone.
        let Some(root) = root.try_get_untracked().flatten() else { return };
        let inside = root.contains(next.as_ref());
        // Without a next element the window lost the focus, or a press is under way; the listener above knows better.
        if next.is_some() && !inside {
            open.set(false);
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        if open.get_untracked() && event.key() == "Escape" {
            event.stop_propagation();
            close();
        }
    };
    view! {
        <div class="menu" node_ref=root on:focusout=left on:keydown=keys>
            <button
                type="button"
                class=class
                node_ref=button
                aria-label=move || label.get()
                aria-expanded=move || open.get().to_string()
                on:click=press
            >
                {trigger.run()}
            </button>
            <Show when=move || open.get()>
                <div class="menu__panel" class:menu__panel--up=move || upwards.get()>
                    {move || children.with_value(|children| children())}
                </div>
            </Show>
        </div>
    }
}

/// Something to do.
#[component]
pub fn MenuButton(
    /// Shown before the words.
    icon: Icon,
    /// What it says.
    #[prop(into)]
    label: String,
    /// What it does; the menu closes first.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    let control = use_context::<MenuControl>();
    let press = move |_| {
        if let Some(control) = control {
            control.0.run(());
        }
        on_click.run(());
    };
    view! {
        <button type="button" class="menu__item" on:click=press>
            <IconView icon=icon />
            {label}
        </button>
    }
}

/// Somewhere to go.
#[component]
pub fn MenuLink(
    /// Shown before the words.
    icon: Icon,
    /// What it says.
    #[prop(into)]
    label: String,
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Opens in a tab of its own.
    #[prop(optional)]
    outside: bool,
) -> impl IntoView {
    let control = use_context::<MenuControl>();
    let press = move |_| {
        if let Some(control) = control {
            control.0.run(());
        }
    };
    view! {
        <a
            class="menu__item"
            href=href
            target=outside.then_some("_blank")
            rel=outside.then_some("noopener noreferrer")
            on:click=press
        >
            <IconView icon=icon />
            {label}
        </a>
    }
}

/// Words in a menu.
#[component]
pub fn MenuNote(
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <p class="menu__note">{children()}</p> }
}
