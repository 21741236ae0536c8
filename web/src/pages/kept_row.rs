//! A kept song in a list.

use imagime_shared::{favorite::Favorite, pages, song::PostSong};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    components::SongRow,
    state::{FavoriteChange, FavoriteToggle, paged::Paged, player::QueueItem},
    text::{playlist, post as text, shell},
};

/// Songs selected in a list.
#[derive(Clone, Copy)]
pub struct Selection {
    /// Whether songs can be selected now.
    pub on: RwSignal<bool>,
    /// Those that are, in the order they were.
    pub ids: RwSignal<Vec<Uuid>>,
}

impl Selection {
    /// None, and not now.
    pub fn new() -> Self {
        Self { on: RwSignal::new(false), ids: RwSignal::new(Vec::new()) }
    }
}

/// A kept song with the way back to its picture.
#[component]
pub fn KeptRow(
    /// The song and where it came from.
    row: Favorite,
    /// What plays on after it.
    queue: Signal<Vec<QueueItem>>,
    /// Keeps it or lets it go; the page's own way when left out.
    #[prop(optional_no_strip)]
    on_favorite: Option<Callback<(Uuid, bool)>>,
    /// Whether it may be selected among others.
    #[prop(optional, into)]
    selection: Option<Selection>,
    /// Whether its list is the reader's own.
    #[prop(default = true)]
    own: bool,
) -> impl IntoView {
    let post_id = row.post_id;
    let (song_id, title) = (row.song.id, StoredValue::new(row.song.title.clone()));
    let item = PostSong {
        song: row.song,
        score: 0.0,
        why: Vec::new(),
        mood_match: false,
        vote_score: 0,
        my_vote: None,
        is_favorite: own,
    };
    let origin = match (row.post, post_id) {
        (Some(post), _) => {
            let thumb = post.image.variants.first().map(|variant| variant.url.clone()).filter(|_| !post.sensitive);
            view! {
                <a class="origin" href=pages::post(post.id)>
                    {thumb.map(|url| view! { <img class="origin__thumb" src=url alt="" loading="lazy" /> })}
                    <span>{text::from_picture(&post.author.display_name)}</span>
                </a>
            }
            .into_any()
        }
        (None, Some(id)) => view! {
            <a class="origin" href=pages::post(id)>{shell::TO_PICTURE}</a>
        }
        .into_any(),
        (None, None) if own => view! { <p class="origin origin--gone">{text::ORIGIN_GONE}</p> }.into_any(),
        (None, None) => ().into_any(),
    };
    let toggle = use_context::<FavoriteToggle>();
    let on_favorite = on_favorite.unwrap_or_else(|| {
        Callback::new(move |(song_id, keep)| {
            if let Some(toggle) = toggle {
                toggle.0.run(FavoriteChange { song_id, post_id, keep });
            }
        })
    });
    view! {
        <SongRow item=item post_id=post_id queue=queue on_favorite=on_favorite>
            {origin}
            {selection.map(|selection| view! { <SelectBox selection=selection song_id=song_id title=title /> })}
        </SongRow>
    }
}

/// Kept songs as a queue.
pub fn queue_of(list: Paged<Favorite>) -> Signal<Vec<QueueItem>> {
    let item = |row: &Favorite| QueueItem { song: row.song.clone(), post_id: row.post_id, is_favorite: true };
    Signal::derive(move || list.rows.with(|rows| rows.iter().map(item).collect()))
}

#[component]
fn SelectBox(selection: Selection, song_id: Uuid, title: StoredValue<String>) -> impl IntoView {
    let Selection { on, ids } = selection;
    let change = move |_| {
        ids.update(|ids| match ids.iter().position(|id| *id == song_id) {
            Some(place) => drop(ids.remove(place)),
            None => ids.push(song_id),
        });
    };
    view! {
        <Show when=move || on.get()>
            <label class="select">
                <input
                    class="select__box"
                    type="checkbox"
                    prop:checked=move || ids.with(|ids| ids.contains(&song_id))
                    on:change=change
                />
                {playlist::select_song(&title.get_value())}
            </label>
        </Show>
    }
}
