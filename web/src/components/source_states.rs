//! How the sources are: those that rest, beside what is missing because of them, and all of them in a list.

use imagime_shared::instance::{Source, SourceState};
use leptos::prelude::*;

use super::{Notice, clock_time};
use crate::text::sources as text;

/// A sentence for each source that rests.
#[component]
pub fn SourceRests(
    /// The sources, resting or not.
    sources: Vec<Source>,
) -> impl IntoView {
    sources
        .into_iter()
        // One that rests without a word is away where nobody asked for it.
        .filter(|source| source.state == SourceState::Resting && source.message.is_some())
        .map(|source| view! { <Notice>{text::rests(&source, until(&source).as_deref())}</Notice> })
        .collect_view()
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
