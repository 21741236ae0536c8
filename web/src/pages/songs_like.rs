//! Songs with their reasons, and songs like a song.

use imagime_shared::{
    pages,
    recommendation::{Reason, RecommendedSong},
    song::PostSong,
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    api::recommendations::songs_like,
    components::{ErrorState, SongRow, SongSkeleton},
    state::player::QueueItem,
    text::discover as text,
};

/// Most songs shown.
const SONGS: u32 = 8;

/// Songs like a song, under a heading of their own.
#[component]
pub fn SongsLike(
    /// The song.
    #[prop(into)]
    id: Signal<Uuid>,
    /// The heading.
    #[prop(into)]
    heading: Signal<String>,
) -> impl IntoView {
    let found = LocalResource::new(move || songs_like(id.get(), SONGS));
    let content = move || match found.get() {
        None => view! { <SongSkeleton count=3 /> }.into_any(),
        Some(Err(error)) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| found.refetch() /> }.into_any()
        }
        Some(Ok(songs)) if songs.is_empty() => view! { <p class="muted">{text::SONGS_LIKE_NONE}</p> }.into_any(),
        Some(Ok(songs)) => view! { <ReasonedSongs songs=songs say=text::like_reason /> }.into_any(),
    };
    view! {
        <section class="discover__part" aria-labelledby="songs-like-title">
            <h2 id="songs-like-title" class="discover__heading">
                {heading}
            </h2>
            {content}
        </section>
    }
}

/// Songs, each with a sentence that says why it is there.
#[component]
pub fn ReasonedSongs(
    /// Best first.
    songs: Vec<RecommendedSong>,
    /// The sentence for a reason.
    say: fn(&Reason) -> String,
) -> impl IntoView {
    let item =
        |row: &RecommendedSong| QueueItem { song: row.song.clone(), post_id: None, is_favorite: row.is_favorite };
    let queue: Vec<QueueItem> = songs.iter().map(item).collect();
    let rows = songs
        .into_iter()
        .map(|row| {
            let why = say(&row.why);
            let picture = row.why.post_id.map(pages::post);
            let item = PostSong {
                song: row.song,
                score: 0.0,
                why: Vec::new(),
                mood_match: false,
                vote_score: 0,
                my_vote: None,
                is_favorite: row.is_favorite,
            };
            let queue = queue.clone();
            view! {
                <SongRow item=item post_id=None queue=queue>
                    {match picture {
                        Some(href) => view! { <p class="reasoned"><a href=href>{why}</a></p> }.into_any(),
                        None => view! { <p class="reasoned">{why}</p> }.into_any(),
                    }}
                </SongRow>
            }
        })
        .collect_view();
    view! { <ol class="songs discover__songs">{rows}</ol> }
}
