//! Who looks at the pictures besides this server, and what is said of that.

use imagime_shared::{
    instance::{SourceKind, SourceState},
    post::Visibility,
    source::LOCAL,
};
use leptos::prelude::*;

use crate::{
    api::instance::find_instance,
    text::{post as text, sources},
};

/// The outside analysers that are in use, once they are known.
#[derive(Clone, Copy)]
pub struct Outside(Memo<Option<String>>);

impl Outside {
    /// Asks the server.
    pub fn load() -> Self {
        let instance = LocalResource::new(find_instance);
        Self(Memo::new(move |_| {
            let instance = instance.get()?.ok()?;
            let outside = instance.sources.into_iter().filter(|source| {
                source.kind == SourceKind::Keywords && source.state != SourceState::Off && source.name != LOCAL
            });
            Some(sources::names(&outside.map(|source| source.name).collect::<Vec<_>>()))
        }))
    }

    /// Whom an owner may let look at pictures of this sort, by name; none when there is nobody to ask about. Reactive.
    pub fn to_ask(self, visibility: Visibility) -> Option<String> {
        self.0.get().filter(|names| visibility == Visibility::Private && !names.is_empty())
    }

    /// Where pictures of this sort go; empty until it is known, and when it cannot be known: nothing is promised then. Reactive.
    fn words(self, visibility: Visibility, allowed: bool) -> String {
        match (self.0.get(), visibility) {
            (None, _) => String::new(),
            (Some(names), Visibility::Public | Visibility::Unlisted) if !names.is_empty() => text::goes_to(&names),
            (Some(names), Visibility::Private) if allowed && !names.is_empty() => text::private_goes_to(&names),
            (Some(_), _) => text::STAYS_HERE.to_owned(),
        }
    }
}

/// Says who looks at the picture: this server alone, or somebody outside it.
#[component]
pub fn WhereItGoes(
    /// Who that may be.
    outside: Outside,
    /// Who may see the picture.
    visibility: RwSignal<Visibility>,
    /// Whether its owner lets it out although it is private.
    allowed: RwSignal<bool>,
) -> impl IntoView {
    view! { <p class="new__where muted" aria-live="polite">{move || outside.words(visibility.get(), allowed.get())}</p> }
}
