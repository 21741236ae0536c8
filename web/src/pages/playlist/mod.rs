//! `/playlists/{id}`: a playlist and its songs.

mod fields;
mod owner;
mod rows;
mod view;

use imagime_shared::pages;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use self::{owner::ListMenu, rows::Rows, view::ListView};
use crate::{
    api::ApiError,
    components::{
        Button, ButtonVariant, EmptyPicture, EmptyState, ErrorState, Icon, IconView, LinkButton, PlaylistCover,
        SongSkeleton, Title,
    },
    state::{
        player::{is_playable, use_player},
        session::{Session, Status},
    },
    text::{playlist as text, post},
};

pub use fields::PlaylistFields;

/// The page: what it shows depends on the address and on who looks.
#[component]
pub fn PlaylistPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let (status, me) = (session.status(), session.me());
    let params = use_params_map();
    let key = Memo::new(move |_| {
        let id = params.with(|params| params.get("id")).and_then(|id| id.parse::<Uuid>().ok());
        (status.get() != Status::Restoring).then(|| (id, me.with(|me| me.as_ref().map(|me| me.id))))
    });
    move || match key.get() {
        None => view! { <Waiting /> }.into_any(),
        Some((None, _)) => view! { <Gone /> }.into_any(),
        Some((Some(id), _)) => view! { <OneList id=id /> }.into_any(),
    }
}

#[component]
fn OneList(id: Uuid) -> impl IntoView {
    let list = ListView::load(id);
    let there = Memo::new(move |_| list.list.with(Option::is_some));
    let failed = Memo::new(move |_| {
        list.problem.with(|problem| problem.as_ref().map(|error| (error.is_not_found(), ApiError::sentence(error))))
    });
    move || match (there.get(), failed.get()) {
        (true, _) => view! { <Content list=list /> }.into_any(),
        (false, Some((true, _))) => view! { <Gone /> }.into_any(),
        (false, Some((false, message))) => view! {
            <h1 class="visually-hidden">{text::TITLE}</h1>
            <ErrorState message=message on_retry=move |()| list.reload() />
        }
        .into_any(),
        (false, None) => view! { <Waiting /> }.into_any(),
    }
}

#[component]
fn Content(list: ListView) -> impl IntoView {
    let me = expect_context::<Session>().me();
    let player = use_player();
    let owner = list.list.with_untracked(|list| list.as_ref().map(|list| list.owner.id));
    let is_mine = owner.is_some() && owner == me.with_untracked(|me| me.as_ref().map(|me| me.id));
    let known = move || list.list.get();
    let title = Signal::derive(move || known().map(|list| list.title).unwrap_or_default());
    let cover = Memo::new(move |_| known().and_then(|list| list.cover_url));
    let description = Memo::new(move |_| known().map(|list| list.description).unwrap_or_default());
    let count = Memo::new(move |_| list.rows.with(Vec::len).max(list.missing.get()) as u32);
    let playable = move || list.rows.with(|rows| rows.iter().any(|row| is_playable(&row.song)));
    let queue = list.queue();
    let byline = move || {
        known().map(|list| {
            view! {
                <a class="playlist__owner" href=pages::user(&list.owner.username)>
                    {text::by(&list.owner.display_name)}
                </a>
                " · "
                {post::visibility(list.visibility)}
            }
        })
    };
    view! {
        <Title text=title />
        <article class="playlist">
            <header class="playlist__head">
                {move || view! { <PlaylistCover url=cover.get() /> }}
                <div class="playlist__words">
                    <h1 class="playlist__title">{title}</h1>
                    <p class="muted">{move || text::songs(count.get())} " · " {byline}</p>
                    {move || {
                        let words = description.get();
                        (!words.is_empty()).then(|| view! { <p class="playlist__about">{words}</p> })
                    }}
                    <div class="playlist__acts">
                        <Show when=playable>
                            <Button
                                variant=ButtonVariant::Primary
                                on_click=move |()| player.play(queue.get_untracked(), 0)
                            >
                                <IconView icon=Icon::Play />
                                {post::PLAY_ALL}
                            </Button>
                        </Show>
                        <ListMenu list=list is_mine=is_mine />
                    </div>
                </div>
            </header>
            <Rows list=list is_mine=is_mine />
        </article>
    }
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <h1 class="visually-hidden">{text::TITLE}</h1>
        <div class="playlist"><SongSkeleton count=6 /></div>
    }
}

#[component]
fn Gone() -> impl IntoView {
    view! {
        <Title text=text::GONE_TITLE />
        <h1 class="visually-hidden">{text::GONE_TITLE}</h1>
        <EmptyState title=text::GONE_TITLE body=text::GONE_BODY picture=EmptyPicture::Lost>
            <LinkButton href=pages::PLAYLISTS variant=ButtonVariant::Primary>
                {text::GONE_ACTION}
            </LinkButton>
        </EmptyState>
    }
}
