//! The wall: new pictures of everybody.

use leptos::prelude::*;

use crate::{
    components::{
        Button, EmptyPicture, EmptyState, ErrorState, FeedSkeleton, Icon, IconView, LinkButton, LoadMore, Masonry,
        Title,
    },
    state::{
        feed::{Feed, top_songs},
        player::{is_playable, use_player},
    },
    text::shell,
};

/// Pictures fetched at a time.
const PAGE: u32 = 24;

/// The feed, newest first.
#[component]
pub fn HomeFeed() -> impl IntoView {
    let feed = Feed::load(PAGE);
    let posts = feed.posts();
    let player = use_player();
    let wall = Signal::derive(move || posts.get().and_then(Result::ok).unwrap_or_default());
    let playable = move || wall.with(|posts| posts.iter().filter_map(|p| p.top_song.as_ref()).any(is_playable));
    // Which of the four states; a further page must not build the wall anew.
    let state = Memo::new(move |_| {
        posts.with(|posts| posts.as_ref().map(|posts| posts.as_ref().map(Vec::is_empty).map_err(Clone::clone)))
    });
    let content = move || match state.get() {
        None => view! { <FeedSkeleton /> }.into_any(),
        Some(Err(message)) => view! { <ErrorState message=message on_retry=move |()| feed.retry() /> }.into_any(),
        Some(Ok(true)) => view! {
            <EmptyState title=shell::FEED_EMPTY_TITLE body=shell::FEED_EMPTY_BODY picture=EmptyPicture::Frames>
                <LinkButton href="/new" variant=crate::components::ButtonVariant::Primary>
                    <IconView icon=Icon::Plus />
                    {shell::NEW_PICTURE}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
        Some(Ok(false)) => view! {
            <Masonry posts=wall />
            <LoadMore
                has_more=feed.has_more()
                busy=feed.busy()
                error=feed.error()
                label=shell::FEED_MORE
                end=shell::FEED_END
                on_click=move |()| feed.load_more()
            />
        }
        .into_any(),
    };
    view! {
        <Title text=shell::FEED_TITLE />
        <div class="feed">
            <header class="feed__head">
                <h1 class="feed__title">{shell::FEED_TITLE}</h1>
                <Show when=playable>
                    <Button on_click=move |()| player.play(top_songs(&wall.get_untracked()), 0)>
                        <IconView icon=Icon::Play />
                        {shell::PLAY_THE_FEED}
                    </Button>
                </Show>
            </header>
            {content}
        </div>
    }
}
