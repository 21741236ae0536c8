//! The wall: followed and recommended pictures in turn, or those of everybody or of people whom the reader follows in the order that
//! the address asks for.

use std::collections::HashMap;

use imagime_shared::{
    pages,
    post::{Period, Post, PostSort},
    query,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::wall::PostWall;
use crate::{
    api::posts::{ListWish, list_posts},
    components::{
        Button, ButtonVariant, EmptyPicture, EmptyState, ErrorState, FeedSkeleton, Icon, IconView, LinkButton,
        LoadMore, Masonry, Tab, Tabs, Title,
    },
    state::{
        feed::top_songs,
        home_mix::{Hung, home_mix},
        paged::{FirstPage, Paged},
        player::{is_playable, use_player},
    },
    text::{discover, lists, people as text, shell},
};

/// Value of `?tab=` for those whom the reader follows.
const FOLLOWING: &str = "following";
/// Value of `?tab=` for everybody; an order says the same.
const EVERYBODY: &str = "everybody";

/// The feed.
#[component]
pub fn HomeFeed() -> impl IntoView {
    let player = use_player();
    let query = use_query_map();
    let wish = Memo::new(move |_| {
        query.with(|query| ListWish {
            following: query.get_str("tab") == Some(FOLLOWING),
            sort: query.get_str(query::SORT).and_then(PostSort::parse).unwrap_or_default(),
            period: query.get_str(query::PERIOD).and_then(Period::parse).unwrap_or_default(),
        })
    });
    let mixed = Memo::new(move |_| query.with(|query| query.get_str("tab").or(query.get_str(query::SORT)).is_none()));
    let shown = RwSignal::new(Vec::<Post>::new());
    let playable = move || shown.with(|posts| posts.iter().filter_map(|p| p.top_song.as_ref()).any(is_playable));
    view! {
        <Title text=shell::FEED_TITLE />
        <div class="feed">
            <header class="feed__head">
                <h1 class="feed__title">
                    {move || if mixed.get() { shell::FEED_TITLE } else { title(wish.get()) }}
                </h1>
                <Show when=playable>
                    <Button on_click=move |()| player.play(top_songs(&shown.get_untracked()), 0)>
                        <IconView icon=Icon::Play />
                        {shell::PLAY_THE_FEED}
                    </Button>
                </Show>
            </header>
            <div class="feed__ways">
                <Tabs label=text::FEED_TABS tabs=whose(wish, mixed) />
                <Show when=move || !mixed.get()>
                    <Tabs label=lists::ORDER tabs=orders(wish) quiet=true />
                </Show>
                <Show when=move || !mixed.get() && wish.get().sort == PostSort::Top>
                    <Tabs label=lists::PERIOD tabs=periods(wish) quiet=true />
                </Show>
            </div>
            {move || {
                if mixed.get() {
                    view! { <Mixed shown=shown /> }.into_any()
                } else {
                    view! { <Ordered wish=wish shown=shown /> }.into_any()
                }
            }}
        </div>
    }
}

/// Pictures in the order that the address asks for; `shown` follows them.
#[component]
fn Ordered(wish: Memo<ListWish>, shown: RwSignal<Vec<Post>>) -> impl IntoView {
    let list: Paged<Post> = Paged::new(shell::feed_grew, move |page| {
        let wish = wish.get_untracked();
        async move { list_posts(page, wish).await.map(|list| (list.posts, list.next_cursor)) }
    });
    Effect::new(move |_| {
        wish.track();
        list.restart();
    });
    Effect::new(move |_| shown.set(list.rows.get()));
    move || {
        // The end and the empty wall say other things of other lists.
        let wish = wish.get();
        view! {
            <PostWall list=list label=shell::FEED_MORE end=end(wish)>
                <Nothing wish=wish />
            </PostWall>
        }
    }
}

/// Pictures of people whom the reader follows and recommended ones, then all others; `shown` follows them.
#[component]
fn Mixed(shown: RwSignal<Vec<Post>>) -> impl IntoView {
    let list = home_mix();
    list.start(None);
    let wall = Memo::new(move |_| list.rows.with(|rows| rows.iter().map(|(post, _)| post.clone()).collect::<Vec<_>>()));
    let reasons = Signal::derive(move || {
        let named = |rows: &Vec<Hung>| rows.iter().filter_map(|(post, why)| Some((post.id, why.clone()?))).collect();
        list.rows.with::<HashMap<_, _>>(named)
    });
    Effect::new(move |_| shown.set(wall.get()));
    let state = list.state();
    move || match state.get() {
        FirstPage::Loading => view! { <FeedSkeleton /> }.into_any(),
        FirstPage::Failed(error) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| list.restart() /> }.into_any()
        }
        FirstPage::Empty => view! { <Nothing wish=ListWish::default() /> }.into_any(),
        FirstPage::Content => view! {
            <Masonry posts=wall reasons=reasons />
            <LoadMore
                has_more=list.has_more()
                busy=list.busy()
                error=list.error()
                label=shell::FEED_MORE
                end=shell::FEED_END
                on_click=move |()| list.load_more()
            />
        }
        .into_any(),
    }
}

#[component]
fn Nothing(wish: ListWish) -> impl IntoView {
    if wish.sort == PostSort::Top && wish.period != Period::All {
        let all = address(ListWish { period: Period::All, ..wish });
        return view! {
            <EmptyState
                title=lists::PERIOD_EMPTY_TITLE
                body=lists::PERIOD_EMPTY_BODY
                picture=EmptyPicture::Silence
            >
                <LinkButton href=all variant=ButtonVariant::Primary>
                    {lists::PERIOD_EMPTY_ACTION}
                </LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    if wish.following {
        return view! {
            <EmptyState title=text::FEED_QUIET_TITLE body=text::FEED_QUIET_BODY picture=EmptyPicture::Silence>
                <LinkButton href=address(ListWish::default()) variant=ButtonVariant::Primary>
                    {text::FEED_QUIET_ACTION}
                </LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title=shell::FEED_EMPTY_TITLE body=shell::FEED_EMPTY_BODY picture=EmptyPicture::Frames>
            <LinkButton href=pages::NEW variant=ButtonVariant::Primary>
                <IconView icon=Icon::Plus />
                {shell::NEW_PICTURE}
            </LinkButton>
        </EmptyState>
    }
    .into_any()
}

fn whose(wish: Memo<ListWish>, mixed: Memo<bool>) -> Vec<Tab> {
    let tab = move |label: &str, following: bool| {
        let current = move |now: ListWish| !mixed.get() && now.following == following;
        link(label, wish, move |now| ListWish { following, ..now }, current)
    };
    vec![
        Tab::named(discover::FOR_YOU, pages::HOME, mixed),
        tab(text::FEED_EVERYBODY, false),
        tab(text::FOLLOWING, true),
    ]
}

fn orders(wish: Memo<ListWish>) -> Vec<Tab> {
    let name = |sort| match sort {
        PostSort::New => lists::NEW,
        PostSort::Hot => lists::HOT,
        PostSort::Top => lists::TOP,
    };
    let tab = |sort| link(name(sort), wish, move |now| ListWish { sort, ..now }, move |now| now.sort == sort);
    PostSort::ALL.into_iter().map(tab).collect()
}

fn periods(wish: Memo<ListWish>) -> Vec<Tab> {
    let name = |period| match period {
        Period::Day => lists::DAY,
        Period::Week => lists::WEEK,
        Period::Month => lists::MONTH,
        Period::All => lists::ALL,
    };
    let tab = |period| link(name(period), wish, move |now| ListWish { period, ..now }, move |now| now.period == period);
    Period::ALL.into_iter().map(tab).collect()
}

/// A tab that changes one thing of what is asked for and leaves the others.
fn link(
    label: &str,
    wish: Memo<ListWish>,
    to: impl Fn(ListWish) -> ListWish + Send + Sync + 'static,
    is_it: impl Fn(ListWish) -> bool + Send + Sync + 'static,
) -> Tab {
    Tab {
        label: Signal::stored(label.to_owned()),
        href: Signal::derive(move || address(to(wish.get()))),
        current: Signal::derive(move || is_it(wish.get())),
    }
}

fn title(wish: ListWish) -> &'static str {
    match wish.sort {
        PostSort::New => shell::FEED_TITLE,
        PostSort::Hot => lists::HOT_TITLE,
        PostSort::Top => lists::TOP_TITLE,
    }
}

fn end(wish: ListWish) -> &'static str {
    match (wish.sort, wish.following) {
        (PostSort::New, false) => shell::FEED_END,
        (PostSort::New, true) => text::FEED_FOLLOWING_END,
        _ => lists::RANKED_END,
    }
}

/// Where the pictures of everybody hang.
pub fn everybody() -> String {
    address(ListWish::default())
}

/// What is as usual is not said.
fn address(wish: ListWish) -> String {
    let mut said = Vec::new();
    if wish.following {
        said.push(format!("tab={FOLLOWING}"));
    }
    if wish.sort != PostSort::default() {
        said.push(format!("{}={}", query::SORT, wish.sort.as_str()));
    }
    if wish.sort == PostSort::Top && wish.period != Period::default() {
        said.push(format!("{}={}", query::PERIOD, wish.period.as_str()));
    }
    if said.is_empty() {
        said.push(format!("tab={EVERYBODY}"));
    }
    format!("{}?{}", pages::HOME, said.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_not_as_usual() {
        let usual = ListWish::default();
        assert_eq!(address(usual), "/?tab=everybody");
        assert_eq!(address(ListWish { period: Period::Day, ..usual }), "/?tab=everybody");
        let top = ListWish { following: true, sort: PostSort::Top, period: Period::Week };
        assert_eq!(address(top), "/?tab=following&sort=top&period=week");
    }
}
