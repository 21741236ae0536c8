//! A button that opens the system's own way to choose files.

use leptos::{html, prelude::*};
use web_sys::File;

use crate::components::{Button, ButtonVariant, Icon, IconView};

/// A button for choosing pictures. The input behind it is reached through the button alone.
#[component]
pub fn FilePick(
    /// Name of the input in the form; its id too.
    name: &'static str,
    /// What the button says.
    #[prop(into)]
    label: Signal<String>,
    /// Shown before the words.
    #[prop(default = Icon::Image)]
    icon: Icon,
    /// How much it asks to be pressed.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Takes several at a time.
    #[prop(optional)]
    multiple: bool,
    /// Opens the camera on devices that have one.
    #[prop(optional)]
    camera: bool,
    /// Works at what was chosen.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// What was chosen; called only with something in it.
    #[prop(into)]
    on_pick: UnsyncCallback<Vec<File>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let picked = StoredValue::new_local(on_pick);
    let press = move |()| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let changed = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let files = input.files().map(|list| files_of(&list)).unwrap_or_default();
        // The same file may be chosen again, after an error for example.
        input.set_value("");
        if !files.is_empty() {
            picked.with_value(|picked| picked.run(files));
        }
    };
    view! {
        <input
            class="visually-hidden"
            type="file"
            id=name
            name=name
            node_ref=input
            accept=imagime_shared::validation::IMAGE_TYPES.join(",")
            multiple=multiple
            capture=camera.then_some("environment")
            tabindex="-1"
            aria-hidden="true"
            on:change=changed
        />
        <Button variant=variant busy=busy on_click=press>
            <IconView icon=icon />
            {move || label.get()}
        </Button>
    }
}

/// The files of a list.
pub fn files_of(list: &web_sys::FileList) -> Vec<File> {
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}
