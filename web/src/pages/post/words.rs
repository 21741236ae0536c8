//! The words and rules of a picture that its owner sets, here and before it is sent.

use imagime_shared::{field, post::Visibility, validation};
use leptos::prelude::*;

use crate::{
    components::{Choice, ChoiceOption, Icon, Switch, TextArea},
    pages::form::FormErrors,
    text::post as text,
};

/// Description, alternative text, visibility, sensitive.
#[component]
pub fn PostFields(
    /// What the owner says.
    description: RwSignal<String>,
    /// What is in the picture.
    alt_text: RwSignal<String>,
    /// Who may see it.
    visibility: RwSignal<Visibility>,
    /// Blurred until asked for.
    sensitive: RwSignal<bool>,
    /// What is wrong with them.
    errors: FormErrors,
) -> impl IntoView {
    let options = Visibility::ALL.into_iter().map(option).collect::<Vec<_>>();
    view! {
        <TextArea
            name=field::DESCRIPTION
            label=text::DESCRIPTION
            value=description
            error=errors.of(field::DESCRIPTION, description)
            hint=text::DESCRIPTION_HINT
            max=validation::DESCRIPTION_CHARS
        />
        <TextArea
            name=field::ALT_TEXT
            label=text::ALT_TEXT
            value=alt_text
            error=errors.of(field::ALT_TEXT, alt_text)
            hint=text::ALT_TEXT_HINT
            rows=2
            max=validation::ALT_TEXT_CHARS
        />
        <Choice name=field::VISIBILITY label=text::VISIBILITY options=options value=visibility />
        <Switch name=field::SENSITIVE label=text::SENSITIVE hint=text::SENSITIVE_HINT value=sensitive />
    }
}

fn option(value: Visibility) -> ChoiceOption<Visibility> {
    let (label, hint, icon) = match value {
        Visibility::Public => (text::PUBLIC, text::PUBLIC_HINT, Icon::Globe),
        Visibility::Unlisted => (text::UNLISTED, text::UNLISTED_HINT, Icon::Link),
        Visibility::Private => (text::PRIVATE, text::PRIVATE_HINT, Icon::Lock),
    };
    ChoiceOption { value, label: label.to_owned(), hint: hint.to_owned(), icon: Some(icon) }
}
