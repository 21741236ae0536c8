//! The words and rules of a playlist.

use imagime_shared::{field, post::Visibility, validation};
use leptos::prelude::*;

use crate::{
    components::{Choice, ChoiceOption, Field, Icon, TextArea},
    pages::form::FormErrors,
    text::{playlist as text, post},
};

/// Name, description, visibility.
#[component]
pub fn PlaylistFields(
    /// Its name.
    title: RwSignal<String>,
    /// A few words about it.
    description: RwSignal<String>,
    /// Who may see it.
    visibility: RwSignal<Visibility>,
    /// What is wrong with them.
    errors: FormErrors,
) -> impl IntoView {
    let options = Visibility::ALL.into_iter().map(option).collect::<Vec<_>>();
    view! {
        <Field
            name=field::TITLE
            label=text::NAME
            value=title
            error=errors.of(field::TITLE, title)
            autocomplete="off"
            required=true
            max=validation::PLAYLIST_TITLE_CHARS
        />
        <TextArea
            name=field::DESCRIPTION
            label=text::DESCRIPTION
            value=description
            error=errors.of(field::DESCRIPTION, description)
            hint=text::DESCRIPTION_HINT
            max=validation::DESCRIPTION_CHARS
        />
        <Choice name=field::VISIBILITY label=text::VISIBILITY options=options value=visibility />
    }
}

fn option(value: Visibility) -> ChoiceOption<Visibility> {
    let (label, hint, icon) = match value {
        Visibility::Public => (post::PUBLIC, text::PUBLIC_HINT, Icon::Globe),
        Visibility::Unlisted => (post::UNLISTED, text::UNLISTED_HINT, Icon::Link),
        Visibility::Private => (post::PRIVATE, text::PRIVATE_HINT, Icon::Lock),
    };
    ChoiceOption { value, label: label.to_owned(), hint: hint.to_owned(), icon: Some(icon) }
}
