//! Copying text.

use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

use crate::{state::toasts::Toasts, text::shell};

/// Copies text and says so; where the browser does not allow it, says that.
pub fn copy(text: String, toasts: Toasts, done: &'static str) {
    let navigator = window().navigator();
    // Outside a secure context there is no clipboard, and touching it would throw.
    let present = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    if !present {
        toasts.error(shell::COPY_FAILED);
        return;
    }
    let promise = navigator.clipboard().write_text(&text);
    spawn_local(async move {
        match JsFuture::from(promise).await {
            Ok(_) => toasts.success(done),
            Err(_) => toasts.error(shell::COPY_FAILED),
        }
    });
}
