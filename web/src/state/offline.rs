//! The page opens without a connection too: a service worker keeps its code, and nothing of anybody's.

use js_sys::Reflect;
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_futures::JsFuture;

/// Hands the page's shell to the service worker (web/service-worker.js).
pub fn keep_shell() {
    let navigator = window().navigator();
    // Outside a secure context there are no service workers, and touching the container would throw.
    if !Reflect::get(&navigator, &"serviceWorker".into()).is_ok_and(|workers| workers.is_object()) {
        return;
    }
    let registered = navigator.service_worker().register("/service-worker.js");
    spawn_local(async move {
        // A browser that refuses (private windows do) shows the page all the same.
        JsFuture::from(registered).await.ok();
    });
}
