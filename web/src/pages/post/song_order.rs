//! Which of a picture's songs come first.

use imagime_shared::song::SongSort;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
    params::ParamsMap,
};

use super::{address_with, view::PostView};
use crate::{
    components::{Choice, ChoiceOption},
    text::lists as text,
};

/// Parameter of the address for the order.
const ORDER: &str = "songs";

/// The order that an address asks for.
pub fn asked_order(query: &ParamsMap) -> SongSort {
    if query.get_str(ORDER) == Some(SongSort::Votes.as_str()) { SongSort::Votes } else { SongSort::Fit }
}

/// The switch. The address holds what was chosen; back and forward change it.
#[component]
pub fn SongOrder(
    /// The post.
    post: PostView,
) -> impl IntoView {
    let query = use_query_map();
    let asked = move || query.with(asked_order);
    let order = post.order;
    Effect::new(move |_| order.set(asked()));
    let navigate = use_navigate();
    Effect::new(move |before: Option<SongSort>| {
        let now = order.get();
        if before.is_some_and(|before| before != now) {
            post.songs.start(None);
            if untrack(asked) != now {
                let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
                let word = (now == SongSort::Votes).then(|| now.as_str());
                navigate(&address_with(post.id(), &query.get_untracked(), ORDER, word), options);
            }
        }
        now
    });
    let options = [(SongSort::Fit, text::BY_FIT), (SongSort::Votes, text::BY_VOTES)];
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, label)| ChoiceOption { value, label: label.to_owned(), hint: String::new(), icon: None })
        .collect();
    let many = Memo::new(move |_| post.songs.rows.with(|rows| rows.len() > 1));
    view! {
        <Show when=move || many.get() && !post.is_new()>
            <Choice name="songs-order" label=text::SONGS_ORDER options=options.clone() value=order />
        </Show>
    }
}
