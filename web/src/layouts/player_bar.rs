//! The player: a floating bar on wide screens, a mini player and a sheet on phones.

use leptos::prelude::*;

use super::seek::Seek;
use crate::{
    components::{Artwork, Dialog, Icon, IconButton, IconView},
    state::{
        FavoriteChange, FavoriteToggle,
        kept::use_kept,
        player::{Player, QueueItem, use_player},
    },
    text::shell,
};

/// The bar; there only while there is a song.
#[component]
pub fn PlayerBar() -> impl IntoView {
    let player = use_player();
    let current = player.current();
    let sheet = RwSignal::new(false);
    let share = move || {
        let duration = player.duration.get();
        if duration > 0.0 { (player.position.get() / duration).clamp(0.0, 1.0) } else { 0.0 }
    };
    view! {
        <Show when=move || current.with(Option::is_some)>
            <section class="player" aria-label=shell::PLAYER style:--share=move || format!("{:.4}", share())>
                <button
                    type="button"
                    class="player__song"
                    title=shell::OPEN_PLAYER
                    on:click=move |_| sheet.set(true)
                >
                    {move || current.get().map(|item| song_face(&item))}
                </button>
                <Keys player=player />
                <Seek />
                <div class="player__acts">
                    <Heart player=player />
                    <IconButton icon=Icon::Queue label=shell::QUEUE on_click=move |()| sheet.set(true) />
                    <IconButton
                        icon=Icon::Close
                        label=shell::CLOSE_PLAYER
                        class="player__close"
                        on_click=move |()| player.close()
                    />
                </div>
            </section>
        </Show>
        <Dialog open=sheet title=shell::NOW_PLAYING class="sheet">
            <Sheet sheet=sheet />
        </Dialog>
    }
}

fn song_face(item: &QueueItem) -> impl IntoView + use<> {
    view! {
        <Artwork song=item.song.clone() />
        <span class="player__words">
            <span class="player__title">{item.song.title.clone()}</span>
            <span class="player__artist">{item.song.artist.clone()}</span>
        </span>
    }
}

#[component]
fn Keys(player: Player) -> impl IntoView {
    let go = move || if player.playing.get() { (shell::PAUSE, Icon::Pause) } else { (shell::PLAY, Icon::Play) };
    view! {
        <div class="keys">
            <IconButton icon=Icon::Previous label=shell::PREVIOUS on_click=move |()| player.previous() />
            <button
                type="button"
                class="keys__go"
                class:keys__go--loading=move || player.loading.get()
                aria-label=move || go().0
                on:click=move |_| player.toggle()
            >
                {move || view! { <IconView icon=go().1 /> }}
            </button>
            <IconButton icon=Icon::Next label=shell::NEXT on_click=move |()| player.next() />
        </div>
    }
}

#[component]
fn Heart(player: Player) -> impl IntoView {
    let kept = use_kept();
    let toggle = use_context::<FavoriteToggle>();
    let current = player.current();
    let on = Signal::derive(move || current.get().is_some_and(|item| kept.of(item.song.id, item.is_favorite).get()));
    let press = move |()| {
        if let (Some(toggle), Some(item)) = (toggle, current.get_untracked()) {
            let keep = !on.get_untracked();
            toggle.0.run(FavoriteChange { song_id: item.song.id, post_id: item.post_id, keep });
        }
    };
    view! { <IconButton icon=Icon::Heart label=shell::KEEP pressed=on class="heart" on_click=press /> }
}

#[component]
fn Volume(player: Player) -> impl IntoView {
    let silent = move || player.muted.get() || player.volume.get() <= 0.0;
    let icon = Signal::derive(move || if silent() { Icon::Muted } else { Icon::Volume });
    let level = move || if player.muted.get() { 0.0 } else { player.volume.get() };
    view! {
        <div class="volume" style:--share=move || format!("{:.3}", level())>
            <IconButton
                icon=icon
                label=shell::MUTE
                pressed=Signal::derive(silent)
                on_click=move |()| player.toggle_mute()
            />
            <input
                class="volume__slider"
                type="range"
                min="0"
                max="1"
                step="0.02"
                aria-label=shell::VOLUME
                prop:value=move || level().to_string()
                on:input:target=move |event| {
                    if let Ok(volume) = event.target().value().parse() {
                        player.set_volume(volume);
                    }
                }
            />
        </div>
    }
}

/// The song at large, and what comes after it.
#[component]
fn Sheet(sheet: RwSignal<bool>) -> impl IntoView {
    let player = use_player();
    let current = player.current();
    // The queue may run empty while the sheet is open.
    Effect::new(move |_| {
        if current.with(Option::is_none) {
            sheet.set(false);
        }
    });
    let face = move || {
        current.get().map(|item| {
            let picture = item.post_id.map(|post_id| {
                view! {
                    <a class="sheet__picture" href=format!("/p/{post_id}") on:click=move |_| sheet.set(false)>
                        <IconView icon=Icon::Image />
                        {shell::TO_PICTURE}
                    </a>
                }
            });
            view! {
                <div class="sheet__art"><Artwork song=item.song.clone() /></div>
                <p class="sheet__title">{item.song.title.clone()}</p>
                <p class="muted">{item.song.artist.clone()}</p>
                {picture}
                {item.song.attribution.clone().map(|words| view! { <p class="sheet__terms">{words}</p> })}
            }
        })
    };
    view! {
        <div class="sheet__now">
            {face}
            <Seek />
            <div class="sheet__keys">
                <Heart player=player />
                <Keys player=player />
                <IconButton icon=Icon::Close label=shell::CLOSE_PLAYER on_click=move |()| player.close() />
            </div>
            <Volume player=player />
        </div>
        <div class="sheet__queue">
            <h3 class="sheet__heading">{shell::QUEUE}</h3>
            <ol class="queue">
                <ForEnumerate
                    each=move || player.queue.get()
                    key=|item| (item.song.id, item.post_id)
                    children=move |index, item| {
                        view! {
                            <li>
                                <button
                                    type="button"
                                    class="queue__song"
                                    class:queue__song--on=move || player.index.get() == index.get()
                                    aria-current=move || (player.index.get() == index.get()).then_some("true")
                                    on:click=move |_| player.jump(index.get_untracked())
                                >
                                    {song_face(&item)}
                                </button>
                            </li>
                        }
                    }
                />
            </ol>
        </div>
    }
}
