//! `/playlists`: what somebody put together, and the way to a new one.

use imagime_shared::{
    field, pages,
    playlist::{CreatePlaylist, Playlist},
    post::Visibility,
    validation,
};
use leptos::{prelude::*, task::spawn_local};

use super::{form::FormErrors, guard::ForUsers, playlist::PlaylistFields};
use crate::{
    api::playlists::{create_playlist, list_playlists},
    components::{
        Button, ButtonVariant, Dialog, EmptyPicture, EmptyState, ErrorState, FeedSkeleton, Icon, IconView, LoadMore,
        Notice, NoticeKind, PlaylistCard, Title,
    },
    pages::form::errors_of,
    state::{
        paged::{FirstPage, Paged},
        session::Session,
    },
    text::{playlist as text, post},
};

/// The page.
#[component]
pub fn PlaylistsPage() -> impl IntoView {
    let me = expect_context::<Session>().me();
    let creating = RwSignal::new(false);
    view! {
        <Title text=text::TITLE />
        <div class="playlists">
            <header class="playlists__head">
                <div>
                    <h1 class="playlists__title">{text::TITLE}</h1>
                    <p class="muted">{text::LEAD}</p>
                </div>
                <Show when=move || me.with(Option::is_some)>
                    <Button variant=ButtonVariant::Primary on_click=move |()| creating.set(true)>
                        <IconView icon=Icon::Plus />
                        {text::NEW}
                    </Button>
                </Show>
            </header>
            <ForUsers why=text::GUARD skeleton=|| view! { <FeedSkeleton /> }>
                <Own creating=creating />
            </ForUsers>
        </div>
        <Dialog open=creating title=text::NEW>
            <CreateForm open=creating />
        </Dialog>
    }
}

#[component]
fn Own(creating: RwSignal<bool>) -> impl IntoView {
    let lists: Paged<Playlist> = Paged::new(text::lists_grew, |page| async move {
        list_playlists(page).await.map(|answer| (answer.playlists, answer.next_cursor))
    });
    lists.start(None);
    let state = lists.state();
    move || match state.get() {
        FirstPage::Loading => view! { <FeedSkeleton /> }.into_any(),
        FirstPage::Failed(error) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| lists.restart() /> }.into_any()
        }
        FirstPage::Empty => view! {
            <EmptyState title=text::EMPTY_TITLE body=text::EMPTY_BODY picture=EmptyPicture::Silence>
                <Button on_click=move |()| creating.set(true)>{text::NEW}</Button>
            </EmptyState>
        }
        .into_any(),
        FirstPage::Content => view! {
            <ul class="playlists__grid">
                <For each=move || lists.rows.get() key=|list| list.id let:list>
                    <li><PlaylistCard list=list /></li>
                </For>
            </ul>
            <LoadMore
                has_more=lists.has_more()
                busy=lists.busy()
                error=lists.error()
                label=text::MORE
                end=text::END
                on_click=move |()| lists.load_more()
            />
        }
        .into_any(),
    }
}

#[component]
fn CreateForm(open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let (title, description) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let visibility = RwSignal::new(Visibility::Private);
    let (errors, busy) = (FormErrors::new(), RwSignal::new(false));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let (name, words) = (title.get_untracked(), description.get_untracked());
        let found = errors_of([
            validation::playlist_title(field::TITLE, &name).map(drop),
            validation::text(field::DESCRIPTION, &words, validation::DESCRIPTION_CHARS).map(drop),
        ]);
        if busy.get_untracked() || !errors.accept(found) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let form = CreatePlaylist { title: name, description: words, visibility: visibility.get_untracked() };
            match create_playlist(&form).await {
                Ok(list) => {
                    open.try_set(false);
                    session.go_to(&pages::playlist(list.id));
                }
                Err(error) => errors.refused(&error, &[field::TITLE, field::DESCRIPTION]),
            }
            busy.try_set(false);
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            {move || errors.general.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
            <PlaylistFields title=title description=description visibility=visibility errors=errors />
            <div class="form__acts">
                <Button variant=ButtonVariant::Ghost on_click=move |()| open.set(false)>
                    {post::CANCEL}
                </Button>
                <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                    {text::CREATE}
                </Button>
            </div>
        </form>
    }
}
