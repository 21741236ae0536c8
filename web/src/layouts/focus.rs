//! Where the focus goes when the page changes.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// Milliseconds after which a heading may have been replaced by that of the loaded page, and taken the focus with it.
const AGAIN: [u64; 3] = [300, 1000, 3000];

/// Moves the focus to the page's heading, so that its name is read and the tab key starts there.
pub fn focus_heading() {
    // The new page stands in the document one frame later.
    request_animation_frame(|| {
        focus_first();
        for wait in AGAIN {
            set_timeout(
                || {
                    if focused().is_none_or(|element| element.tag_name() == "BODY") {
                        focus_first();
                    }
                },
                Duration::from_millis(wait),
            );
        }
    });
}

/// Moves the focus to a field of a form.
pub fn focus_field(name: &str) {
    let found = document().get_element_by_id(name);
    if let Some(field) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        field.focus().ok();
    }
}

/// Moves the focus to the page.
pub fn focus_main() {
    focus("#main");
}

fn focus_first() {
    // A page may have put the focus into its own first field.
    let typing = focused().is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA"));
    if !typing && !focus("#main h1") {
        focus_main();
    }
}

fn focused() -> Option<web_sys::Element> {
    document().active_element()
}

fn focus(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return false };
    element.set_attribute("tabindex", "-1").ok();
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).ok();
    true
}
