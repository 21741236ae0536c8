//! The player: a floating bar on wide screens, a mini player and a sheet on phones.

use imagime_shared::{pages, song::Song};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::seek::Seek;
use crate::{
    components::{Artwork, Dialog, Icon, IconButton, IconView, SourceLine, is_from_outside},
    state::{
        FavoriteChange, FavoriteToggle,
        kept::use_kept,
        player::{Player, QueueItem, use_player},
    },
    text::{shell, sources},
};

/// The bar; there only while there is a song. A source's own player stands in its place.
#[component]
pub fn PlayerBar() -> impl IntoView {
    let player = use_player();
    let (current, embedded) = (player.current(), player.embedded());
    let sheet = RwSignal::new(false);
    let share = move || {
        let duration = player.duration.get();
        if duration > 0.0 { (player.position.get() / duration).clamp(0.0, 1.0) } else { 0.0 }
    };
    view! {
        {move || embedded.get().map(|item| view! { <EmbeddedPlayer item=item /> })}
        <Show when=move || current.with(Option::is_some) && embedded.with(Option::is_none)>
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

/// A source's own player. It is fetched from there when somebody has asked for it, and gone when it is closed.
#[component]
fn EmbeddedPlayer(item: QueueItem) -> impl IntoView {
    let player = use_player();
    let song = item.song;
    let id = song.id;
    let close = move |()| {
        player.close_embed();
        // Back to where it was opened, if that is still there.
        let opener = document().query_selector(&format!("#song-{id} .song__play")).ok().flatten();
        if let Some(opener) = opener.and_then(|opener| opener.dyn_into::<web_sys::HtmlElement>().ok()) {
            opener.focus().ok();
        }
    };
    let name = sources::player_of(&song.provider);
    view! {
        <section class="player player--embed" aria-label=name>
            <iframe
                class="player__embed"
                src=song.preview.url.clone()
                title=sources::open_song(&song.title, &song.provider)
                allow="encrypted-media"
                sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox"
                referrerpolicy="no-referrer"
            ></iframe>
            <IconButton
                icon=Icon::Close
                label=sources::close_player(&song.title, &song.provider)
                on_click=close
            />
        </section>
    }
}

fn song_face(item: &QueueItem) -> impl IntoView + use<> {
    view! {
        <Artwork song=item.song.clone() />
        <span class="player__words">
            <span class="player__title">{item.song.title.clone()}</span>
            <span class="player__artist">{by(&item.song)}</span>
        </span>
    }
}

/// Who made it, and where it comes from when that is a service outside.
fn by(song: &Song) -> String {
    if is_from_outside(song) {
        format!("{} · {}", song.artist, sources::name(&song.provider))
    } else {
        song.artist.clone()
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
                    <a class="sheet__picture" href=pages::post(post_id) on:click=move |_| sheet.set(false)>
                        <IconView icon=Icon::Image />
                        {shell::TO_PICTURE}
                    </a>
                }
            });
            let terms = if is_from_outside(&item.song) {
                view! { <SourceLine song=item.song.clone() /> }.into_any()
            } else {
                item.song.attribution.clone().map(|words| view! { <p class="sheet__terms">{words}</p> }).into_any()
            };
            view! {
                <div class="sheet__art"><Artwork song=item.song.clone() /></div>
                <p class="sheet__title">{item.song.title.clone()}</p>
                <p class="muted">{item.song.artist.clone()}</p>
                {picture}
                {terms}
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
