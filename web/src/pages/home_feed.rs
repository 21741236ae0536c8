//! The wall: new pictures of everybody, or of those whom the reader follows.

use imagime_shared::post::Post;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        Button, EmptyPicture, EmptyState, ErrorState, FeedSkeleton, Icon, IconView, LinkButton, LoadMore, Masonry, Tab,
        Tabs, Title,
    },
    state::{
        feed::{Feed, Whose, top_songs},
        player::{is_playable, use_player},
    },
    text::{people as text, shell},
};

/// Pictures fetched at a time.
const PAGE: u32 = 24;
/// Value of `?tab=` for those whom the reader follows.
const FOLLOWING: &str = "following";

/// The feed, newest first.
#[component]
pub fn HomeFeed() -> impl IntoView {
    let player = use_player();
    let query = use_query_map();
    let followed = Memo::new(move |_| query.with(|query| query.get("tab")).as_deref() == Some(FOLLOWING));
    let shown = RwSignal::new(Vec::<Post>::new());
    let playable = move || shown.with(|posts| posts.iter().filter_map(|p| p.top_song.as_ref()).any(is_playable));
    let tabs = vec![
        Tab::named(text::FEED_EVERYBODY, "/", Signal::derive(move || !followed.get())),
        Tab::named(text::FOLLOWING, format!("/?tab={FOLLOWING}"), followed),
    ];
    view! {
        <Title text=shell::FEED_TITLE />
        <div class="feed">
            <header class="feed__head">
                <h1 class="feed__title">{shell::FEED_TITLE}</h1>
                <Show when=playable>
                    <Button on_click=move |()| player.play(top_songs(&shown.get_untracked()), 0)>
                        <IconView icon=Icon::Play />
                        {shell::PLAY_THE_FEED}
                    </Button>
                </Show>
            </header>
            <Tabs label=text::FEED_TABS tabs=tabs />
            {move || {
                let whose = if followed.get() { Whose::Followed } else { Whose::Everybody };
                view! { <Wall whose=whose shown=shown /> }
            }}
        </div>
    }
}

/// The pictures; `shown` follows them.
#[component]
fn Wall(whose: Whose, shown: RwSignal<Vec<Post>>) -> impl IntoView {
    let feed = Feed::load_of(whose, PAGE);
    let posts = feed.posts();
    let wall = Signal::derive(move || posts.get().and_then(Result::ok).unwrap_or_default());
    Effect::new(move |_| shown.set(wall.get()));
    // Which of the four states; a further page must not build the wall anew.
    let state = Memo::new(move |_| {
        posts.with(|posts| posts.as_ref().map(|posts| posts.as_ref().map(Vec::is_empty).map_err(Clone::clone)))
    });
    let end = match whose {
        Whose::Everybody => shell::FEED_END,
        Whose::Followed => text::FEED_FOLLOWING_END,
    };
    move || match state.get() {
        None => view! { <FeedSkeleton /> }.into_any(),
        Some(Err(message)) => view! { <ErrorState message=message on_retry=move |()| feed.retry() /> }.into_any(),
        Some(Ok(true)) if whose == Whose::Followed => view! {
            <EmptyState title=text::FEED_QUIET_TITLE body=text::FEED_QUIET_BODY picture=EmptyPicture::Silence>
                <LinkButton href="/" variant=crate::components::ButtonVariant::Primary>
                    {text::FEED_QUIET_ACTION}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
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
                end=end
                on_click=move |()| feed.load_more()
            />
        }
        .into_any(),
    }
}
