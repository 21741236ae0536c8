//! `/favorites`: songs that are kept, and the way back to their pictures. Search and order stand in the address.

use std::time::Duration;

use imagime_shared::{
    favorite::{Favorite, FavoriteSort},
    pages, paths, query,
    validation::QUERY_CHARS,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use uuid::Uuid;

use super::{
    guard::ForUsers,
    kept_row::{KeptRow, Selection, queue_of},
    liked::Liked,
};
use crate::{
    api::favorites::list_favorites,
    components::{
        Button, ButtonVariant, Choice, ChoiceOption, Dialog, EmptyPicture, EmptyState, ErrorState, Field, Icon,
        IconView, LinkButton, LoadMore, SongSkeleton, Tab, Tabs, Title,
    },
    state::{
        FavoriteChange, FavoriteToggle,
        kept::use_kept,
        paged::{FirstPage, Paged},
        playlists::{AddToPlaylist, MakeFrom},
        session::Session,
        toasts::use_toasts,
    },
    text::{people, playlist, post as text},
};

/// How long somebody may pause while typing before the search begins.
const PAUSE: Duration = Duration::from_millis(250);
/// Value of `?tab=` for liked pictures.
const LIKED: &str = "liked";
const SORTS: [(FavoriteSort, &str); 4] = [
    (FavoriteSort::New, text::SORT_NEW),
    (FavoriteSort::Old, text::SORT_OLD),
    (FavoriteSort::Title, text::SORT_TITLE),
    (FavoriteSort::Artist, text::SORT_ARTIST),
];

/// The page.
#[component]
pub fn FavoritesPage() -> impl IntoView {
    let me = expect_context::<Session>().me();
    let public = Memo::new(move |_| me.with(|me| me.as_ref().is_some_and(|me| me.favorites_public)));
    let query = use_query_map();
    let liked = Memo::new(move |_| query.with(|query| query.get("tab")).as_deref() == Some(LIKED));
    let lead = move || match (liked.get(), public.get()) {
        (true, _) => people::LIKES_LEAD,
        (false, true) => text::FAVORITES_LEAD_PUBLIC,
        (false, false) => text::FAVORITES_LEAD,
    };
    let tabs = move || {
        vec![
            Tab::named(text::FAVORITES_SONGS, pages::FAVORITES, Signal::derive(move || !liked.get())),
            Tab::named(people::LIKES_TAB, format!("{}?tab={LIKED}", pages::FAVORITES), liked),
        ]
    };
    view! {
        <Title text=text::FAVORITES_TITLE />
        <div class="favorites">
            <header class="favorites__head">
                <h1 class="favorites__title">{text::FAVORITES_TITLE}</h1>
                <Show when=move || me.with(Option::is_some)>
                    <p class="muted">{lead}</p>
                    <Tabs label=text::FAVORITES_TABS tabs=tabs() />
                </Show>
            </header>
            <ForUsers why=text::FAVORITES_GUARD skeleton=|| view! { <SongSkeleton count=6 /> }>
                {move || if liked.get() { view! { <Liked /> }.into_any() } else { view! { <Own /> }.into_any() }}
            </ForUsers>
        </div>
    }
}

#[component]
fn Own() -> impl IntoView {
    let query = use_query_map();
    let navigate = use_navigate();
    let q = Memo::new(move |_| query.with(|query| query.get(query::Q)).unwrap_or_default());
    let sort = Memo::new(move |_| {
        let word = query.with(|query| query.get(query::SORT)).unwrap_or_default();
        SORTS.iter().map(|(sort, _)| *sort).find(|sort| sort.as_str() == word).unwrap_or_default()
    });
    let list = Paged::new(text::songs_grew, move |page| {
        let (q, sort) = (q.get_untracked(), sort.get_untracked());
        async move { list_favorites(&q, sort, page).await.map(|list| (list.favorites, list.next_cursor)) }
    });
    Effect::new(move |before: Option<(String, FavoriteSort)>| {
        let now = (q.get(), sort.get());
        // The rows on show stay until the new ones are there.
        if before.as_ref() != Some(&now) {
            list.start(None);
        }
        now
    });
    let go = move |q: &str, sort: FavoriteSort| {
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&address(q, sort), options);
    };
    let go = StoredValue::new_local(std::rc::Rc::new(go));
    let typed = RwSignal::new(q.get_untracked());
    let order = RwSignal::new(sort.get_untracked());
    let pause = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |before: Option<String>| {
        let text = typed.get();
        if before.is_some_and(|before| before != text) {
            if let Some(Some(handle)) = pause.try_update_value(Option::take) {
                handle.clear();
            }
            let search = move || {
                let (text, sort) = (typed.try_get_untracked().unwrap_or_default(), sort.try_get_untracked());
                go.try_with_value(|go| go(text.trim(), sort.unwrap_or_default()));
            };
            pause.set_value(set_timeout_with_handle(search, PAUSE).ok());
        }
        text
    });
    Effect::new(move |before: Option<FavoriteSort>| {
        let chosen = order.get();
        if before.is_some_and(|before| before != chosen) && sort.get_untracked() != chosen {
            let text = q.get_untracked();
            go.with_value(|go| go(&text, chosen));
        }
        chosen
    });
    // Back and forward change the address, and the fields follow it.
    Effect::new(move |_| {
        let (address, shown) = (q.get(), typed.get_untracked());
        if shown.trim() != address {
            typed.set(address);
        }
        order.set(sort.get());
    });
    on_cleanup(move || {
        if let Some(Some(handle)) = pause.try_update_value(Option::take) {
            handle.clear();
        }
    });
    let sorts = SORTS
        .into_iter()
        .map(|(value, label)| ChoiceOption { value, label: label.to_owned(), hint: String::new(), icon: None })
        .collect::<Vec<_>>();
    let state = list.state();
    // A search that finds nothing, or is cleared again, must not take the field away from under the fingers.
    let searched = Memo::new(move |before: Option<&bool>| before == Some(&true) || q.with(|q| !q.is_empty()));
    let searchable = move || searched.get() || state.get() != FirstPage::Empty;
    view! {
        <Show when=searchable>
            <div class="favorites__tools" role="search">
                <Field name=query::Q label=text::FAVORITES_SEARCH value=typed autocomplete="off" max=QUERY_CHARS />
                <Choice name=query::SORT label=text::FAVORITES_SORT options=sorts.clone() value=order />
            </div>
        </Show>
        <Rows list=list q=q />
    }
}

#[component]
fn Rows(list: Paged<Favorite>, q: Memo<String>) -> impl IntoView {
    let toggle = expect_context::<FavoriteToggle>();
    let (kept, toasts) = (use_kept(), use_toasts());
    let state = list.state();
    let queue = queue_of(list);
    let selection = Selection::new();
    let asked = RwSignal::new(None::<Favorite>);
    let asking = RwSignal::new(false);
    let let_go = move |favorite: Favorite| {
        let place = list.rows.with_untracked(|rows| rows.iter().position(|row| row.song.id == favorite.song.id));
        let song_id = favorite.song.id;
        toggle.0.run(FavoriteChange { song_id, post_id: None, keep: false });
        list.rows.update(|rows| rows.retain(|row| row.song.id != song_id));
        let title = favorite.song.title.clone();
        if favorite.post_id.is_none() {
            toasts.info(text::let_go(&title));
            return;
        }
        let undo = move || {
            toggle.0.run(FavoriteChange { song_id, post_id: favorite.post_id, keep: true });
            // On another page by now there is no list to put it back into.
            list.rows.try_update(|rows| {
                if rows.iter().all(|row| row.song.id != song_id) {
                    rows.insert(place.unwrap_or_default().min(rows.len()), favorite.clone());
                }
            });
        };
        toasts.with_action(text::let_go(&title), text::UNDO, undo);
    };
    let change = move |(song_id, keep): (Uuid, bool)| {
        let row = list.rows.with_untracked(|rows| rows.iter().find(|row| row.song.id == song_id).cloned());
        match row {
            // Let go in the player and wanted back here, for example.
            Some(row) if keep => toggle.0.run(FavoriteChange { song_id, post_id: row.post_id, keep }),
            Some(row) if row.post_id.is_none() => {
                asked.set(Some(row));
                asking.set(true);
            }
            Some(row) => let_go(row),
            None => {}
        }
    };
    let confirm = move |()| {
        asking.set(false);
        if let Some(row) = asked.get_untracked() {
            let_go(row);
        }
    };
    let content = move || match state.get() {
        FirstPage::Loading => view! { <SongSkeleton count=6 /> }.into_any(),
        FirstPage::Failed(error) => {
            view! { <ErrorState message=error.sentence() on_retry=move |()| list.restart() /> }.into_any()
        }
        FirstPage::Empty if q.with(String::is_empty) => view! {
            <EmptyState
                title=text::FAVORITES_EMPTY_TITLE
                body=text::FAVORITES_EMPTY_BODY
                picture=EmptyPicture::Heart
            >
                <LinkButton href=pages::HOME variant=ButtonVariant::Primary>
                    {text::FAVORITES_EMPTY_ACTION}
                </LinkButton>
            </EmptyState>
        }
        .into_any(),
        FirstPage::Empty => view! {
            <EmptyState
                title=text::FAVORITES_NONE_FOUND
                body=text::none_found_for(&q.get())
                picture=EmptyPicture::Silence
            >
                <LinkButton href=pages::FAVORITES>{text::FAVORITES_CLEAR}</LinkButton>
            </EmptyState>
        }
        .into_any(),
        FirstPage::Content => view! {
            <Acts selection=selection />
            <ol class="songs favorites__songs">
                <For each=move || list.rows.get() key=|row| row.song.id let:row>
                    <KeptRow row=row queue=queue on_favorite=Some(Callback::new(change)) selection=selection />
                </For>
            </ol>
            <LoadMore
                has_more=list.has_more()
                busy=list.busy()
                error=list.error()
                label=text::FAVORITES_MORE
                end=text::FAVORITES_END
                on_click=move |()| list.load_more()
            />
        }
        .into_any(),
    };
    // A row that has just come says that its song is kept; one that is let go elsewhere later stays let go.
    Effect::new(move |before: Option<Vec<Uuid>>| {
        let before = before.unwrap_or_default();
        let ids = list.rows.with(|rows| rows.iter().map(|row| row.song.id).collect::<Vec<_>>());
        for id in ids.iter().filter(|id| !before.contains(id)) {
            if !kept.of(*id, true).get_untracked() {
                kept.set(*id, true);
            }
        }
        ids
    });
    view! {
        {content}
        <Dialog open=asking title=text::LET_GO_TITLE>
            <div class="form">
                <p>{text::LET_GO_BODY}</p>
                <div class="form__acts">
                    <Button variant=ButtonVariant::Ghost on_click=move |()| asking.set(false)>
                        {text::CANCEL}
                    </Button>
                    <Button variant=ButtonVariant::Danger on_click=confirm>
                        {text::LET_GO_CONFIRM}
                    </Button>
                </div>
            </div>
        </Dialog>
    }
}

/// Making a playlist of all that is kept, and adding some of it to one.
#[component]
fn Acts(selection: Selection) -> impl IntoView {
    let (adding, making) = (expect_context::<AddToPlaylist>(), RwSignal::new(false));
    let Selection { on, ids } = selection;
    let toggle = move |()| {
        on.update(|on| *on = !*on);
        ids.set(Vec::new());
    };
    let add = move |()| adding.ask(ids.get_untracked(), None);
    view! {
        <div class="favorites__acts">
            <Button busy=making on_click=move |()| adding.make(MakeFrom::Favorites, making)>
                <IconView icon=Icon::Queue />
                {playlist::MAKE}
            </Button>
            <Button variant=ButtonVariant::Ghost on_click=toggle>
                {move || if on.get() { playlist::SELECT_DONE } else { playlist::SELECT }}
            </Button>
            <Show when=move || on.get()>
                <Button
                    variant=ButtonVariant::Primary
                    disabled=Signal::derive(move || ids.with(Vec::is_empty))
                    on_click=add
                >
                    {move || playlist::add_selected(ids.with(Vec::len))}
                </Button>
            </Show>
        </div>
    }
}

fn address(q: &str, sort: FavoriteSort) -> String {
    let mut parts = Vec::new();
    if !q.is_empty() {
        parts.push(format!("{}={}", query::Q, paths::encode(q)));
    }
    if sort != FavoriteSort::default() {
        parts.push(format!("{}={}", query::SORT, sort.as_str()));
    }
    if parts.is_empty() { pages::FAVORITES.to_owned() } else { format!("{}?{}", pages::FAVORITES, parts.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_and_order_stand_in_the_address() {
        assert_eq!(address("", FavoriteSort::New), "/favorites");
        assert_eq!(address("clair de", FavoriteSort::New), "/favorites?q=clair%20de");
        assert_eq!(address("a", FavoriteSort::Title), "/favorites?q=a&sort=title");
    }
}
