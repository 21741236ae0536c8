//! Choosing a profile picture.

use imagime_shared::{
    field,
    validation::{AVATAR_BYTES, IMAGE_TYPES},
};
use leptos::prelude::*;
use web_sys::File;

use crate::{
    components::{Button, ButtonVariant, FilePick, Icon, IconView},
    state::preview::preview_of,
    text::{account, post},
};

/// A round preview, a button to choose, one to take it back.
#[component]
pub fn FacePicker(
    /// What is chosen.
    image: RwSignal<Option<File>, LocalStorage>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// When another picture is chosen, or none.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let preview = preview_of(image);
    let chosen = move || preview.with(Option::is_some);
    let label =
        Signal::derive(move || if chosen() { account::FACE_OTHER.to_owned() } else { account::FACE_PICK.to_owned() });
    let pick = move |mut files: Vec<File>| {
        image.set(files.pop());
        on_change.run(());
    };
    let remove = move |()| {
        image.set(None);
        on_change.run(());
    };
    view! {
        <div class="face field" class:field--wrong=move || error.get().is_some()>
            <span class="field__label">{account::FACE_OPTIONAL}</span>
            <div class="face__row">
                <span class="face__preview" aria-hidden="true">
                    {move || match preview.get() {
                        Some(url) => view! { <img class="face__image" src=url alt="" /> }.into_any(),
                        None => view! { <IconView icon=Icon::User /> }.into_any(),
                    }}
                </span>
                <FilePick name=field::IMAGE label=label on_pick=UnsyncCallback::new(pick) />
                <Show when=chosen>
                    <Button variant=ButtonVariant::Ghost on_click=remove>
                        {account::FACE_REMOVE}
                    </Button>
                </Show>
            </div>
            <p class="field__hint">{account::FACE_HINT}</p>
            <p class="field__error" role="alert">{move || error.get()}</p>
        </div>
    }
}

/// A sentence when a file cannot be a profile picture.
pub fn check_face(file: &File) -> Result<(), String> {
    check_file(file, AVATAR_BYTES)
}

/// A sentence when a file is not a picture that is taken, is empty or has more than `most` bytes.
pub fn check_file(file: &File, most: u64) -> Result<(), String> {
    refuse(&file.name(), &file.type_(), file.size(), most).map_or(Ok(()), Err)
}

fn refuse(name: &str, kind: &str, bytes: f64, most: u64) -> Option<String> {
    // A system that does not know a file's type says nothing; the server looks at the bytes anyway.
    if !kind.is_empty() && !IMAGE_TYPES.contains(&kind) {
        return Some(post::wrong_type(name));
    }
    if bytes <= 0.0 {
        return Some(post::empty_file(name));
    }
    (bytes > most as f64).then(|| post::too_large(name, bytes / 1_048_576.0, most / 1_048_576))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_refused_with_a_reason() {
        let most = AVATAR_BYTES;
        assert_eq!(refuse("a.jpg", "image/jpeg", 10.0, most), None);
        assert_eq!(refuse("a", "", 10.0, most), None);
        assert_eq!(refuse("a.svg", "image/svg+xml", 10.0, most), Some(post::wrong_type("a.svg")));
        assert_eq!(refuse("a.png", "image/png", 0.0, most), Some(post::empty_file("a.png")));
        assert_eq!(refuse("a.png", "image/png", most as f64, most), None);
        assert!(refuse("a.png", "image/png", most as f64 + 1.0, most).is_some_and(|words| words.contains("8 MB")));
    }
}
