//! Ways in: drop, paste, pick, the camera.

use imagime_shared::field;
use leptos::{ev, prelude::*};
use web_sys::File;

use crate::{
    components::{Button, ButtonVariant, FilePick, Icon, IconView, files_of},
    text::post as text,
};

/// A large place to drop pictures on, with buttons for everybody who does not drag.
#[component]
pub fn DropZone(
    /// What came in.
    on_files: UnsyncCallback<Vec<File>>,
    /// When somebody has a link instead.
    #[prop(into)]
    on_link: Callback<()>,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let give = StoredValue::new_local(on_files);
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(list) = event.data_transfer().and_then(|data| data.files()) {
            give.with_value(|give| give.run(files_of(&list)));
        }
    };
    let dragged = move |event: web_sys::DragEvent| {
        // Without this the browser would open the file.
        event.prevent_default();
        over.set(true);
    };
    view! {
        <section
            class="drop"
            class:drop--over=move || over.get()
            on:dragover=dragged
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <span class="drop__mark" aria-hidden="true"><IconView icon=Icon::Image /></span>
            <h2 class="drop__title">{text::DROP_TITLE}</h2>
            <p class="muted">{text::DROP_HINT}</p>
            <div class="drop__ways">
                <FilePick
                    name=field::IMAGE
                    label=text::DROP_PICK
                    variant=ButtonVariant::Primary
                    multiple=true
                    on_pick=on_files
                />
                <span class="drop__camera">
                    <FilePick name="camera" label=text::DROP_CAMERA icon=Icon::Camera camera=true on_pick=on_files />
                </span>
                <Button on_click=on_link>
                    <IconView icon=Icon::Link />
                    {text::FROM_LINK}
                </Button>
            </div>
            <p class="muted">{text::DROP_TYPES}</p>
        </section>
    }
}

/// Takes pictures from the clipboard while the page is open.
pub fn watch_paste(take: impl Fn(Vec<File>) + 'static) {
    let take = StoredValue::new_local(take);
    let listener = window_event_listener(ev::paste, move |event| {
        let files = event.clipboard_data().and_then(|data| data.files()).map(|list| files_of(&list));
        // Text goes where the cursor stands.
        if let Some(files) = files.filter(|files| !files.is_empty()) {
            event.prevent_default();
            take.try_with_value(|take| take(files));
        }
    });
    on_cleanup(move || listener.remove());
}
