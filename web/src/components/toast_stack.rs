//! The messages on show.

use leptos::prelude::*;

use crate::{
    components::{Icon, IconButton, IconView},
    state::toasts::{ToastKind, use_toasts},
    text::shell,
};

/// All messages, newest last, read out as they come.
#[component]
pub fn ToastStack() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <section class="toasts" aria-label=shell::MESSAGES aria-live="polite">
            <For each=move || toasts.list.get() key=|toast| toast.id let:toast>
                <div class="toast" class:toast--error=toast.kind == ToastKind::Error>
                    <IconView icon=match toast.kind {
                        ToastKind::Info => Icon::Info,
                        ToastKind::Success => Icon::Check,
                        ToastKind::Error => Icon::Warning,
                    } />
                    <p class="toast__text">{toast.text.clone()}</p>
                    {toast
                        .action
                        .clone()
                        .map(|(label, act)| {
                            let press = move |_| {
                                toasts.dismiss(toast.id);
                                act();
                            };
                            view! { <button type="button" class="toast__link" on:click=press>{label}</button> }
                        })}
                    {toast.link.clone().map(|(label, href)| view! { <a class="toast__link" href=href>{label}</a> })}
                    <IconButton icon=Icon::Close label=shell::DISMISS on_click=move |()| toasts.dismiss(toast.id) />
                </div>
            </For>
        </section>
    }
}
