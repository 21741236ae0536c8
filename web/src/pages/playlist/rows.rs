//! The songs of a playlist; its owner orders them by dragging, by buttons or by keys.

use imagime_shared::{pages, playlist::PlaylistSong, song::PostSong};
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element, HtmlElement, KeyboardEvent};

use super::view::ListView;
use crate::{
    components::{
        ButtonVariant, EmptyPicture, EmptyState, Icon, IconButton, IconView, LinkButton, SongRow, SongSkeleton,
    },
    text::{playlist as text, shell},
};

/// The songs, or what to do where there are none.
#[component]
pub fn Rows(
    /// The playlist.
    list: ListView,
    /// Whether who looks may change it.
    is_mine: bool,
) -> impl IntoView {
    let queue = list.queue();
    let dragged = RwSignal::new(None::<Uuid>);
    let empty = Memo::new(move |_| list.is_whole() && list.rows.with(Vec::is_empty));
    let orderable = Memo::new(move |_| is_mine && list.is_whole() && list.rows.with(Vec::len) > 1);
    let over = move |event: DragEvent| {
        let Some(song) = dragged.get_untracked() else { return };
        event.prevent_default();
        let Some(target) = row_of(event.target()) else { return };
        let place = |id: Uuid| list.rows.with_untracked(|rows| rows.iter().position(|row| row.song.id == id));
        if let (Some(from), Some(to)) = (place(song), place(target)) {
            list.shift(from, to);
        }
    };
    // Both come, in this order; where the dragged row left the document meanwhile, the second may not.
    let put_down = move || {
        if let Some(song) = dragged.get_untracked() {
            dragged.set(None);
            list.placed(song);
        }
    };
    let keys = move |event: KeyboardEvent| {
        let by = match (event.alt_key(), event.key().as_str()) {
            (true, "ArrowUp") => -1,
            (true, "ArrowDown") => 1,
            _ => return,
        };
        if let Some(song) = row_of(event.target()).filter(|_| orderable.get_untracked()) {
            event.prevent_default();
            keeping_focus(|| list.move_by(song, by));
        }
    };
    move || {
        if empty.get() {
            return view! {
                <EmptyState title=text::NO_SONGS_TITLE body=text::NO_SONGS_BODY picture=EmptyPicture::Silence>
                    <LinkButton href=pages::HOME variant=ButtonVariant::Primary>
                        {text::NO_SONGS_ACTION}
                    </LinkButton>
                </EmptyState>
            }
            .into_any();
        }
        view! {
            <Show when=move || orderable.get()>
                <p class="muted playlist__hint">{text::ORDER_HINT}</p>
            </Show>
            <ol
                class="songs playlist__songs"
                on:dragover=over
                on:drop=move |event| {
                    event.prevent_default();
                    put_down();
                }
                on:dragend=move |_| put_down()
                on:keydown=keys
            >
                <For each=move || list.rows.get() key=|row| row.song.id let:row>
                    <Row row=row list=list queue=queue is_mine=is_mine orderable=orderable dragged=dragged />
                </For>
            </ol>
            <Show when=move || !list.is_whole()>
                <SongSkeleton count=3 />
            </Show>
        }
        .into_any()
    }
}

#[component]
fn Row(
    row: PlaylistSong,
    list: ListView,
    queue: Signal<Vec<crate::state::player::QueueItem>>,
    is_mine: bool,
    orderable: Memo<bool>,
    dragged: RwSignal<Option<Uuid>>,
) -> impl IntoView {
    let (id, post_id, title) = (row.song.id, row.post_id, row.song.title.clone());
    let item = PostSong {
        song: row.song,
        score: 0.0,
        why: Vec::new(),
        mood_match: false,
        vote_score: 0,
        my_vote: None,
        is_favorite: row.is_favorite,
    };
    let begin = move |event: DragEvent| {
        dragged.set(Some(id));
        let Some(data) = event.data_transfer() else { return };
        data.set_effect_allowed("move");
        // Firefox drags nothing without data.
        data.set_data("text/plain", &id.to_string()).ok();
        if let Some(row) = document().get_element_by_id(&format!("song-{id}")) {
            data.set_drag_image(&row, 24, 24);
        }
    };
    let title = StoredValue::new(title);
    let order = move || {
        view! {
            <span class="order__grip" draggable="true" title=text::DRAG on:dragstart=begin aria-hidden="true">
                <IconView icon=Icon::Grip />
            </span>
            <IconButton
                icon=Icon::Up
                label=text::move_up(&title.get_value())
                on_click=move |()| keeping_focus(|| list.move_by(id, -1))
            />
            <IconButton
                icon=Icon::Chevron
                label=text::move_down(&title.get_value())
                on_click=move |()| keeping_focus(|| list.move_by(id, 1))
            />
        }
    };
    view! {
        <SongRow item=item post_id=post_id queue=queue>
            <div class="order">
                {post_id.map(|id| view! { <a class="origin" href=pages::post(id)>{shell::TO_PICTURE}</a> })}
                <Show when=move || orderable.get()>{order()}</Show>
                {is_mine
                    .then(|| {
                        view! {
                            <IconButton
                                icon=Icon::Close
                                label=text::remove(&title.get_value())
                                on_click=move |()| list.remove(id)
                            />
                        }
                    })}
            </div>
        </SongRow>
    }
}

/// The song in whose row something happened.
fn row_of(target: Option<web_sys::EventTarget>) -> Option<Uuid> {
    let element = target?.dyn_into::<Element>().ok()?;
    let row = element.closest("li.song").ok().flatten()?;
    row.id().strip_prefix("song-")?.parse().ok()
}

/// An element that moves in the document loses the focus; it gets it back.
fn keeping_focus(act: impl FnOnce()) {
    let focused = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    act();
    if let Some(focused) = focused {
        request_animation_frame(move || {
            focused.focus().ok();
        });
    }
}
