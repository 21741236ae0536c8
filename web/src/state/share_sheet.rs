//! Passing an address on.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::{clipboard, toasts::Toasts};
use crate::text::shell;

/// Opens the system's own sheet (Web Share); copies the link where there is none.
pub fn pass_on(title: &str, link: String, toasts: Toasts) {
    if !by_system(title, &link) {
        clipboard::copy(link, toasts, shell::LINK_COPIED);
    }
}

/// True when the browser has a sheet to share with.
pub fn has_sheet() -> bool {
    js_sys::Reflect::get(&window().navigator(), &"share".into()).is_ok_and(|share| share.is_function())
}

fn by_system(title: &str, link: &str) -> bool {
    let navigator = window().navigator();
    let Ok(share) = js_sys::Reflect::get(&navigator, &"share".into()) else { return false };
    let Ok(share) = share.dyn_into::<js_sys::Function>() else { return false };
    let data = js_sys::Object::new();
    let set = |key: &str, value: &str| js_sys::Reflect::set(&data, &key.into(), &value.into()).is_ok();
    if !(set("title", title) && set("url", link)) {
        return false;
    }
    let Ok(promise) = share.call1(&navigator, &data) else { return false };
    // Closing the sheet rejects the promise; there is nothing to say about that.
    let ignore = Closure::<dyn FnMut(JsValue)>::once_into_js(|_: JsValue| {});
    if let Ok(promise) = promise.dyn_into::<js_sys::Promise>() {
        let catch = js_sys::Reflect::get(&promise, &"catch".into()).ok();
        if let Some(catch) = catch.and_then(|catch| catch.dyn_into::<js_sys::Function>().ok()) {
            catch.call1(&promise, &ignore).ok();
        }
    }
    true
}
