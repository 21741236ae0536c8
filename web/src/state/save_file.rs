//! Handing out files; a plain link could not carry the token that they need.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url};

/// Hands a text out as a file.
pub fn save_text(text: &str, name: &str) {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    if let Ok(blob) = Blob::new_with_str_sequence(&parts) {
        save(&blob, name);
    }
}

/// Hands bytes out as a file.
pub fn save(blob: &Blob, name: &str) {
    let Ok(url) = Url::create_object_url_with_blob(blob) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlElement>().ok());
    if let Some(link) = link {
        link.set_attribute("href", &url).ok();
        link.set_attribute("download", name).ok();
        link.click();
    }
    // The download has begun by then, and the bytes may go.
    set_timeout(
        move || {
            Url::revoke_object_url(&url).ok();
        },
        Duration::from_secs(10),
    );
}
