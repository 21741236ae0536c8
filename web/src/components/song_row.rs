//! A song beside a picture: what it is, why it fits, and what to do with it.

use imagime_shared::{
    pages,
    song::{PostSong, Song},
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    components::{
        Artwork, Icon, IconButton, IconView, Menu, MenuButton, MenuLink, MenuNote, SourceLine, VoteButtons, WhyLine,
        is_from_outside,
    },
    state::{
        FavoriteChange, FavoriteToggle, clipboard,
        kept::use_kept,
        player::{Hearing, QueueItem, use_player},
        playlists::AddToPlaylist,
        toasts::use_toasts,
        votes::Ballot,
    },
    text::{playlist, shell, sources},
};

/// A song's row. Its own list decides what plays on after it.
#[component]
pub fn SongRow(
    /// The song and why it stands here; the song itself never changes, its reasons and votes may.
    #[prop(into)]
    item: Signal<PostSong>,
    /// The post on which it stands, if there is one.
    #[prop(optional_no_strip)]
    post_id: Option<Uuid>,
    /// The songs of the list, in order.
    #[prop(into)]
    queue: Signal<Vec<QueueItem>>,
    /// Keeps the song or lets it go; the page's own way when left out.
    #[prop(optional, into)]
    on_favorite: Option<Callback<(Uuid, bool)>>,
    /// Whether one may say here that the song fits its post.
    #[prop(optional)]
    votes: bool,
    /// Nothing can be done here but listen.
    #[prop(optional)]
    listen_only: bool,
    /// Further words below the reasons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let player = use_player();
    let toggle = use_context::<FavoriteToggle>();
    let (song, is_favorite) = item.with_untracked(|item| (item.song.clone(), item.is_favorite));
    let id = song.id;
    let kept = use_kept().of(id, is_favorite);
    let keep = move |()| {
        let keep = !kept.get_untracked();
        match (on_favorite, toggle) {
            (Some(on_favorite), _) => on_favorite.run((id, keep)),
            (None, Some(toggle)) => toggle.0.run(FavoriteChange { song_id: id, post_id, keep }),
            (None, None) => {}
        }
    };
    let share =
        move || if player.is_current(id) { progress(player.position.get(), player.duration.get()) } else { 0.0 };
    let about = match song.year {
        Some(year) => format!("{} · {year}", song.artist),
        None => song.artist.clone(),
    };
    let ballot = post_id.filter(|_| votes).map(|post_id| Ballot::new(post_id, item));
    view! {
        <li
            class="song"
            class:song--source=is_from_outside(&song)
            class:song--open=move || player.is_embedded(id)
            class:song--on=move || player.is_current(id)
            class:song--playing=move || player.is_playing(id)
            // A post's link leads to its row; elsewhere a song may stand in two lists.
            id=post_id.map(|_| format!("song-{id}"))
            style:--share=move || format!("{:.4}", share())
        >
            <div class="song__art">
                <Artwork song=song.clone() />
                <PlayKey song=song.clone() post_id=post_id queue=queue />
            </div>
            <div class="song__text">
                <p class="song__title">
                    {if listen_only {
                        song.title.clone().into_any()
                    } else {
                        view! { <a class="song__name" href=pages::song(id)>{song.title.clone()}</a> }.into_any()
                    }}
                    {song.explicit.then(|| view! { <span class="song__mark" title=shell::EXPLICIT>"E"</span> })}
                </p>
                <p class="song__artist">{about}</p>
                <SourceLine song=song.clone() />
                <WhyLine item=item />
                {children.map(|children| children())}
            </div>
            <div class="song__acts">
                {ballot.map(|ballot| view! { <VoteButtons ballot=ballot title=song.title.clone() /> })}
                {(!listen_only)
                    .then(|| {
                        view! {
                            <IconButton
                                icon=Icon::Heart
                                label=shell::keep_song(&song.title)
                                pressed=kept
                                class="heart"
                                on_click=keep
                            />
                        }
                    })}
                <SongMenu song=song.clone() post_id=post_id listen_only=listen_only />
            </div>
        </li>
    }
}

/// Plays, opens the source's own player, leads to the source, or says that nothing can be heard: whatever is true of the song.
#[component]
fn PlayKey(song: Song, post_id: Option<Uuid>, queue: Signal<Vec<QueueItem>>) -> impl IntoView {
    let player = use_player();
    let id = song.id;
    let hearing = Hearing::of(&song);
    let own = QueueItem { song, post_id, is_favorite: false };
    let (title, artist, source) = (own.song.title.clone(), own.song.artist.clone(), own.song.provider.clone());
    match hearing {
        Hearing::Here => {
            let label = move || {
                if player.is_playing(id) { shell::pause_song(&title) } else { shell::play_song(&title, &artist) }
            };
            let press = move |_| {
                let queue = queue.get_untracked();
                match queue.iter().position(|item| item.song.id == id) {
                    Some(index) => player.play_or_toggle(queue, index),
                    None => player.play_or_toggle(vec![own.clone()], 0),
                }
            };
            let icon = move || if player.is_playing(id) { Icon::Pause } else { Icon::Play };
            view! {
                <button type="button" class="song__play" aria-label=label on:click=press>
                    <span class="song__key">{move || view! { <IconView icon=icon() /> }}</span>
                </button>
            }
            .into_any()
        }
        Hearing::Embed => {
            let is_open = move || player.is_embedded(id);
            let label = move || {
                if is_open() { sources::close_player(&title, &source) } else { sources::open_player(&title, &source) }
            };
            let icon = move || if is_open() { Icon::Close } else { Icon::Play };
            view! {
                <button
                    type="button"
                    class="song__play"
                    aria-label=label
                    aria-expanded=move || is_open().to_string()
                    on:click=move |_| player.toggle_embed(own.clone())
                >
                    <span class="song__key">{move || view! { <IconView icon=icon() /> }}</span>
                </button>
            }
            .into_any()
        }
        Hearing::Link(url) => {
            let label = sources::listen_at(&title, &source);
            view! {
                <a class="song__play" href=url target="_blank" rel="noopener noreferrer" aria-label=label>
                    <span class="song__key"><IconView icon=Icon::External /></span>
                </a>
            }
            .into_any()
        }
        Hearing::Silent => view! { <span class="song__silent">{shell::NO_PREVIEW}</span> }.into_any(),
    }
}

/// What else can be done with a song.
#[component]
pub fn SongMenu(
    /// The song.
    song: Song,
    /// The post on which it stands, if there is one.
    post_id: Option<Uuid>,
    /// Nothing can be done here but listen.
    listen_only: bool,
) -> impl IntoView {
    let toasts = use_toasts();
    let adding = use_context::<AddToPlaylist>().filter(|_| !listen_only);
    let label = shell::more_about(&song.title);
    let song = StoredValue::new(song);
    let link = move || {
        let origin = window().location().origin().unwrap_or_default();
        match post_id {
            Some(post_id) => Some(format!("{origin}{}#song-{}", pages::post(post_id), song.with_value(|song| song.id))),
            None => Some(format!("{origin}{}", pages::song(song.with_value(|song| song.id)))),
        }
    };
    view! {
        <Menu label=label trigger=|| view! { <IconView icon=Icon::More /> }>
            {move || {
                adding
                    .map(|adding| {
                        let add = move |()| adding.ask(vec![song.with_value(|song| song.id)], post_id);
                        view! { <MenuButton icon=Icon::Queue label=playlist::ADD on_click=add /> }
                    })
            }}
            {move || {
                song.with_value(|song| song.external_url.clone())
                    .map(|url| {
                        view! { <MenuLink icon=Icon::External label=shell::OPEN_AT_SOURCE href=url outside=true /> }
                    })
            }}
            {move || {
                link()
                    .map(|link| {
                        view! {
                            <MenuButton
                                icon=Icon::Copy
                                label=shell::COPY_LINK
                                on_click=move |()| clipboard::copy(link.clone(), toasts, shell::LINK_COPIED)
                            />
                        }
                    })
            }}
            {move || song.with_value(|song| song.attribution.clone()).map(|words| view! { <MenuNote>{words}</MenuNote> })}
        </Menu>
    }
}

fn progress(position: f64, duration: f64) -> f64 {
    if duration > 0.0 { (position / duration).clamp(0.0, 1.0) } else { 0.0 }
}
