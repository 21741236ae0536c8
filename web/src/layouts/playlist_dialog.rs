//! The question into which playlist songs are to go.

use imagime_shared::{
    playlist::{CreatePlaylist, Playlist},
    post::Visibility,
    validation,
};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    api::playlists::{create_playlist, list_playlists},
    components::{Button, ButtonVariant, Dialog, Field, Icon, IconView, LoadMore, Notice, NoticeKind},
    state::{
        paged::{FirstPage, Paged},
        playlists::AddToPlaylist,
    },
    text::{playlist as text, shell},
};

/// Open while something waits to be added.
#[component]
pub fn PlaylistDialog() -> impl IntoView {
    let adding = expect_context::<AddToPlaylist>();
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(adding.wanted.with(Option::is_some)));
    view! {
        <Dialog open=open title=text::ADD_TITLE on_close=move |()| adding.wanted.set(None)>
            <Choices adding=adding />
        </Dialog>
    }
}

#[component]
fn Choices(adding: AddToPlaylist) -> impl IntoView {
    let problem = RwSignal::new(None::<String>);
    let name_problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    let lists = Paged::new(text::lists_grew, |page| async move {
        list_playlists(page).await.map(|answer| (answer.playlists, answer.next_cursor))
    });
    lists.start(None);
    let state = lists.state();
    let choose = move |list: Playlist| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            let added = adding.add_to(list).await;
            busy.try_set(false);
            if let Err(error) = added {
                problem.try_set(Some(error.sentence()));
            }
        });
    };
    let create = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let title = match validation::playlist_title("list_name", &name.get_untracked()) {
            Ok(title) => title,
            Err(error) => return name_problem.set(Some(error.message)),
        };
        if busy.get_untracked() {
            return;
        }
        name_problem.set(None);
        busy.set(true);
        spawn_local(async move {
            let form = CreatePlaylist { title, description: String::new(), visibility: Visibility::Private };
            let added = match create_playlist(&form).await {
                Ok(list) => adding.add_to(list).await,
                Err(error) => Err(error),
            };
            busy.try_set(false);
            if let Err(error) = added {
                problem.try_set(Some(error.sentence()));
            }
        });
    };
    let known = move || match state.get() {
        FirstPage::Loading => view! { <p class="muted">{shell::LOADING}</p> }.into_any(),
        FirstPage::Failed(error) => view! { <Notice kind=NoticeKind::Error>{error.sentence()}</Notice> }.into_any(),
        FirstPage::Empty => ().into_any(),
        FirstPage::Content => view! {
            <ul class="pick">
                <For each=move || lists.rows.get() key=|list| list.id let:list>
                    <PickRow list=list on_pick=Callback::new(choose) />
                </For>
            </ul>
            <Show when=move || lists.has_more().get()>
                <LoadMore
                    has_more=lists.has_more()
                    busy=lists.busy()
                    error=lists.error()
                    label=text::MORE
                    end=text::END
                    on_click=move |()| lists.load_more()
                />
            </Show>
        }
        .into_any(),
    };
    view! {
        {move || problem.get().map(|words| view! { <Notice kind=NoticeKind::Error>{words}</Notice> })}
        {known}
        <form class="form" novalidate on:submit=create>
            <Field
                name="list_name"
                label=text::ADD_NEW
                value=name
                error=name_problem
                autocomplete="off"
                max=validation::PLAYLIST_TITLE_CHARS
            />
            <div class="form__acts">
                <Button kind="submit" variant=ButtonVariant::Primary busy=busy>
                    {text::ADD_CREATE}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn PickRow(list: Playlist, on_pick: Callback<Playlist>) -> impl IntoView {
    let (title, count) = (list.title.clone(), text::songs(list.song_count));
    view! {
        <li>
            <button type="button" class="pick__row" on:click=move |_| on_pick.run(list.clone())>
                <IconView icon=Icon::Queue />
                <span class="pick__name">{title}</span>
                <span class="muted">{count}</span>
            </button>
        </li>
    }
}
