//! A question or a panel over the page.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::{
    components::{Icon, IconButton},
    text::shell,
};

/// A modal dialog: the browser keeps the focus inside and gives it back afterwards.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// A class beside its own.
    #[prop(optional)]
    class: &'static str,
    /// When it was closed, however it was.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// What it holds; made anew at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let children = StoredValue::new(children);
    Effect::new(move |_| {
        let open = open.get();
        let Some(dialog) = dialog.get() else { return };
        if open && !dialog.open() {
            // Fails only when it is open already.
            dialog.show_modal().ok();
        } else if !open && dialog.open() {
            dialog.close();
        }
    });
    let closed = move |_| {
        open.set(false);
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    // The backdrop belongs to the dialog element itself; what it holds lies in a box of its own.
    let pressed = move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if target.is_some() {
            open.set(false);
        }
    };
    view! {
        <dialog
            class=format!("dialog {class}")
            node_ref=dialog
            aria-label=move || title.get()
            on:close=closed
            on:click=pressed
        >
            <div class="dialog__box">
                <header class="dialog__head">
                    <h2 class="dialog__title">{move || title.get()}</h2>
                    <IconButton icon=Icon::Close label=shell::CLOSE on_click=move |()| open.set(false) />
                </header>
                <Show when=move || open.get()>{move || children.with_value(|children| children())}</Show>
            </div>
        </dialog>
    }
}
