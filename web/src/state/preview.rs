//! A file of the visitor's, shown before it is sent.

use leptos::prelude::*;
use web_sys::{File, Url};

/// An address at which a file can be seen for as long as the current owner lives.
pub fn preview_url(file: &File) -> Option<String> {
    let url = Url::create_object_url_with_blob(file).ok()?;
    let held = url.clone();
    // An address that is not given back keeps the whole file in memory.
    on_cleanup(move || {
        Url::revoke_object_url(&held).ok();
    });
    Some(url)
}

/// The address of a file that may change.
pub fn preview_of(file: RwSignal<Option<File>, LocalStorage>) -> Memo<Option<String>> {
    // A memo has an owner of its own, cleaned whenever it runs anew.
    Memo::new(move |_| file.get().as_ref().and_then(preview_url))
}
