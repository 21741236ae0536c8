//! Where the focus goes when the page changes.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

/// Moves the focus to the page's heading, so that its name is read and the tab key starts there.
pub fn focus_heading() {
    // The new page stands in the document one frame later.
    request_animation_frame(|| {
        if !focus("#main h1") {
            focus_main();
        }
    });
}

/// Moves the focus to the page.
pub fn focus_main() {
    focus("#main");
}

fn focus(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else { return false };
    // A page may have put the focus into its own first field.
    let busy = document().active_element().is_some_and(|active| active.tag_name() == "INPUT");
    if busy {
        return true;
    }
    element.set_attribute("tabindex", "-1").ok();
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).ok();
    true
}
