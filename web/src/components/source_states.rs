//! How the sources are: those that rest, beside what is missing because of them, and all of them in a list.

use imagime_shared::instance::{Source, SourceState};
use leptos::prelude::*;

use super::{Notice, clock_time};
use crate::{api::instance::find_instance, text::sources as text};

/// A sentence for each source that rests. Nothing while that is not known.
#[component]
pub fn Resting() -> impl IntoView {
    let instance = LocalResource::new(find_instance);
    let resting = move || {
        let sources = instance.get().and_then(Result::ok).map(|instance| instance.sources).unwrap_or_default();
        sources
            .into_iter()
            .filter(|source| source.state == SourceState::Resting)
            .map(|source| view! { <Notice>{text::rests(&source, until(&source).as_deref())}</Notice> })
            .collect_view()
    };
    view! { {resting} }
}

/// All sources, each with how it is.
#[component]
pub fn SourceList(
    /// The sources.
    sources: Vec<Source>,
) -> impl IntoView {
    let row = |source: Source| {
        let class = match source.state {
            SourceState::Ready => "sources__state sources__state--ready",
            SourceState::Starting | SourceState::Resting | SourceState::Off => "sources__state",
        };
        let state = text::state(&source, until(&source).as_deref());
        view! {
            <li class="sources__row">
                <span class="sources__name">{capitalised(text::name(&source.name))}</span>
                <span class=class>{state}</span>
            </li>
        }
    };
    view! { <ul class="sources">{sources.into_iter().map(row).collect_view()}</ul> }
}

fn until(source: &Source) -> Option<String> {
    source.rests_until.as_deref().and_then(clock_time)
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
