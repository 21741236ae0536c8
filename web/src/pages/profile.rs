//! `/u/{username}`: a person, their pictures, and the songs they keep if they show them.

use imagime_shared::{favorite::Favorite, pages, post::Post, user::Profile};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    kept_row::{KeptRow, queue_of},
    people::{People, Side},
};
use crate::{
    api::{
        ApiError,
        users::{find_user, list_user_favorites, list_user_posts},
    },
    components::{
        Avatar, AvatarSize, ButtonVariant, EmptyPicture, EmptyState, ErrorState, FeedSkeleton, FollowButton, Icon,
        IconView, LinkButton, LoadMore, Masonry, SongSkeleton, Tab, Tabs, TimeAgo, Title,
    },
    state::{
        paged::{FirstPage, Paged},
        session::{Session, Status},
        toggle::Toggle,
    },
    text::{account, people, post as text, shell},
};

/// What of a profile is on show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Pictures,
    Favorites,
    People(Side),
}

impl Part {
    /// The part that `?tab=` asks for; kept songs only where they are shown.
    fn asked(tab: Option<&str>, favorites_public: bool) -> Self {
        match tab {
            Some("favourites") if favorites_public => Self::Favorites,
            Some("followers") => Self::People(Side::Followers),
            Some("following") => Self::People(Side::Following),
            _ => Self::Pictures,
        }
    }
}

/// The page: whom it shows depends on the address.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let session = expect_context::<Session>();
    let (status, me) = (session.status(), session.me());
    let params = use_params_map();
    let key = Memo::new(move |_| {
        let username = params.with(|params| params.get("username")).unwrap_or_default();
        (status.get() != Status::Restoring).then(|| (username, me.with(|me| me.as_ref().map(|me| me.id))))
    });
    move || match key.get() {
        None => view! { <Waiting /> }.into_any(),
        Some((username, _)) => view! { <Person username=username /> }.into_any(),
    }
}

#[component]
fn Person(username: String) -> impl IntoView {
    let profile = LocalResource::new(move || {
        let username = username.clone();
        async move { find_user(&username).await }
    });
    move || match profile.get() {
        None => view! { <Waiting /> }.into_any(),
        Some(Ok(profile)) => view! { <Known profile=profile /> }.into_any(),
        Some(Err(error)) => {
            view! { <Unknown error=error retry=Callback::new(move |()| profile.refetch()) /> }.into_any()
        }
    }
}

#[component]
fn Known(profile: Profile) -> impl IntoView {
    let me = expect_context::<Session>().me();
    let own = me.with_untracked(|me| me.as_ref().is_some_and(|me| me.id == profile.id));
    let query = use_query_map();
    let shown = profile.favorites_public;
    let part = Memo::new(move |_| query.with(|query| Part::asked(query.get("tab").as_deref(), shown)));
    let told = (profile.followed_by_me, profile.follower_count);
    let follow = Toggle::follow(profile.username.clone(), move || told);
    let tabs = tabs(&profile, part, follow);
    let username = StoredValue::new(profile.username.clone());
    let bio = Some(profile.bio.clone()).filter(|bio| !bio.is_empty());
    view! {
        <Title text=profile.display_name.clone() />
        <div class="profile">
            <header class="profile__head">
                <Avatar url=profile.avatar_url.clone() name=profile.display_name.clone() size=AvatarSize::Large />
                <div class="profile__words">
                    <h1 class="profile__name">{profile.display_name.clone()}</h1>
                    <p class="muted">
                        {format!("@{}", profile.username)} " · " {text::PROFILE_SINCE} " "
                        <TimeAgo time=profile.created_at.clone() />
                    </p>
                    {bio.map(|bio| view! { <p class="profile__bio">{bio}</p> })}
                </div>
                {if own {
                    view! {
                        <LinkButton href=pages::SETTINGS>
                            <IconView icon=Icon::Pencil />
                            {text::PROFILE_EDIT}
                        </LinkButton>
                    }
                        .into_any()
                } else {
                    view! { <FollowButton follow=follow name=profile.display_name.clone() /> }.into_any()
                }}
            </header>
            <Tabs label=text::PROFILE_TABS tabs=tabs />
            {move || {
                let username = username.get_value();
                match part.get() {
                    Part::Pictures => view! { <Pictures username=username own=own /> }.into_any(),
                    Part::Favorites => view! { <KeptSongs username=username own=own /> }.into_any(),
                    Part::People(side) => view! { <People username=username side=side /> }.into_any(),
                }
            }}
        </div>
    }
}

/// The parts of a profile; the number of followers moves with the reader's own press.
fn tabs(profile: &Profile, part: Memo<Part>, follow: Toggle) -> Vec<Tab> {
    let base = pages::user(&profile.username);
    let is = move |wanted: Part| Signal::derive(move || part.get() == wanted);
    let following = people::following(profile.following_count);
    let mut tabs = vec![Tab::named(text::PROFILE_PICTURES, base.clone(), is(Part::Pictures))];
    if profile.favorites_public {
        tabs.push(Tab::named(shell::FAVOURITES, format!("{base}?tab=favourites"), is(Part::Favorites)));
    }
    tabs.push(Tab {
        label: Signal::derive(move || people::followers(follow.count())),
        href: Signal::stored(format!("{base}?tab=followers")),
        current: is(Part::People(Side::Followers)),
    });
    tabs.push(Tab::named(&following, format!("{base}?tab=following"), is(Part::People(Side::Following))));
    tabs
}

#[component]
fn Pictures(username: String, own: bool) -> impl IntoView {
    let list: Paged<Post> = Paged::new(shell::feed_grew, move |page| {
        let username = username.clone();
        async move { list_user_posts(&username, page).await.map(|list| (list.posts, list.next_cursor)) }
    });
    list.start(None);
    let state = list.state();
    move || match state.get() {
        FirstPage::Loading => view! { <FeedSkeleton /> }.into_any(),
        FirstPage::Failed(error) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| list.restart() /> }.into_any()
        }
        FirstPage::Empty if own => view! {
            <EmptyState title=text::PROFILE_EMPTY_TITLE body=text::PROFILE_EMPTY_OWN picture=EmptyPicture::Frames>
                <LinkButton href=pages::NEW variant=ButtonVariant::Primary>
                    <IconView icon=Icon::Plus />
                    {shell::NEW_PICTURE}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
        FirstPage::Empty => view! {
            <EmptyState title=text::PROFILE_EMPTY_TITLE body=text::PROFILE_EMPTY_BODY picture=EmptyPicture::Frames />
        }
        .into_any(),
        FirstPage::Content => view! {
            <h2 class="visually-hidden">{text::PROFILE_PICTURES}</h2>
            <Masonry posts=list.rows />
            <LoadMore
                has_more=list.has_more()
                busy=list.busy()
                error=list.error()
                label=text::PROFILE_MORE
                end=text::PROFILE_END
                on_click=move |()| list.load_more()
            />
        }
        .into_any(),
    }
}

#[component]
fn KeptSongs(username: String, own: bool) -> impl IntoView {
    let list: Paged<Favorite> = Paged::new(text::songs_grew, move |page| {
        let username = username.clone();
        async move { list_user_favorites(&username, page).await.map(|list| (list.favorites, list.next_cursor)) }
    });
    list.start(None);
    let state = list.state();
    let queue = queue_of(list);
    move || match state.get() {
        FirstPage::Loading => view! { <SongSkeleton /> }.into_any(),
        FirstPage::Failed(error) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| list.restart() /> }.into_any()
        }
        FirstPage::Empty => view! {
            <EmptyState
                title=text::PROFILE_NO_FAVORITES
                body=text::PROFILE_NO_FAVORITES_BODY
                picture=EmptyPicture::Heart
            />
        }
        .into_any(),
        FirstPage::Content => view! {
            <h2 class="visually-hidden">{shell::FAVOURITES}</h2>
            <ol class="songs profile__songs">
                <For each=move || list.rows.get() key=|row| row.song.id let:row>
                    <KeptRow row=row queue=queue on_favorite=None own=own />
                </For>
            </ol>
            <LoadMore
                has_more=list.has_more()
                busy=list.busy()
                error=list.error()
                label=text::FAVORITES_MORE
                on_click=move |()| list.load_more()
            />
        }
        .into_any(),
    }
}

#[component]
fn Unknown(error: ApiError, retry: Callback<()>) -> impl IntoView {
    if error.is_not_found() {
        view! {
            <Title text=text::PROFILE_GONE_TITLE />
            <h1 class="visually-hidden">{text::PROFILE_GONE_TITLE}</h1>
            <EmptyState title=text::PROFILE_GONE_TITLE body=text::PROFILE_GONE_BODY picture=EmptyPicture::Lost>
                <LinkButton href=pages::HOME variant=ButtonVariant::Primary>
                    {text::GONE_ACTION}
                </LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <h1 class="visually-hidden">{account::SETTINGS_PROFILE}</h1>
            <ErrorState message=error.sentence() on_retry=retry />
        }
        .into_any()
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <h1 class="visually-hidden">{account::SETTINGS_PROFILE}</h1>
        <div class="profile" aria-busy="true">
            <div class="profile__head">
                <div class="skeleton skeleton--round"></div>
                <div class="skeleton skeleton--title"></div>
            </div>
            <FeedSkeleton />
        </div>
    }
}
